import { DateTime } from 'luxon';

/**
 * A time of each week, as the clock on the wall shows it.
 *
 * @public
 */
export interface WeekTime {
  /** 1 is Monday, 7 is Sunday. */
  weekday: number;
  /** After midnight; 1,440 is the end of the day. */
  minutes: number;
}

/**
 * When versions should not change: within a `freeze`, or outside of every `window` that there is for a place.
 *
 * @public
 */
export interface FreezeRule {
  kind: 'freeze' | 'window';
  name: string;
  /** Absent: all. */
  environments?: string[];
  /** Refs; a service of one of them is meant. Absent: all. */
  teams?: string[];
  /** In which the times below are meant: `Europe/Berlin`. */
  timeZone: string;
  /** `2026-12-18T16:00`, or with an offset. The end is not part of it. */
  range?: { from: string; to: string };
  weekly?: { from: WeekTime; to: WeekTime }[];
}

/**
 * A freeze that a place is in.
 *
 * @public
 */
export interface Freeze {
  /** `window`: it is outside of the windows of this name. */
  kind: FreezeRule['kind'];
  name: string;
  /** When it ends, RFC 3339. Absent: nothing tells. */
  until?: string;
}

/** In milliseconds; the end is not part of it. */
interface Span {
  from: number;
  to: number;
}

const WEEK_MS = 7 * 24 * 3600_000;
/** What goes on for so long without a gap goes on for ever. */
const ENDLESS_MS = 3 * WEEK_MS;

/** What a rule says, week by week. */
class RuleSpans {
  readonly rule: FreezeRule;
  readonly #once: Span[];
  /** Spans by the week in which they begin, and those around a week. */
  readonly #weeks = new Map<number, Span[]>();
  readonly #around = new Map<number, Span[]>();

  constructor(rule: FreezeRule) {
    this.rule = rule;
    const { range, timeZone } = rule;
    const zone = { zone: timeZone };
    this.#once = range
      ? [
          {
            from: DateTime.fromISO(range.from, zone).toMillis(),
            to: DateTime.fromISO(range.to, zone).toMillis(),
          },
        ]
      : [];
  }

  contains(at: number): boolean {
    return this.#spansAround(at).some(({ from, to }) => from <= at && at < to);
  }

  /** The span that a moment is in, with what follows without a gap; without an end where none comes. */
  spanAt(at: number): { to?: number } | undefined {
    const first = this.#endOf(at);
    for (let to = first; to !== undefined;) {
      const next = this.#endOf(to);
      if (next === undefined) {
        return { to };
      }
      to = next > (first ?? 0) + ENDLESS_MS ? undefined : next;
    }
    return first === undefined ? undefined : {};
  }

  beginsAfter(at: number): number | undefined {
    // Sorted: the first is the next.
    return this.#spansAround(at).find(({ from }) => from > at)?.from;
  }

  #endOf(at: number): number | undefined {
    const ends = this.#spansAround(at)
      .filter(({ from, to }) => from <= at && at < to)
      .map(({ to }) => to);
    return ends.length > 0 ? Math.max(...ends) : undefined;
  }

  /** One that contains a moment began in the week before at the earliest, and the next one begins in the week after at the latest. */
  #spansAround(at: number): Span[] {
    const week = Math.floor(at / WEEK_MS);
    let spans = this.#around.get(week);
    if (!spans) {
      spans = [-1, 0, 1, 2]
        .flatMap(offset => this.#spansOf(week + offset))
        .concat(this.#once)
        .sort((a, b) => a.from - b.from);
      this.#around.set(week, spans);
    }
    return spans;
  }

  #spansOf(week: number): Span[] {
    let spans = this.#weeks.get(week);
    if (!spans) {
      const { weekly = [], timeZone } = this.rule;
      // Weeks since 1970 begin on a Thursday: wherever it is, its Monday is that of the week.
      const monday = DateTime.fromMillis(week * WEEK_MS, {
        zone: timeZone,
      }).startOf('week');
      spans = weekly.map(({ from, to }) => {
        const days = (to.weekday - from.weekday + 7) % 7;
        // One that ends when it began, or earlier in the week, ends in the week after.
        const length = days === 0 && to.minutes <= from.minutes ? 7 : days;
        const begins = monday.plus({ days: from.weekday - 1 });
        return {
          from: atTime(begins, from.minutes),
          to: atTime(begins.plus({ days: length }), to.minutes),
        };
      });
      this.#weeks.set(week, spans);
    }
    return spans;
  }
}

/**
 * When versions should not change. What a rule says of a week is worked out once: thousands of changes share a few weeks.
 *
 * @public
 */
export class FreezeCalendar {
  readonly #rules: RuleSpans[];

  constructor(rules: readonly FreezeRule[]) {
    this.#rules = rules.map(rule => new RuleSpans(rule));
  }

  /** The freeze that an environment is in for the services of some teams; of several the one that lasts longest. */
  at(
    environment: string,
    teams: readonly string[],
    time: Date,
  ): Freeze | undefined {
    const at = time.getTime();
    if (Number.isNaN(at)) {
      return undefined;
    }
    const rules = this.#rules.filter(
      ({ rule }) =>
        (rule.environments?.includes(environment) ?? true) &&
        (rule.teams?.some(team => teams.includes(team)) ?? true),
    );
    const freezes = rules.flatMap((own): Freeze[] => {
      const within = own.rule.kind === 'freeze' ? own.spanAt(at) : undefined;
      return within ? [frozen('freeze', own.rule.name, within.to)] : [];
    });
    const windows = rules.filter(({ rule }) => rule.kind === 'window');
    if (windows.length > 0 && !windows.some(window => window.contains(at))) {
      const [next] = windows
        .flatMap(window => window.beginsAfter(at) ?? [])
        .sort((a, b) => a - b);
      const names = [...new Set(windows.map(({ rule }) => rule.name))];
      freezes.push(frozen('window', names.join(', '), next));
    }
    // RFC 3339 in UTC sorts by itself; what ends at no time that is known lasts longest.
    const end = ({ until = '9' }: Freeze) => until;
    return freezes.reduce<Freeze | undefined>(
      (longest, freeze) =>
        longest === undefined || end(freeze) > end(longest) ? freeze : longest,
      undefined,
    );
  }
}

function frozen(
  kind: Freeze['kind'],
  name: string,
  end: number | undefined,
): Freeze {
  return {
    kind,
    name,
    ...(end !== undefined && { until: new Date(end).toISOString() }),
  };
}

/** Set, not added: on a day on which clocks change, nine is when the clock shows nine. */
function atTime(day: DateTime, minutes: number): number {
  return day
    .set({ hour: Math.floor(minutes / 60), minute: minutes % 60 })
    .toMillis();
}
