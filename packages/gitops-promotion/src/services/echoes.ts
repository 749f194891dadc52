import { normalizeRepositoryUrl } from '@plumbline/gitops-reader';
import { isFloating } from '../versions/classifyVersion';
import type { RepositoryService } from './joinServices';

/**
 * The one of some services that another one merely deploys: engine objects that take a directory of its repository as it
 * is say nothing that does not stand there. Undefined where they say more, lead to places that it does not tell of, or
 * several can be meant.
 */
export function echoOf(
  { places, repository }: RepositoryService,
  services: readonly RepositoryService[],
): RepositoryService | undefined {
  const pins = places.flatMap(place => place.pins);
  if (
    pins.length === 0 ||
    !pins.every(({ kind, value }) => kind === 'revision' && isFloating(value))
  ) {
    return undefined;
  }
  const found = services.filter(
    other =>
      other.repository !== repository &&
      pins.every(({ name }) => leadsTo(name, other.repository)) &&
      places.every(({ environment }) =>
        other.places.some(place => place.environment === environment),
      ),
  );
  return found.length === 1 ? found[0] : undefined;
}

/** Whether the address of a repository is that of one which goes by its name here. @public */
export function leadsTo(url: string, repository: string): boolean {
  const normal = normalizeRepositoryUrl(url);
  const name = normalizeRepositoryUrl(repository);
  return normal === name || normal.endsWith(`/${name}`);
}
