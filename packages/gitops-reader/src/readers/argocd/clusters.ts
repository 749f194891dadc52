import { clusterName, isClusterSecret, isOpen, Lookup } from '../../engines';
import { JsonObject } from '../../facts';
import { objectAt, textAt } from '../../lib/json';
import { decodeBase64, isCut } from '../../yaml';
import { KnownCluster } from './generated';

/** A cluster as its Secret declares it, or what brings that into being; undefined where the name is not told. */
function clusterOf(value: JsonObject): KnownCluster | undefined {
  const isSecret = value.kind === 'Secret';
  const template = isSecret
    ? value
    : (objectAt(value, 'spec', 'target', 'template') ??
      objectAt(value, 'spec', 'template'));
  const field = (key: string) => {
    const encoded = isSecret ? textAt(template, 'data', key) : undefined;
    const text = isSecret
      ? (textAt(template, 'stringData', key) ??
        (encoded && decodeBase64(encoded)))
      : textAt(template, 'data', key);
    return text === undefined || isOpen(text) || isCut(text)
      ? undefined
      : text.trim();
  };
  const name = field('name');
  const server = field('server');
  const metadata = objectAt(template, 'metadata');
  return name && isClusterSecret(value)
    ? {
        name,
        ...(server ? { server } : {}),
        labels: objectAt(metadata, 'labels') ?? {},
        annotations: objectAt(metadata, 'annotations') ?? {},
      }
    : undefined;
}

/**
 * Clusters of Argo CD as far as Git knows them: by their Secrets, or the objects that bring these into being, where those
 * say the name, and by what Applications name as their destination.
 */
export function clustersOf(
  lookup: Lookup,
  destinations: ReadonlySet<string>,
): KnownCluster[] {
  const clusters = new Map<string, KnownCluster>();
  for (const { value } of lookup.all()) {
    const cluster = clusterOf(value);
    if (cluster) {
      clusters.set(cluster.name, cluster);
    }
  }
  for (const name of destinations) {
    if (!clusters.has(name)) {
      clusters.set(name, { name });
    }
  }
  return [...clusters.values()];
}

/** Fields in which a mapping names the cluster whose address it holds. */
const naming = ['cluster', 'clusterName', 'cluster_name'];
/** How deep files of generators nest what they tell of a cluster. */
const deepest = 4;

/**
 * The name of the cluster at an address, by a mapping that holds both: an element of a list (`{cluster, url}`), or what
 * a file tells of a cluster (`cluster: {name, address}`).
 */
export function clusterNamedBeside(
  address: string,
  mappings: readonly JsonObject[],
): string | undefined {
  return mappings
    .map(mapping => namedIn(mapping, address, false, 0))
    .findLast(name => name !== undefined);
}

function namedIn(
  mapping: JsonObject,
  address: string,
  isOfCluster: boolean,
  depth: number,
): string | undefined {
  const keys = Object.keys(mapping);
  if (keys.some(key => textAt(mapping, key)?.replace(/\/$/, '') === address)) {
    const name = (isOfCluster ? ['name', ...naming] : naming)
      .map(key => clusterName(textAt(mapping, key)))
      .find(found => found !== undefined);
    if (name !== undefined) {
      return name;
    }
  }
  for (const key of depth < deepest ? keys : []) {
    const inner = objectAt(mapping, key);
    const found =
      inner && namedIn(inner, address, /cluster/i.test(key), depth + 1);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}
