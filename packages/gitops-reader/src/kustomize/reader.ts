import { DeclaredObject, Finding } from '../facts';
import { compact } from '../json';
import { readObject } from '../manifests';
import { ParsedRepository, Reader } from '../reader';
import { baseName, directoryOf } from '../treePaths';
import { Build, KustomizeBuilder, kustomizationNames } from './build';
import { current, imageOrigin, originOf, Resource } from './resource';

const builders = new WeakMap<ParsedRepository, KustomizeBuilder>();

/** The builder of a repository: readers share it, so that every kustomization is built once. */
export function builderOf(repository: ParsedRepository): KustomizeBuilder {
  let builder = builders.get(repository);
  if (!builder) {
    builder = new KustomizeBuilder(repository);
    builders.set(repository, builder);
  }
  return builder;
}

/** Directories of a repository that hold a kustomization. */
export function kustomizationDirectories(
  repository: ParsedRepository,
): string[] {
  const builder = builderOf(repository);
  const directories = new Set<string>();
  for (const path of repository.files.keys()) {
    if (
      kustomizationNames.includes(baseName(path)) &&
      builder.kustomization(directoryOf(path))
    ) {
      directories.add(directoryOf(path));
    }
  }
  return [...directories].sort();
}

/** An object of a build as a fact. */
export function declared(
  resource: Resource,
  build: Build,
  repository: ParsedRepository,
  secretNames: ReadonlyMap<string, string>,
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
  const { namespace } = current(resource);
  return compact<DeclaredObject>({
    ...object,
    builtBy: build.directory || '.',
    config: [
      {
        role: 'manifest',
        location,
        ...(resource.hashed
          ? { note: 'generates it; the name that is applied ends in a hash' }
          : {}),
      },
      ...resource.places,
    ],
    versions: object.versions.map(pin => {
      const origin = imageOrigin(resource, pin.key);
      return origin
        ? {
            ...pin,
            key: origin.key ?? pin.key,
            evidence: {
              type: 'file',
              location: origin.location,
              text: origin.key
                ? `${origin.key.split('.').pop()}: ${pin.value}`.slice(0, 200)
                : `image: ${pin.name}:${pin.value}`.slice(0, 200),
            },
          }
        : pin;
    }),
    secretRefs: object.secretRefs?.map(
      name => secretNames.get(`${namespace ?? ''}/${name}`) ?? name,
    ),
  });
}

/** What Secrets of a build are called in the end, by namespace and the name that pods were given. */
export function secretNamesOf(build: Build): Map<string, string> {
  const names = new Map<string, string>();
  for (const resource of build.resources) {
    const now = current(resource);
    if (now.kind === 'Secret' && now.group === '') {
      for (const identity of resource.identities) {
        names.set(`${now.namespace ?? ''}/${identity.name}`, now.name);
      }
    }
  }
  return names;
}

/** All objects of a build as facts. */
export function declaredObjects(
  build: Build,
  repository: ParsedRepository,
): DeclaredObject[] {
  const names = secretNamesOf(build);
  return build.resources
    .map(resource => declared(resource, build, repository, names))
    .filter(object => object !== undefined);
}

/**
 * Builds one kustomization of a repository.
 *
 * @public
 */
export function buildKustomization(
  repository: ParsedRepository,
  directory: string,
): {
  objects: DeclaredObject[];
  /** Files that it is made of. */
  consumed: Set<string>;
  findings: Finding[];
  /** What is missing from the objects, and why: empty when nothing is. */
  partial: string[];
} {
  const builder = new KustomizeBuilder(repository);
  const build = builder.build(directory === '.' ? '' : directory);
  return build
    ? {
        objects: declaredObjects(build, repository),
        consumed: builder.filesOf(build.directory),
        findings: builder.findings(),
        partial: build.partial,
      }
    : {
        objects: [],
        consumed: new Set(),
        findings: [],
        partial: [`${directory} holds no kustomization`],
      };
}

/** Roots of a repository: kustomizations that no other one builds on. */
export function rootDirectories(repository: ParsedRepository): string[] {
  const builder = builderOf(repository);
  const directories = kustomizationDirectories(repository);
  const used = new Set<string>();
  for (const directory of directories) {
    builder.referencesOf(directory).forEach(use => used.add(use));
  }
  const roots = directories.filter(
    directory =>
      !used.has(directory) && !builder.kustomization(directory)?.component,
  );
  return roots;
}

/**
 * Reads kustomizations: the objects that each root builds, with what every layer does to them.
 *
 * @public
 */
export const kustomizeReader: Reader = {
  name: 'kustomize',

  wants(path) {
    return /\.(ya?ml|json)$/i.test(path) || baseName(path) === 'Kustomization';
  },

  read(repository) {
    const builder = builderOf(repository);
    const objects: DeclaredObject[] = [];
    const consumed = new Set<string>();
    for (const directory of rootDirectories(repository)) {
      const build = builder.build(directory);
      if (build) {
        objects.push(...declaredObjects(build, repository));
        builder.filesOf(directory).forEach(file => consumed.add(file));
      }
    }
    return { objects, consumed, findings: builder.findings() };
  },
};
