import https from 'node:https';
import { KubeconfigAccess } from './KubeconfigAccess';
import { UrlAccess } from './UrlAccess';

/** How to reach an API server, as the configuration says. */
export type ClusterAddress =
  | { type: 'kubeconfig'; file: string; context?: string }
  | {
      type: 'url';
      url: string;
      /** The cluster that this process runs in. */
      inCluster?: boolean;
      /** PEM. */
      ca?: string;
      caFile?: string;
      skipTLSVerify?: boolean;
      /** A bearer token, asked for with each request. */
      token?: () => Promise<string>;
      /** What is kept of the token is dropped: the next one must be new. */
      renew?: () => void;
    };

/** Address and credentials for the requests to one cluster. */
export interface ClusterAccess {
  /** Of the API server. */
  server(): Promise<string>;
  /** What a request needs beside its path. The message of a failure names what is wrong, and no credential. */
  request(): Promise<{ server: URL; options: https.RequestOptions }>;
  /** Forgets what it knows: the next request reads files, and runs programs, anew. */
  renew(): void;
}

export function accessTo(address: ClusterAddress): ClusterAccess {
  return address.type === 'url'
    ? new UrlAccess(address)
    : new KubeconfigAccess(address);
}
