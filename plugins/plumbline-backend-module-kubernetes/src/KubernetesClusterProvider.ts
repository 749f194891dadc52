import { LoggerService } from '@backstage/backend-plugin-api';
import { Config } from '@backstage/config';
import {
  ClusterDescriptor,
  ClusterPicture,
  ClusterProvider,
} from '@plumbline/plugin-plumbline-node';
import { ConfiguredCluster, readConfig } from './config/readConfig';
import { accessTo } from './connect/ClusterAccess';
import { ClientTimeouts, KubernetesClient } from './connect/KubernetesClient';
import { ClusterFollower } from './follow/ClusterFollower';
import { Semaphore } from './follow/Semaphore';
import { defaultTiming, Timing } from './follow/timing';

/** What Argo CD and others call the cluster that they run in. */
const IN_CLUSTER = 'https://kubernetes.default.svc';

/**
 * Lists that are read at a time, of all clusters: each has two pages in memory. After a start every cluster wants to be listed
 * at once, and more at a time would not be faster.
 */
const LISTS_AT_A_TIME = 4;

/** Of one cluster among several: a slow one leaves places to the others. */
const LISTS_OF_ONE = 2;

/** Clusters behind API servers, followed as they change. */
export class KubernetesClusterProvider implements ClusterProvider {
  readonly id = 'kubernetes';
  readonly #clusters: ConfiguredCluster[];
  readonly #timeouts: ClientTimeouts;
  readonly #timing: Timing;
  readonly #logger: LoggerService;
  readonly #lists: Semaphore;

  private constructor(options: {
    clusters: ConfiguredCluster[];
    timeouts: ClientTimeouts;
    timing: Timing;
    logger: LoggerService;
  }) {
    this.#clusters = options.clusters;
    this.#timeouts = options.timeouts;
    this.#timing = options.timing;
    this.#logger = options.logger;
    this.#lists = new Semaphore(
      LISTS_AT_A_TIME,
      options.clusters.length > 1 ? LISTS_OF_ONE : LISTS_AT_A_TIME,
    );
  }

  /** Reads `plumbline.clusters` and `plumbline.kubernetes`; `timing` is for tests. */
  static fromConfig(
    config: Config,
    options: { logger: LoggerService; timing?: Partial<Timing> },
  ): KubernetesClusterProvider {
    const { logger } = options;
    const { clusters, timeouts, warnings } = readConfig({ config, logger });
    for (const warning of warnings) {
      logger.warn(warning);
    }
    return new KubernetesClusterProvider({
      clusters,
      timeouts,
      timing: { ...defaultTiming, ...options.timing },
      logger,
    });
  }

  async clusters(): Promise<ClusterDescriptor[]> {
    return await Promise.all(
      this.#clusters.map(async ({ name, environment, aliases, address }) => {
        const urls = await serversOf(address);
        return {
          name,
          ...(environment && { environment }),
          aliases: [...new Set([...aliases, ...urls])],
        };
      }),
    );
  }

  async follow(
    cluster: ClusterDescriptor,
    options: { signal: AbortSignal; picture: ClusterPicture },
  ): Promise<void> {
    const known = this.#clusters.find(({ name }) => name === cluster.name);
    if (!known) {
      throw new Error(`No cluster is configured as ${cluster.name}`);
    }
    const { address, rules } = known;
    if (address.type === 'unsupported') {
      throw new Error(address.reason);
    }
    await new ClusterFollower({
      client: new KubernetesClient(accessTo(address), this.#timeouts),
      rules,
      picture: options.picture,
      lists: this.#lists,
      timing: this.#timing,
      logger: this.#logger.child({ cluster: cluster.name }),
      signal: options.signal,
    }).run();
  }
}

/** Addresses of the API server, as other tools write them. A kubeconfig that cannot be read is told when it is followed. */
async function serversOf(
  address: ConfiguredCluster['address'],
): Promise<string[]> {
  if (address.type === 'unsupported') {
    return [];
  }
  if (address.type === 'url') {
    return address.inCluster ? [IN_CLUSTER, address.url] : [address.url];
  }
  try {
    return [await accessTo(address).server()];
  } catch {
    return [];
  }
}
