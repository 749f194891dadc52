import { DeclaredObject, DirectoryClaims } from '../../facts';
import { namespaceClaim } from '../../ownership';
import { baseName, directoryOf } from '../../files/treePaths';

/**
 * Claims of a Namespace on its directory, where the directory is called after it: what lies there (Terraform, values,
 * notes) belongs to it as well.
 */
export function namespaceDirectories(
  objects: readonly DeclaredObject[],
): DirectoryClaims[] {
  return objects.flatMap(({ apiVersion, kind, name, location, claims }) => {
    if (kind !== 'Namespace' || apiVersion !== 'v1') {
      return [];
    }
    const directory = directoryOf(location.path);
    const own = claims.filter(({ source }) => source === 'object-label');
    return baseName(directory) === name && own.length > 0
      ? [
          {
            directory,
            source: 'namespace-label' as const,
            claims: own.map(namespaceClaim),
          },
        ]
      : [];
  });
}
