import { Cell, Pin, PlacedPins, RunningVersion } from '../types';
import { isFloating } from '../versions/classifyVersion';
import { baseOf } from './mainPin';

/**
 * Where a cluster runs another version than Git asks for: none of what Git pins of the same thing may be what runs, as
 * far as the two can be compared at all.
 */
export function divergence({
  pins,
  running,
}: PlacedPins): Cell['diverged'] | undefined {
  if (running.state !== 'known') {
    return undefined;
  }
  for (const version of running.versions) {
    const wanted = pins.filter(pin => isOf(version, pin));
    if (
      wanted.length > 0 &&
      wanted.every(pin => stands(version, pin) === 'other')
    ) {
      return {
        intended: wanted[0].value,
        running: version.value,
        cluster: version.cluster,
      };
    }
  }
  return undefined;
}

/**
 * Why it cannot be told that clusters run what a pin asks for. Undefined: all that were seen to run it run that.
 *
 * @public
 */
export function whyNotAsDeclared(
  pin: Pin,
  versions: RunningVersion[],
): string | undefined {
  const seen = versions.filter(version => isOf(version, pin));
  const equal = seen.filter(version => stands(version, pin) === 'equal');
  const open = seen.find(
    version =>
      stands(version, pin) === 'unknown' &&
      !equal.some(({ cluster }) => cluster === version.cluster),
  );
  if (equal.length > 0 && !open) {
    return undefined;
  }
  if (isFloating(pin.value)) {
    return `${pin.value} is a moving name: what it stands for cannot be told from Git`;
  }
  const [first] = open ? [open] : seen;
  return first
    ? `${first.value} in ${first.cluster} cannot be compared with ${pin.value || pin.digest}`
    : `no version of ${pin.name} was seen to run`;
}

/**
 * Whether what runs is a version of what is pinned. Tag files name a service, clusters the whole image.
 *
 * @public
 */
export function isOf(version: RunningVersion, pin: Pin): boolean {
  return (
    version.pinned === pin.kind &&
    (version.name === pin.name ||
      (!pin.name.includes('/') && baseOf(version.name) === pin.name))
  );
}

/** How what runs stands to a pin. Digests and moving names are not held against tags: that would be a guess. */
function stands(
  { value }: RunningVersion,
  pin: Pin,
): 'equal' | 'other' | 'unknown' {
  if (isFloating(pin.value)) {
    return 'unknown';
  }
  switch (pin.kind) {
    case 'image':
      return ofImage(value, pin);
    case 'chart':
      return told(isChart(value, pin.value));
    default:
      return ofRevision(value, pin.value);
  }
}

function ofImage(
  value: string,
  { value: tag, digest }: Pin,
): 'equal' | 'other' | 'unknown' {
  const wanted = isDigest(value)
    ? [digest, tag].find(text => text !== undefined && isDigest(text))
    : tag;
  return !wanted || isDigest(value) !== isDigest(wanted)
    ? 'unknown'
    : told(withoutV(value) === withoutV(wanted));
}

/** Flux writes charts with what was built into them: `1.2.3+4f2c9d1a8b7e`. */
function isChart(value: string, wanted: string): boolean {
  const comparable = wanted.includes('+') ? value : value.split('+')[0];
  return withoutV(comparable) === withoutV(wanted);
}

/** Argo CD writes commits, Flux `main@sha1:4f2c…`: a name is compared with a name, a commit with a commit. */
function ofRevision(
  value: string,
  wanted: string,
): 'equal' | 'other' | 'unknown' {
  const [, name, commit] =
    /^(?:(.*?)[@/])?(?:sha1:|sha256:)?([0-9a-f]{40,64})$/.exec(value) ?? [];
  if (/^[0-9a-f]{7,64}$/.test(wanted)) {
    return commit === undefined ? 'unknown' : told(commit.startsWith(wanted));
  }
  const running = commit === undefined ? value : name;
  if (running === undefined || isFloating(running)) {
    return 'unknown';
  }
  return told(withoutRefs(running) === withoutRefs(wanted));
}

function told(same: boolean): 'equal' | 'other' {
  return same ? 'equal' : 'other';
}

function isDigest(text: string): boolean {
  return /^sha256:/.test(text);
}

function withoutV(text: string): string {
  return text.replace(/^v/, '');
}

function withoutRefs(text: string): string {
  return text.replace(/^refs\/(heads|tags)\//, '');
}
