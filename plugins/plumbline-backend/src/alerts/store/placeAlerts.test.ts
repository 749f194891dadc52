import { ArrivedAlert, KnownAlertRow, placeAlerts } from './placeAlerts';

const time = (minutes: number) =>
  new Date(Date.parse('2026-11-23T02:00:00.000Z') + minutes * 60_000);
const iso = (minutes: number) => time(minutes).toISOString();

function arrived(more: Partial<ArrivedAlert>): ArrivedAlert {
  return {
    receiver: 'fake',
    status: 'firing',
    fingerprintKey: 'fp',
    question: { key: 'q', text: '{}' },
    name: 'Down',
    labels: {},
    annotations: {},
    links: [],
    ...more,
  };
}

type Told = Omit<Partial<ArrivedAlert>, 'startsAt' | 'endsAt' | 'askedAt'> & {
  /** When it came; all times are minutes. */
  at: number;
  start?: number;
  end?: number;
  asked?: number;
};

/** What is known after alerts came one after the other, each stored before the next. */
function after(told: Told[], together = false): string[] {
  const rows = new Map<string, KnownAlertRow>();
  const store = (some: Told[]) => {
    const now = time(some[0].at);
    const alerts = some.map(({ at: _, start, end, asked, ...more }) =>
      arrived({
        ...more,
        ...(start !== undefined && { startsAt: iso(start) }),
        ...(end !== undefined && { endsAt: iso(end) }),
        ...(asked !== undefined && { askedAt: iso(asked) }),
      }),
    );
    for (const placed of placeAlerts([...rows.values()], alerts, now)) {
      rows.set(placed.id, {
        id: placed.id,
        fingerprint_key: 'fp',
        origin: placed.origin ?? null,
        status: placed.status,
        starts_at: placed.startsAt,
        starts_at_said: placed.said,
        ends_at: placed.endsAt ?? null,
        last_received: placed.alert
          ? now.toISOString()
          : (placed.known ?? now.toISOString()),
      });
    }
  };
  if (together) {
    store(told);
  } else {
    told.forEach(one => store([one]));
  }
  const minutes = (text: string | null) =>
    text === null ? '' : (Date.parse(text) - time(0).getTime()) / 60_000;
  return [...rows.values()]
    .map(row => `${minutes(row.starts_at)}-${minutes(row.ends_at)}`)
    .sort();
}

const resolved = { status: 'resolved' } as const;

describe('placeAlerts', () => {
  it.each<[string, Told[], string[]]>([
    [
      'a late repeat',
      [
        { at: 0, start: 0 },
        { at: 9, start: 0, end: 9, ...resolved },
        { at: 10, start: 0 },
      ],
      ['0-9'],
    ],
    [
      'the same start long after the end',
      [
        { at: 0, start: 0 },
        { at: 9, start: 0, end: 9, ...resolved },
        { at: 15, start: 0 },
      ],
      ['0-'],
    ],
    [
      'reopened by the sender',
      [
        { at: 0, start: 0 },
        { at: 9, start: 0, end: 9, ...resolved },
        { at: 10, start: 0, reopen: true },
      ],
      ['0-'],
    ],
    [
      'an end that came while the sender was asked',
      [
        { at: 0, start: 0 },
        { at: 9, start: 0, end: 9, ...resolved },
        { at: 10, start: 0, reopen: true, asked: 8 },
      ],
      ['0-9'],
    ],
    [
      'a new start without an end',
      [
        { at: 0, start: 0 },
        { at: 20, start: 19 },
        { at: 21, start: 19 },
      ],
      ['0-19', '19-'],
    ],
    [
      'an end of another start',
      [
        { at: 0, start: 0 },
        { at: 9, start: 8, end: 9, ...resolved },
      ],
      ['0-9'],
    ],
    [
      'an end that is older than what fires',
      [
        { at: 8, start: 8 },
        { at: 9, end: 5, ...resolved },
      ],
      ['8-'],
    ],
    [
      'an end before its start',
      [
        { at: 9, end: 9, ...resolved },
        { at: 10, start: 5 },
        { at: 30, start: 29 },
      ],
      ['29-', '9-9'],
    ],
    [
      'an end that is told twice',
      [{ at: 0 }, { at: 5, ...resolved }, { at: 6, ...resolved }, { at: 7 }],
      ['0-5', '7-'],
    ],
    [
      'the copy of another origin, and one of an unknown origin',
      [
        { at: 0, start: 0, origin: 'eu' },
        { at: 0, start: 0, origin: 'us' },
        { at: 1, start: 0 },
        { at: 9, start: 0, end: 9, origin: 'us', ...resolved },
      ],
      ['0-', '0-9'],
    ],
    [
      'a muted one that was told, and one that was not',
      [
        { at: 0, start: 0, origin: 'eu' },
        { at: 5, start: 0, origin: 'eu', muted: true, reopen: true },
        { at: 5, start: 0, origin: 'us', muted: true, reopen: true },
      ],
      ['0-'],
    ],
  ])('places %s', (_, told, expected) => {
    expect(after(told)).toEqual(expected);
  });

  it.each<[string, Told[], string[]]>([
    [
      'ended and fired again',
      [{ at: 0 }, { at: 0, ...resolved }, { at: 0 }],
      ['0-', '0-0'],
    ],
    [
      'reopened',
      [
        { at: 5, start: 0 },
        { at: 5, start: 0, end: 4, ...resolved },
        { at: 5, start: 0, reopen: true },
      ],
      ['0-'],
    ],
  ])('places what came at once: %s', (_, told, expected) => {
    expect(after(told, true)).toEqual(expected);
  });
});
