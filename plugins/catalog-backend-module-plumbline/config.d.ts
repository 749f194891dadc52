import { SchedulerServiceTaskScheduleDefinitionConfig } from '@backstage/backend-plugin-api';

export interface Config {
  catalog?: {
    providers?: {
      /** Entities of what Plumbline found. Without this block there are none. */
      plumbline?: {
        /** When the index is read. Default: every 5 minutes. */
        schedule?: SchedulerServiceTaskScheduleDefinitionConfig;
        /**
         * What becomes entities. Default: services, systems, repositories, clusters and namespaces; `groups`, the teams that
         * the catalog does not have, only where it is listed.
         */
        entities?: Array<
          | 'services'
          | 'systems'
          | 'repositories'
          | 'clusters'
          | 'namespaces'
          | 'groups'
        >;
        /** Namespace of the entities. Default: `default`. */
        namespace?: string;
        /** `spec.owner` of what nobody is known to own, for it must not be empty. Default: `unknown`. */
        unowned?: string;
        /** Whether an owner that is a guess makes `spec.owner` as well, by which policies may go. Default: false. */
        guesses?: boolean;
        /** More than this percentage of all entities goes only after a second read misses it as well. Default: 20. */
        maxRemovalPercentage?: number;
      };
    };
  };
}
