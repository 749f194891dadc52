import { HumanDuration } from '@backstage/types';

export interface Config {
  plumbline?: {
    clusters?: Array<{
      /** The value of the `cluster` label of its alerts. */
      name: string;
      environment?: string;
      /** Other names for it, such as the URL of its API server. */
      aliases?: string[];
      /**
       * Folder with the output of `kubectl get ... -o yaml`. A relative path starts at the folder that the backend
       * is started in.
       */
      snapshot?: string;
      /** The cluster sends its snapshots itself: it is never asked. */
      push?: {
        /**
         * What it shows to be let in. At least 32 characters.
         * @visibility secret
         */
        token?: string;
        /**
         * Several tokens, to change them without a gap.
         * @deepVisibility secret
         */
        tokens?: string[];
        /** Size of a snapshot, unpacked. Default: 128 MB. */
        maxBytes?: number;
        /** Objects of a snapshot. Default: 100000. */
        maxObjects?: number;
        /** Time between a snapshot and the next one. Default: 10 seconds. */
        minInterval?: HumanDuration | string;
      };
    }>;
  };
}
