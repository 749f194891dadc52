import { Deployment, Deployments, EngineObject } from '../deployment';
import { JsonObject } from '../facts';
import { compact, objectAt, textAt, textsAt } from '../json';
import { LineTree } from '../reader';
import { lineOf, linesOf } from '../yaml';
import {
  FluxSources,
  helmReleaseFact,
  isFlux,
  kustomizationFact,
  releaseOf,
} from './fluxObjects';

/** What a Flux Kustomization deploys. */
export function fluxDeployments(
  engine: EngineObject,
  sources: FluxSources,
): Deployments {
  const { value, lines } = engine.resource;
  if (isFlux(value, 'HelmRelease')) {
    return { deployments: ofHelmRelease(engine, sources), unknown: [] };
  }
  const fact = isFlux(value, 'Kustomization')
    ? kustomizationFact(value, sources)
    : undefined;
  if (!fact || fact.path === undefined) {
    return { deployments: [], unknown: [] };
  }
  const namespace = textAt(value, 'metadata', 'namespace');
  const values = textsAt(value, 'spec', 'postBuild', 'substitute');
  return {
    deployments: [
      compact<Deployment>({
        engine,
        title: `Kustomization ${namespace ? `${namespace}/` : ''}${textAt(value, 'metadata', 'name') ?? ''}`,
        fact,
        path: fact.path,
        cluster: fact.destinationCluster,
        overrides: overridesOf(value, lines),
        plain: 'all',
        substitute: values && {
          values,
          path: ['spec', 'postBuild', 'substitute'],
        },
      }),
    ],
    unknown: [],
  };
}

/** A HelmRelease whose chart is a directory of a Git repository. */
function ofHelmRelease(
  engine: EngineObject,
  sources: FluxSources,
): Deployment[] {
  const { value } = engine.resource;
  const fact = helmReleaseFact(value, sources);
  if (fact?.path === undefined) {
    return [];
  }
  const release = releaseOf(value);
  return [
    compact<Deployment>({
      engine,
      title: `HelmRelease ${textAt(value, 'metadata', 'namespace') ?? ''}/${textAt(value, 'metadata', 'name') ?? ''}`,
      fact,
      path: fact.path,
      cluster: fact.destinationCluster,
      plain: 'none',
      releaseName: release.name,
      defaultNamespace: release.namespace,
    }),
  ];
}

/** The fields of a Flux Kustomization that kustomize would understand, with their lines. */
function overridesOf(
  object: JsonObject,
  lines: LineTree,
): Deployment['overrides'] {
  const value: JsonObject = {};
  const of: Record<string, LineTree> = {};
  const take = (to: string, ...path: string[]) => {
    const found = path.reduce<JsonObject[string]>(
      (at, key) => objectAt({ at }, 'at')?.[key],
      object,
    );
    if (found !== undefined && found !== null) {
      value[to] = found;
      of[to] = linesOf(lines, path);
    }
  };
  take('namespace', 'spec', 'targetNamespace');
  take('namePrefix', 'spec', 'namePrefix');
  take('nameSuffix', 'spec', 'nameSuffix');
  take('images', 'spec', 'images');
  take('patches', 'spec', 'patches');
  take('components', 'spec', 'components');
  const labels = objectAt(object, 'spec', 'commonMetadata', 'labels');
  if (labels) {
    const path = ['spec', 'commonMetadata', 'labels'];
    value.labels = [{ pairs: labels }];
    const at = lineOf({ lines }, path);
    of.labels = { at, of: [{ at, of: { pairs: linesOf(lines, path) } }] };
  }
  return Object.keys(value).length > 0
    ? { value, lines: { at: lineOf({ lines }, ['spec']), of } }
    : undefined;
}
