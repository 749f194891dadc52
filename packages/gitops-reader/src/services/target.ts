import { isStillOpen } from '../engines';
import { DeclaredObject } from '../facts';
import {
  environmentOf,
  EnvironmentWords,
  isRegion,
  saidByValues,
  saysEnvironment,
} from '../readers/paths';
import { baseName, directoryOf } from '../files/treePaths';
import { placeAtEnd, variantIn, Where } from './identity';

/** Names of the cluster that an engine itself runs in. */
const itself = /^in-cluster$|^https?:\/\/kubernetes\.default/;

/**
 * Where an object is, or, for an Argo CD Application in a place that tells nothing, where it leads: by its path, its
 * values files, its cluster, its branch, the end of its namespace.
 */
export function targetOf(
  { environment, cluster, kind, name, engine }: DeclaredObject,
  words: EnvironmentWords,
): Where {
  if (kind !== 'Application' || !engine) {
    return { environment, cluster };
  }
  const { destinationCluster, destinationNamespace } = engine;
  const other =
    destinationCluster !== undefined &&
    !itself.test(destinationCluster) &&
    !isStillOpen(destinationCluster)
      ? destinationCluster
      : undefined;
  const told =
    environment ??
    (engine.path === undefined
      ? undefined
      : environmentOf(`${engine.path}/kustomization`).environment) ??
    engine.valuesFiles
      ?.map(file => environmentOf(file).environment)
      .findLast(found => found !== undefined) ??
    (other === undefined ? undefined : words.ofCluster(other)) ??
    ofBranch(engine.revision, words) ??
    words.ofNamespace(destinationNamespace);
  return {
    environment: told,
    // What it leads to says more than where it stands: the Applications of all clusters may lie in the folder of one.
    cluster:
      other ??
      cluster ??
      (engine.path === undefined
        ? undefined
        : variantIn(engine.path, told, words)) ??
      engine.valuesFiles
        ?.map(file => variantOfFile(file, told, words))
        .findLast(found => found !== undefined) ??
      placeAtEnd(name, told, words),
  };
}

/** `values-production-eu.yaml`, `production/values-eu.yaml`: what tells two files of one environment apart. */
export function variantOfFile(
  path: string,
  environment: string | undefined,
  words: EnvironmentWords,
): string | undefined {
  const file = baseName(path);
  const said = saidByValues(file);
  return (
    placeAtEnd(file.split('.')[0], environment, words) ??
    (said !== undefined &&
    isRegion(said) &&
    environment !== undefined &&
    saysEnvironment(baseName(directoryOf(path)), environment, words)
      ? said
      : undefined)
  );
}

/** `values-idfprod.yaml`: all that the name of a values file says of its place, where that is more than the environment. */
export function placeOfValues(
  path: string,
  environment: string,
  words: EnvironmentWords,
): string | undefined {
  const said = saidByValues(baseName(path));
  return said !== undefined &&
    words.exact(said) === undefined &&
    (words.loose(said) ?? words.glued(said)?.environment) === environment
    ? said
    : undefined;
}

/** `env/prod`, `production`: a branch that is an environment; `env/moon` is one that only this repository calls so. */
function ofBranch(
  revision: string | undefined,
  words: EnvironmentWords,
): string | undefined {
  const [, explicit, name] =
    /^(?:(env|envs|environment|environments|stage|stages)\/)?([^/]+)$/.exec(
      revision ?? '',
    ) ?? [];
  if (name === undefined || /^v?\d/.test(name)) {
    return undefined;
  }
  return explicit === undefined
    ? words.strict(name)
    : (words.strict(name, 'all') ?? name.toLowerCase());
}
