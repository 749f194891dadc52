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
      snapshot: string;
    }>;
  };
}
