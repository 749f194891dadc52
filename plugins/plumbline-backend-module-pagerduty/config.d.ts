export interface Config {
  plumbline?: {
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
