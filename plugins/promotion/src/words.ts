import {
  AttentionKind,
  MatrixCell,
  Place,
  PromotedCell,
  Runs,
  PlaceState,
  placeStates,
} from '@plumbline/plugin-plumbline-common';
import {
  counted,
  formatSpan,
  oneOf,
  shortRevision,
} from '@plumbline/plugin-plumbline-react';

/** How loud a state is: `calm` ones are as they should be. */
export type Tone = 'calm' | 'quiet' | 'warning' | 'alarm';

export const stateWords: Record<
  PlaceState,
  { label: string; meaning: string; tone: Tone }
> = {
  diverged: {
    label: 'diverged',
    meaning: 'A cluster runs another version than Git asks for.',
    tone: 'alarm',
  },
  missing: {
    label: 'missing',
    meaning: 'Git asks for it, and the cluster does not have it.',
    tone: 'alarm',
  },
  'rolled-back': {
    label: 'rolled back',
    meaning: 'The newest change went back to an older version.',
    tone: 'warning',
  },
  ahead: {
    label: 'ahead',
    meaning: 'Newer than in the environment before.',
    tone: 'warning',
  },
  behind: {
    label: 'behind',
    meaning: 'A newer version waits in the environment before.',
    tone: 'warning',
  },
  different: {
    label: 'different',
    meaning:
      'Another version than in the environment before; nothing tells which is newer.',
    tone: 'quiet',
  },
  floating: {
    label: 'moving name',
    meaning: 'What the name stands for cannot be told from Git.',
    tone: 'quiet',
  },
  unknown: {
    label: 'unknown',
    meaning: 'Nothing can be compared.',
    tone: 'quiet',
  },
  same: {
    label: 'in step',
    meaning: 'The same version as in the environment before.',
    tone: 'calm',
  },
  first: {
    label: 'first',
    meaning: 'No environment comes before it.',
    tone: 'calm',
  },
};

export const runsWords: Record<Runs, { label: string; meaning: string }> = {
  'as-declared': {
    label: 'runs',
    meaning: 'The cluster runs what Git asks for.',
  },
  diverged: {
    label: 'runs another',
    meaning: 'The cluster runs another version.',
  },
  missing: {
    label: 'not there',
    meaning: 'The cluster was read, and does not have it.',
  },
  unknown: {
    label: 'not known',
    meaning: 'Nothing that was read tells what all of its clusters run.',
  },
};

/** The most urgent first. */
export const attentionKinds: readonly AttentionKind[] = [
  'diverged',
  'missing',
  'rolled-back',
  'ahead',
  'stuck',
  'floating',
  'untouched',
];

export const attentionWords: Record<
  AttentionKind,
  { title: string; meaning: string; state: PlaceState }
> = {
  diverged: {
    title: 'Runs another version',
    meaning: 'Promoted in Git, but a cluster runs something else.',
    state: 'diverged',
  },
  missing: {
    title: 'Not in the cluster',
    meaning: 'Promoted in Git, and the cluster does not have it.',
    state: 'missing',
  },
  'rolled-back': {
    title: 'Rolled back',
    meaning: 'The newest change went back: somebody had a reason.',
    state: 'rolled-back',
  },
  ahead: {
    title: 'Ahead of the environment before',
    meaning: 'It skipped a step, or the step before went back.',
    state: 'ahead',
  },
  stuck: {
    title: 'Stuck',
    meaning: 'A newer version has waited in the environment before.',
    state: 'behind',
  },
  floating: {
    title: 'Moving names',
    meaning: 'What runs there can change without a commit.',
    state: 'floating',
  },
  untouched: {
    title: 'Untouched for months',
    meaning: 'No version has changed in any environment.',
    state: 'unknown',
  },
};

/** The word for a state that an address names; of one that does not exist, what was written. */
export function stateLabel(written: string): string {
  const state = oneOf(placeStates, written);
  return state ? stateWords[state].label : written;
}

/** Commits and digests by their first digits, everything else as it is written. */
export function shortVersion(version: string): string {
  const [, algorithm, digits] =
    /^(sha(?:256|512)):([0-9a-f]{32,})$/.exec(version) ?? [];
  return digits ? `${algorithm}:${digits.slice(0, 8)}` : shortRevision(version);
}

export function environmentName(environment: string): string {
  return environment || 'no environment';
}

/** `production · prod-eu · shop`. */
export function placeName({ environment, cluster, namespace }: Place): string {
  return [environmentName(environment), cluster, namespace]
    .filter(Boolean)
    .join(' · ');
}

/** `2 clusters`, or `3 places` where it takes more than clusters to tell them apart. */
export function countedPlaces(places: readonly Place[]): string {
  const clusters = new Set(places.flatMap(({ cluster }) => cluster ?? []));
  return counted(
    places.length,
    clusters.size === places.length ? 'cluster' : 'place',
  );
}

/** `2 versions, 5 commits`: how far behind, where that is known. */
export function lagCounts({
  versionsBehind,
  commitsBehind,
}: Pick<MatrixCell, 'versionsBehind' | 'commitsBehind'>): string {
  return [
    versionsBehind !== undefined && counted(versionsBehind, 'version'),
    commitsBehind !== undefined && counted(commitsBehind, 'commit'),
  ]
    .filter(Boolean)
    .join(', ');
}

/** For how long a newer version has waited: `12 days`. */
export function waitOf(
  { waitingSince }: Pick<MatrixCell, 'waitingSince'>,
  now: number,
): string | undefined {
  return waitingSince === undefined
    ? undefined
    : (formatSpan(now - Date.parse(waitingSince)) ?? 'a moment');
}

const DAY = 24 * 3600_000;
const LONG_WAIT = 90;

/** How much of a bar a wait fills, 0 to 1: a day can be seen, and a week differs from a month. */
function waitShare(
  { waitingSince }: Pick<MatrixCell, 'waitingSince'>,
  now: number,
): number {
  if (waitingSince === undefined) {
    return 0;
  }
  const days = Math.max(0, now - Date.parse(waitingSince)) / DAY;
  return Math.min(1, Math.log1p(days) / Math.log1p(LONG_WAIT));
}

/** Whether something has waited for so long that it is shown as an error: 19 days. */
function isLongWait(
  cell: Pick<MatrixCell, 'waitingSince'>,
  now: number,
): boolean {
  return waitShare(cell, now) > 2 / 3;
}

/** How long a newer version has waited, as pages say and draw it. */
export interface WaitView {
  /** `waits 12 days` */
  wait?: string;
  /** What follows it: how far behind that is, or that nothing more is known. */
  rest: string;
  isLong: boolean;
  /** How wide the bar is, in percent; undefined where there is none. */
  width?: number;
}

export function waitViewOf(
  cell: Pick<MatrixCell, 'waitingSince' | 'versionsBehind' | 'commitsBehind'>,
  now: number,
): WaitView {
  const wait = waitOf(cell, now);
  const counts = lagCounts(cell);
  if (wait === undefined) {
    return {
      rest: counts || 'behind, for how long is not known',
      isLong: false,
    };
  }
  return {
    wait: `waits ${wait}`,
    rest: counts && ` · ${counts}`,
    isLong: isLongWait(cell, now),
    width: Math.max(3, Math.round(waitShare(cell, now) * 100)),
  };
}

/** What the matrix shows of a place, of the place as the page about its service has it. */
export function standingOf(cell: PromotedCell): MatrixCell {
  const { pins, main, lag, environment, cluster, namespace } = cell;
  const pin = main === undefined ? undefined : pins[main];
  return {
    environment,
    cluster,
    namespace,
    version: pin && (pin.value || pin.digest),
    more: cell.more,
    verdict: cell.verdict,
    relation: cell.relation,
    runs: cell.runs,
    since: cell.since,
    waitingSince: lag?.waitingSince,
    versionsBehind: lag?.versions,
    commitsBehind: lag?.commits,
    freeze: cell.freeze,
  };
}
