import { ClusterFacts, JsonObject, LiveObject, SkippedFile } from '../facts';
import { compact } from '../json';
import { flattenLists } from '../workload';
import { linkTo } from './links';
import { readLiveObject } from './readLiveObject';

/**
 * Reads the objects of a cluster one after the other, so that nobody has to hold all of them as they came.
 *
 * @public
 */
export class ClusterReading {
  readonly #info: { cluster: string; environment?: string };
  readonly #read = new Map<string, LiveObject>();
  readonly #skipped: SkippedFile[] = [];
  #position = 0;

  constructor(info: { cluster: string; environment?: string }) {
    this.#info = info;
  }

  /** Adds an object, or a list of them. */
  add(given: JsonObject): void {
    for (const object of flattenLists([given])) {
      this.#position += 1;
      const live = readLiveObject(object, this.#info.cluster);
      if (!live) {
        this.#skipped.push({
          path: `object ${this.#position}`,
          reason: 'has no apiVersion, kind or metadata.name',
        });
        continue;
      }
      // `kubectl get all` and a dump of the same kind overlap in one snapshot; versions of an API are one object.
      const key = linkTo.listed(live);
      if (!this.#read.has(key)) {
        this.#read.set(key, live);
      }
    }
  }

  /** What was read until now. */
  facts(): ClusterFacts {
    return compact<ClusterFacts>({
      cluster: this.#info.cluster,
      environment: this.#info.environment,
      objects: [...this.#read.values()],
      skipped: [...this.#skipped],
    });
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
  const reading = new ClusterReading(info);
  for (const object of objects) {
    reading.add(object);
  }
  return reading.facts();
}
