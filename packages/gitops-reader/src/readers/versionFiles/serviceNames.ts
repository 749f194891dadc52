import {
  classifyEnvironment,
  EnvironmentWords,
  isRegion,
  isRegionOf,
  PathPlace,
  subjectOf,
} from '../paths';

/** Directories and file names that say what kind of thing this is, or where it stands, and not what it is about. */
const layout =
  /^(\.?(base|bases|overlays?|environments?|envs?|clusters?|regions?|values|deploy(ments?)?|releases?|config|stages?))$/i;
const generic =
  /^(image[-_]?)?(tags?|versions?|image|images|chart[-_]?versions?|values|env|variables|vars)$/i;

/** Which service an entry is about, and the directory that stands for it in all environments. */
export function serviceOfEntry(
  path: string,
  subject: string | undefined,
  { environment, cluster }: PathPlace,
  words: EnvironmentWords,
): { service: string; directory: string } {
  const segments = path.split('/');
  const file = segments.pop() ?? '';
  const isPlace = (name: string) =>
    name === cluster || classifyEnvironment(name) !== undefined;
  const tellsWhere = (segment: string, at: number) =>
    layout.test(segment) ||
    isPlace(segment) ||
    // A region right below an environment only tells where.
    (environment !== undefined && isRegionOf(segments, at, environment, words));
  const directory = segments
    .filter((segment, at) => !tellsWhere(segment, at))
    .join('/');
  const stem = file.replace(/^\./, '').replace(/\.\w+$/, '');
  if (subject !== undefined) {
    return { service: subject, directory };
  }
  // In a directory of an environment, a name that speaks of another is just a name.
  const isName =
    !isPlace(stem) ||
    segments.some(segment => classifyEnvironment(segment) !== undefined);
  if (stem !== '' && !generic.test(stem) && isName) {
    return { service: stem, directory };
  }
  const named = segments.filter(
    (segment, at) =>
      !tellsWhere(segment, at) &&
      !generic.test(segment) &&
      // One below `cart-prod` is a directory of its own, but no name either.
      !(at > 0 && isRegion(segment) && isPlace(segments[at - 1])),
  );
  return {
    service:
      subjectOf(named) ??
      segments.findLast(segment => !isPlace(segment)) ??
      (stem || 'root'),
    directory,
  };
}
