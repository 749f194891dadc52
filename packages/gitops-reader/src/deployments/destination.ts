import { EngineFact } from '../facts';
import { classifyEnvironment, PathPlace, Places } from '../paths';
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
}

/** The environment and cluster that an engine object deploys to: what is nearest to the objects decides. */
export function destinationOf(
  { directory, fact, cluster, around }: Destination,
  places: Places,
): PathPlace {
  const own: PathPlace =
    directory === undefined
      ? {}
      : places.of(directory ? `${directory}/kustomization` : 'kustomization');
  const values = fact.valuesFiles
    ?.map(path => places.of(path).environment)
    .findLast(environment => environment !== undefined);
  return {
    environment:
      own.environment ??
      (cluster === undefined ? undefined : classifyEnvironment(cluster)) ??
      values ??
      around.environment,
    cluster: cluster ?? own.cluster ?? around.cluster,
  };
}

/** The name of a destination that says something to people: an address does not, nor one still to be filled in. */
export function clusterName(
  destination: string | undefined,
): string | undefined {
  return destination && !isOpen(destination) && !destination.includes('://')
    ? destination
    : undefined;
}
