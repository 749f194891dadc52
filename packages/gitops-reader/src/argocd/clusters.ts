import { isClusterSecret, Lookup } from '../deployments';
import { objectAt, textAt } from '../json';
import { KnownCluster } from './generated';

/**
 * Clusters of Argo CD as far as Git knows them: by the object that brings their Secret into being, where that says the
 * name, and by what Applications name as their destination.
 */
export function clustersOf(
  lookup: Lookup,
  destinations: ReadonlySet<string>,
): KnownCluster[] {
  const clusters = new Map<string, KnownCluster>();
  for (const { value } of lookup.all()) {
    const template =
      objectAt(value, 'spec', 'target', 'template') ??
      objectAt(value, 'spec', 'template');
    const name = textAt(template, 'data', 'name');
    if (!isClusterSecret(value) || !name || /\{\{/.test(name)) {
      continue;
    }
    const metadata = objectAt(template, 'metadata');
    const server = textAt(template, 'data', 'server');
    clusters.set(name, {
      name,
      ...(server && !server.includes('{{') ? { server } : {}),
      labels: objectAt(metadata, 'labels') ?? {},
      annotations: objectAt(metadata, 'annotations') ?? {},
    });
  }
  for (const name of destinations) {
    if (!clusters.has(name)) {
      clusters.set(name, { name });
    }
  }
  return [...clusters.values()];
}
