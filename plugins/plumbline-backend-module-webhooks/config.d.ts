export interface Config {
  plumbline?: {
    alerts?: {
      /** Senders of JSON, each at `/api/plumbline/v1/alerts/receive/<id>`. */
      webhooks?: Array<{
        /** The sender; `json` for any other one. */
        type: 'datadog' | 'incident-io' | 'sentry' | 'sns' | 'robusta' | 'json';
        /** Last part of its address. Default: the type. */
        id?: string;
        /**
         * `incident-io`: the signing secret (`whsec_…`). `sentry`: the client secret of the integration.
         * @visibility secret
         */
        secret?: string;
        /**
         * Bearer token, for senders that do not sign.
         * @visibility secret
         */
        token?: string;
        username?: string;
        /** @visibility secret */
        password?: string;
        /** Believe everybody. Only where the network lets nobody but the sender reach this path. */
        allowUnauthenticated?: boolean;
        /** `sns`: ARNs of the topics that are believed. */
        topics?: string[];
        /** `sns`: confirm subscriptions of these topics, at the host of SNS that asks. Default: false, a person does. */
        confirm?: boolean;
        /** Paths like `data.event.title` to what a body holds. What is left out is that of the type. */
        mapping?: {
          /** A list of alerts; without it the body is one. */
          alerts?: string;
          /** Label to path. Labels of known names are found without being told. */
          labels?: { [label: string]: string };
          annotations?: { [annotation: string]: string };
          name?: string | string[];
          /** Together they say that it is the same alert. */
          fingerprint?: string | string[];
          status?: string | string[];
          /** Values of the status that mean that it is over, in lower case. */
          resolved?: string[];
          startsAt?: string | string[];
          endsAt?: string | string[];
          severity?: string | string[];
          url?: string | string[];
        };
      }>;
    };
  };
}
