import { Gate, GatedPlace, PendingPromotion } from './types';

/**
 * What some gates come to: one that says no is stronger than one that is open, and that is stronger than one of which nobody
 * knows.
 *
 * @public
 */
export function stateOf(gates: Gate[]): PendingPromotion['state'] {
  const states = new Set(
    gates
      .filter(({ required = true }) => required)
      .map(({ kind, state }) =>
        kind === 'run' && state === 'waiting' ? 'running' : state,
      ),
  );
  if (states.has('running')) {
    return 'running';
  }
  if (states.has('failed')) {
    return 'blocked';
  }
  if (states.has('waiting')) {
    return 'waiting';
  }
  return states.has('unknown') ? 'unknown' : 'ready';
}

/** Whether a name that a tool gives to a target means a place: a name of a cluster means that cluster alone. */
export function isMeant(
  name: string,
  environment: string | undefined,
  place: Pick<GatedPlace, 'environment' | 'cluster' | 'called' | 'clusters'>,
): boolean {
  const words = name.split('/').flatMap(part => [name, part]);
  const cluster = place.clusters.find(known => words.includes(known));
  return cluster === undefined
    ? environment === place.environment
    : cluster === place.cluster || place.called?.includes(cluster) === true;
}
