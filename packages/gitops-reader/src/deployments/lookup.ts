import { listAt, textAt } from '../json';
import { current, Resource } from '../kustomize/resource';

/** Objects of one kind and name that stand below one directory: the first of each namespace. */
class Namesakes {
  #first: Resource | undefined;
  readonly #byNamespace = new Map<string | undefined, Resource>();

  add(resource: Resource, namespace: string | undefined): void {
    this.#first ??= resource;
    if (!this.#byNamespace.has(namespace)) {
      this.#byNamespace.set(namespace, resource);
    }
  }

  /** That of a namespace; one without a namespace may be in any. */
  in(namespace: string | undefined): Resource | undefined {
    return (
      this.#byNamespace.get(namespace) ??
      (namespace === undefined ? this.#first : this.#byNamespace.get(undefined))
    );
  }
}

/** Finds objects by kind and name. Clusters of one repository often have a source of the same name each. */
export class Lookup {
  /** Objects by kind and name, and by each path that theirs begins with. */
  readonly #byName = new Map<string, Map<string, Namesakes>>();
  readonly #all = new Set<Resource>();

  add(resource: Resource): void {
    const { kind, name } = current(resource);
    this.#all.add(resource);
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
    const known = this.#byName.get(key) ?? new Map<string, Namesakes>();
    this.#byName.set(key, known);
    const { namespace } = current(resource);
    for (const path of pathsAbove(resource.location.path)) {
      const namesakes = known.get(path) ?? new Namesakes();
      known.set(path, namesakes);
      namesakes.add(resource, namespace);
    }
  }

  /** The object of this name that stands nearest to a path; one without a namespace may be in any. */
  find(
    kind: string,
    namespace: string | undefined,
    name: string,
    near: string,
  ): Resource | undefined {
    const known = this.#byName.get(`${kind}/${name}`);
    for (const path of known ? pathsAbove(near) : []) {
      const found = known?.get(path)?.in(namespace);
      if (found) {
        return found;
      }
    }
    return undefined;
  }

  all(): ReadonlySet<Resource> {
    return this.#all;
  }
}

/** A path and all that it lies in, the innermost first. */
function pathsAbove(path: string): string[] {
  const paths = [path];
  for (
    let at = path.lastIndexOf('/');
    at > 0;
    at = path.lastIndexOf('/', at - 1)
  ) {
    paths.push(path.slice(0, at));
  }
  return path === '' ? paths : [...paths, ''];
}
