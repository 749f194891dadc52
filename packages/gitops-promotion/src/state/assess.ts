import { currentChange, rolledBack } from '../history/pinHistory';
import { Cell, Lag, Pin, Place, PlacedPins, Relation, Verdict } from '../types';
import { isFloating } from '../versions/classifyVersion';
import { compareVersions } from '../versions/compareVersions';
import { CommitOrder, comparePins, PinRelation } from './comparePins';
import { divergence } from './divergence';
import { artefactOf, mainPin } from './mainPin';

/** @public */
export interface AssessOptions {
  /** Position of an environment on the way to production. Undefined: nobody knows, so that nothing comes before it. */
  order: (environment: string) => number | undefined;
  commits?: CommitOrder;
}

/**
 * Judges every place of a service by the environment before it, by its clusters and by its history.
 *
 * @public
 */
export function assess(
  service: string,
  places: PlacedPins[],
  { order, commits }: AssessOptions,
): Cell[] {
  const position = ({ environment }: Place) =>
    order(environment) ?? Number.MAX_SAFE_INTEGER;
  const sorted = [...places].sort(
    (a, b) =>
      position(a) - position(b) ||
      compareText(a.environment, b.environment) ||
      compareText(a.cluster ?? '', b.cluster ?? '') ||
      compareText(a.namespace ?? '', b.namespace ?? ''),
  );
  return sorted.map(place => {
    const at = order(place.environment);
    // Environments of one position stand beside each other, and all before the next.
    const earlier = sorted.filter(
      other => at !== undefined && position(other) < at,
    );
    const nearest = Math.max(...earlier.map(position));
    const before = earlier.filter(other => position(other) === nearest);
    return cellOf(
      service,
      place,
      at === undefined ? undefined : before,
      commits,
    );
  });
}

function cellOf(
  service: string,
  place: PlacedPins,
  before: PlacedPins[] | undefined,
  commits: CommitOrder | undefined,
): Cell {
  const main = mainPin(service, place.pins);
  const pin = main === undefined ? undefined : place.pins[main];
  const found = relationOf(place, before, pin, commits);
  const back = pin && rolledBack(pin.history);
  const diverged = divergence(place);
  const since = pin && sinceOf(place.pins, pin);
  return {
    ...place,
    ...(main !== undefined && { main }),
    verdict: verdictOf(found.relation, diverged !== undefined, back, pin),
    relation: found.relation,
    reason: found.reason,
    ...(found.before && { before: found.before }),
    ...(found.lag && Object.keys(found.lag).length > 0 && { lag: found.lag }),
    ...(back && { rolledBack: back }),
    ...(diverged && { diverged }),
    ...(since && { since }),
  };
}

function verdictOf(
  relation: Relation,
  diverged: boolean,
  back: Cell['rolledBack'],
  pin: Pin | undefined,
): Verdict {
  if (diverged) {
    return 'diverged';
  }
  if (back && relation !== 'same') {
    return 'rolled-back';
  }
  return relation === 'first' && pin && isFloating(pin.value)
    ? 'floating'
    : relation;
}

/** Two lines may say one version, of which only one has a history. */
function sinceOf(pins: Pin[], main: Pin): string | undefined {
  return [main, ...pins.filter(pin => pin.value === main.value)]
    .map(pin => currentChange(pin.history, pin.value)?.at)
    .find(Boolean);
}

interface Found extends Omit<PinRelation, 'relation'> {
  relation: Relation;
  before?: Place;
}

function relationOf(
  place: PlacedPins,
  before: PlacedPins[] | undefined,
  pin: Pin | undefined,
  commits: CommitOrder | undefined,
): Found {
  if (!pin) {
    return { relation: 'unknown', reason: 'no version is pinned here' };
  }
  if (!before) {
    return {
      relation: 'unknown',
      reason: place.environment
        ? `nothing tells which environment comes before ${place.environment}`
        : 'nothing tells which environment this is',
    };
  }
  if (before.length === 0) {
    return { relation: 'first', reason: 'no environment comes before it' };
  }
  const twice = severalOf(place.pins, pin);
  if (twice) {
    return { relation: 'unknown', reason: twice };
  }
  const reference = leading(before, pin);
  if ('reason' in reference) {
    return { relation: 'unknown', ...reference };
  }
  const others = reference.place.pins;
  const severalBefore = severalOf(others, pin);
  if (severalBefore) {
    return { relation: 'unknown', reason: `before: ${severalBefore}` };
  }
  const compared = place.pins.flatMap(each => {
    const other = others.find(one => artefactOf(one) === artefactOf(each));
    return other ? [{ pin: each, ...comparePins(each, other, commits) }] : [];
  });
  const { environment, cluster, namespace } = reference.place;
  const at: Place = {
    environment,
    ...(cluster !== undefined && { cluster }),
    ...(namespace !== undefined && { namespace }),
  };
  return { ...combined(compared, pin), before: at };
}

/** One thing at two versions in one place is shown as two, and compared with nothing. */
function severalOf(pins: Pin[], pin: Pin): string | undefined {
  const values = new Set(
    pins
      .filter(each => artefactOf(each) === artefactOf(pin))
      .map(({ value }) => value),
  );
  return values.size > 1
    ? `${pin.name} is pinned to ${[...values].join(' and ')} in one place`
    : undefined;
}

/** The place of the environment before that has gone furthest; the clusters of one environment may differ. */
function leading(
  before: PlacedPins[],
  pin: Pin,
): { place: PlacedPins } | { reason: string } {
  const holding = before.flatMap(place => {
    const same = place.pins.find(each => artefactOf(each) === artefactOf(pin));
    return same ? [{ place, value: same.value }] : [];
  });
  const [first, ...rest] = holding;
  if (!first) {
    return {
      reason: `${before[0].environment}, the environment before, pins no ${pin.name}`,
    };
  }
  let best = first;
  for (const other of rest) {
    const { order } = compareVersions(other.value, best.value);
    if (order === 'unknown' && other.value !== best.value) {
      return {
        reason: `the clusters of ${first.place.environment} hold ${best.value} and ${other.value}, and nothing tells which is newer`,
      };
    }
    best = order === 'newer' ? other : best;
  }
  return { place: best.place };
}

/** Of all that a place pins: the main one decides unless it stays the same while others move. */
function combined(
  compared: (PinRelation & { pin: Pin })[],
  main: Pin,
): PinRelation {
  const own = compared.find(({ pin }) => pin === main) ?? compared[0];
  const others = compared.filter(
    each =>
      each !== own && each.relation !== 'same' && each.relation !== 'floating',
  );
  if (own.relation !== 'same' || others.length === 0) {
    return strip(own);
  }
  const relations = new Set(others.map(({ relation }) => relation));
  const [only] = others;
  if (relations.size === 1) {
    return { ...strip(only), reason: `${only.pin.name}: ${only.reason}` };
  }
  return {
    relation: 'different',
    reason: others
      .slice(0, 3)
      .map(({ pin, reason }) => `${pin.name}: ${reason}`)
      .join('; '),
  };
}

function strip({ relation, reason, lag }: PinRelation): {
  relation: PinRelation['relation'];
  reason: string;
  lag?: Lag;
} {
  return { relation, reason, ...(lag && { lag }) };
}

function compareText(a: string, b: string): number {
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}
