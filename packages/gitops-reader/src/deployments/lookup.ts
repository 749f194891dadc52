import { listAt, textAt } from '../json';
import { current, Resource } from '../kustomize/resource';

/** Finds objects by kind and name. Clusters of one repository often have a source of the same name each. */
export class Lookup {
  readonly #byName = new Map<string, Resource[]>();

  add(resource: Resource): void {
    const { kind, name } = current(resource);
    this.#set(`${kind}/${name}`, resource);
    // A generator stands for the artifacts that it makes.
    if (kind === 'ArtifactGenerator') {
      for (const artifact of listAt(resource.value, 'spec', 'artifacts')) {
        const made = textAt(artifact, 'name');
        if (made) {
          this.#set(`ExternalArtifact/${made}`, resource);
        }
      }
    }
  }

  #set(key: string, resource: Resource): void {
    const known = this.#byName.get(key);
    if (known) {
      known.push(resource);
    } else {
      this.#byName.set(key, [resource]);
    }
  }

  /** The object of this name that stands nearest to a path; one without a namespace may be in any. */
  find(
    kind: string,
    namespace: string | undefined,
    name: string,
    near: string,
  ): Resource | undefined {
    let best: Resource | undefined;
    let bestScore = -1;
    for (const resource of this.#byName.get(`${kind}/${name}`) ?? []) {
      const own = current(resource).namespace;
      if (own === undefined || namespace === undefined || own === namespace) {
        const score =
          2 * sharedSegments(resource.location.path, near) +
          (own === namespace ? 1 : 0);
        if (score > bestScore) {
          best = resource;
          bestScore = score;
        }
      }
    }
    return best;
  }

  all(): Set<Resource> {
    return new Set([...this.#byName.values()].flat());
  }
}

function sharedSegments(one: string, other: string): number {
  const a = one.split('/');
  const b = other.split('/');
  let shared = 0;
  while (shared < a.length && a[shared] === b[shared]) {
    shared++;
  }
  return shared;
}
