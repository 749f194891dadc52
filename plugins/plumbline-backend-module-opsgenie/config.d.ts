export interface Config {
  plumbline?: {
    alerts?: {
      /** Takes the webhooks of Opsgenie and Jira Service Management at `/api/plumbline/v1/alerts/receive/opsgenie`. */
      opsgenie?: {
        /**
         * Bearer token of a custom header `Authorization`.
         * @visibility secret
         */
        token?: string;
        username?: string;
        /** @visibility secret */
        password?: string;
        /** Believe everybody. Only where the network lets nobody but the sender reach this path. */
        allowUnauthenticated?: boolean;
      };
    };
  };
}
