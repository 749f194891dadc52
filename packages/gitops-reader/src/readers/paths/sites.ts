import { baseName } from '../../files/treePaths';
import { Directories } from './directories';
import { isLayout } from './siblings';
import { EnvironmentWords, isRegion } from './words';

/** Directories of which the name says that each child is an environment, whatever that is called. */
export const environmentHolders = /^(environments?|envs?|stages?)$/i;

/** What `values-summit.yaml` is for. */
export function saidByValues(file: string): string | undefined {
  return /^values?[-_.]([\w-]+)\.ya?ml$/i.exec(file)?.[1];
}

/**
 * Environments that only this repository calls so: in `environments/`, each of the values files is for one, if some of
 * them bear a name that tells it.
 */
export function sitesOf(
  tree: Directories,
  words: EnvironmentWords,
): Set<string> {
  const sites = new Set<string>();
  for (const [directory, { files }] of tree.entries()) {
    if (!environmentHolders.test(baseName(directory))) {
      continue;
    }
    const known = new Set<string>();
    const unknown: string[] = [];
    for (const file of files) {
      const said = saidByValues(file);
      const environment =
        said && (words.loose(said) ?? words.glued(said)?.environment);
      if (environment) {
        known.add(environment);
      } else if (said && !isLayout(said)) {
        unknown.push(said.toLowerCase());
      }
    }
    if (known.size > 1) {
      unknown.forEach(name => sites.add(name));
    }
  }
  return sites;
}

/** In this many directories of environments, a name is one however few of those have a name that tells it. */
const often = 3;

/** Names that recur as those of environments: `apps/cart/envs/local`, `apps/shop/envs/local`, `apps/web/envs/local`. */
export function recurringSites(
  tree: Directories,
  words: EnvironmentWords,
): Set<string> {
  const counts = new Map<string, number>();
  for (const [directory, { directories }] of tree.entries()) {
    if (environmentHolders.test(baseName(directory))) {
      for (const name of directories.keys()) {
        if (isSiteName(name, words)) {
          counts.set(name, (counts.get(name) ?? 0) + 1);
        }
      }
    }
  }
  return new Set(
    [...counts].filter(([, count]) => count >= often).map(([name]) => name),
  );
}

/** What is kept for environments in directories of its own. */
const kept =
  /^(secrets?|config(map)?s?|cert(ificate)?s?|keys?|patch(es)?|resources?|manifests?|build|deploy|files?|data|var(iable)?s|apps?|services?)$/i;

/** One word: what has several is as often a cluster, or a region. */
function isSiteName(name: string, words: EnvironmentWords): boolean {
  return (
    /^[a-z][a-z0-9]+$/i.test(name) &&
    !isLayout(name) &&
    !kept.test(name) &&
    !isRegion(name) &&
    !words.speaks(name)
  );
}
