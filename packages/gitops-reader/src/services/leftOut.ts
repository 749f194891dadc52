import { DeclaredObject } from '../facts';
import { directoryOf } from '../files/treePaths';

/** Objects that deploy things are applied by hand, once, whatever kustomizations list. */
const bootstrap = new Set(['Application', 'ApplicationSet', 'Kustomization']);

/**
 * Tells the files that lie beside a kustomization that leaves them out: a line that somebody has commented out. What
 * stands there runs nowhere, whichever environment the directory is of.
 */
export function leftOutOf(
  objects: readonly DeclaredObject[],
): (object: DeclaredObject) => boolean {
  const built = new Set<string>();
  for (const { kind, builtBy, location } of objects) {
    if (
      builtBy !== undefined &&
      kind !== 'Release' &&
      !location.path.startsWith(`${builtBy}/templates/`)
    ) {
      built.add(builtBy);
    }
  }
  return ({ kind, environment, cluster, builtBy, config, location }) =>
    builtBy === undefined &&
    (environment ?? cluster) !== undefined &&
    !bootstrap.has(kind) &&
    built.has(directoryOf(location.path)) &&
    config.every(({ role }) => role !== 'application');
}
