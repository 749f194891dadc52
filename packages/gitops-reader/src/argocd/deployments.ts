import { Deployment, Deployments, EngineObject } from '../deployment';
import { JsonObject, JsonValue } from '../facts';
import { compact, isObject, listAt, objectAt, textAt } from '../json';
import { LineTree, ParsedRepository } from '../reader';
import { joinPath } from '../treePaths';
import { splitImage } from '../workload';
import { linesOf } from '../yaml';
import {
  applicationFact,
  applicationSources,
  destinationCluster,
  isApplication,
} from './application';
import { expandApplicationSet } from './applicationSet';

/** Whether this is an Argo CD ApplicationSet. */
export function isApplicationSet(object: JsonObject): boolean {
  return (
    object.kind === 'ApplicationSet' &&
    (textAt(object, 'apiVersion') ?? '').startsWith('argoproj.io/')
  );
}

/** What an Application or ApplicationSet deploys from directories. */
export function argoDeployments(
  engine: EngineObject,
  repository: ParsedRepository,
  isOwn: (url: string | undefined) => boolean,
): Deployments {
  const { value, lines } = engine.resource;
  const title = titleOf(value);
  if (isApplication(value)) {
    return {
      deployments: ofApplication(value, lines, engine, title),
      unknown: [],
    };
  }
  if (!isApplicationSet(value)) {
    return { deployments: [], unknown: [] };
  }
  const { applications, unknown } = expandApplicationSet(
    value,
    repository,
    isOwn,
  );
  const template = linesOf(lines, ['spec', 'template']);
  return {
    deployments: applications.flatMap(application =>
      ofApplication(application, template, engine, title),
    ),
    unknown,
  };
}

function titleOf(object: JsonObject): string {
  const namespace = textAt(object, 'metadata', 'namespace');
  return `${object.kind} ${namespace ? `${namespace}/` : ''}${textAt(object, 'metadata', 'name') ?? ''}`;
}

/** Whether a template left a place open. */
function isOpen(text: string | undefined): boolean {
  return text?.includes('{{') === true;
}

function ofApplication(
  application: JsonObject,
  lines: LineTree,
  engine: EngineObject,
  title: string,
): Deployment[] {
  const fact = applicationFact(application);
  const spec = objectAt(application, 'spec');
  if (!fact || !spec) {
    return [];
  }
  const cluster = destinationCluster(spec);
  const namespace = textAt(spec, 'destination', 'namespace');
  const name = textAt(application, 'metadata', 'name');
  const deployments: Deployment[] = [];
  for (const { source, path: at } of applicationSources(application)) {
    const written = textAt(source, 'path');
    const path = written === undefined ? undefined : joinPath('', written);
    if (path === undefined || isOpen(path) || textAt(source, 'chart')) {
      continue;
    }
    const directory = objectAt(source, 'directory');
    deployments.push(
      compact<Deployment>({
        engine,
        title,
        fact: {
          ...fact,
          repoUrl: textAt(source, 'repoURL') ?? fact.repoUrl,
          path,
        },
        path,
        // An address says nothing to people; names do.
        cluster:
          cluster && !isOpen(cluster) && !cluster.includes('://')
            ? cluster
            : undefined,
        overrides: overridesOf(source, linesOf(lines, at)),
        plain: plainOf(directory),
        releaseName:
          textAt(source, 'helm', 'releaseName') ??
          (isOpen(name) ? undefined : name),
        defaultNamespace: isOpen(namespace) ? undefined : namespace,
      }),
    );
  }
  return deployments;
}

function plainOf(directory: JsonObject | undefined): Deployment['plain'] {
  if (
    directory &&
    ['include', 'exclude', 'jsonnet'].some(key => directory[key] !== undefined)
  ) {
    // Which files these are is not worked out; plain files stand for themselves.
    return 'none';
  }
  return textAt(directory, 'recurse') === 'true' ? 'all' : 'top';
}

/** `spec.source.kustomize` in the shape of a kustomization. */
function overridesOf(
  source: JsonObject,
  lines: LineTree,
): Deployment['overrides'] {
  const kustomize = objectAt(source, 'kustomize');
  if (!kustomize) {
    return undefined;
  }
  const value: JsonObject = {};
  for (const key of [
    'namespace',
    'namePrefix',
    'nameSuffix',
    'commonLabels',
    'commonAnnotations',
    'components',
    'patches',
    'replicas',
  ]) {
    if (kustomize[key] !== undefined) {
      value[key] = kustomize[key];
    }
  }
  const images = listAt(kustomize, 'images').map(imageOverride);
  if (images.length > 0) {
    value.images = images;
  }
  return Object.keys(value).length > 0
    ? { value, lines: linesOf(lines, ['kustomize']) }
    : undefined;
}

/** `[old=]new[:tag][@digest]`. */
function imageOverride(entry: JsonValue): JsonValue {
  if (isObject(entry) || typeof entry !== 'string') {
    return entry;
  }
  const equals = entry.indexOf('=');
  const image = splitImage(equals < 0 ? entry : entry.slice(equals + 1));
  return compact<JsonObject>({
    name: equals < 0 ? image.name : entry.slice(0, equals),
    newName: equals < 0 ? undefined : image.name,
    newTag: image.tag,
    digest: image.digest,
  });
}
