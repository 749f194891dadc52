import { EngineObject, isOpen } from '../../engines';
import { Finding } from '../../facts';
import { listAt, textAt } from '../../lib/json';
import { current, locationAt, Resource } from '../kustomize/resource';
import { isFlux, titleOf } from './fluxObjects';

const kinds = ['Kustomization', 'HelmRelease'];

/** Engine objects of one kind, by their name. */
type Named = ReadonlyMap<string, readonly (string | undefined)[]>;

/**
 * What `dependsOn` names and nothing here declares: Flux waits for it forever. Where the names of namespaces are only
 * known in part, one of that name is taken to be meant.
 */
export function missingDependencies(
  engines: readonly EngineObject[],
  /** Whether there are objects that this read does not see: what is missing may be among them. */
  unseen: boolean,
): Finding[] {
  const instances = engines.some(({ resource }) =>
    isFlux(resource.value, 'FluxInstance'),
  );
  const findings = new Map<string, Finding>();
  for (const kind of kinds) {
    const ofKind = engines
      .map(({ resource }) => resource)
      .filter(({ value }) => isFlux(value, kind));
    const named = namesOf(ofKind);
    for (const resource of ofKind) {
      for (const missing of missingOf(resource, named)) {
        // The Flux Operator and `flux bootstrap` make the one at the top.
        if (missing.name !== 'flux-system' || !instances) {
          const finding = findingOf(resource, missing, unseen);
          const { path, line } = finding.location;
          findings.set(`${path}\n${line}\n${finding.message}`, finding);
        }
      }
    }
  }
  return [...findings.values()];
}

function namesOf(resources: readonly Resource[]): Named {
  const named = new Map<string, (string | undefined)[]>();
  for (const resource of resources) {
    const { name, namespace } = current(resource);
    const known = named.get(name);
    if (known) {
      known.push(namespace);
    } else {
      named.set(name, [namespace]);
    }
  }
  return named;
}

interface Missing {
  position: number;
  name: string;
  namespace: string | undefined;
}

function missingOf({ value }: Resource, named: Named): Missing[] {
  return listAt(value, 'spec', 'dependsOn').flatMap((entry, position) => {
    const name = textAt(entry, 'name');
    const namespace =
      textAt(entry, 'namespace') ?? textAt(value, 'metadata', 'namespace');
    if (!name || isOpen(name) || isOpen(namespace)) {
      return [];
    }
    const found = (named.get(name) ?? []).some(
      own => own === undefined || namespace === undefined || own === namespace,
    );
    return found ? [] : [{ position, name, namespace }];
  });
}

function findingOf(
  resource: Resource,
  { position, name, namespace }: Missing,
  unseen: boolean,
): Finding {
  const path = ['spec', 'dependsOn', position, 'name'];
  return {
    rule: 'flux-dependency-missing',
    severity: unseen ? 'info' : 'warning',
    location: locationAt(resource, path),
    message: `${titleOf(resource.value)} waits for ${namespace ? `${namespace}/` : ''}${name}, which nothing here declares.`,
    fix: 'Correct the name or the namespace, or remove the entry.',
  };
}
