import { parse, SemVer } from 'semver';

/**
 * What a version says about itself.
 *
 * - `semver`: dotted numbers, perhaps with a prerelease, and a variant of the image (`-alpine3.23`).
 * - `date`: a calendar date or a timestamp.
 * - `counter`: a number that grows with each build: `v749`, `build-12`, `main-1042-4f2c9d1`.
 * - `commit`, `digest`: names of contents, without an order of their own.
 * - `floating`: a branch, `latest`, `16-alpine`, a range: what it means changes while the text stays.
 * - `other`: anything else.
 *
 * @public
 */
export type VersionScheme =
  'semver' | 'date' | 'counter' | 'commit' | 'digest' | 'floating' | 'other';

/** A version, taken apart so that two of one scheme can be compared. @public */
export type ClassifiedVersion =
  | {
      scheme: 'semver';
      numbers: number[];
      /** With prerelease, where the text is a semantic version. */
      semver?: SemVer;
      /** `-alpine3.23`, with its digits left out. */
      variant: string;
    }
  | { scheme: 'date'; prefix: string; numbers: number[]; shape: string }
  | { scheme: 'counter'; prefix: string; number: number }
  | { scheme: 'commit'; prefix: string; id: string }
  | { scheme: 'digest' | 'floating' | 'other' };

const floatingWords =
  /^(latest|stable|edge|nightly|canary|rolling|current|head|main|master|trunk|devel|develop|development|dev|next|release|snapshot|unstable|staging|stage|production|prod|test)$/i;
/** What images are built on: `stable-alpine` and `16-bookworm-slim` move like the words and numbers before them. */
const variantWords =
  /^(alpine|slim|bookworm|bullseye|buster|trixie|jammy|noble|focal|distroless|debian|ubuntu|ubi|musl|windowsservercore|nanoserver|nonroot)[\d.]*$/i;
/** `latest-20260420` is that of a day. */
const holdsLatest = /(^|[-_.])latest($|[-_.](?!\d{6}|[\da-f]{7}))/i;
/** Ranges of charts and of Git tags, and branches that are made for one change. */
const range = /^[\^~<>=]|[*]|\s(-|\|\|)\s|(^|\.)x(\.|$)/i;
const branchLike =
  /^(refs\/heads\/|(feature|feat|fix|bugfix|hotfix|release|renovate|dependabot)\/)|^pr-\d+$/i;
const prereleaseWords =
  /^(alpha|a|beta|b|rc|pre|preview|dev|snapshot|m|milestone|canary|next|nightly|ea|cr)[.-]?\d*([.+-]|$)/i;

/** Takes a version apart. Tag and digest in one are their tag. @public */
export function classifyVersion(text: string): ClassifiedVersion {
  const [value] = text.trim().split('@');
  if (value === '') {
    return { scheme: /@sha(256|512):/.test(text) ? 'digest' : 'other' };
  }
  if (/^sha(256|384|512):[0-9a-f]+$/i.test(value)) {
    return { scheme: 'digest' };
  }
  if (
    floatingWords.test(value) ||
    holdsLatest.test(value) ||
    isFloatingVariant(value) ||
    range.test(value) ||
    branchLike.test(value)
  ) {
    return { scheme: 'floating' };
  }
  return (
    sortableOf(value) ??
    dateOf(value) ??
    counterOf(value) ??
    buildOf(value) ??
    commitOf(value) ??
    semverOf(value) ?? { scheme: 'other' }
  );
}

/** Whether the same text may mean another thing tomorrow. @public */
export function isFloating(text: string): boolean {
  return classifyVersion(text).scheme === 'floating';
}

function isFloatingVariant(value: string): boolean {
  const [first, ...rest] = value.split('-');
  return (
    (variantWords.test(first) ||
      (rest.length > 0 &&
        (floatingWords.test(first) || /^v?\d{1,4}$/i.test(first)))) &&
    rest.every(part => variantWords.test(part))
  );
}

function semverOf(value: string): ClassifiedVersion | undefined {
  const found = /^v?(\d{1,9}(?:\.\d{1,9}){1,3})(?:[-+_.](.*))?$/i.exec(value);
  if (!found) {
    return undefined;
  }
  const [, dotted, rest = ''] = found;
  const numbers = dotted.split('.').map(Number);
  const plain = value.replace(/^v/i, '');
  const isPrerelease =
    plain[dotted.length] === '-' &&
    (prereleaseWords.test(rest) || /^\d+(\.|$)/.test(rest));
  const semver =
    numbers.length === 3 &&
    (rest === '' || plain[dotted.length] === '+' || isPrerelease)
      ? (parse(plain) ?? undefined)
      : undefined;
  return {
    scheme: 'semver',
    numbers,
    ...(semver && { semver }),
    variant: semver ? '' : rest.replace(/\d+/g, '#').toLowerCase(),
  };
}

/** `20261128`, `2026-11-28T10-49-58Z`, `2026.11.28-3`, seconds or milliseconds since 1970. */
function dateOf(value: string): ClassifiedVersion | undefined {
  // What was built stands behind the date, perhaps in digits alone: it is no part of the time.
  const [, dated = value] =
    /^(\D*20\d\d.*\d)[-_.]g?(?:[0-9a-f]{7,8}|[0-9a-f]{10,40})$/i.exec(value) ??
    [];
  return calendarOf(dated) ?? calendarOf(value) ?? secondsOf(value);
}

function calendarOf(value: string): ClassifiedVersion | undefined {
  const calendar =
    /^(\D*?)(20\d\d)([-._]?)(0[1-9]|1[0-2])\3(0[1-9]|[12]\d|3[01])(?:(?:[-._T ])?(\d[\d\-._:T]*?)Z?)?$/i.exec(
      value,
    );
  if (calendar) {
    const [, prefix, year, separator, month, day, rest = ''] = calendar;
    const tail = rest.match(/\d+/g)?.map(Number) ?? [];
    return {
      scheme: 'date',
      prefix: prefix.toLowerCase(),
      numbers: [Number(year), Number(month), Number(day), ...tail],
      shape: separator,
    };
  }
  const loose = /^(\D*?)(20\d\d)\.(\d{1,2})(?:\.(\d+))?(?:[-.](\d+))?$/.exec(
    value,
  );
  if (loose && Number(loose[3]) >= 1 && Number(loose[3]) <= 12) {
    const [, prefix, ...numbers] = loose;
    return {
      scheme: 'date',
      prefix: prefix.toLowerCase(),
      numbers: numbers.flatMap(part =>
        part === undefined ? [] : [Number(part)],
      ),
      shape: '.',
    };
  }
  return undefined;
}

function secondsOf(value: string): ClassifiedVersion | undefined {
  const seconds = /^(\D*?)(1[5-9]\d{8}|2[0-2]\d{8})(\d{3})?$/.exec(value);
  return seconds
    ? {
        scheme: 'date',
        prefix: seconds[1].toLowerCase(),
        numbers: [Number(seconds[2]), Number(seconds[3] ?? 0)],
        shape: 'seconds',
      }
    : undefined;
}

function counterOf(value: string): ClassifiedVersion | undefined {
  const found = /^([a-z][a-z_-]*?[-_.]?)?(\d{1,9})$/i.exec(value);
  // Seven or eight digits may be a number as well as the short name of a commit: they have no order then.
  return found &&
    !/^[a-f]+\d{6,}$/.test(value) &&
    !/^(.*[-_.])?\d{7,8}$/.test(value)
    ? {
        scheme: 'counter',
        prefix: (found[1] ?? '').toLowerCase(),
        number: Number(found[2]),
      }
    : undefined;
}

function commitOf(value: string): ClassifiedVersion | undefined {
  const found = /^([a-z][a-z0-9_.-]*-)?([0-9a-f]{7,40})$/.exec(value);
  return found && (found[2].length !== 9 || /[a-f]/.test(found[2]))
    ? {
        scheme: 'commit',
        prefix: found[1] ?? '',
        id: found[2],
      }
    : undefined;
}

/** `main-4f2c9d1-1756914802` and `main-4f2c9d1-42`: the branch, the commit that was built, and when, or which build it was. */
function sortableOf(value: string): ClassifiedVersion | undefined {
  const [, prefix = '', commit, last] =
    /^([a-z][a-z_-]*?[-_.])?g?([0-9a-f]{7,40})[-_.](\d{1,13})$/i.exec(value) ??
    [];
  if (last === undefined) {
    return undefined;
  }
  const time = secondsOf(last);
  if (time?.scheme === 'date') {
    return { ...time, prefix: prefix.toLowerCase() };
  }
  // Of two numbers, either may be the one that grows.
  return /[a-f]/i.test(commit) && last.length < 10
    ? { scheme: 'counter', prefix: prefix.toLowerCase(), number: Number(last) }
    : undefined;
}

/** `main-1042-4f2c9d1` and `1042-4f2c9d1`: a counter beside the commit that was built. */
function buildOf(value: string): ClassifiedVersion | undefined {
  const found = /^([a-z][a-z_-]*?[-_.])?(\d{1,9})[-_.]g?[0-9a-f]{7,40}$/i.exec(
    value,
  );
  return found
    ? {
        scheme: 'counter',
        prefix: (found[1] ?? '').toLowerCase(),
        number: Number(found[2]),
      }
    : undefined;
}
