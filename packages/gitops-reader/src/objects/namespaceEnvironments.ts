import { DeclaredObject, ObjectRef } from '../facts';
import { addTo } from '../lib/groups';
import { livesWithEngine, Place } from '../ownership';
import { baseName, directoryOf } from '../files/treePaths';

/** A place, and whether nothing but a label of the object says its environment. */
export interface ToldPlace extends Place {
  labelled?: boolean;
}

/** Environments of namespaces that say theirs by a label, for objects that nothing else places. */
export class NamespaceEnvironments {
  readonly #byName = new Map<string, ToldPlace[]>();
  /** Directories that are called after the Namespace in them: what names none is applied there. */
  readonly #byDirectory = new Map<string, ToldPlace>();

  constructor(
    objects: readonly DeclaredObject[],
    places: readonly ToldPlace[],
  ) {
    objects.forEach(({ apiVersion, kind, name, location }, index) => {
      if (kind === 'Namespace' && apiVersion === 'v1') {
        addTo(this.#byName, name, places[index]);
        const directory = directoryOf(location.path);
        if (baseName(directory) === name) {
          this.#byDirectory.set(directory, places[index]);
        }
      }
    });
  }

  /** The environment of what an object is in, or deploys to, where all namespaces that may be meant say the same. */
  of(
    object: ObjectRef & Pick<DeclaredObject, 'engine' | 'location'>,
    { cluster }: Place,
  ): string | undefined {
    const around = this.#byDirectory.get(directoryOf(object.location.path));
    if (object.namespace === undefined && around?.labelled) {
      return around.environment;
    }
    const elsewhere = livesWithEngine(object);
    const namespace = elsewhere
      ? object.engine?.destinationNamespace
      : object.namespace;
    const [first, ...others] = (this.#byName.get(namespace ?? '') ?? []).filter(
      place =>
        elsewhere ||
        place.cluster === undefined ||
        cluster === undefined ||
        place.cluster === cluster,
    );
    return first?.labelled &&
      others.every(({ environment }) => environment === first.environment)
      ? first.environment
      : undefined;
  }
}
