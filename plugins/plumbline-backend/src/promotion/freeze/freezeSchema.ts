import { FreezeRule, WeekTime } from '@plumbline/gitops-promotion';
import { z } from 'zod';
import { isTime, isTimeZone, timeText, timeZoneText } from '../../config/times';
import { timeOf } from '../../oncall/rota';

const text = z.string().min(1);

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

const weekly = z
  .object({ from: text, to: text })
  .strict()
  .superRefine((span, context) => {
    const { days, minutes: begin } = readWeekTime(span.from) ?? { days: [] };
    if (days.length === 0 || begin === 1440) {
      context.addIssue({
        code: z.ZodIssueCode.custom,
        path: ['from'],
        message: 'must be weekdays and a time as in fri 16:00 or mon-thu 09:00',
      });
    }
    const end = readWeekTime(span.to);
    if (!end || end.days.length > 1) {
      context.addIssue({
        code: z.ZodIssueCode.custom,
        path: ['to'],
        message:
          'must be a time as in 16:00, with the weekday of another day as in mon 08:00',
      });
    } else if (days.length > 1 && end.days.length > 0) {
      context.addIssue({
        code: z.ZodIssueCode.custom,
        path: ['to'],
        message: 'must be a time alone where from has several weekdays',
      });
    } else if (
      begin !== undefined &&
      end.days.length === 0 &&
      end.minutes <= begin
    ) {
      context.addIssue({
        code: z.ZodIssueCode.custom,
        path: ['to'],
        message:
          'must be later than from, or name the weekday on which it ends',
      });
    }
  });

/** When versions should not change, or may, as it stands in the configuration. */
export const freezeSchema = z
  .object({
    name: text,
    environments: z.array(text).min(1).optional(),
    teams: z.array(text).min(1).optional(),
    timeZone: timeZoneText,
    from: timeText.optional(),
    to: timeText.optional(),
    weekly: z.array(weekly).min(1).max(100).optional(),
  })
  .strict()
  .superRefine((entry, context) => {
    const issue = (message: string, ...path: string[]) =>
      context.addIssue({ code: z.ZodIssueCode.custom, path, message });
    const { from, to } = entry;
    if (
      Boolean(from) !== Boolean(to) ||
      Boolean(from) === Boolean(entry.weekly)
    ) {
      issue('needs either from and to, or weekly');
    } else if (
      from &&
      to &&
      isTime(from) &&
      isTime(to) &&
      isTimeZone(entry.timeZone) &&
      timeOf(from, entry.timeZone) >= timeOf(to, entry.timeZone)
    ) {
      issue('must be later than from', 'to');
    }
  });

/** `fri 16:00`, `mon-thu 09:00` or `16:00`: the weekdays, none for the last, and minutes after midnight. */
function readWeekTime(
  written: string,
): { days: number[]; minutes: number } | undefined {
  const [, first, last = first, hours, minutes] =
    /^(?:([a-z]{3})(?:-([a-z]{3}))? )?([01]\d|2[0-4]):([0-5]\d)$/i.exec(
      written,
    ) ?? [];
  const after = Number(hours) * 60 + Number(minutes);
  if (Number.isNaN(after) || after > 1440) {
    return undefined;
  }
  if (first === undefined) {
    return { days: [], minutes: after };
  }
  const [begin, end] = [first, last].map(
    day => WEEKDAYS.indexOf(day.toLowerCase()) + 1,
  );
  if (begin === 0 || end === 0) {
    return undefined;
  }
  const length = (end - begin + 7) % 7;
  return {
    days: Array.from(
      { length: length + 1 },
      (_, day) => ((begin - 1 + day) % 7) + 1,
    ),
    minutes: after,
  };
}

/** An entry of the configuration, which was checked before. */
export function readFreeze(
  kind: FreezeRule['kind'],
  entry: z.infer<typeof freezeSchema>,
): FreezeRule {
  const { name, environments, teams, timeZone, from, to } = entry;
  const spans = (entry.weekly ?? []).flatMap(span => {
    const begin = readWeekTime(span.from);
    const end = readWeekTime(span.to);
    return (begin?.days ?? []).map(
      (weekday): { from: WeekTime; to: WeekTime } => ({
        from: { weekday, minutes: begin?.minutes ?? 0 },
        to: { weekday: end?.days[0] ?? weekday, minutes: end?.minutes ?? 0 },
      }),
    );
  });
  return {
    kind,
    name,
    ...(environments && { environments }),
    ...(teams && { teams }),
    timeZone,
    ...(from && to && { range: { from, to } }),
    ...(spans.length > 0 && { weekly: spans }),
  };
}
