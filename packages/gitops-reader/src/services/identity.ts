import {
  EnvironmentWords,
  isPlaceBelow,
  isRegionOf,
  saysEnvironment,
} from '../readers/paths';

/** What a service is called and where it stands, wherever it runs. */
export interface Identity {
  name: string;
  path: string;
}

/** Where one appearance of a service is. */
export interface Where {
  environment?: string;
  cluster?: string;
}

/** Directories that tell where something runs, or how it is put together, and not what it is. */
const layout = new Set([
  'base',
  'bases',
  'overlay',
  'overlays',
  'environment',
  'environments',
  'env',
  'envs',
  'cluster',
  'clusters',
  'region',
  'regions',
  'ring',
  'rings',
  'stage',
  'stages',
]);

/**
 * A directory without the segments that say where: environments, layers, clusters. Names that merely hold such a word
 * (`test-runner`) stay.
 */
export function pathWithout(
  directory: string,
  { environment, cluster }: Where,
  words: EnvironmentWords,
): string {
  const segments = directory.split('/');
  return segments
    .filter(
      (segment, at) =>
        segment !== '' &&
        !layout.has(segment) &&
        segment !== cluster &&
        cluster !== `${segments[at - 1]}-${segment}` &&
        !(
          /^[a-z]{0,4}-?\d{1,3}$/i.test(segment) &&
          cluster?.endsWith(`-${segment}`)
        ) &&
        (environment === undefined ||
          !(
            saysEnvironment(segment, environment, words) ||
            isPlaceBelow(segments, at, environment, words) ||
            isRegionOf(segments, at, environment, words)
          )),
    )
    .join('/');
}

/**
 * The same with names freed of where they are: `cart-prod` in `apps/cart-prod` is `cart` in `apps/cart`, and
 * `cart-eu-1` in the cluster `eu-1` is `cart`, and so is `cart-prod-eu` in `production-eu`.
 */
export function withoutWhere(
  { name, path }: Identity,
  { environment, cluster }: Where,
  words: EnvironmentWords,
): Identity {
  const free = (segment: string, where: 'ends' | 'anywhere') => {
    const shorter =
      cluster === undefined ? segment : withoutPlace(segment, cluster, words);
    const found = words.without(shorter, where);
    return found !== undefined && found.environment === environment
      ? found.rest
      : shorter;
  };
  return {
    name: free(name, 'anywhere'),
    path: path
      .split('/')
      // `live.example.com` is a name of its own.
      .map(segment => (segment.includes('.') ? segment : free(segment, 'ends')))
      .join('/'),
  };
}

function withoutPlace(
  segment: string,
  cluster: string,
  words: EnvironmentWords,
): string {
  if (segment.endsWith(`-${cluster}`)) {
    return segment.slice(0, -cluster.length - 1);
  }
  const place = words.canonical(cluster);
  const end = endsOf(segment).find(rest => words.canonical(rest) === place);
  return end === undefined ? segment : segment.slice(0, -end.length - 1);
}

/** What stands behind each of the separators of a name, the longest first. */
function endsOf(name: string): string[] {
  return [...name.matchAll(/[-_.]/g)].flatMap(({ index }) =>
    index > 0 ? [name.slice(index + 1)] : [],
  );
}

/** The place at the end of a name that says more than its environment: `values-production-eu`, `cart-prod-eu`. */
export function placeAtEnd(
  name: string,
  environment: string | undefined,
  words: EnvironmentWords,
): string | undefined {
  return environment === undefined
    ? undefined
    : [name, ...endsOf(name)].find(
        end =>
          words.exact(end) === undefined &&
          words.strict(end, 'all') === environment,
      );
}

/**
 * What tells two places of one environment apart where no cluster does: `production-1` and `production-2`, or the
 * region below. Undefined when the directory says the environment and nothing more.
 */
export function variantIn(
  directory: string,
  environment: string | undefined,
  words: EnvironmentWords,
): string | undefined {
  return environment === undefined
    ? undefined
    : directory
        .split('/')
        .findLast(
          (segment, at, segments) =>
            isRegionOf(segments, at, environment, words) ||
            (words.exact(segment) === undefined &&
              words.loose(segment) === environment &&
              (words.strict(segment, 'all') === environment ||
                isPlaceBelow(segments, at, environment, words))),
        );
}
