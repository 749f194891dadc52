import { DeclaredObject } from '../facts';
import { directoryOf } from '../files/treePaths';

/** Objects that deploy things are applied by hand, once, whatever kustomizations list. */
const bootstrap = new Set(['Application', 'ApplicationSet', 'Kustomization']);

/**
 * Tells the files that lie beside others which a kustomization or an engine takes, and are left out: a line that somebody
 * has commented out. What stands there runs nowhere, whichever environment the directory is of.
 */
export function leftOutOf(
  objects: readonly DeclaredObject[],
): (object: DeclaredObject) => boolean {
  const taken = new Set(objects.flatMap(directoriesTakenFor));
  return object =>
    object.builtBy === undefined &&
    (object.environment ?? object.cluster) !== undefined &&
    !bootstrap.has(object.kind) &&
    taken.has(directoryOf(object.location.path)) &&
    !isDeployed(object);
}

/** Directories of which something takes files, and not all, as an object tells. */
function directoriesTakenFor(object: DeclaredObject): string[] {
  const { kind, builtBy, location, engine } = object;
  const own = directoryOf(location.path);
  if (builtBy === undefined) {
    // Plain files that an engine applies: a kustomization among them may take some alone.
    return engine === undefined && isDeployed(object) ? [own] : [];
  }
  if (kind === 'Release' || location.path.startsWith(`${builtBy}/templates/`)) {
    return [];
  }
  // A kustomization further up takes what it wants of the directories below, by their kustomizations or file by file.
  return builtBy === '.' || location.path.startsWith(`${builtBy}/`)
    ? [builtBy, own]
    : [builtBy];
}

function isDeployed({ config }: DeclaredObject): boolean {
  return config.some(({ role }) => role === 'application');
}
