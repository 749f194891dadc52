import { compareVersions } from '../versions/compareVersions';
import { PinChange } from '../types';

/** Without the commits that gave the file another name and left its value as it was. */
function moves(history: PinChange[] | undefined): PinChange[] {
  return history?.filter(({ from, to }) => from !== to) ?? [];
}

/**
 * The change that brought the value which stands here now. Histories are the newest first.
 *
 * @public
 */
export function currentChange(
  history: PinChange[] | undefined,
  value: string,
): PinChange | undefined {
  const [newest] = moves(history);
  return newest?.to === value ? newest : undefined;
}

/**
 * Whether the newest change went back: to what stood here before, or to a version that is known to be older.
 *
 * @public
 */
export function rolledBack(
  history: PinChange[] | undefined,
): { from: string; at: string } | undefined {
  const [newest, ...older] = moves(history);
  if (newest?.from === undefined || newest.to === undefined) {
    return undefined;
  }
  const { order } = compareVersions(newest.to, newest.from);
  const stoodBefore = older.some(({ to }) => to === newest.to);
  return order === 'older' || (order === 'unknown' && stoodBefore)
    ? { from: newest.from, at: newest.at }
    : undefined;
}

/**
 * How far a line has moved on since it held a value, if it ever did.
 *
 * @public
 */
export function movedOnFrom(
  history: PinChange[],
  value: string,
): { versions: number; since: string } | undefined {
  const seen = new Set<string>();
  for (const { from, to, at } of moves(history)) {
    if (to === value) {
      return undefined;
    }
    if (to !== undefined) {
      seen.add(to);
    }
    if (from === value) {
      return { versions: seen.size, since: at };
    }
  }
  return undefined;
}

/** When a line first held something newer than a value, going by the order of the versions alone. */
export function firstNewerThan(
  history: PinChange[],
  value: string,
): { versions: number; since: string } | undefined {
  const newer = new Set<string>();
  let since: string | undefined;
  for (const { to, at } of moves(history)) {
    if (to === undefined || compareVersions(to, value).order !== 'newer') {
      break;
    }
    newer.add(to);
    since = at;
  }
  return since === undefined ? undefined : { versions: newer.size, since };
}

/**
 * A version on its way: when it came to one environment and when to the next.
 *
 * @public
 */
export interface Arrival {
  value: string;
  left: string;
  arrived: string;
}

/**
 * Versions that came to an environment after they stood in the one before.
 *
 * @public
 */
export function arrivals(before: PinChange[], here: PinChange[]): Arrival[] {
  const came = new Map<string, string>();
  for (const { to, at } of moves(before)) {
    // The newest first: what is written last is when it came first.
    if (to !== undefined) {
      came.set(to, at);
    }
  }
  return moves(here).flatMap(({ to, at }) => {
    const left = to === undefined ? undefined : came.get(to);
    return to !== undefined && left !== undefined && left <= at
      ? [{ value: to, left, arrived: at }]
      : [];
  });
}

/**
 * How often a version changes in a place, and how long one takes to come there.
 *
 * @public
 */
export interface Pace {
  /** Changes within the window. */
  changes: number;
  /** Length of the window in days. */
  days: number;
  /** Of the versions that came from the environment before within the window, in hours. */
  medianLeadHours?: number;
}

/** Both of the last days up to a time. @public */
export function paceOf(
  before: PinChange[] | undefined,
  here: PinChange[],
  now: Date,
  days = 90,
): Pace {
  const from = new Date(now.getTime() - days * 24 * 3600_000).toISOString();
  const hours = arrivals(before ?? [], here)
    .filter(({ arrived }) => arrived >= from)
    .map(
      ({ left, arrived }) =>
        (Date.parse(arrived) - Date.parse(left)) / 3600_000,
    )
    .sort((a, b) => a - b);
  const middle = hours.length / 2;
  return {
    changes: moves(here).filter(({ to, at }) => to !== undefined && at >= from)
      .length,
    days,
    ...(hours.length > 0 && {
      medianLeadHours:
        Math.round(
          ((hours[Math.floor(middle)] + hours[Math.ceil(middle) - 1]) / 2) * 10,
        ) / 10,
    }),
  };
}
