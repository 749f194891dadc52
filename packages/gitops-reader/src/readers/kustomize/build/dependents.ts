import { Changes, Needs } from './needs';

/** Which builds looked at what: one, or several. */
type Lookers = Map<string, string | Set<string>>;

/** Leads from what has changed to the builds that it may concern. */
export class Dependents {
  readonly #files: Lookers = new Map();
  readonly #kustomizations: Lookers = new Map();
  readonly #builds: Lookers = new Map();

  /** Remembers what the build of a directory looked at. */
  add(directory: string, needs: Needs): void {
    this.#each(needs, (lookers, key) => {
      const known = lookers.get(key);
      if (known === undefined) {
        lookers.set(key, directory);
      } else if (typeof known !== 'string') {
        known.add(directory);
      } else if (known !== directory) {
        lookers.set(key, new Set([known, directory]));
      }
    });
  }

  remove(directory: string, needs: Needs): void {
    this.#each(needs, (lookers, key) => {
      const known = lookers.get(key);
      if (known === directory) {
        lookers.delete(key);
      } else if (typeof known === 'object') {
        known.delete(directory);
      }
    });
  }

  /** Directories whose builds looked at what has changed, or stand on such builds. */
  concernedBy({ paths, directories }: Changes): Set<string> {
    const concerned = new Set<string>();
    const addAll = (lookers: Lookers, keys: Iterable<string>) => {
      for (const key of keys) {
        const known = lookers.get(key) ?? [];
        for (const directory of typeof known === 'string' ? [known] : known) {
          concerned.add(directory);
        }
      }
    };
    addAll(this.#files, paths);
    addAll(this.#kustomizations, directories);
    addAll(this.#builds, directories);
    // The set grows while it is walked.
    addAll(this.#builds, concerned);
    return concerned;
  }

  #each(
    { files, kustomizations, builds }: Needs,
    take: (lookers: Lookers, key: string) => void,
  ): void {
    for (const key of files) {
      take(this.#files, key);
    }
    for (const key of kustomizations) {
      take(this.#kustomizations, key);
    }
    for (const key of builds) {
      take(this.#builds, key);
    }
  }
}
