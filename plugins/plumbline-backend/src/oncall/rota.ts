const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** How far clocks on Earth are from UTC at most, with some room. */
const FARTHEST_MINUTES = 16 * 60;

/** What answers call the rotas of the configuration. */
export const ROTA = 'rota';

export const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

export interface RotaPerson {
  /** A name, or a Backstage ref. */
  person: string;
  contact?: string;
}

/** People who take turns. Times are those that the clock on the wall shows in its time zone. */
export interface Rota {
  team: string;
  timeZone: string;
  /** Absent where it is handed over each day. 0 is Sunday. */
  weekday?: number;
  /** Minutes after midnight. */
  minutes: number;
  /** `2026-01-05`. The first turn begins at the first handover from then on. */
  start: string;
  people: RotaPerson[];
  escalation: string[];
  /** Later ones win. `from` and `to` as `2026-12-24T09:00`, or with an offset. */
  overrides: (RotaPerson & { from: string; to: string })[];
}

export interface Turn extends RotaPerson {
  until?: string;
}

/** Who has the turn. `undefined` before the first one. */
export function turnAt(rota: Rota, now: Date): Turn | undefined {
  const at = now.getTime();
  const overrides = rota.overrides.map(override => ({
    ...override,
    from: timeOf(override.from, rota.timeZone),
    to: timeOf(override.to, rota.timeZone),
  }));
  const override = overrides.findLastIndex(
    ({ from, to }) => from <= at && at < to,
  );
  const turn =
    override >= 0
      ? { ...overrides[override], until: overrides[override].to }
      : regularTurn(rota, at);
  // What is taken over by somebody else before its end, ends then.
  const ends = [
    turn?.until,
    ...overrides.slice(override + 1).map(({ from }) => from),
  ].filter(time => time !== undefined && time > at);
  const until = ends.length > 0 ? Math.min(...ends.map(Number)) : undefined;
  return (
    turn && {
      person: turn.person,
      ...(turn.contact && { contact: turn.contact }),
      ...(until !== undefined && { until: new Date(until).toISOString() }),
    }
  );
}

function regularTurn(
  { people, start, timeZone, weekday, minutes }: Rota,
  at: number,
): (RotaPerson & { until?: number }) | undefined {
  const period = weekday === undefined ? 1 : 7;
  const startDay = Date.parse(`${start}T00:00Z`) / DAY_MS;
  // 1 January 1970 was a Thursday.
  const first =
    weekday === undefined
      ? startDay
      : startDay + ((weekday - ((startDay + 4) % 7) + 7) % 7);
  const beginOf = (turn: number) =>
    instantOf((first + turn * period) * DAY_MS + minutes * MINUTE_MS, timeZone);
  // A day more than it can be, then back to the one that has begun.
  let turn = Math.floor((at / DAY_MS + 2 - first) / period);
  while (beginOf(turn) > at) {
    turn -= 1;
  }
  return turn < 0
    ? undefined
    : {
        ...people[turn % people.length],
        ...(people.length > 1 && { until: beginOf(turn + 1) }),
      };
}

/** `2026-12-24T09:00` in that time zone, or any time with an offset. */
export function timeOf(text: string, timeZone: string): number {
  return /(?:Z|[+-]\d\d:\d\d)$/.test(text)
    ? Date.parse(text)
    : instantOf(Date.parse(`${text}Z`), timeZone);
}

/**
 * The moment at which the clock on the wall shows a time, given as if that were UTC. A time that comes twice when clocks are
 * put back is the first one; a time that is left out when they are put forward is the moment when that happens.
 */
function instantOf(wall: number, timeZone: string): number {
  const clock = clockOf(timeZone);
  const offsets = [-FARTHEST_MINUTES, FARTHEST_MINUTES].map(minutes => {
    const near = wall + minutes * MINUTE_MS;
    return clock(near) - near;
  });
  const exact = offsets
    .map(offset => wall - offset)
    .filter(instant => clock(instant) === wall);
  if (exact.length > 0) {
    return Math.min(...exact);
  }
  let [before, after] = [
    wall - FARTHEST_MINUTES * MINUTE_MS,
    wall + FARTHEST_MINUTES * MINUTE_MS,
  ];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (clock(middle) < wall) {
      before = middle;
    } else {
      after = middle;
    }
  }
  return after;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** What the clock shows at a moment, as if it were UTC. */
function clockOf(timeZone: string): (instant: number) => number {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      calendar: 'gregory',
      numberingSystem: 'latn',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
  formats.set(timeZone, format);
  return instant => {
    const parts = Object.fromEntries(
      format
        .formatToParts(instant)
        .map(({ type, value }) => [type, Number(value)]),
    );
    const { year, month, day, hour, minute, second } = parts;
    return (
      Date.UTC(year, month - 1, day, hour, minute, second) +
      (((instant % 1_000) + 1_000) % 1_000)
    );
  };
}
