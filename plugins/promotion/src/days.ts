/** More days than the API takes. */
const MOST_DAYS = 10_000;

/** A number of days that an address asks for, as far as it makes sense. */
export function daysOf(text: string | undefined): number | undefined {
  const days = Number(text);
  return Number.isInteger(days) && days > 0
    ? Math.min(days, MOST_DAYS)
    : undefined;
}
