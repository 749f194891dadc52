import { ClusterFacts, JsonObject, LiveObject, SkippedFile } from '../facts';
import { compact } from '../lib/json';
import { flattenLists } from '../workloads/workload';
import { linkTo } from './links';
import { readLiveObject } from './readLiveObject';

/**
 * Reads the objects of a cluster one after the other and keeps none of them: of a large cluster they are more than should be
 * held.
 *
 * @public
 */
export class ClusterReading {
  /** What was no object, with its place among all of them. */
  readonly skipped: SkippedFile[] = [];
  readonly #cluster: string;
  #position = 0;

  constructor(cluster: string) {
    this.#cluster = cluster;
  }

  /** Reads an object, or a list of them. */
  *read(given: JsonObject): Generator<LiveObject> {
    for (const object of flattenLists([given])) {
      this.#position += 1;
      const live = readLiveObject(object, this.#cluster);
      if (live) {
        yield live;
      } else {
        this.skipped.push({
          path: `object ${this.#position}`,
          reason: 'has no apiVersion, kind or metadata.name',
        });
      }
    }
  }
}

/**
 * Reads all objects of a cluster, each by itself.
 *
 * @public
 */
export function readCluster(
  info: { cluster: string; environment?: string },
  objects: Iterable<JsonObject>,
): ClusterFacts {
  const reading = new ClusterReading(info.cluster);
  const read = new Map<string, LiveObject>();
  for (const object of objects) {
    for (const live of reading.read(object)) {
      // `kubectl get all` and a dump of the same kind overlap in one snapshot; versions of an API are one object.
      const key = linkTo.listed(live);
      if (!read.has(key)) {
        read.set(key, live);
      }
    }
  }
  return compact<ClusterFacts>({
    cluster: info.cluster,
    environment: info.environment,
    objects: [...read.values()],
    skipped: reading.skipped,
  });
}
