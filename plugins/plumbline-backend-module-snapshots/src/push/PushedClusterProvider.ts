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

  constructor(options: { clusters: PushCluster[]; store: PushStore }) {
    this.#clusters = options.clusters;
    this.#store = options.store;
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
    options: { signal: AbortSignal; held?: string },
  ): ReturnType<NonNullable<ClusterProvider['objects']>> {
    const { snapshot, refused } = await this.#store.cluster(cluster.name);
    // A snapshot that the index does not hold comes first, whatever was refused after it.
    if (refused && (!snapshot || isHeld(snapshot.taken, options.held))) {
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
  }
}

function isHeld(taken: Date, held: string | undefined): boolean {
  return held !== undefined && Date.parse(held) === taken.getTime();
}
