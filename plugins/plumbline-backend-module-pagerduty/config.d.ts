export interface Config {
  plumbline?: {
    onCall?: {
      /** Asks PagerDuty who is on call. */
      pagerduty?: {
        /**
         * REST API key that may read. Default: the one of `plumbline.alerts.pagerduty`.
         * @visibility secret
         */
        apiToken?: string;
        /** Default: https://api.pagerduty.com. */
        apiUrl?: string;
        /**
         * Which team means which escalation policy or schedule, where names and annotations do not tell. Each has exactly one
         * of the two, by id or name.
         */
        teams?: {
          [team: string]: {
            escalationPolicy?: string;
            schedule?: string;
          };
        };
      };
    };

    alerts?: {
      /** Takes the webhooks (v3) of PagerDuty at `/api/plumbline/v1/alerts/receive/pagerduty`. */
      pagerduty?: {
        /**
         * Secrets of the webhook subscription; two while one takes the place of the other.
         * @visibility secret
         */
        secrets?: string[];
        /**
         * REST API key: the alerts of an incident are fetched with it. Without it, only its title and teams are known.
         * @visibility secret
         */
        apiToken?: string;
        /** Default: https://api.pagerduty.com. */
        apiUrl?: string;
        /** Notes with the owner, on demand. */
        notes?: {
          /** E-mail address of the PagerDuty user who writes them. */
          from: string;
          /** Also without being asked, once an owner is known. Default: false. */
          always?: boolean;
        };
      };
    };
  };
}
