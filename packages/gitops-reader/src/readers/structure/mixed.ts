import { modelOf } from '../../deployments';
import { Finding, JsonValue } from '../../facts';
import { addTo } from '../../lib/groups';
import { textAt } from '../../lib/json';
import { KustomizationFile } from '../kustomize/kustomization';
import {
  kustomizationDirectories,
  kustomizationsOf,
} from '../kustomize/build/roots';
import { Places, placesOf } from '../paths';
import { ListMemory, pathsThat, perOrigin } from '../../memory/perFile';
import { ParsedRepository } from '../reader';
import { baseName, directoryOf } from '../../files/treePaths';
import { lineOf } from '../../yaml';
import { asidesOf } from './asides';
import { bounded, listed } from './bounded';
import { isOfEngine, isOfHub } from './engines';

/** What is made of an image: a directory that holds one of these and a Dockerfile holds the source of an application. */
const source =
  /^(go\.mod|package\.json|pom\.xml|build\.gradle(\.kts)?|Cargo\.toml|pyproject\.toml|requirements\.txt|Gemfile|composer\.json|mix\.exs)$/;
const recipe = /^(Dockerfile|Containerfile)(\..+)?$/;

/** Kustomizations that build several environments at once, and source code that carries its own environments. */
export function mixedConcerns(repository: ParsedRepository): Finding[] {
  return [
    ...bounded(mixedEnvironments(repository)),
    ...bounded(sourceWithEnvironments(repository)),
  ];
}

interface TakenBefore {
  places: Places;
  paths: ReadonlySet<string>;
  list: ListMemory<KustomizationFile, Taken | undefined>;
}

const takenBefore = perOrigin((): { last?: TakenBefore } => ({}));

function mixedEnvironments(repository: ParsedRepository): Finding[] {
  const isAside = asidesOf(repository);
  const places = placesOf(repository);
  const known = takenBefore(repository);
  if (
    known.last?.places !== places ||
    !isTakenAsBefore(known.last, repository)
  ) {
    known.last = {
      places,
      paths: repository.paths,
      list: new ListMemory(),
    };
  }
  known.last.paths = repository.paths;
  const kustomizations = kustomizationsOf(repository);
  const findings: Finding[] = [];
  for (const [index, taken] of known.last.list
    .map(kustomizations, kustomization => takenBy(kustomization, repository))
    .entries()) {
    const kustomization = kustomizations[index];
    if (!taken || isAside(kustomization.file.path)) {
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

/** Directories and files that a kustomization takes, by their environment. */
type Taken = ReadonlyMap<string, readonly string[]>;

/** Whether no path that came or went since the read before is one that a kustomization may take for something else now. */
function isTakenAsBefore(
  { places, paths }: TakenBefore,
  repository: ParsedRepository,
): boolean {
  return (
    paths === repository.paths ||
    (repository.changed !== undefined &&
      [...repository.changed].every(
        path =>
          places.of(path).environment ===
          places.of(`${path}/kustomization.yaml`).environment,
      ))
  );
}

/** What a kustomization of no environment takes from several. */
function takenBy(
  { directory, file }: KustomizationFile,
  repository: ParsedRepository,
): Taken | undefined {
  const places = placesOf(repository);
  if (places.of(file.path).environment !== undefined) {
    return undefined;
  }
  const paths = new Map<string, string[]>();
  for (const path of modelOf(repository).builder.referencesOf(directory)) {
    const { environment } = places.of(
      repository.paths.has(path) ? path : `${path}/kustomization.yaml`,
    );
    if (environment !== undefined) {
      addTo(paths, environment, path);
    }
  }
  return paths.size > 1 ? paths : undefined;
}

/** Whether a reference brings nothing but what engines, a hub or one cluster know of environments, and they may well know all. */
function onlyEngines(path: string, repository: ParsedRepository): boolean {
  const values = repository.paths.has(path)
    ? (repository.files.get(path)?.documents ?? [])
    : (modelOf(repository).builder.build(path)?.resources ?? []);
  return (
    values.every(({ value }) => isOfEngine(value) || isOfHub(value)) ||
    onlyNamespaces(values.map(({ value }) => value))
  );
}

/** What a cluster that holds several environments says of the namespace of each. */
const ofNamespace =
  /^(ResourceQuota|LimitRange|NetworkPolicy|Role|RoleBinding|ServiceAccount)$/;

function onlyNamespaces(values: readonly JsonValue[]): boolean {
  const kinds = values.map(value => textAt(value, 'kind') ?? '');
  return (
    kinds.includes('Namespace') &&
    kinds.every(kind => kind === 'Namespace' || ofNamespace.test(kind))
  );
}

const sourceFiles = pathsThat(path => source.test(baseName(path)));
const recipeFiles = pathsThat(path => recipe.test(baseName(path)));

function sourceWithEnvironments(repository: ParsedRepository): Finding[] {
  const places = placesOf(repository);
  const isAside = asidesOf(repository);
  const sources = new Set(
    sourceFiles(repository)
      .filter(path => !isAside(path))
      .map(directoryOf),
  );
  const recipes = new Map(
    recipeFiles(repository)
      .filter(path => !isAside(path))
      .map(path => [directoryOf(path), path] as const),
  );
  if (![...recipes.keys()].some(directory => sources.has(directory))) {
    return [];
  }
  const environments = new Map<string, Set<string>>();
  for (const directory of kustomizationDirectories(repository)) {
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
