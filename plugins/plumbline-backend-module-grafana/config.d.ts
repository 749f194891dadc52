export interface Config {
  plumbline?: {
    alerts?: {
      /** Takes the webhooks of Grafana at `/api/plumbline/v1/alerts/receive/grafana`. */
      grafana?: {
        /**
         * HMAC secret of the contact point.
         * @visibility secret
         */
        secret?: string;
        /** Header of the signature. Default: X-Grafana-Alerting-Signature. */
        header?: string;
        /** Header of the time, where the contact point has one: old requests are then refused. */
        timestampHeader?: string;
        /**
         * Instead of a secret: `Authorization` with the scheme Bearer.
         * @visibility secret
         */
        token?: string;
        username?: string;
        /** @visibility secret */
        password?: string;
        /** Believe everybody. Only where the network lets nobody but Grafana reach this path. */
        allowUnauthenticated?: boolean;
      };
    };
  };
}
