import { listAt, textAt } from '../lib/json';
import { current, Resource } from '../readers/kustomize/resource';

/** Directories of a path that are told apart. */
const mostDirectories = 50;

/** Objects of one kind and name that stand below one directory: the first of each namespace. */
class Below {
  #first: Resource | undefined;
  readonly #byNamespace = new Map<string | undefined, Resource>();

  add(resource: Resource): void {
    const { namespace } = current(resource);
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

/** Objects of one kind and name, by each path that theirs begins with: made when somebody asks, for most are alone. */
class Namesakes {
  readonly #all: Resource[] = [];
  #byPath: Map<string, Below> | undefined;

  add(resource: Resource): void {
    this.#all.push(resource);
    this.#byPath = undefined;
  }

  find(namespace: string | undefined, near: string): Resource | undefined {
    this.#byPath ??= this.#sorted();
    for (const path of this.#pathsAbove(near)) {
      const found = this.#byPath.get(path)?.in(namespace);
      if (found) {
        return found;
      }
    }
    return undefined;
  }

  #sorted(): Map<string, Below> {
    const byPath = new Map<string, Below>();
    for (const resource of this.#all) {
      for (const path of this.#pathsAbove(resource.location.path)) {
        const below = byPath.get(path) ?? new Below();
        byPath.set(path, below);
        below.add(resource);
      }
    }
    return byPath;
  }

  /** One that is alone is the nearest to everything. */
  #pathsAbove(path: string): string[] {
    return this.#all.length === 1 ? [''] : pathsAbove(path);
  }
}

/** Finds objects by kind and name. Clusters of one repository often have a source of the same name each. */
export class Lookup {
  /** Objects by kind and name. */
  readonly #byName = new Map<string, Namesakes>();
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
    const namesakes = this.#byName.get(key) ?? new Namesakes();
    this.#byName.set(key, namesakes);
    namesakes.add(resource);
  }

  /** The object of this name that stands nearest to a path; one without a namespace may be in any. */
  find(
    kind: string,
    namespace: string | undefined,
    name: string,
    near: string,
  ): Resource | undefined {
    return this.#byName.get(`${kind}/${name}`)?.find(namespace, near);
  }

  all(): ReadonlySet<Resource> {
    return this.#all;
  }
}

/** A path and all that it lies in, the innermost first; of a deep one the outermost of these. */
function pathsAbove(path: string): string[] {
  const paths = [''];
  for (
    let at = path.indexOf('/', 1);
    at > 0 && paths.length < mostDirectories;
    at = path.indexOf('/', at + 1)
  ) {
    paths.push(path.slice(0, at));
  }
  if (path !== '' && paths.length < mostDirectories) {
    paths.push(path);
  }
  return paths.reverse();
}
