import { useNow } from '../hooks/useNow';

const units: { seconds: number; one: string; many: string }[] = [
  { seconds: 31_557_600, one: 'year', many: 'years' },
  { seconds: 2_629_800, one: 'month', many: 'months' },
  { seconds: 86_400, one: 'day', many: 'days' },
  { seconds: 3_600, one: 'h', many: 'h' },
  { seconds: 60, one: 'min', many: 'min' },
];

/**
 * `3 min`, `12 days`; nothing for less than a minute.
 *
 * @public
 */
export function formatSpan(milliseconds: number): string | undefined {
  const seconds = Math.round(milliseconds / 1000);
  const unit = units.find(({ seconds: size }) => seconds >= size);
  if (!unit) {
    return undefined;
  }
  const count = Math.floor(seconds / unit.seconds);
  return `${count} ${count === 1 ? unit.one : unit.many}`;
}

/**
 * `3 min ago`. A time ahead of this computer's clock by more than a minute is said as such: it means that one of two
 * clocks is wrong, and then no age can be trusted.
 *
 * @public
 */
export function formatAge(at: string, now: number): string {
  const time = Date.parse(at);
  if (Number.isNaN(time)) {
    return 'at an unknown time';
  }
  const amount = formatSpan(Math.abs(now - time));
  if (amount === undefined) {
    return 'just now';
  }
  return now > time
    ? `${amount} ago`
    : `${amount} ahead of this computer’s clock`;
}

/** @public */
export function Age(props: { at: string }) {
  const now = useNow();
  const date = new Date(props.at);
  const known = !Number.isNaN(date.getTime());
  return (
    <time
      dateTime={known ? date.toISOString() : undefined}
      title={
        known
          ? date.toLocaleString(undefined, {
              dateStyle: 'full',
              timeStyle: 'long',
            })
          : props.at
      }
    >
      {formatAge(props.at, now)}
    </time>
  );
}
