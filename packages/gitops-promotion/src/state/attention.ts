import { Cell, Place } from '../types';
import { whyFloating } from './comparePins';

/**
 * What somebody should look at.
 *
 * - `diverged`, `missing`: promoted in Git, but not what the cluster runs.
 * - `rolled-back`, `ahead`, `floating`: as the verdicts say.
 * - `stuck`: a newer version has waited in the environment before for too long.
 * - `untouched`: no version of the service has changed anywhere for a long time.
 *
 * @public
 */
export type AttentionKind =
  | 'diverged'
  | 'missing'
  | 'rolled-back'
  | 'ahead'
  | 'stuck'
  | 'floating'
  | 'untouched';

/** @public */
export interface Attention extends Place {
  kind: AttentionKind;
  version?: string;
  /** Since when. RFC 3339. */
  since?: string;
  /** Why, in words. */
  reason: string;
}

/** How long is too long, in days. @public */
export interface AttentionLimits {
  stuck: number;
  untouched: number;
}

/** @public */
export const defaultAttentionLimits: AttentionLimits = {
  stuck: 7,
  untouched: 180,
};

const order: AttentionKind[] = [
  'diverged',
  'missing',
  'rolled-back',
  'ahead',
  'stuck',
  'floating',
  'untouched',
];

/**
 * What is to be looked at in the places of a service, the most urgent first.
 *
 * @public
 */
export function attentionOf(
  cells: Cell[],
  now: Date,
  limits: AttentionLimits = defaultAttentionLimits,
): Attention[] {
  const found = cells.flatMap(cell => ofCell(cell, now, limits));
  const untouched = untouchedIn(cells, now, limits);
  return [...found, ...(untouched ? [untouched] : [])].sort(
    (a, b) => order.indexOf(a.kind) - order.indexOf(b.kind),
  );
}

function ofCell(cell: Cell, now: Date, limits: AttentionLimits): Attention[] {
  const { running, diverged, rolledBack, relation, lag, since } = cell;
  const found: Attention[] = [];
  const add = (kind: AttentionKind, reason: string, at?: string) =>
    found.push({
      kind,
      ...placeOf(cell),
      reason,
      ...(at !== undefined && { since: at }),
    });
  if (diverged) {
    add(
      'diverged',
      `Git asks for ${diverged.intended}, ${diverged.cluster} runs ${diverged.running}`,
      since,
    );
  }
  if (running.state === 'missing') {
    add('missing', running.reason, since);
  }
  if (rolledBack && relation !== 'same') {
    add('rolled-back', `it was ${rolledBack.from} before`, rolledBack.at);
  }
  if (relation === 'ahead') {
    add('ahead', cell.reason, since);
  }
  if (
    relation === 'behind' &&
    lag?.waitingSince !== undefined &&
    isOlder(lag.waitingSince, limits.stuck, now)
  ) {
    add('stuck', cell.reason, lag.waitingSince);
  }
  if (cell.verdict === 'floating' || relation === 'floating') {
    const { version } = placeOf(cell);
    add(
      'floating',
      relation === 'floating' || version === undefined
        ? cell.reason
        : whyFloating(version),
      since,
    );
  }
  return found;
}

function untouchedIn(
  cells: Cell[],
  now: Date,
  limits: AttentionLimits,
): Attention | undefined {
  const newest = cells
    .map(({ since }) => since)
    .filter(since => since !== undefined)
    .sort()
    .pop();
  const last = cells.at(-1);
  return last && newest !== undefined && isOlder(newest, limits.untouched, now)
    ? {
        kind: 'untouched',
        ...placeOf(last),
        since: newest,
        reason: `no version has changed in any environment for ${limits.untouched} days`,
      }
    : undefined;
}

function placeOf({
  environment,
  cluster,
  namespace,
  pins,
  main,
}: Cell): Place & { version?: string } {
  const version = main === undefined ? undefined : pins[main].value;
  return {
    environment,
    ...(cluster !== undefined && { cluster }),
    ...(namespace !== undefined && { namespace }),
    ...(version !== undefined && { version }),
  };
}

function isOlder(time: string, days: number, now: Date): boolean {
  return now.getTime() - Date.parse(time) >= days * 24 * 3600_000;
}
