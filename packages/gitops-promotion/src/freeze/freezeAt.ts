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

interface Span {
  from: DateTime;
  to: DateTime;
}

/**
 * The freeze that an environment is in for the services of some teams; of several the one that lasts longest.
 *
 * @public
 */
export function freezeAt(
  calendar: readonly FreezeRule[],
  environment: string,
  teams: readonly string[],
  time: Date,
): Freeze | undefined {
  const rules = calendar.filter(
    rule =>
      (rule.environments?.includes(environment) ?? true) &&
      (rule.teams?.some(team => teams.includes(team)) ?? true),
  );
  const at = DateTime.fromJSDate(time);
  const freezes = rules
    .filter(({ kind }) => kind === 'freeze')
    .flatMap(rule =>
      spansAround(rule, at)
        .filter(span => isWithin(span, at))
        .map(({ to }): Freeze => frozen('freeze', rule.name, to)),
    );
  const windows = rules.filter(({ kind }) => kind === 'window');
  const openings = windows.flatMap(rule => spansAround(rule, at));
  if (windows.length > 0 && !openings.some(span => isWithin(span, at))) {
    const [next] = openings
      .map(({ from }) => from)
      .filter(from => from > at)
      .sort((a, b) => a.toMillis() - b.toMillis());
    const names = [...new Set(windows.map(({ name }) => name))];
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

function frozen(
  kind: Freeze['kind'],
  name: string,
  end: DateTime | undefined,
): Freeze {
  return {
    kind,
    name,
    ...(end && { until: end.toJSDate().toISOString() }),
  };
}

function isWithin({ from, to }: Span, at: DateTime): boolean {
  return from <= at && at < to;
}

/** What a rule says of the time around a moment: the spans that contain it, and those that come next. */
function spansAround(
  { range, weekly = [], timeZone }: FreezeRule,
  at: DateTime,
): Span[] {
  const zone = { zone: timeZone };
  const once = range && {
    from: DateTime.fromISO(range.from, zone),
    to: DateTime.fromISO(range.to, zone),
  };
  const local = at.setZone(timeZone);
  return [
    ...(once ? [once] : []),
    ...weekly.flatMap(({ from, to }) => {
      const day = local
        .startOf('day')
        .minus({ days: (local.weekday - from.weekday + 7) % 7 });
      const days = (to.weekday - from.weekday + 7) % 7;
      // One that ends when it began, or earlier in the week, ends in the week after.
      const length = days === 0 && to.minutes <= from.minutes ? 7 : days;
      // Today may be the weekday on which it begins, before the time at which it does.
      return [-7, 0, 7].map(offset => ({
        from: atTime(day.plus({ days: offset }), from.minutes),
        to: atTime(day.plus({ days: offset + length }), to.minutes),
      }));
    }),
  ];
}

/** Set, not added: on a day on which clocks change, nine is when the clock shows nine. */
function atTime(day: DateTime, minutes: number): DateTime {
  return day.set({ hour: Math.floor(minutes / 60), minute: minutes % 60 });
}
