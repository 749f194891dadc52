import { mockServices } from '@backstage/backend-test-utils';
import { JsonObject } from '@plumbline/gitops-reader';
import { Timing } from '../follow/timing';
import { KubernetesClusterProvider } from '../KubernetesClusterProvider';
import { MemoryPicture } from './MemoryPicture';

/** Waits that a test can bear. */
export const quick: Partial<Timing> = {
  giveUp: 20_000,
  firstPause: 100,
  longestPause: 1_000,
  reconnect: 300,
  forbidden: 300,
  relist: 300,
  confirm: 1_000,
};

export function providerOf(
  kubernetes: JsonObject,
  options: { timing?: Partial<Timing>; timeouts?: JsonObject } = {},
): KubernetesClusterProvider {
  return KubernetesClusterProvider.fromConfig(
    mockServices.rootConfig({
      data: {
        plumbline: {
          clusters: [{ name: 'test', kubernetes }],
          kubernetes: { timeouts: options.timeouts ?? {} },
        },
      },
    }),
    {
      logger: mockServices.logger.mock(),
      timing: { ...quick, ...options.timing },
    },
  );
}

const open = new Set<() => Promise<void>>();

/** Follows a cluster into a picture. */
export function following(
  kubernetes: JsonObject,
  options: {
    picture?: MemoryPicture;
    timing?: Partial<Timing>;
    timeouts?: JsonObject;
  } = {},
) {
  const picture = options.picture ?? new MemoryPicture();
  const aborting = new AbortController();
  const done = providerOf(kubernetes, options).follow(
    { name: 'test' },
    { signal: aborting.signal, picture },
  );
  // Read by `stop`, or by a test that expects it to fail.
  done.catch(() => {});
  const stop = async () => {
    open.delete(stop);
    aborting.abort();
    await done;
  };
  open.add(stop);
  return { picture, done, stop };
}

/** Ends what a test left running. */
export async function stopAll(): Promise<void> {
  await Promise.all([...open].map(stop => stop().catch(() => {})));
}
