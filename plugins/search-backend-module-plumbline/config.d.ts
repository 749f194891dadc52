import { SchedulerServiceTaskScheduleDefinitionConfig } from '@backstage/backend-plugin-api';

export interface Config {
  search?: {
    collators?: {
      /** Teams, services, namespaces and files of Plumbline. */
      plumbline?: {
        /** When the index is made anew. Default: every 10 minutes. */
        schedule?: SchedulerServiceTaskScheduleDefinitionConfig;
        /** How many files are found at most, in the order of their repositories; 0: none. Default: 100000. */
        maxFiles?: number;
      };
    };
  };
}
