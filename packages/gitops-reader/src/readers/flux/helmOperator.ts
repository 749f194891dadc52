import { Deployment, EngineObject } from '../../engines';
import { EngineContext, EngineParts } from '../../engines';
import { inlineLayer, pinAt } from '../../engines/enginePins';
import { EngineFact, JsonObject } from '../../facts';
import { pinsOfLayers, ValuesFile } from '../helm/pins';
import { compact, objectAt, textAt } from '../../lib/json';
import { Resource } from '../kustomize/resource';
import { joinPath } from '../../files/treePaths';
import { titleOf } from './fluxObjects';
import { layerOfMap, layersOfSources } from './valuesFrom';

/** What a HelmRelease of Flux v1 deploys: a chart of a repository of charts, or a directory of a Git repository. */
export function operatorReleaseFact(
  object: JsonObject,
): EngineFact | undefined {
  const chart = objectAt(object, 'spec', 'chart');
  if (!chart) {
    return undefined;
  }
  const url = textAt(chart, 'git');
  const own = textAt(object, 'metadata', 'name');
  const release = releaseNameOf(object);
  return compact<EngineFact>({
    repoUrl: url ?? textAt(chart, 'repository'),
    path: url ? joinPath('', textAt(chart, 'path') ?? '') : undefined,
    chart: url ? undefined : textAt(chart, 'name'),
    revision: textAt(chart, url ? 'ref' : 'version'),
    destinationNamespace: namespaceOf(object),
    releaseName: release === own ? undefined : release,
  });
}

function namespaceOf(object: JsonObject): string | undefined {
  return (
    textAt(object, 'spec', 'targetNamespace') ??
    textAt(object, 'metadata', 'namespace')
  );
}

/** Without a name of its own, a release is called after where it is asked for and where it goes. */
function releaseNameOf(object: JsonObject): string | undefined {
  const namespace = textAt(object, 'metadata', 'namespace');
  const target = namespaceOf(object);
  const name = textAt(object, 'metadata', 'name');
  return (
    textAt(object, 'spec', 'releaseName') ??
    (namespace && name
      ? [namespace, ...(target === namespace ? [] : [target]), name].join('-')
      : undefined)
  );
}

/** A chart that is a directory of a Git repository. */
export function operatorReleaseDeployments(engine: EngineObject): Deployment[] {
  const { value } = engine.resource;
  const fact = operatorReleaseFact(value);
  if (!fact || fact.path === undefined || fact.repoUrl === undefined) {
    return [];
  }
  return [
    compact<Deployment>({
      engine,
      title: titleOf(value),
      fact,
      origin: compact({
        type: 'git' as const,
        key: fact.repoUrl,
        revision: fact.revision,
      }),
      path: fact.path,
      pathAt: ['spec', 'chart', 'path'],
      layers: [],
      releaseName: releaseNameOf(value),
      defaultNamespace: namespaceOf(value),
    }),
  ];
}

/** What a HelmRelease of Flux v1 deploys, pins and is configured by. */
export function operatorReleaseParts(
  resource: Resource,
  context: EngineContext,
): EngineParts {
  const { value, location } = resource;
  const chart = objectAt(value, 'spec', 'chart');
  const url = textAt(chart, 'git');
  return {
    engine: operatorReleaseFact(value),
    versions: [
      ...(url
        ? pinAt('revision', url, resource, ['spec', 'chart', 'ref'])
        : pinAt('chart', textAt(chart, 'name'), resource, [
            'spec',
            'chart',
            'version',
          ])),
      ...pinsOfLayers(context.repository, [
        ...layersOfSources(resource, from =>
          layersFrom(objectAt({ from }, 'from'), resource, context),
        ),
        inlineLayer(resource, ['spec', 'values']),
      ]),
    ],
    config: [
      {
        role: 'application',
        location,
        note: 'is of Flux v1: its Helm operator installs it',
      },
    ],
  };
}

/** What stands at a URL, or in a file of the chart, may set anything. */
function layersFrom(
  from: JsonObject | undefined,
  release: Resource,
  context: EngineContext,
): ValuesFile[] {
  const { path } = release.location;
  const reference = objectAt(from, 'configMapKeyRef');
  const name = textAt(reference, 'name');
  if (!reference || !name) {
    // A Secret holds passwords, not images.
    return objectAt(from, 'secretKeyRef')
      ? []
      : [{ path, images: [], open: true }];
  }
  const namespace =
    textAt(reference, 'namespace') ??
    textAt(release.value, 'metadata', 'namespace');
  return [
    layerOfMap(
      compact<JsonObject>({ valuesKey: textAt(reference, 'key') }),
      context.find('ConfigMap', namespace, name, path),
      release,
      context,
    ),
  ];
}
