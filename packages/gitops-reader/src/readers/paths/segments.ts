import { EnvironmentWords, isRegion, ringOf } from './words';

/** Directories whose children are places, whatever else their names hold. */
const holders = /^(overlays?|environments?|envs?)$/i;

/** `overlays/moc-prod`: a place of this environment. */
export function isPlaceBelow(
  segments: readonly string[],
  at: number,
  environment: string,
  words: EnvironmentWords,
): boolean {
  return (
    at > 0 &&
    holders.test(segments[at - 1]) &&
    words.loose(segments[at]) === environment
  );
}

/** `production/eu-west-1`: a region right below an environment is one of its places. */
function isRegionBelow(
  segments: readonly string[],
  at: number,
  environment: string,
  words: EnvironmentWords,
): boolean {
  return (
    at > 0 &&
    isRegion(segments[at]) &&
    (saysEnvironment(segments[at - 1], environment, words) ||
      isPlaceBelow(segments, at - 1, environment, words))
  );
}

/** `eu-west-1/production`: a region right above an environment tells which of its places that is. */
function isRegionAbove(
  segments: readonly string[],
  at: number,
  environment: string,
  words: EnvironmentWords,
): boolean {
  return (
    at < segments.length - 1 &&
    isRegion(segments[at]) &&
    saysEnvironment(segments[at + 1], environment, words)
  );
}

/** Whether a directory is a region, and tells two places of one environment apart. */
export function isRegionOf(
  segments: readonly string[],
  at: number,
  environment: string,
  words: EnvironmentWords,
): boolean {
  return (
    isRegionBelow(segments, at, environment, words) ||
    isRegionAbove(segments, at, environment, words)
  );
}

/** Whether a directory is named for an environment and nothing else: `production`, `prod-1`, but not `cart-prod`. */
export function saysEnvironment(
  segment: string,
  environment: string,
  words: EnvironmentWords,
): boolean {
  return (
    segment.toLowerCase() === environment.toLowerCase() ||
    ringOf(segment) !== undefined ||
    words.configured(segment) !== undefined ||
    // What one environment takes from another still is the same thing.
    words.strict(segment) !== undefined ||
    words.strict(segment, 'all') === environment
  );
}
