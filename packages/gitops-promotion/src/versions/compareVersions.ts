import { SemVer } from 'semver';
import { ClassifiedVersion, classifyVersion } from './classifyVersion';

/**
 * How one version stands to another. `unknown` is an answer: versions that have no order are not put into one.
 *
 * @public
 */
export type VersionOrder =
  | {
      order: 'older' | 'newer';
      /** What says so. */
      by: 'semver' | 'date' | 'counter';
      /** The first part that differs. */
      step?: 'major' | 'minor' | 'patch' | 'prerelease';
    }
  | { order: 'same' }
  | { order: 'unknown'; reason: string };

const nouns: Record<ClassifiedVersion['scheme'], string> = {
  semver: 'a version with dots',
  date: 'a date',
  counter: 'a number',
  commit: 'a commit',
  digest: 'a digest',
  floating: 'a moving name',
  other: 'a name of its own',
};

const whyNot: Record<ClassifiedVersion['scheme'], string> = {
  semver: 'their order is not known',
  date: 'their order is not known',
  counter: 'their order is not known',
  commit: 'the names of commits have no order',
  digest: 'digests have no order',
  floating: 'moving names have no order',
  other: 'these names have no order that is known',
};

const steps = ['major', 'minor', 'patch'] as const;

/**
 * Whether `version` is older or newer than `other`, by their texts alone.
 *
 * @public
 */
export function compareVersions(version: string, other: string): VersionOrder {
  const [a, b] = [classifyVersion(version), classifyVersion(other)];
  if (a.scheme === 'floating' || b.scheme === 'floating') {
    const floating = a.scheme === 'floating' ? version : other;
    return unknown(`${floating} can mean another thing every day`);
  }
  if (version === other) {
    return { order: 'same' };
  }
  if (a.scheme !== b.scheme) {
    return unknown(
      `${version} is ${nouns[a.scheme]}, ${other} is ${nouns[b.scheme]}`,
    );
  }
  if (a.scheme === 'semver' && b.scheme === 'semver') {
    return bySemver(a, b, version, other);
  }
  if (a.scheme === 'date' && b.scheme === 'date') {
    return a.prefix === b.prefix && a.shape === b.shape
      ? (byNumbers(a.numbers, b.numbers, 'date') ??
          unknown(`${version} and ${other} are of one time`))
      : unknown(`${version} and ${other} are dates of different kinds`);
  }
  if (a.scheme === 'counter' && b.scheme === 'counter') {
    return a.prefix === b.prefix
      ? (byNumbers([a.number], [b.number], 'counter') ??
          unknown(`${version} and ${other} have the same number`))
      : unknown(`${version} and ${other} are counted apart`);
  }
  return unknown(whyNot[a.scheme]);
}

function unknown(reason: string): VersionOrder {
  return { order: 'unknown', reason };
}

type Dotted = Extract<ClassifiedVersion, { scheme: 'semver' }>;

function bySemver(
  a: Dotted,
  b: Dotted,
  version: string,
  other: string,
): VersionOrder {
  const order = byNumbers(a.numbers, b.numbers, 'semver');
  if (order) {
    return order;
  }
  if (a.semver && b.semver) {
    if (isNumbered(a.semver) !== isNumbered(b.semver)) {
      return unknown(
        `${version} and ${other} are one version, of which a number behind the dash may be a build or a prerelease`,
      );
    }
    const prerelease = a.semver.compare(b.semver);
    if (prerelease !== 0) {
      return {
        order: prerelease < 0 ? 'older' : 'newer',
        by: 'semver',
        step: 'prerelease',
      };
    }
    // `1.2.0` and `v1.2.0` are two ways to write one version; what stands behind a plus has no order.
    return a.semver.build.join('.') === b.semver.build.join('.')
      ? { order: 'same' }
      : unknown(`${version} and ${other} are builds of one version`);
  }
  return a.variant === b.variant && a.numbers.length === b.numbers.length
    ? unknown(`${version} and ${other} differ in their variant alone`)
    : unknown(`${version} and ${other} are variants of one version`);
}

/** `1.2.3-4`: to semver it comes before 1.2.3, to those who number what they build it comes after it. */
function isNumbered({ prerelease }: SemVer): boolean {
  return typeof prerelease[0] === 'number';
}

/** Undefined when no number differs. A version that is given less exactly (`1.2` beside `1.2.3`) may be either. */
function byNumbers(
  a: number[],
  b: number[],
  by: 'semver' | 'date' | 'counter',
): VersionOrder | undefined {
  const shared = Math.min(a.length, b.length);
  for (let at = 0; at < shared; at += 1) {
    if (a[at] !== b[at]) {
      return {
        order: a[at] < b[at] ? 'older' : 'newer',
        by,
        ...(by === 'semver' && steps[at] && { step: steps[at] }),
      };
    }
  }
  return undefined;
}
