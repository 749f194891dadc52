import {
  AlertDurations,
  AlertStatistics,
  TimeToOwner,
} from '@plumbline/plugin-plumbline-common';
import { AlertTiming } from './store/AlertStore';

const MINUTE_MS = 60_000;

/** Times to owner in all, by team and by week. */
export function statisticsOf(
  timings: AlertTiming[],
  since: Date,
): AlertStatistics {
  const byTeam = grouped(timings, ({ teams }) => teams);
  const byWeek = grouped(timings, ({ startsAt }) => [weekOf(startsAt)]);
  return {
    since: since.toISOString(),
    total: timesOf(timings),
    teams: [...byTeam]
      .map(([team, some]) => ({ team, ...timesOf(some) }))
      .sort((a, b) => b.alerts - a.alerts || (a.team < b.team ? -1 : 1)),
    weeks: [...byWeek]
      .map(([week, some]) => ({ week, ...timesOf(some) }))
      .sort((a, b) => (a.week < b.week ? 1 : -1)),
  };
}

function grouped(
  timings: AlertTiming[],
  groupsOf: (timing: AlertTiming) => string[],
): Map<string, AlertTiming[]> {
  const groups = new Map<string, AlertTiming[]>();
  for (const timing of timings) {
    for (const group of groupsOf(timing)) {
      const known = groups.get(group);
      if (known) {
        known.push(timing);
      } else {
        groups.set(group, [timing]);
      }
    }
  }
  return groups;
}

function timesOf(timings: AlertTiming[]): TimeToOwner {
  return {
    alerts: timings.length,
    look: durationsOf(timings, ({ firstLookAt }) => firstLookAt),
    confirmed: durationsOf(timings, ({ confirmedAt }) => confirmedAt),
  };
}

function durationsOf(
  timings: AlertTiming[],
  end: (timing: AlertTiming) => string | undefined,
): AlertDurations {
  const durations = timings
    .flatMap(timing => {
      const at = end(timing);
      return at === undefined
        ? []
        : [Math.max(0, Date.parse(at) - Date.parse(timing.startsAt))];
    })
    .sort((a, b) => a - b);
  if (durations.length === 0) {
    return { alerts: 0 };
  }
  const within = durations.filter(duration => duration <= MINUTE_MS).length;
  return {
    alerts: durations.length,
    p50: percentile(durations, 0.5),
    p90: percentile(durations, 0.9),
    withinMinute: Math.round((within / durations.length) * 1_000) / 1_000,
  };
}

/** The smallest that at least this share of them does not exceed. */
function percentile(sorted: number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
}

/** ISO week in UTC: the one that holds the Thursday. */
export function weekOf(time: string): string {
  const day = new Date(time);
  day.setUTCHours(0, 0, 0, 0);
  day.setUTCDate(day.getUTCDate() + 4 - (day.getUTCDay() || 7));
  const year = day.getUTCFullYear();
  const days = (day.getTime() - Date.UTC(year, 0, 1)) / 86_400_000;
  return `${year}-W${String(Math.floor(days / 7) + 1).padStart(2, '0')}`;
}
