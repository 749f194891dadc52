import {
  DeclaredObject,
  FileLocation,
  Finding,
  ServicePin,
  VersionPin,
} from '../../facts';
import { isHarmless } from '../paths';
import { ListMemory, someOf } from '../../memory/perFile';
import { bounded, listed } from './bounded';

/** Names that mean another image tomorrow. `latest-20260420` is that of a day. */
const floating =
  /^(main|master|head|mainline|trunk|edge|nightly|canary|rolling|unstable|snapshot|stable|current|lts|develop|development|dev|testing|staging|prod|production)$|(^|[-_.])latest($|[-_.](?!\d{6}|[\da-f]{7}))/i;
/** Versions of charts of which the newest is taken. */
const range = /^[\^~<>]|\*|\s(-|\|\|)\s|(^|\.)x(\.|$)/i;

/** Values of a chart itself: whoever installs it most often sets others. */
const defaults = /(^|\/)values\.ya?ml$/;

/** An image in the registry of OpenShift itself: an ImageStream, which says what it is taken from. */
const inRegistry =
  /^(?:image-registry\.openshift-image-registry\.svc|docker-registry\.default\.svc)(?::\d+)?\/[\w-]+\/([\w.-]+)$/;

function imageStreams(objects: readonly DeclaredObject[]): Set<string> {
  return new Set(
    objects
      .filter(({ kind }) => kind === 'ImageStream')
      .map(({ name }) => name),
  );
}

/** What floats of each object, kept from read to read. */
export type FloatingPins = ListMemory<
  DeclaredObject,
  readonly VersionPin[] | undefined
>;

interface Floating {
  location: FileLocation;
  pin: VersionPin;
  environments: Set<string>;
  harmful: boolean;
}

/**
 * Versions that do not stay what they are, of objects and of what no object is known to run: one finding for each line that
 * says so, with the environments it is for.
 */
export function floatingVersions(
  objects: readonly DeclaredObject[],
  lone: readonly ServicePin[] = [],
  pins: FloatingPins = new ListMemory(),
): Finding[] {
  const found = new Map<string, Floating>();
  let streams: ReadonlySet<string> | undefined;
  const ofObjects = pins.map(objects, floatingPins);
  const ofLone = lone.map(({ pin, environment }) =>
    floatingPins({ environment, versions: [pin] }),
  );
  for (const [index, those] of [...ofObjects, ...ofLone].entries()) {
    if (!those) {
      continue;
    }
    const { environment } = objects[index] ?? lone[index - objects.length];
    for (const pin of those) {
      const { evidence, kind, value, name } = pin;
      const stream = kind === 'image' ? inRegistry.exec(name)?.[1] : undefined;
      if (stream !== undefined) {
        streams ??= imageStreams(objects);
      }
      if (evidence.type !== 'file' || streams?.has(stream ?? '')) {
        continue;
      }
      const { location } = evidence;
      const key = `${location.path}\n${location.line}\n${kind}\n${name}\n${value}`;
      const known = found.get(key) ?? {
        location,
        pin,
        environments: new Set(),
        harmful: false,
      };
      if (environment !== undefined) {
        known.environments.add(environment);
        known.harmful ||=
          !isHarmless(environment) &&
          !defaults.test(location.path) &&
          // Within a range, a chart stays compatible with what was tried.
          (value === '*' || !range.test(value));
      }
      found.set(key, known);
    }
  }
  return bounded(
    [...found.values()].map(({ location, pin, environments, harmful }) => ({
      rule: 'version-floating',
      severity: harmful ? 'warning' : 'info',
      location,
      message: `${pin.name} is pinned to ${pin.value}, which is another version tomorrow${environments.size > 0 ? ` (${listed([...environments].sort())})` : ''}.`,
      fix:
        pin.kind === 'image'
          ? 'Pin a tag that is never moved, or a digest.'
          : 'Pin a tag or a commit.',
    })),
  );
}

/** Versions of an object that do not stay what they are; undefined where all do. */
function floatingPins({
  environment,
  versions,
}: Pick<DeclaredObject, 'environment' | 'versions'>):
  readonly VersionPin[] | undefined {
  return environment === 'archived'
    ? undefined
    : someOf(versions.filter(isFloating));
}

function isFloating({ kind, value, key }: VersionPin): boolean {
  if (kind === 'image') {
    return floating.test(value);
  }
  if (kind === 'chart') {
    // Operators follow channels, and whoever wants none of it approves each version.
    if (key === 'spec.channel') {
      return false;
    }
    return range.test(value) || floating.test(value);
  }
  // A source of Flux is told with what it brings from elsewhere; a tag of this repository itself is none of its pins.
  if (/(^|\.)ref\.(semver|tag)$/.test(key)) {
    return range.test(value) || floating.test(value);
  }
  // An engine that follows a branch of configuration is how GitOps works; what a kustomization takes from elsewhere is not.
  return key.startsWith('resources[') && floating.test(value);
}
