import { DeclaredObject } from '../facts';
import { directoryOf } from '../files/treePaths';

/** Objects that deploy things are applied by hand, once, whatever kustomizations list. */
const bootstrap = new Set(['Application', 'ApplicationSet', 'Kustomization']);

/** Where an engine starts from is applied by hand as well. */
const started = /(^|\/)(bootstrap|flux-system)(\/|$)/;

/** So many directories that a kustomization takes make one beside them that it does not take one that it leaves out. */
const fewestTaken = 3;

/**
 * Tells the files that lie beside others which a kustomization or an engine takes, and are left out, and the directories
 * beside those that a kustomization takes which an engine deploys: a line that somebody has commented out. What stands
 * there runs nowhere, whichever environment the directory is of.
 */
export function leftOutOf(
  objects: readonly DeclaredObject[],
): (object: DeclaredObject) => boolean {
  const taken = new Set(objects.flatMap(directoriesTakenFor));
  const below = directoriesTakenBelow(objects);
  const isBesideTaken = ({ builtBy, location }: DeclaredObject) => {
    const own = directoryOf(location.path);
    const directory = builtBy ?? own;
    const beside = below.get(directoryOf(directory));
    return (
      (builtBy === undefined && taken.has(own)) ||
      (beside !== undefined &&
        beside.size >= fewestTaken &&
        !beside.has(directory) &&
        !started.test(directory))
    );
  };
  return object =>
    (object.environment ?? object.cluster) !== undefined &&
    !bootstrap.has(object.kind) &&
    !isDeployed(object) &&
    isBesideTaken(object);
}

/** Directories of which kustomizations that engines deploy take something, by the directory of those. */
function directoriesTakenBelow(
  objects: readonly DeclaredObject[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const below = new Map<string, Set<string>>();
  for (const object of objects) {
    const { builtBy, location, config } = object;
    if (builtBy === undefined || builtBy === '.' || !isDeployed(object)) {
      continue;
    }
    const known = below.get(builtBy) ?? new Set<string>();
    below.set(builtBy, known);
    const layers = config.filter(({ role }) => role === 'overlay');
    for (const { path } of [location, ...layers.map(each => each.location)]) {
      const end = path.startsWith(`${builtBy}/`)
        ? path.indexOf('/', builtBy.length + 1)
        : -1;
      if (end > 0) {
        known.add(path.slice(0, end));
      }
    }
  }
  return below;
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
