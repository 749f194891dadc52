import { EngineContext, EngineParts } from '../engineParts';
import { inlineImages, pinAt } from '../enginePins';
import { ConfigPlace, FileLocation, JsonObject, VersionPin } from '../facts';
import { pinsOfValuesFiles } from '../helm/pins';
import { compact, listAt, objectAt, textAt } from '../json';
import { identityOf, Resource } from '../kustomize/resource';
import { baseName, joinPath } from '../treePaths';
import { imageVersion } from '../workload';
import {
  applicationFact,
  applicationSources,
  ApplicationSource,
} from './application';
import { kustomizeLayer } from './kustomizeLayer';
import { sourceOverrides } from './sourceOverrides';
import { expandValuesFiles } from './valuesFiles';

/** What an Application deploys, pins and is configured by. */
export function applicationParts(
  resource: Resource,
  context: EngineContext,
): EngineParts {
  const { value } = resource;
  const versions: VersionPin[] = [];
  const config: ConfigPlace[] = [];
  const sources = applicationSources(value);
  const valuesFiles: string[] = [];
  for (const entry of sources) {
    versions.push(...pinsOfSource(entry, resource, context));
    config.push(...chartPlaces(entry, context));
    const overrides = overridesOf(entry, resource, context);
    for (const override of overrides) {
      versions.push(...helmPins([], override));
      config.push(
        place('values', override.location, 'overrides of the source'),
      );
    }
    const { files } = expandValuesFiles(entry.source, sources, {
      ...context,
      isRead: () => true,
    });
    valuesFiles.push(...files);
  }
  const engine = applicationFact(value);
  if (context.isOwn(engine?.valuesRepoUrl ?? engine?.repoUrl)) {
    for (const path of new Set(valuesFiles)) {
      if (
        context.repository.paths.has(path) &&
        !config.some(known => known.location.path === path)
      ) {
        config.push(
          place('values', fileAt(path, context), 'values of the release'),
        );
      }
    }
  }
  const files = config
    .map(known => known.location.path)
    .filter(path => !baseName(path).startsWith('.argocd-source'));
  versions.push(
    ...pinsOfValuesFiles(
      context.repository,
      files.filter(path => !isChartFile(path)),
      files.find(isChartFile),
    ),
  );
  return {
    engine:
      engine &&
      compact({
        ...engine,
        valuesFiles: valuesFiles.length > 0 ? valuesFiles : undefined,
        manual: isManual(value) || undefined,
      }),
    versions,
    config,
  };
}

/** Whether nothing is applied until somebody asks for it. */
function isManual(application: JsonObject): boolean {
  const policy = objectAt(application, 'spec', 'syncPolicy');
  const automated = objectAt(policy, 'automated');
  return automated
    ? textAt(automated, 'enabled') === 'false'
    : (policy?.automated ?? null) === null;
}

function isChartFile(path: string): boolean {
  return baseName(path) === 'Chart.yaml';
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
    ...inlineImages(resource, [...path, 'helm', 'valuesObject']),
    ...inlineImages(resource, [...path, 'helm', 'values']),
    ...helmPins(path, resource),
    // What is built here shows them itself.
    ...(context.isOwn(url) ? [] : imagePins(source, path, resource)),
  ];
}

/** Images that parameters of Helm pin: `image.tag`, with `image.repository` beside it or not. */
function helmPins(path: (string | number)[], resource: Resource): VersionPin[] {
  const parameters = listAt(resource.value, ...path, 'helm', 'parameters');
  const values = new Map(
    parameters.map(parameter => [
      textAt(parameter, 'name') ?? '',
      textAt(parameter, 'value'),
    ]),
  );
  return parameters.flatMap((parameter, position) => {
    const name = textAt(parameter, 'name') ?? '';
    const holder = /^(?:(.*)\.)?tag$/i.exec(name)?.[1];
    return /(^|\.)tag$/i.test(name)
      ? pinAt(
          'image',
          values.get(`${holder ?? ''}.repository`) ?? holder ?? name,
          resource,
          [...path, 'helm', 'parameters', position, 'value'],
        )
      : [];
  });
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

/** Files beside the source that change it, as objects that pin versions. */
function overridesOf(
  { source }: ApplicationSource,
  { value }: Resource,
  context: EngineContext,
): Resource[] {
  const directory = joinPath('', textAt(source, 'path') ?? '');
  return directory !== undefined && context.isOwn(textAt(source, 'repoURL'))
    ? sourceOverrides(directory, value, context).map(override => ({
        value: override.value,
        lines: override.lines,
        location: { ...fileAt(override.path, context), line: 1 },
        identities: [identityOf(override.value)],
        places: [],
        origins: new Map(),
      }))
    : [];
}

function chartPlaces(
  { source }: ApplicationSource,
  context: EngineContext,
): ConfigPlace[] {
  const { paths } = context.repository;
  const directory = textAt(source, 'path');
  const chart =
    context.isOwn(textAt(source, 'repoURL')) && directory !== undefined
      ? joinPath('', `${directory}/Chart.yaml`)
      : undefined;
  if (!chart || !paths.has(chart) || objectAt(source, 'plugin')) {
    return [];
  }
  const defaults = chart.replace(/Chart\.yaml$/, 'values.yaml');
  return [
    place('values', fileAt(chart, context), 'is the chart'),
    ...(paths.has(defaults)
      ? [place('values', fileAt(defaults, context), 'defaults of the chart')]
      : []),
  ];
}
