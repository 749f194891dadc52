import { modelOf } from '../deployments';
import { Finding } from '../facts';
import { kustomizationDirectories } from '../kustomize/roots';
import { placesOf } from '../paths';
import { ParsedRepository } from '../reader';
import { baseName, directoryOf } from '../treePaths';
import { lineOf } from '../yaml';
import { asidesOf } from './asides';
import { bounded, listed } from './bounded';
import { isEngineObject } from './engines';

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

function mixedEnvironments(repository: ParsedRepository): Finding[] {
  const { builder } = modelOf(repository);
  const places = placesOf(repository);
  const isAside = asidesOf(repository);
  const findings: Finding[] = [];
  for (const directory of kustomizationDirectories(repository)) {
    const kustomization = builder.kustomization(directory);
    if (!kustomization || isAside(kustomization.file.path)) {
      continue;
    }
    const own = places.of(kustomization.file.path).environment;
    const environments = new Map<string, string>();
    for (const path of builder.referencesOf(directory)) {
      const { environment } = places.of(
        repository.paths.has(path) ? path : `${path}/kustomization.yaml`,
      );
      if (
        environment !== undefined &&
        environment !== own &&
        !onlyEngines(path, repository)
      ) {
        environments.set(environment, path);
      }
    }
    if (own === undefined && environments.size > 1) {
      findings.push({
        rule: 'mixed-concerns',
        severity: 'warning',
        location: {
          repository: repository.repository,
          revision: repository.revision,
          path: kustomization.file.path,
          line: lineOf(kustomization.document, ['resources']),
        },
        message: `This kustomization builds several environments at once: ${listed([...environments.keys()].sort())}.`,
        fix: 'Give each environment a kustomization of its own, so that one can change without the others.',
      });
    }
  }
  return findings;
}

/** Whether a reference brings nothing but engine objects: an app of apps may well know all environments. */
function onlyEngines(path: string, repository: ParsedRepository): boolean {
  const values = repository.paths.has(path)
    ? (repository.files.get(path)?.documents ?? [])
    : (modelOf(repository).builder.build(path)?.resources ?? []);
  return values.every(({ value }) => isEngineObject(value));
}

function sourceWithEnvironments(repository: ParsedRepository): Finding[] {
  const places = placesOf(repository);
  const isAside = asidesOf(repository);
  const sources = new Set<string>();
  const recipes = new Map<string, string>();
  for (const path of repository.paths) {
    if (source.test(baseName(path)) && !isAside(path)) {
      sources.add(directoryOf(path));
    } else if (recipe.test(baseName(path)) && !isAside(path)) {
      recipes.set(directoryOf(path), path);
    }
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
