import { SchedulerServiceTaskScheduleDefinitionConfig } from '@backstage/backend-plugin-api';

export interface Config {
  plumbline?: {
    alerts?: {
      /** Takes the webhooks of Alertmanager at `/api/plumbline/v1/alerts/receive/alertmanager`. */
      alertmanager?: {
        /**
         * Bearer token that Alertmanager sends (`http_config.authorization.credentials`).
         * @visibility secret
         */
        token?: string;
        /** Instead of a token: user name of `http_config.basic_auth`. */
        username?: string;
        /** @visibility secret */
        password?: string;
        /** Believe everybody. Only where the network lets nobody but Alertmanager reach this path. */
        allowUnauthenticated?: boolean;
        /** Alertmanagers that are asked for what a webhook left out or nobody sent. */
        api?: Array<{
          /** Its address, as it calls itself (`--web.external-url`): `https://alertmanager.prod-eu.example`. */
          url: string;
          /** The cluster that its alerts come from, where their labels do not tell. */
          cluster?: string;
          /** @visibility secret */
          token?: string;
          username?: string;
          /** @visibility secret */
          password?: string;
        }>;
        /** When they are asked. Default: every 5 minutes. */
        schedule?: SchedulerServiceTaskScheduleDefinitionConfig;
      };
    };
  };
}
