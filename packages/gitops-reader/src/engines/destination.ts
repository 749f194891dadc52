import { EngineFact } from '../facts';
import { PathPlace, Places } from '../readers/paths';
import { isOpen } from './ownRepository';

/** What is known of the place that an engine object deploys to. */
interface Destination {
  /** The directory that it deploys, in this repository. */
  directory?: string;
  fact: EngineFact;
  /** The cluster by a name that people know. */
  cluster?: string;
  /** What the engine object itself stands in. */
  around: PathPlace;
  /** What names no cluster is deployed to the one that the engine object is in, as Flux does. */
  staysThere?: boolean;
}

/** The environment and cluster that an engine object deploys to: what is nearest to the objects decides. */
export function destinationOf(
  { directory, fact, cluster, around, staysThere }: Destination,
  places: Places,
): PathPlace {
  const own: PathPlace =
    directory === undefined
      ? {}
      : places.of(directory ? `${directory}/kustomization` : 'kustomization');
  const elsewhere =
    directory === undefined && fact.path !== undefined && !isOpen(fact.path)
      ? places.ofElsewhere(`${fact.path}/kustomization`)
      : {};
  const values = fact.valuesFiles
    ?.map(path => places.of(path).environment)
    .findLast(environment => environment !== undefined);
  const environment =
    deployed(own) ??
    (cluster === undefined ? undefined : places.ofCluster(cluster)) ??
    environmentOfAddress(fact.destinationCluster, places) ??
    values ??
    deployed(elsewhere);
  // What goes to another cluster, whose name is not known, is not in that of its engine.
  const outer =
    fact.destinationCluster === undefined
      ? around
      : { environment: around.environment };
  const place = innerPlace(
    { environment, cluster: own.cluster },
    outer,
    staysThere,
  );
  return {
    environment:
      place.environment ?? places.ofNamespace(fact.destinationNamespace),
    cluster: cluster ?? place.cluster,
  };
}

/**
 * `https://kubernetes.prod.acme.example`: the environment that the host of a cluster speaks of, but for the domain that it
 * is in. What is reached by way of another host (`…/k8s/clusters/c-1`) is not called after that.
 */
function environmentOfAddress(
  address: string | undefined,
  places: Places,
): string | undefined {
  const host = /^https?:\/\/([\w.-]+)(?::\d+)?$/.exec(address ?? '')?.[1];
  const told = new Set(
    host
      ?.split('.')
      .slice(0, -2)
      .flatMap(label => places.ofCluster(label) ?? []),
  );
  return told.size === 1 ? [...told][0] : undefined;
}

/** The environment of what is deployed: that was not put away, wherever it lies. */
function deployed({ environment }: PathPlace): string | undefined {
  return environment === 'archived' ? undefined : environment;
}

/**
 * A place within another one. The cluster of one environment is not that of another, unless it is known to hold the inner
 * place as well.
 */
export function innerPlace(
  inner: PathPlace,
  outer: PathPlace,
  isHeld = false,
): PathPlace {
  const agree =
    isHeld ||
    inner.environment === undefined ||
    outer.environment === undefined ||
    inner.environment === outer.environment;
  return {
    environment: inner.environment ?? outer.environment,
    cluster: inner.cluster ?? (agree ? outer.cluster : undefined),
  };
}

/** The name of a destination that says something to people: an address does not, nor one still to be filled in. */
export function clusterName(
  destination: string | undefined,
): string | undefined {
  return destination &&
    !isStillOpen(destination) &&
    !destination.includes('://')
    ? destination
    : undefined;
}

/** Whether somebody has still to say which cluster: `{{cluster}}`, `<CLUSTER_NAME>`, `API_SERVER`. */
export function isStillOpen(destination: string): boolean {
  return isOpen(destination) || /^[A-Z]+(_[A-Z\d]+)+$/.test(destination);
}
