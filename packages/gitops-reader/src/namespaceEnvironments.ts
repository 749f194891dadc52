import { DeclaredObject, ObjectRef } from './facts';
import { addTo } from './groups';
import { livesWithEngine, Place } from './ownership';

/** A place, and whether nothing but a label of the object says its environment. */
export interface ToldPlace extends Place {
  labelled?: boolean;
}

/** Environments of namespaces that say theirs by a label, for objects that nothing else places. */
export class NamespaceEnvironments {
  readonly #byName = new Map<string, ToldPlace[]>();

  constructor(
    objects: readonly DeclaredObject[],
    places: readonly ToldPlace[],
  ) {
    objects.forEach(({ apiVersion, kind, name }, index) => {
      if (kind === 'Namespace' && apiVersion === 'v1') {
        addTo(this.#byName, name, places[index]);
      }
    });
  }

  /** The environment of what an object is in, or deploys to, where all namespaces that may be meant say the same. */
  of(
    object: ObjectRef & Pick<DeclaredObject, 'engine'>,
    { cluster }: Place,
  ): string | undefined {
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
