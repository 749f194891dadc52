import { HumanDuration } from '@backstage/types';

export interface Config {
  plumbline?: {
    clusters?: Array<{
      /** The value of the `cluster` label of its alerts. */
      name: string;
      environment?: string;
      /** Other names for it. The URL of its API server is one by itself. */
      aliases?: string[];
      /**
       * A cluster that is followed as it changes. Needs exactly one of `kubeconfig`, `inCluster`, `url` and
       * `clusterLocatorMethods`.
       */
      kubernetes?: {
        /** Path of a kubeconfig. */
        kubeconfig?: string;
        /** Of the kubeconfig. Default: its current context. */
        context?: string;
        /** The cluster that the portal runs in, with its own ServiceAccount. */
        inCluster?: boolean;
        /** Address of the API server. */
        url?: string;
        /**
         * Bearer token for `url`.
         * @visibility secret
         */
        token?: string;
        /** File with the token, read anew with each request. */
        tokenFile?: string;
        /** Certificate of the CA: PEM, or that in base64 as a kubeconfig has it. */
        caData?: string;
        /** The same in a file. */
        caFile?: string;
        /** Believe any certificate: whoever is on the way can read the token. Never in production. */
        skipTLSVerify?: boolean;
        /** Take address and credentials from the cluster of this name in `kubernetes.clusterLocatorMethods`. */
        clusterLocatorMethods?: boolean;
        /** What is read of this cluster, beside `plumbline.kubernetes.resources`. */
        resources?: {
          /** Also these, as `kubectl api-resources -o name` prints them: `databases.acme.example`. */
          add?: string[];
          /** All but these. */
          exclude?: string[];
          /** Only the metadata of these. */
          metadataOnly?: string[];
        };
      };
    }>;

    /** For all clusters that are followed. */
    kubernetes?: {
      /** Follow the clusters of `kubernetes.clusterLocatorMethods` (those of type `config`), too. Default: false. */
      clusterLocatorMethods?: boolean;
      /** What is read of every cluster. */
      resources?: {
        /** Also these, as `kubectl api-resources -o name` prints them: `databases.acme.example`. */
        add?: string[];
        /** All but these. */
        exclude?: string[];
        /** Only the metadata of these. */
        metadataOnly?: string[];
      };
      timeouts?: {
        /** For a connection. Default: 10 seconds. */
        connect?: HumanDuration | string;
        /** For the first byte of an answer. Default: 30 seconds. */
        response?: HumanDuration | string;
        /** Between two bytes of a watch. The server says something once a minute. Default: 90 seconds. */
        silence?: HumanDuration | string;
      };
    };
  };
}
