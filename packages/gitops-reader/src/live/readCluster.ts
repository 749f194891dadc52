import { ClusterFacts, JsonObject, LiveObject, SkippedFile } from '../facts';
import { compact } from '../json';
import { flattenLists } from '../workload';
import { linkTo } from './links';
import { readLiveObject } from './readLiveObject';

/**
 * Reads all objects of a cluster, each by itself.
 *
 * @public
 */
export function readCluster(
  info: { cluster: string; environment?: string },
  objects: Iterable<JsonObject>,
): ClusterFacts {
  const skipped: SkippedFile[] = [];
  const read = new Map<string, LiveObject>();
  flattenLists(objects).forEach((object, position) => {
    const live = readLiveObject(object, info.cluster);
    if (!live) {
      skipped.push({
        path: `object ${position + 1}`,
        reason: 'has no apiVersion, kind or metadata.name',
      });
      return;
    }
    // `kubectl get all` and a dump of the same kind overlap in one snapshot; versions of an API are one object.
    const key = linkTo.listed(live);
    if (!read.has(key)) {
      read.set(key, live);
    }
  });
  return compact<ClusterFacts>({
    cluster: info.cluster,
    environment: info.environment,
    objects: [...read.values()],
    skipped,
  });
}
