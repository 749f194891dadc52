import { InputError } from '@backstage/errors';
import { JsonObject } from '@plumbline/gitops-reader';
import {
  ClusterDescriptor,
  ClusterProvider,
} from '@plumbline/plugin-plumbline-node';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { PushStore } from './PushStore';
import { PushCluster } from './settings';

const unpack = promisify(gunzip);

/** Clusters that push: reads the last complete snapshot of each. */
export class PushedClusterProvider implements ClusterProvider {
  readonly id = 'pushed';
  readonly #clusters: PushCluster[];
  readonly #store: PushStore;
  readonly #now: () => Date;

  constructor(options: {
    clusters: PushCluster[];
    store: PushStore;
    now: () => Date;
  }) {
    this.#clusters = options.clusters;
    this.#store = options.store;
    this.#now = options.now;
  }

  async clusters(): Promise<ClusterDescriptor[]> {
    return this.#clusters.map(({ name, environment, aliases }) => ({
      name,
      ...(environment && { environment }),
      ...(aliases && { aliases }),
    }));
  }

  async *objects(
    cluster: ClusterDescriptor,
    options: { signal: AbortSignal },
  ): ReturnType<NonNullable<ClusterProvider['objects']>> {
    const { snapshot, refused } = await this.#store.cluster(cluster.name);
    // A snapshot that the index never saw comes first, whatever was refused after it.
    if (refused && (!snapshot || snapshot.wasRead)) {
      throw new InputError(
        `The push of ${refused.at.toISOString()} was refused: ${refused.reason}`,
      );
    }
    if (!snapshot) {
      throw new InputError('No snapshot has been pushed yet');
    }
    const parts = await this.#store.parts(snapshot.id);
    for (const { number, skipped } of parts) {
      options.signal.throwIfAborted();
      const content = await this.#store.content(snapshot.id, number);
      if (!content) {
        throw new Error('A newer snapshot came while this one was read');
      }
      const text = (await unpack(content)).toString('utf8');
      for (const line of text.split('\n')) {
        if (line) {
          const object: JsonObject = JSON.parse(line);
          yield { object };
        }
      }
      for (const part of skipped) {
        yield { skipped: part };
      }
    }
    yield { taken: snapshot.taken.toISOString() };
    await this.#store.markRead(cluster.name, snapshot.id, this.#now());
  }
}
