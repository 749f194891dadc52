export interface Config {
  plumbline?: {
    onCall?: {
      /** Asks Opsgenie who is on call. */
      opsgenie?: {
        /**
         * Key of an API integration that may read.
         * @visibility secret
         */
        apiKey?: string;
        /** Default: https://api.opsgenie.com; https://api.eu.opsgenie.com in the EU. */
        apiUrl?: string;
        /** Which team means which schedule, by id or name, where names do not tell. */
        teams?: { [team: string]: { schedule: string } };
      };
      /** Asks Jira Service Management who is on call. */
      jiraServiceManagement?: {
        /** Of the site: `https://<site>.atlassian.net/_edge/tenant_info` tells it. */
        cloudId?: string;
        /** Account that the token belongs to. */
        email?: string;
        /** @visibility secret */
        apiToken?: string;
        /** Default: https://api.atlassian.com. */
        apiUrl?: string;
        /** Which team means which schedule, by id or name, where names do not tell. */
        teams?: { [team: string]: { schedule: string } };
      };
    };

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
