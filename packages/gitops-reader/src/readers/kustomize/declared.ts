import { engineParts } from '../../deployments/engineParts';
import { EngineContext, EngineParts } from '../../engines';
import { Claim, ConfigPlace, DeclaredObject } from '../../facts';
import { compact } from '../../lib/json';
import { readObject } from '../manifests';
import { isEngineObject } from '../../ownership';
import { ParsedRepository } from '../reader';
import { Build } from './build/build';
import { appliedResources } from './applied';
import { imageOrigin, originOf, Resource } from './resource';
import { templateUse } from './templateUse';

/** What is known of all objects of a build. */
export interface Surroundings {
  /** Directory that builds them; absent for plain files. */
  builtBy?: string;
  environment?: string;
  cluster?: string;
  /** The engine objects that deploy them. */
  applications?: ConfigPlace[];
  /** What those say about who owns it. */
  claims?: readonly Claim[];
  /** Namespace of objects that name none. */
  namespaceOf?: (resource: Resource) => string | undefined;
  engines?: EngineContext;
}

/** Facts of a resource by what is known of all around it: resources that nothing changed stay the same ones. */
const declaredBefore = new WeakMap<Resource, Map<string, DeclaredObject>>();
/** Builds that one object may be part of before what was known of it is forgotten. */
const mostKnown = 5000;

/** An object of a build as a fact. */
function declared(
  resource: Resource,
  repository: ParsedRepository,
  around: Surroundings,
  surroundings: string,
): DeclaredObject | undefined {
  const engine = around.engines && engineParts(resource, around.engines);
  const namespace = around.namespaceOf?.(resource);
  const key = engine
    ? `${surroundings}\n${namespace ?? ''}\n${JSON.stringify(engine)}`
    : `${surroundings}\n${namespace ?? ''}`;
  let known = declaredBefore.get(resource);
  const before = known?.get(key);
  if (before) {
    return before;
  }
  const object = makeObject(
    resource,
    repository,
    { ...around, namespace },
    engine,
  );
  if (object) {
    if (!known || known.size >= mostKnown) {
      known = new Map();
      declaredBefore.set(resource, known);
    }
    known.set(key, object);
  }
  return object;
}

function makeObject(
  resource: Resource,
  repository: ParsedRepository,
  around: Surroundings & { namespace?: string },
  engine: EngineParts | undefined,
): DeclaredObject | undefined {
  const { value, lines, location } = resource;
  const object = readObject(
    { value, lines, line: location.line ?? 1 },
    location,
    {
      ownershipLabels: repository.ownershipLabels,
      locate: path => originOf(resource, path)?.location,
    },
  );
  if (!object) {
    return undefined;
  }
  return compact<DeclaredObject>({
    ...object,
    namespace: object.namespace ?? around.namespace,
    builtBy: around.builtBy,
    environment: around.environment,
    cluster: around.cluster,
    claims: isEngineObject(value)
      ? object.claims
      : [...object.claims, ...(around.claims ?? [])],
    template: templateUse(resource, around.builtBy, repository),
    config: [
      {
        role: 'manifest',
        location,
        ...(resource.hashed
          ? {
              note: 'generates it; the name that is applied ends in a hash of data that is not known here',
            }
          : {}),
      },
      ...resource.places,
      ...(engine?.config ?? []),
      ...(around.applications ?? []),
    ],
    versions: [
      ...object.versions.map(pin => {
        const origin =
          imageOrigin(resource, pin.key) ??
          originOf(resource, pin.key.split('.'));
        if (!origin) {
          return pin;
        }
        const text =
          origin.key !== undefined || pin.kind !== 'image'
            ? `${(origin.key ?? pin.key).split('.').pop()}: ${pin.value}`
            : `image: ${pin.name}:${pin.value}`;
        return {
          ...pin,
          key: origin.key ?? pin.key,
          evidence: {
            type: 'file' as const,
            location: origin.location,
            text: text.slice(0, 200),
          },
        };
      }),
      ...(engine?.versions ?? []),
    ],
    engine: engine?.engine,
  });
}

/** An object that no build makes as a fact. */
export function declaredObject(
  resource: Resource,
  repository: ParsedRepository,
  place: Pick<Surroundings, 'environment' | 'cluster'>,
): DeclaredObject | undefined {
  return makeObject(resource, repository, place, undefined);
}

/** All objects of a build as facts. */
export function declaredObjects(
  build: Build,
  repository: ParsedRepository,
  around: Surroundings,
): DeclaredObject[] {
  const { builtBy, environment, cluster, applications, claims } = around;
  const surroundings = JSON.stringify([
    builtBy,
    environment,
    cluster,
    applications,
    claims,
    repository.ownershipLabels,
  ]);
  return appliedResources(build)
    .map(resource => declared(resource, repository, around, surroundings))
    .filter(object => object !== undefined);
}
