import {
  Deployment,
  Deployments,
  EngineObject,
  Layer,
  Lookup,
} from '../../engines';
import { Guess, JsonObject } from '../../facts';
import { compact, objectAt, textAt, valueAt } from '../../lib/json';
import { LineTree } from '../reader';
import { joinPath } from '../../files/treePaths';
import { lineOf, linesOf } from '../../yaml';
import {
  FluxSources,
  helmReleaseFact,
  isFlux,
  isOperatorRelease,
  kustomizationFact,
  releaseOf,
  remoteCluster,
  titleOf,
} from './fluxObjects';
import { operatorReleaseDeployments } from './helmOperator';
import { fluxOrigin } from './origin';
import { variablesOf } from './substituteFrom';
import { suspensions } from './suspended';

/** What an engine object of Flux deploys from directories. */
export function fluxDeployments(
  engine: EngineObject,
  lookup: Lookup,
): Deployments {
  const { value, location } = engine.resource;
  if (isOperatorRelease(value)) {
    return { deployments: operatorReleaseDeployments(engine) };
  }
  const sources: FluxSources = (kind, namespace, name) =>
    lookup.find(kind, namespace, name, location.path)?.value;
  const findings = suspensions(engine, lookup);
  if (isFlux(value, 'HelmRelease')) {
    return {
      deployments: [
        ...ofHelmRelease(engine, sources),
        ...ofInstanceChart(engine, sources),
      ],
      findings,
    };
  }
  if (isFlux(value, 'FluxInstance')) {
    return { deployments: ofInstance(engine, ['spec', 'sync']), findings };
  }
  return { ...ofKustomization(engine, sources, lookup), findings };
}

function ofKustomization(
  engine: EngineObject,
  sources: FluxSources,
  lookup: Lookup,
): Deployments {
  const { value, location } = engine.resource;
  const fact = kustomizationFact(value, sources);
  const source = objectAt(value, 'spec', 'sourceRef');
  // Without a source it is a patch of one, which no cluster takes.
  if (fact?.path === undefined || source === undefined) {
    return { deployments: [] };
  }
  const found = fluxOrigin(
    source,
    textAt(value, 'metadata', 'namespace'),
    fact.path,
    sources,
  );
  if (!found) {
    return { deployments: [] };
  }
  const layer = layerOf(engine);
  const guesses: Guess[] = fact.destinationCluster
    ? [
        {
          about: 'cluster',
          guess: `${titleOf(value)} deploys to the cluster ${fact.destinationCluster}`,
          why: remoteCluster(value)?.byNamespace
            ? 'the namespace of its kubeConfig is called so'
            : 'its kubeConfig is called so',
          location,
        },
      ]
    : [];
  return {
    deployments: [
      compact<Deployment>({
        engine,
        title: titleOf(value),
        fact,
        origin: found.origin,
        path: found.path,
        pathAt: ['spec', 'path'],
        cluster: fact.destinationCluster,
        layers: layer ? [layer] : [],
        plain: { recurse: true, build: true },
        variables: variablesOf(engine.resource, lookup),
      }),
    ],
    guesses,
  };
}

/** The chart that makes a FluxInstance of its values. */
function ofInstanceChart(
  engine: EngineObject,
  sources: FluxSources,
): Deployment[] {
  const chart = helmReleaseFact(engine.resource.value, sources)?.chart;
  return chart === 'flux-instance'
    ? ofInstance(engine, ['spec', 'values', 'instance', 'sync'])
    : [];
}

/** What the Flux Operator makes a cluster read. */
function ofInstance(engine: EngineObject, at: string[]): Deployment[] {
  const { value } = engine.resource;
  const url = textAt(value, ...at, 'url');
  const path = joinPath('', textAt(value, ...at, 'path') ?? '');
  if (!url || path === undefined) {
    return [];
  }
  const revision = textAt(value, ...at, 'ref');
  const git = textAt(value, ...at, 'kind') === 'GitRepository';
  return [
    compact<Deployment>({
      engine,
      title: titleOf(value),
      fact: compact({ repoUrl: url, path, revision }),
      origin: compact({
        type: git ? 'git' : 'artifact',
        key: url,
        revision: git ? revision : undefined,
      }),
      path,
      pathAt: [...at, 'path'],
      layers: [],
      plain: { recurse: true, build: true },
    }),
  ];
}

/** A HelmRelease whose chart is a directory of a Git repository. */
function ofHelmRelease(
  engine: EngineObject,
  sources: FluxSources,
): Deployment[] {
  const { value } = engine.resource;
  const fact = helmReleaseFact(value, sources);
  const namespace = textAt(value, 'metadata', 'namespace');
  const reference =
    objectAt(value, 'spec', 'chart', 'spec', 'sourceRef') ??
    objectAt(value, 'spec', 'chartRef');
  const found =
    fact?.path === undefined
      ? undefined
      : fluxOrigin(reference, namespace, fact.path, sources);
  if (!fact || !found) {
    return [];
  }
  const release = releaseOf(value);
  return [
    compact<Deployment>({
      engine,
      title: titleOf(value),
      fact,
      origin: found.origin,
      path: found.path,
      pathAt: ['spec', 'chart', 'spec', 'chart'],
      cluster: fact.destinationCluster,
      layers: [],
      releaseName: release.name,
      defaultNamespace: release.namespace,
    }),
  ];
}

/** The fields of a Flux Kustomization that kustomize would understand, with their lines. */
function layerOf({ resource }: EngineObject): Layer | undefined {
  const { value: object, lines, location } = resource;
  const value: JsonObject = {};
  const of: Record<string, LineTree> = {};
  for (const [to, ...path] of [
    ['namespace', 'spec', 'targetNamespace'],
    ['namePrefix', 'spec', 'namePrefix'],
    ['nameSuffix', 'spec', 'nameSuffix'],
    ['images', 'spec', 'images'],
    ['patches', 'spec', 'patches'],
    // Before `patches` took them over.
    ['patchesStrategicMerge', 'spec', 'patchesStrategicMerge'],
    ['patchesJson6902', 'spec', 'patchesJson6902'],
    ['components', 'spec', 'components'],
    ['commonAnnotations', 'spec', 'commonMetadata', 'annotations'],
  ]) {
    const found = valueAt(object, ...path);
    if (found !== undefined && found !== null) {
      value[to] = found;
      of[to] = linesOf(lines, path);
    }
  }
  const labels = objectAt(object, 'spec', 'commonMetadata', 'labels');
  if (labels) {
    const path = ['spec', 'commonMetadata', 'labels'];
    value.labels = [{ pairs: labels }];
    const at = lineOf({ lines }, path);
    of.labels = { at, of: [{ at, of: { pairs: linesOf(lines, path) } }] };
  }
  return Object.keys(value).length > 0
    ? {
        value,
        lines: { at: lineOf({ lines }, ['spec']), of },
        path: location.path,
      }
    : undefined;
}
