import { classifyEnvironment, isRegion, subjectOf } from '../paths';

/** Directories and file names that say what kind of thing this is, or where it stands, and not what it is about. */
const layout =
  /^(\.?(base|bases|overlays?|environments?|envs?|clusters?|regions?|values|deploy(ments?)?|releases?|config|stages?))$/i;
const generic =
  /^(image[-_]?)?(tags?|versions?|image|images|chart[-_]?versions?|values|env|variables|vars)$/i;

/** Which service an entry is about, and the directory that stands for it in all environments. */
export function serviceOfEntry(
  path: string,
  subject: string | undefined,
  cluster?: string,
): { service: string; directory: string } {
  const segments = path.split('/');
  const file = segments.pop() ?? '';
  const isPlace = (name: string) =>
    name === cluster || classifyEnvironment(name) !== undefined;
  const kept = segments.filter(
    (segment, at) =>
      !layout.test(segment) &&
      !isPlace(segment) &&
      // A region right below an environment only tells where.
      !(at > 0 && isRegion(segment) && isPlace(segments[at - 1])),
  );
  const stem = file.replace(/^\./, '').replace(/\.\w+$/, '');
  if (subject !== undefined) {
    return { service: subject, directory: kept.join('/') };
  }
  // In a directory of an environment, a name that speaks of another is just a name.
  const isName =
    !isPlace(stem) ||
    segments.some(segment => classifyEnvironment(segment) !== undefined);
  if (stem !== '' && !generic.test(stem) && isName) {
    return { service: stem, directory: kept.join('/') };
  }
  const named = kept.filter(segment => !generic.test(segment));
  return {
    service:
      subjectOf(named) ??
      segments.findLast(segment => !isPlace(segment)) ??
      (stem || 'root'),
    directory: kept.join('/'),
  };
}
