import { isFloating } from '../versions/classifyVersion';
import { Pin } from '../types';

/** `ghcr.io/acme/cart` ends in `cart`. */
export function baseOf(name: string): string {
  return (
    name
      .replace(/\.git$/, '')
      .split('/')
      .pop() ?? name
  );
}

/**
 * The pin that stands for a service: the one that is called like it, then images before charts before revisions, those
 * with a history before those without.
 *
 * @public
 */
export function mainPin(service: string, pins: Pin[]): number | undefined {
  let best: { at: number; score: number } | undefined;
  pins.forEach((pin, at) => {
    const base = baseOf(pin.name);
    const score =
      (base === service ? 32 : 0) +
      (base !== service && (base.includes(service) || service.includes(base))
        ? 16
        : 0) +
      { image: 4, chart: 2, revision: 0 }[pin.kind] +
      (pin.history && pin.history.length > 0 ? 1 : 0) +
      (isFloating(pin.value) ? -3 : 0);
    if (!best || score > best.score) {
      best = { at, score };
    }
  });
  return best?.at;
}

/** What makes pins of two places the same thing. @public */
export function artefactOf({ kind, name }: Pin): string {
  return `${kind} ${name.replace(/\.git$/, '').toLowerCase()}`;
}
