import { EngineObject, Lookup } from '../../engines';
import { Finding } from '../../facts';
import { locationAt, Resource } from '../kustomize/resource';
import { isSuspended, titleOf } from './fluxObjects';
import { referred } from './referred';

/** Places of a reference to a source: of a Kustomization, and of a HelmRelease in its two forms. */
const references = [
  ['spec', 'sourceRef'],
  ['spec', 'chart', 'spec', 'sourceRef'],
  ['spec', 'chartRef'],
];

/** What was told to rest: an engine object, and the source that it reads. */
export function suspensions(
  { resource }: EngineObject,
  lookup: Lookup,
): Finding[] {
  const sources = references.flatMap(
    path => referred(resource, path, lookup) ?? [],
  );
  return [resource, ...sources]
    .filter(found => isSuspended(found.value))
    .map(suspension);
}

function suspension(resource: Resource): Finding {
  return {
    rule: 'engine-suspended',
    severity: 'info',
    location: locationAt(resource, ['spec', 'suspend']),
    message: `Flux was told to let ${titleOf(resource.value)} rest (suspend: true): what changes in Git does not reach the cluster`,
    fix: 'Remove suspend, or say beside it why and until when.',
  };
}
