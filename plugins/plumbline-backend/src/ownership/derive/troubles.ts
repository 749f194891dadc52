import { Drift, SecretTrouble, Standing } from '@plumbline/gitops-lookup';
import { TroubleType } from '@plumbline/plugin-plumbline-common';

/** What can be wrong with something that runs. */
export const TROUBLES: readonly TroubleType[] = ['drift', 'secrets'];

/** The same as it is kept: that a Secret was not refreshed follows from time, where its cluster is still heard of. */
export type TroubleKind = 'drift' | 'secrets' | 'refresh';

export const kindsOf: Record<TroubleType, TroubleKind[]> = {
  drift: ['drift'],
  secrets: ['secrets', 'refresh'],
};

/** How long the cluster may differ from Git until that is past due, in milliseconds. */
export interface TroubleLimits {
  driftDueMs: number;
}

/** What an answer tells of it. */
export type TroubleView = Drift | SecretTrouble;

/** What is wrong with a thing in one respect. */
export interface Trouble {
  type: TroubleKind;
  found: {
    /** What is wrong: of two reads, the same goes on. */
    id: string;
    /** Absent: nothing tells. */
    since?: string;
    view: TroubleView;
  }[];
  /** It is as it was, whatever that is; `uncounted` while nobody can tell. */
  keep?: 'counted' | 'uncounted';
}

/** An engine that tries again and again, or cannot tell now and then, would otherwise start anew each time. */
const keptWhile: Partial<Record<Standing['sync'], Trouble['keep']>> = {
  progressing: 'counted',
  undecided: 'uncounted',
};

/** What is wrong, as it stands, and whether that can be told at all. */
export function troublesOf(standing: Standing): {
  troubles: Trouble[];
  syncKnown: boolean;
  secretsKnown: boolean;
} {
  const { sync, drift, secrets, untoldSecrets } = standing;
  return {
    troubles: [
      {
        type: 'drift',
        found: drift
          ? [
              {
                id: JSON.stringify(drift.engine),
                since: isoTime(drift.since),
                view: drift,
              },
            ]
          : [],
        keep: keptWhile[sync],
      },
      {
        type: 'secrets',
        found: secrets.filter(({ timed }) => !timed).map(foundSecret),
      },
      {
        type: 'refresh',
        found: secrets.filter(({ timed }) => timed).map(foundSecret),
      },
    ],
    syncKnown: sync !== 'unknown' && sync !== 'undecided',
    secretsKnown: untoldSecrets.length === 0,
  };
}

function foundSecret({
  timed,
  ...view
}: SecretTrouble): Trouble['found'][number] {
  return {
    id: JSON.stringify([
      ...[view.name, view.key, view.state],
      view.by.kind === 'Pod' ? 'Pod' : view.by,
    ]),
    since: isoTime(view.since),
    view,
  };
}

function isoTime(text: string | undefined): string | undefined {
  const time = Date.parse(text ?? '');
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}

/** What began before then counts. */
export function cutoffOf(
  type: TroubleKind,
  now: Date,
  { driftDueMs }: TroubleLimits,
): string {
  return new Date(
    now.getTime() - (type === 'drift' ? driftDueMs : 0),
  ).toISOString();
}
