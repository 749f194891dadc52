import { mockServices } from '@backstage/backend-test-utils';
import { createLookup } from '@plumbline/gitops-lookup';
import { JsonObject } from '@plumbline/gitops-reader';
import { KubernetesClusterProvider } from '../../../plugins/plumbline-backend-module-kubernetes/src/KubernetesClusterProvider';
import { Discovery } from '../../../plugins/plumbline-backend/src/collect/Discovery';
import { Follower } from '../../../plugins/plumbline-backend/src/collect/Follower';
import {
  Clusters,
  Repositories,
} from '../../../plugins/plumbline-backend/src/collect/Providers';
import { DatabaseIndex } from '../../../plugins/plumbline-backend/src/index/DatabaseIndex';
import { DatabaseSourceStore } from '../../../plugins/plumbline-backend/src/index/DatabaseSourceStore';
import { namespace } from './apiServer';
import { BenchDatabase } from '../databases';

/** Between two looks at whether something is so. */
const LOOK_MS = 5;

export interface Followed {
  /** Waits until everything that these clusters serve has been listed. */
  complete(clusters: string[]): Promise<void>;
  /** Waits until a lookup says that the Deployment is the team's; `false` when it still does not after that long. */
  owned(
    cluster: string,
    name: string,
    team: string,
    waitMs?: number,
  ): Promise<boolean>;
  /** Waits until the Deployment is known to be gone. */
  gone(name: string, waitMs: number): Promise<boolean>;
  stop(): Promise<void>;
}

/** Follows clusters into a database as the backend does, with its times, on one replica. */
export async function follow(
  database: BenchDatabase,
  access: { [cluster: string]: JsonObject },
): Promise<Followed> {
  const logger = mockServices.rootLogger({ level: 'none' });
  const clusters = new Clusters();
  clusters.addProvider(
    KubernetesClusterProvider.fromConfig(
      mockServices.rootConfig({
        data: {
          plumbline: {
            clusters: Object.entries(access).map(([name, kubernetes]) => ({
              name,
              kubernetes,
            })),
          },
        },
      }),
      { logger },
    ),
  );
  const common = {
    store: new DatabaseSourceStore(database.client, database.reader),
    factsVersion: 'bench',
    logger,
    now: () => new Date(),
  };
  const discovery = new Discovery({
    ...common,
    repositories: new Repositories(),
    clusters,
    teams: [],
    keepGoneMs: 3_600_000,
    timeoutMs: 60_000,
  });
  const follower = new Follower({
    ...common,
    discovery,
    leaseMs: 30_000,
    retryMs: 5_000,
    maxRetryMs: 300_000,
    metrics: { followed() {}, followFailed() {} },
  });
  await discovery.run(new AbortController().signal);
  follower.wake();
  const schedule = setInterval(() => follower.wake(), 5_000);
  const lookup = createLookup({ index: new DatabaseIndex(database.reader) });
  return {
    async complete(names) {
      for (const name of names) {
        const listed = await until(async () => {
          const states: { state: string }[] = await database
            .reader('cluster_resources')
            .where('source_id', `cluster:${name}`)
            .select('state');
          return (
            states.length > 0 &&
            states.every(({ state }) => state === 'current')
          );
        }, 3_600_000);
        if (!listed) {
          throw new Error(`The picture of ${name} was never complete`);
        }
      }
    },
    owned: (cluster, name, team, waitMs = 120_000) =>
      until(async () => {
        const { owners } = await lookup.answer(
          `Deployment/${namespace}/${name} cluster=${cluster}`,
        );
        return owners.some(({ raw }) => raw === team);
      }, waitMs),
    gone: (name, waitMs) =>
      until(async () => {
        const left = await database
          .reader('objects')
          .where({ kind: 'Deployment', namespace, name })
          .whereNull('gone_since')
          .first('id');
        return left === undefined;
      }, waitMs),
    async stop() {
      clearInterval(schedule);
      await follower.stop();
    },
  };
}

/** Looks at least once. */
async function until(
  is: () => Promise<boolean>,
  waitMs: number,
): Promise<boolean> {
  for (const end = performance.now() + waitMs; ;) {
    if (await is()) {
      return true;
    }
    if (performance.now() > end) {
      return false;
    }
    await new Promise(resolve => setTimeout(resolve, LOOK_MS));
  }
}
