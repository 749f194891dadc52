import { Change, ConfigPlace, DeclaredObject } from '@plumbline/gitops-reader';

/**
 * The places whose changes are changes of an object: what deploys it changes without it, so that counts only where it is
 * all that there is.
 *
 * @public
 */
export function placesOfChange<T extends Pick<ConfigPlace, 'role'>>(
  places: T[],
): T[] {
  const own = places.filter(({ role }) => role !== 'application');
  return own.length > 0 ? own : places;
}

/**
 * The newest change of an object's own files in its repository.
 *
 * @public
 */
export function lastChangeOfObject(
  { location, config }: DeclaredObject,
  changeOf: (path: string) => Change | undefined,
): Change | undefined {
  const { repository, path } = location;
  const here = config.filter(place => place.location.repository === repository);
  const known = here.some(place => place.location.path === path);
  const places = known
    ? here
    : [...here, { role: 'manifest' as const, location }];
  return newestOf(
    placesOfChange(places).map(place => changeOf(place.location.path)),
  );
}

/**
 * The change that was made last.
 *
 * @public
 */
export function newestOf<T extends Pick<Change, 'at'>>(
  changes: Iterable<T | undefined>,
): T | undefined {
  let newest: T | undefined;
  for (const change of changes) {
    if (change && (!newest || Date.parse(change.at) > Date.parse(newest.at))) {
      newest = change;
    }
  }
  return newest;
}
