import { z } from 'zod';

/** Days, times and zones as they are written in the configuration. */

export const isDate = (value: string) =>
  /^\d{4}-\d\d-\d\d$/.test(value) &&
  new Date(`${value}T00:00Z`).toJSON()?.slice(0, 10) === value;

export const isTime = (value: string) =>
  isDate(value.slice(0, 10)) &&
  /^T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)?$/.test(
    value.slice(10),
  );

export function isTimeZone(value: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: value }));
  } catch {
    return false;
  }
}

export const timeText = z
  .string()
  .refine(isTime, 'must be a time as in 2026-12-24T09:00');

export const timeZoneText = z
  .string()
  .refine(isTimeZone, 'must be a time zone as in Europe/Berlin');
