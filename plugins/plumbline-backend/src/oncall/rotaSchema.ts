import { z } from 'zod';
import {
  isDate,
  isTime,
  isTimeZone,
  timeText,
  timeZoneText,
} from '../config/times';
import { Rota, RotaPerson, timeOf, WEEKDAYS } from './rota';

const text = z.string().min(1);

const person = {
  name: text.optional(),
  ref: text.optional(),
  contact: text.optional(),
};

/** Turns that people take, as they stand in the configuration. */
export const rotaSchema = z
  .object({
    team: text,
    timeZone: timeZoneText,
    rotation: z.enum(['weekly', 'daily']),
    handover: text,
    start: text.refine(isDate, 'must be a day as in 2026-01-05'),
    people: z
      .array(
        z
          .object(person)
          .strict()
          .refine(
            ({ name, ref }) => Boolean(name) !== Boolean(ref),
            'needs exactly one of name and ref',
          ),
      )
      .min(1)
      .max(1_000),
    escalation: z.array(text).optional(),
    overrides: z
      .array(
        z
          .object({
            from: timeText,
            to: timeText,
            person: text,
            contact: text.optional(),
          })
          .strict(),
      )
      .optional(),
  })
  .strict()
  .superRefine((rota, context) => {
    const issue = (path: (string | number)[], message: string) =>
      context.addIssue({ code: z.ZodIssueCode.custom, path, message });
    if (!readHandover(rota.rotation, rota.handover)) {
      issue(
        ['handover'],
        rota.rotation === 'weekly'
          ? 'must be a weekday and a time as in mon 09:00'
          : 'must be a time as in 09:00',
      );
    }
    if (!isTimeZone(rota.timeZone)) {
      return;
    }
    rota.overrides?.forEach(({ from, to }, at) => {
      if (
        isTime(from) &&
        isTime(to) &&
        timeOf(from, rota.timeZone) >= timeOf(to, rota.timeZone)
      ) {
        issue(['overrides', at, 'to'], 'must be later than from');
      }
    });
  });

function readHandover(
  rotation: 'weekly' | 'daily',
  handover: string,
): Pick<Rota, 'weekday' | 'minutes'> | undefined {
  const [, day, hours, minutes] =
    /^(?:([a-z]{3}) )?([01]\d|2[0-3]):([0-5]\d)$/i.exec(handover) ?? [];
  const weekday = day && WEEKDAYS.indexOf(day.toLowerCase());
  if (!hours || weekday === -1 || Boolean(day) !== (rotation === 'weekly')) {
    return undefined;
  }
  return {
    ...(typeof weekday === 'number' && { weekday }),
    minutes: Number(hours) * 60 + Number(minutes),
  };
}

/** A rota of the configuration, which was checked before. */
export function readRota(rota: z.infer<typeof rotaSchema>): Rota {
  const { team, timeZone, start, escalation = [], overrides = [] } = rota;
  const people = rota.people.map(({ name, ref, contact }): RotaPerson => ({
    person: name ?? ref ?? '',
    ...(contact && { contact }),
  }));
  return {
    team,
    timeZone,
    start,
    people,
    escalation,
    minutes: 0,
    ...readHandover(rota.rotation, rota.handover),
    overrides: overrides.map(override => ({
      // Somebody of the rota is reached as usual.
      ...people.find(known => known.person === override.person),
      ...override,
    })),
  };
}
