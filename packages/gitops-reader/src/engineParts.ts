import {
  applicationFact,
  applicationSources,
  isApplication,
} from './argocd/application';
import {
  ConfigPlace,
  EngineFact,
  FileLocation,
  JsonObject,
  VersionPin,
} from './facts';
import {
  FluxSources,
  fluxSource,
  helmReleaseFact,
  isFlux,
  kustomizationFact,
} from './flux/fluxObjects';
import { pinsOfValuesFiles } from './helm/pins';
import { valuesImages } from './helm/valuesImages';
import { listAt, objectAt, textAt } from './json';
import { originOf, Resource } from './kustomize/resource';
import { ParsedRepository } from './reader';
import { baseName, joinPath } from './treePaths';
import { lineOf } from './yaml';
import { versionPin } from './versionPin';

/** What the engines of a repository need to know of each other. */
export interface EngineContext {
  repository: ParsedRepository;
  /** Finds a source or a generated ConfigMap that stands near the object. */
  find(
    kind: string,
    namespace: string | undefined,
    name: string,
  ): Resource | undefined;
  /** Whether a URL leads to this repository. */
  isOwn(url: string | undefined): boolean;
}

/** What an engine object adds to its own fact. */
export interface EngineParts {
  engine?: EngineFact;
  versions: VersionPin[];
  config: ConfigPlace[];
}

/** Reads an Application, Kustomization or HelmRelease; undefined for anything else. */
export function engineParts(
  resource: Resource,
  context: EngineContext,
): EngineParts | undefined {
  const { value } = resource;
  const sources: FluxSources = (kind, namespace, name) =>
    context.find(kind, namespace, name)?.value;
  if (isApplication(value)) {
    return ofApplication(resource, context);
  }
  if (isFlux(value, 'Kustomization')) {
    return {
      engine: kustomizationFact(value, sources),
      versions: [],
      config: [],
    };
  }
  if (isFlux(value, 'HelmRelease')) {
    return ofHelmRelease(resource, context, sources);
  }
  return undefined;
}

/** A version as a field of the object writes it; undefined while it waits for a variable. */
function pinAt(
  kind: VersionPin['kind'],
  name: string | undefined,
  resource: Resource,
  path: (string | number)[],
  written?: string,
): VersionPin[] {
  const value = written ?? textAt(resource.value, ...path);
  if (!name || !value || /\$\{|\{\{/.test(value)) {
    return [];
  }
  const origin = originOf(resource, path);
  const location: FileLocation = origin?.location ?? {
    ...resource.location,
    line: lineOf(resource, path),
  };
  const key = origin?.key ?? path.join('.');
  return [versionPin(kind, name, value, location, key)];
}

/** Images in values that stand in the object itself. */
function inlineImages(resource: Resource, at: string[]): VersionPin[] {
  const values = objectAt(resource.value, ...at);
  return values
    ? valuesImages(values).flatMap(image =>
        image.version
          ? pinAt(
              'image',
              image.name ?? image.holder,
              resource,
              [...at, ...image.path],
              image.version,
            )
          : [],
      )
    : [];
}

function isChartFile(path: string): boolean {
  return baseName(path) === 'Chart.yaml';
}

function place(
  role: ConfigPlace['role'],
  location: FileLocation,
  note: string,
): ConfigPlace {
  return { role, location, note };
}

function ofApplication(
  resource: Resource,
  context: EngineContext,
): EngineParts {
  const { value } = resource;
  const engine = applicationFact(value);
  const versions: VersionPin[] = [];
  const config: ConfigPlace[] = [];
  const { repository } = context;
  const file = (path: string): FileLocation => ({
    repository: repository.repository,
    revision: repository.revision,
    path,
  });
  for (const { source, path } of applicationSources(value)) {
    const chart = textAt(source, 'chart');
    versions.push(
      ...pinAt(
        chart ? 'chart' : 'revision',
        chart ?? textAt(source, 'repoURL'),
        resource,
        [...path, 'targetRevision'],
      ),
      ...inlineImages(resource, [...path.map(String), 'helm', 'valuesObject']),
    );
    listAt(source, 'helm', 'parameters').forEach((parameter, position) => {
      const name = textAt(parameter, 'name') ?? '';
      if (/(^|\.)(image\.)?tag$/i.test(name)) {
        versions.push(
          ...pinAt('image', name.replace(/\.tag$/i, ''), resource, [
            ...path,
            'helm',
            'parameters',
            position,
            'value',
          ]),
        );
      }
    });
    const directory = textAt(source, 'path');
    const own = context.isOwn(textAt(source, 'repoURL'));
    const chartFile =
      own && directory !== undefined
        ? joinPath('', `${directory}/Chart.yaml`)
        : undefined;
    if (chartFile && repository.paths.has(chartFile)) {
      config.push(place('values', file(chartFile), 'is the chart'));
      const defaults = chartFile.replace(/Chart\.yaml$/, 'values.yaml');
      if (repository.paths.has(defaults)) {
        config.push(place('values', file(defaults), 'defaults of the chart'));
      }
    }
  }
  const holder = engine?.valuesRepoUrl ?? engine?.repoUrl;
  const values = context.isOwn(holder)
    ? (engine?.valuesFiles ?? []).filter(path => repository.paths.has(path))
    : [];
  for (const path of values) {
    if (!config.some(known => known.location.path === path)) {
      config.push(place('values', file(path), 'values of the release'));
    }
  }
  const files = config.map(known => known.location.path);
  versions.push(
    ...pinsOfValuesFiles(
      repository,
      files.filter(path => !isChartFile(path)),
      files.find(isChartFile),
    ),
  );
  return { engine, versions, config };
}

function ofHelmRelease(
  resource: Resource,
  context: EngineContext,
  sources: FluxSources,
): EngineParts {
  const { value } = resource;
  const engine = helmReleaseFact(value, sources);
  const versions: VersionPin[] = [];
  const config: ConfigPlace[] = [];
  const chart = textAt(value, 'spec', 'chart', 'spec', 'chart');
  versions.push(
    ...pinAt('chart', chart, resource, ['spec', 'chart', 'spec', 'version']),
  );
  const reference = objectAt(value, 'spec', 'chartRef');
  const namespace = textAt(value, 'metadata', 'namespace');
  const referred = reference && sourceOf(reference, namespace, context);
  if (referred) {
    config.push(place('application', referred.location, 'brings its chart'));
    versions.push(...chartPinOf(referred, engine));
  }
  const valuesFiles: string[] = [];
  listAt(value, 'spec', 'valuesFrom').forEach(from => {
    const name = textAt(from, 'name');
    const kind = textAt(from, 'kind');
    const map =
      name && kind === 'ConfigMap'
        ? context.find(kind, namespace, name)
        : undefined;
    for (const data of map?.places ?? []) {
      if (data.note === 'is its data') {
        config.push(place('values', data.location, `values of ${name}`));
        valuesFiles.push(data.location.path);
      }
    }
    if (map && map.places.length === 0) {
      config.push(place('values', map.location, `values of ${name}`));
    }
  });
  versions.push(
    ...pinsOfValuesFiles(context.repository, valuesFiles),
    ...inlineImages(resource, ['spec', 'values']),
  );
  return { engine, versions, config };
}

function sourceOf(
  reference: JsonObject,
  namespace: string | undefined,
  context: EngineContext,
): Resource | undefined {
  const kind = textAt(reference, 'kind');
  const name = textAt(reference, 'name');
  return kind && name
    ? context.find(kind, textAt(reference, 'namespace') ?? namespace, name)
    : undefined;
}

/** The chart version that an OCIRepository or HelmChart pins. */
function chartPinOf(
  source: Resource,
  engine: EngineFact | undefined,
): VersionPin[] {
  if (isFlux(source.value, 'HelmChart')) {
    return pinAt('chart', textAt(source.value, 'spec', 'chart'), source, [
      'spec',
      'version',
    ]);
  }
  const name = engine?.chart ?? fluxSource(source.value).url?.split('/').pop();
  for (const field of ['digest', 'semver', 'tag']) {
    if (textAt(source.value, 'spec', 'ref', field)) {
      return pinAt('chart', name, source, ['spec', 'ref', field]);
    }
  }
  return [];
}
