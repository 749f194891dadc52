import { Cell, Pin, PlacedPins, RunningVersion } from '../types';
import { isFloating } from '../versions/classifyVersion';
import { baseOf } from './mainPin';

/**
 * Where a cluster runs another version than Git asks for. Digests and moving names are not held against tags: that would
 * be a guess.
 */
export function divergence({
  pins,
  running,
}: PlacedPins): Cell['diverged'] | undefined {
  if (running.state !== 'known') {
    return undefined;
  }
  for (const pin of pins) {
    if (isFloating(pin.value)) {
      continue;
    }
    const seen = running.versions.filter(version => isOf(version, pin));
    const wanted = pins
      .filter(other => other.kind === pin.kind && other.name === pin.name)
      .map(({ value }) => value);
    const other = seen.find(
      version =>
        comparable(version, pin) &&
        !wanted.some(value => sameVersion(version, value)),
    );
    if (other) {
      return {
        intended: pin.value,
        running: other.value,
        cluster: other.cluster,
      };
    }
  }
  return undefined;
}

/**
 * Whether what runs is a version of what is pinned. Tag files name a service, clusters the whole image.
 *
 * @public
 */
export function isOf(version: RunningVersion, pin: Pin): boolean {
  return (
    version.name === pin.name ||
    (!pin.name.includes('/') && baseOf(version.name) === pin.name)
  );
}

function comparable({ value }: RunningVersion, pin: Pin): boolean {
  const isDigest = (text: string) => /^sha256:/.test(text);
  return isDigest(value) === isDigest(pin.value);
}

/** Flux writes `main@sha1:4f2c…` and charts with what was built into them. */
function sameVersion({ value }: RunningVersion, wanted: string): boolean {
  return (
    value === wanted ||
    value.split('@')[0] === wanted ||
    value.endsWith(`:${wanted}`) ||
    value.replace(/^v/, '') === wanted.replace(/^v/, '')
  );
}
