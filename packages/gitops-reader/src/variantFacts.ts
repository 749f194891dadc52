import { modelOf } from './deployments';
import { FileLocation, JsonObject } from './facts';
import { addTo } from './groups';
import { appliedResources } from './kustomize/applied';
import { Build } from './kustomize/build';
import { current, Resource } from './kustomize/resource';
import { objectsOf } from './manifests';
import { perOrigin } from './perFile';
import { ParsedRepository } from './reader';
import { builderOf } from './variantObjects';

/** An object that facts are told about, as one variant builds it. */
interface BuiltObject {
  kind: string;
  namespace?: string;
  name: string;
  environment?: string;
  cluster?: string;
  builtBy?: string;
  /** The line of the document that declares it. */
  location: FileLocation;
}

/** What objects of variants say, where patches or variables make it something else than what their documents say. */
export class VariantFacts<T> {
  readonly #byLine = new Map<string, (BuiltObject & { facts: T[] })[]>();
  readonly #kinds = new Set<string>();

  add(object: BuiltObject, facts: T[]): void {
    this.#kinds.add(object.kind);
    addTo(this.#byLine, keyOf(object), { ...object, facts });
  }

  /** What an object says as it is built; undefined where that is what its document says. */
  of(object: BuiltObject): T[] | undefined {
    return this.#kinds.has(object.kind)
      ? this.#byLine
          .get(keyOf(object))
          ?.find(built =>
            (['namespace', 'environment', 'cluster'] as const).every(
              field =>
                built[field] === undefined || built[field] === object[field],
            ),
          )?.facts
      : undefined;
  }
}

function keyOf({ kind, name, builtBy, location }: BuiltObject): string {
  return `${builtBy ?? ''}\n${kind}/${name}\n${location.path}:${location.line}`;
}

/** What a build makes of one object, where that is not what its document says. */
interface Changed<T> {
  resource: Resource;
  facts: T[];
}

/**
 * Reads facts of objects as variants build them. `tell` says all that an object says; what it says the same of the
 * document, names aside, needs no second fact.
 */
export function ofVariants<T>(
  tell: (value: JsonObject, resource: Resource) => T[],
  withoutNames: (fact: T) => unknown,
): (repository: ParsedRepository) => VariantFacts<T> {
  const known = perOrigin(() => new WeakMap<Build, Changed<T>[]>());
  const changedIn = (
    build: Build,
    repository: ParsedRepository,
  ): Changed<T>[] => {
    const builds = known(repository);
    let changed = builds.get(build);
    if (!changed) {
      const textOf = (facts: T[]) => JSON.stringify(facts.map(withoutNames));
      changed = appliedResources(build).flatMap(resource => {
        // What nothing has touched is what its document says.
        const facts =
          resource.places.length > 0 ? tell(resource.value, resource) : [];
        const document =
          facts.length > 0 ? documentOf(resource, repository) : undefined;
        return document && textOf(tell(document, resource)) !== textOf(facts)
          ? [{ resource, facts }]
          : [];
      });
      builds.set(build, changed);
    }
    return changed;
  };
  return repository => {
    const model = modelOf(repository);
    const all = new VariantFacts<T>();
    for (const variant of model.variants) {
      for (const { resource, facts } of changedIn(variant.build, repository)) {
        const { kind, namespace, name } = current(resource);
        const { environment, cluster } = variant;
        all.add(
          {
            kind,
            namespace,
            name,
            environment,
            cluster,
            builtBy: builderOf(variant, model),
            location: resource.location,
          },
          facts,
        );
      }
    }
    return all;
  };
}

/** The object as its document declares it. */
function documentOf(
  { location }: Resource,
  { files }: ParsedRepository,
): JsonObject | undefined {
  for (const document of files.get(location.path)?.documents ?? []) {
    for (const { value, line } of objectsOf(document)) {
      if (line === location.line) {
        return value;
      }
    }
  }
  return undefined;
}
