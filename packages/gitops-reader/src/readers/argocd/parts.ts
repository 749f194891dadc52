import { isOpen } from '../../engines';
import { EngineContext, EngineParts } from '../../engines';
import { pinAt } from '../../engines/enginePins';
import { ConfigPlace, FileLocation, JsonObject, VersionPin } from '../../facts';
import { pinsOfLayers, ValuesFile, valuesFileOf } from '../helm/pins';
import { compact, listAt, objectAt, textAt } from '../../lib/json';
import { Resource } from '../kustomize/resource';
import { joinPath } from '../../files/treePaths';
import { imageVersion } from '../../workloads/workload';
import {
  applicationFact,
  applicationSources,
  ApplicationSource,
} from './application';
import { kustomizeLayer } from './kustomizeLayer';
import { sourceOverrides } from './sourceOverrides';
import { sourceValues } from './sourceValues';
import { expandValuesFiles, ValuesPath } from './valuesFiles';

/** What an Application deploys, pins and is configured by. */
export function applicationParts(
  resource: Resource,
  context: EngineContext,
): EngineParts {
  const { value } = resource;
  const versions: VersionPin[] = [];
  const config: ConfigPlace[] = [];
  const valuesFiles = new Set<string>();
  for (const entry of applicationSources(value)) {
    const parts = partsOfSource(entry, resource, context);
    versions.push(...parts.versions);
    for (const known of parts.config) {
      if (
        !config.some(({ location }) => location.path === known.location.path)
      ) {
        config.push(known);
      }
    }
    parts.valuesFiles.forEach(({ path }) => valuesFiles.add(path));
  }
  const engine = applicationFact(value);
  return {
    engine:
      engine &&
      compact({
        ...engine,
        valuesFiles: valuesFiles.size > 0 ? [...valuesFiles] : undefined,
        manual: isManual(value) || undefined,
      }),
    versions,
    config,
  };
}

/**
 * What all Applications of an ApplicationSet pin alike: the versions that its template writes out. Branches that they
 * follow are left to themselves.
 */
export function applicationSetParts(resource: Resource): EngineParts {
  const template = objectAt(resource.value, 'spec', 'template');
  const versions = (template ? applicationSources(template) : []).flatMap(
    ({ source, path }) => {
      const chart = textAt(source, 'chart');
      const name = chart ?? textAt(source, 'repoURL');
      return pinAt(
        chart ? 'chart' : 'revision',
        name?.includes('{{') ? undefined : name,
        resource,
        ['spec', 'template', ...path, 'targetRevision'],
      );
    },
  );
  return {
    versions: versions.filter(
      ({ kind, value }) =>
        kind !== 'revision' || !/^(HEAD|main|master)$/.test(value),
    ),
    config: [],
  };
}

function partsOfSource(
  entry: ApplicationSource,
  resource: Resource,
  context: EngineContext,
): {
  versions: VersionPin[];
  config: ConfigPlace[];
  valuesFiles: ValuesPath[];
} {
  const { repository } = context;
  const chart = chartFiles(entry, context);
  const overrides = overridesOf(entry, resource, context);
  const { files } = expandValuesFiles(entry.source, resource.value, {
    ...context,
    isRead: () => true,
  });
  const given = sourceValues(resource, entry, overrides);
  return {
    versions: [
      ...pinsOfSource(entry, resource, context),
      // Those who come later have the last word.
      ...pinsOfLayers(
        repository,
        [
          ...(chart?.defaults
            ? [valuesFileOf(repository, chart.defaults)]
            : []),
          ...files.flatMap(file => layerOfFile(file, context)),
          ...given.images,
        ],
        chart?.file,
      ),
    ],
    config: [
      ...(chart
        ? [place('values', fileAt(chart.file, context), 'is the chart')]
        : []),
      ...(chart?.defaults
        ? [
            place(
              'values',
              fileAt(chart.defaults, context),
              'defaults of the chart',
            ),
          ]
        : []),
      ...overrides.map(override =>
        place('values', override.location, 'overrides of the source'),
      ),
      ...files
        .filter(({ path, here }) => here && repository.paths.has(path))
        .map(({ path }) =>
          place('values', fileAt(path, context), 'values of the release'),
        ),
    ],
    valuesFiles: files,
  };
}

/** A values file as a layer: one that is not read may set anything, one that is not there sets nothing. */
function layerOfFile(
  { path, here }: ValuesPath,
  { repository }: EngineContext,
): ValuesFile[] {
  if (repository.files.has(path) && here) {
    return [valuesFileOf(repository, path)];
  }
  return !here || isOpen(path) || repository.paths.has(path)
    ? [{ path, images: [], open: true }]
    : [];
}

/** Whether nothing is applied until somebody asks for it. */
function isManual(application: JsonObject): boolean {
  const policy = objectAt(application, 'spec', 'syncPolicy');
  const automated = objectAt(policy, 'automated');
  return automated
    ? textAt(automated, 'enabled') === 'false'
    : (policy?.automated ?? null) === null;
}

function fileAt(path: string, { repository }: EngineContext): FileLocation {
  return {
    repository: repository.repository,
    revision: repository.revision,
    path,
  };
}

function place(
  role: ConfigPlace['role'],
  location: FileLocation,
  note: string,
): ConfigPlace {
  return { role, location, note };
}

function pinsOfSource(
  { source, path }: ApplicationSource,
  resource: Resource,
  context: EngineContext,
): VersionPin[] {
  const chart = textAt(source, 'chart');
  const url = textAt(source, 'repoURL');
  return [
    ...pinAt(chart ? 'chart' : 'revision', chart ?? url, resource, [
      ...path,
      'targetRevision',
    ]),
    // What is built here shows them itself.
    ...(context.isOwn(url) ? [] : imagePins(source, path, resource)),
  ];
}

/** Images that the Application sets in what another repository builds. */
function imagePins(
  source: JsonObject,
  path: (string | number)[],
  resource: Resource,
): VersionPin[] {
  const layer = kustomizeLayer(source, 0, '');
  return listAt(layer?.value, 'images').flatMap((image, position) =>
    pinAt(
      'image',
      textAt(image, 'newName') ?? textAt(image, 'name'),
      resource,
      [...path, 'kustomize', 'images', position],
      imageVersion({
        name: '',
        tag: textAt(image, 'newTag'),
        digest: textAt(image, 'digest'),
      }) ?? '',
    ),
  );
}

function overridesOf(
  { source }: ApplicationSource,
  { value }: Resource,
  context: EngineContext,
): Resource[] {
  const directory = joinPath('', textAt(source, 'path') ?? '');
  return directory !== undefined && context.isOwn(textAt(source, 'repoURL'))
    ? sourceOverrides(directory, value, context.repository)
    : [];
}

/** Files of a chart of this repository: its own, and that of its defaults. */
function chartFiles(
  { source }: ApplicationSource,
  context: EngineContext,
): { file: string; defaults?: string } | undefined {
  const { paths } = context.repository;
  const directory = textAt(source, 'path');
  const file =
    context.isOwn(textAt(source, 'repoURL')) && directory !== undefined
      ? joinPath('', `${directory}/Chart.yaml`)
      : undefined;
  if (!file || !paths.has(file) || objectAt(source, 'plugin')) {
    return undefined;
  }
  const defaults = file.replace(/Chart\.yaml$/, 'values.yaml');
  return paths.has(defaults) ? { file, defaults } : { file };
}
