import { modelOf } from '../deployments';
import { Finding } from '../facts';
import { addTo } from '../groups';
import { KustomizationFile } from '../kustomize/kustomization';
import { kustomizationDirectories } from '../kustomize/roots';
import { Places, placesOf } from '../paths';
import { ParsedRepository } from '../reader';
import { baseName, directoryOf } from '../treePaths';
import { lineOf } from '../yaml';
import { asidesOf } from './asides';
import { bounded, listed } from './bounded';
import { isOfEngine, isOfHub } from './engines';

/** What is made of an image: a directory that holds one of these and a Dockerfile holds the source of an application. */
const source =
  /^(go\.mod|package\.json|pom\.xml|build\.gradle(\.kts)?|Cargo\.toml|pyproject\.toml|requirements\.txt|Gemfile|composer\.json|mix\.exs)$/;
const recipe = /^(Dockerfile|Containerfile)(\..+)?$/;

/** Kustomizations that build several environments at once, and source code that carries its own environments. */
export function mixedConcerns(repository: ParsedRepository): Finding[] {
  const directories = kustomizationDirectories(repository);
  return [
    ...bounded(mixedEnvironments(repository, directories)),
    ...bounded(sourceWithEnvironments(repository, directories)),
  ];
}

function mixedEnvironments(
  repository: ParsedRepository,
  directories: readonly string[],
): Finding[] {
  const { builder } = modelOf(repository);
  const isAside = asidesOf(repository);
  const findings: Finding[] = [];
  for (const directory of directories) {
    const kustomization = builder.kustomization(directory);
    const taken = kustomization && takenBy(kustomization, repository);
    if (!taken || taken.size < 2 || isAside(kustomization.file.path)) {
      continue;
    }
    const environments = [...taken]
      .filter(([, paths]) => paths.some(path => !onlyEngines(path, repository)))
      .map(([environment]) => environment);
    if (environments.length > 1) {
      findings.push({
        rule: 'mixed-concerns',
        severity: 'warning',
        location: {
          repository: repository.repository,
          revision: repository.revision,
          path: kustomization.file.path,
          line: lineOf(kustomization.document, ['resources']),
        },
        message: `This kustomization builds several environments at once: ${listed(environments.sort())}.`,
        fix: 'Give each environment a kustomization of its own, so that one can change without the others.',
      });
    }
  }
  return findings;
}

const taken = new WeakMap<
  KustomizationFile,
  { places: Places; paths: Map<string, string[]> }
>();

/** What a kustomization of no environment takes from environments: the same for as long as it is the same. */
function takenBy(
  kustomization: KustomizationFile,
  repository: ParsedRepository,
): ReadonlyMap<string, readonly string[]> {
  const places = placesOf(repository);
  const known = taken.get(kustomization);
  if (known?.places === places) {
    return known.paths;
  }
  const paths = new Map<string, string[]>();
  if (places.of(kustomization.file.path).environment === undefined) {
    const { builder } = modelOf(repository);
    for (const path of builder.referencesOf(kustomization.directory)) {
      const { environment } = places.of(
        repository.paths.has(path) ? path : `${path}/kustomization.yaml`,
      );
      if (environment !== undefined) {
        addTo(paths, environment, path);
      }
    }
  }
  taken.set(kustomization, { places, paths });
  return paths;
}

/** Whether a reference brings nothing but what engines or a hub know of environments, and they may well know all. */
function onlyEngines(path: string, repository: ParsedRepository): boolean {
  const values = repository.paths.has(path)
    ? (repository.files.get(path)?.documents ?? [])
    : (modelOf(repository).builder.build(path)?.resources ?? []);
  return values.every(({ value }) => isOfEngine(value) || isOfHub(value));
}

function sourceWithEnvironments(
  repository: ParsedRepository,
  directories: readonly string[],
): Finding[] {
  const places = placesOf(repository);
  const isAside = asidesOf(repository);
  const sources = new Set<string>();
  const recipes = new Map<string, string>();
  for (const path of repository.paths) {
    const name = baseName(path);
    if (source.test(name) && !isAside(path)) {
      sources.add(directoryOf(path));
    } else if (recipe.test(name) && !isAside(path)) {
      recipes.set(directoryOf(path), path);
    }
  }
  if (![...recipes.keys()].some(directory => sources.has(directory))) {
    return [];
  }
  const environments = new Map<string, Set<string>>();
  for (const directory of directories) {
    const { environment } = places.of(`${directory}/kustomization.yaml`);
    if (environment === undefined || isAside(`${directory}/x`)) {
      continue;
    }
    for (let at = directory; ; at = directoryOf(at)) {
      if (sources.has(at) && recipes.has(at)) {
        const known = environments.get(at) ?? new Set();
        environments.set(at, known.add(environment));
        break;
      }
      if (at === '') {
        break;
      }
    }
  }
  return [...environments].map(([directory, names]) => ({
    rule: 'mixed-concerns',
    severity: 'info',
    location: {
      repository: repository.repository,
      revision: repository.revision,
      path: recipes.get(directory) ?? directory,
    },
    message: `${directory || 'This repository'} holds the source of an application and its configuration for ${listed([...names].sort())}.`,
    fix: 'Keep the configuration of environments in a repository of its own, so that a deployment is no change of the source, and the other way round.',
  }));
}
