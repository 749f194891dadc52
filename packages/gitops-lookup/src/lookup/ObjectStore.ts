import {
  DeclaredObject,
  groupOf,
  linkTo,
  LiveObject,
  ObjectRef,
} from '@plumbline/gitops-reader';
import { FactIndex, IndexedObject, LinkSet, ObjectKey } from '../factIndex';
import { SourceStore } from './SourceStore';

/** @internal */
export type Declared = Extract<IndexedObject, { origin: 'declared' }>;
/** @internal */
export type Live = Extract<IndexedObject, { origin: 'live' }>;

/** The most objects that one question looks at. */
const mostObjects = 400;

/** The most objects that declare one link. */
const maxLinked = 50;

/**
 * Objects that the index gave so far, and the keys that it was asked for, so that no key is asked for twice.
 *
 * @internal
 */
export class ObjectStore {
  readonly #index: FactIndex;
  readonly #sources: SourceStore;
  readonly #limit: number;
  readonly #asked = new Set<string>();
  readonly #byName = new Map<string, IndexedObject[]>();
  readonly #seen = new Set<string>();
  readonly #byLinks = new Map<string, Live[]>();
  #truncated = false;
  #linksTruncated = false;

  constructor(
    index: FactIndex,
    sources: SourceStore,
    limit: number = mostObjects,
  ) {
    this.#index = index;
    this.#sources = sources;
    this.#limit = limit;
  }

  /** Whether more objects have these names than are looked at. */
  get truncated(): boolean {
    return this.#truncated;
  }

  /** Whether more objects, of all clusters, declare a link than are looked at: what a cluster has may be missing. */
  get linksTruncated(): boolean {
    return this.#linksTruncated;
  }

  /** Asks for the keys that were not asked for before. Tells whether there were any. */
  async load(keys: ObjectKey[]): Promise<boolean> {
    const fresh = keys.filter(key => {
      const id = keyId(key);
      const { kind, name } = key;
      const known =
        this.#asked.has(id) ||
        this.#asked.has(keyId({ name })) ||
        this.#asked.has(keyId({ kind, name }));
      this.#asked.add(id);
      return !known;
    });
    if (fresh.length === 0) {
      return false;
    }
    const found = await this.#index.objects(fresh, this.#limit);
    this.#truncated ||= found.length >= this.#limit;
    this.add(found);
    return true;
  }

  /** Asks for what declares links that were not asked for before. Tells whether there were any. */
  async loadLinks(wanted: LinkSet[]): Promise<boolean> {
    const fresh = new Map<string, LinkSet>();
    for (const links of wanted) {
      const id = JSON.stringify(links);
      if (!this.#byLinks.has(id)) {
        this.#byLinks.set(id, []);
        fresh.set(id, links);
      }
    }
    if (fresh.size === 0) {
      return false;
    }
    const found = await this.#index.links([...fresh.values()], maxLinked);
    for (const { links, object } of found) {
      if (object.origin === 'live') {
        this.#byLinks.get(JSON.stringify(links))?.push(object);
      }
    }
    this.#linksTruncated ||= [...fresh.keys()].some(
      id => (this.#byLinks.get(id)?.length ?? 0) >= maxLinked,
    );
    this.add(found.map(({ object }) => object));
    return true;
  }

  /** Live objects that declare all of these links, in so far as they were asked for. */
  linked(links: LinkSet): Live[] {
    return this.#byLinks.get(JSON.stringify(links)) ?? [];
  }

  add(objects: IndexedObject[]): void {
    for (const indexed of objects) {
      if (indexed.sourceInfo) {
        this.#sources.know(indexed.sourceInfo);
      }
      const id = identityOf(indexed);
      if (!this.#seen.has(id)) {
        this.#seen.add(id);
        const { name } = indexed.object;
        const namesakes = this.#byName.get(name) ?? [];
        namesakes.push(indexed);
        this.#byName.set(name, namesakes);
      }
    }
  }

  find(key: ObjectKey): IndexedObject[] {
    return (this.#byName.get(key.name) ?? []).filter(
      ({ object }) =>
        (key.kind === undefined || sameKind(key.kind, object.kind)) &&
        (key.namespace === undefined ||
          (key.namespace ?? undefined) === (object.namespace || undefined)),
    );
  }

  /** Objects whose names begin so. */
  prefixed(prefix: string, namespace: string | undefined): IndexedObject[] {
    return [...this.#byName.entries()]
      .filter(([name]) => name.startsWith(prefix))
      .flatMap(([, objects]) => objects)
      .filter(
        ({ object }) =>
          namespace === undefined || object.namespace === namespace,
      );
  }

  live(ref: Omit<ObjectRef, 'apiVersion'>, cluster?: string): Live[] {
    return this.find({ ...ref, namespace: ref.namespace ?? null }).filter(
      (indexed): indexed is Live =>
        indexed.origin === 'live' &&
        (cluster === undefined || indexed.object.cluster === cluster),
    );
  }

  /** Declarations of an object, and those of its name that leave the namespace to whatever applies them. */
  declared(ref: Omit<ObjectRef, 'apiVersion'>): Declared[] {
    return this.find({ kind: ref.kind, name: ref.name }).filter(
      (indexed): indexed is Declared =>
        indexed.origin === 'declared' &&
        (!indexed.object.namespace ||
          indexed.object.namespace === ref.namespace),
    );
  }
}

/** The first that is still there, otherwise the first that was. */
export function present(objects: Live[]): Live | undefined {
  return objects.find(({ goneSince }) => !goneSince) ?? objects[0];
}

/** Whether two reports are of one object: versions of an API are. */
export function isSame(a: LiveObject, b: LiveObject): boolean {
  return a.cluster === b.cluster && linkTo.listed(a) === linkTo.listed(b);
}

/** No name, namespace or kind holds a NUL. */
function keyId({ kind = '', namespace = '*', name }: ObjectKey): string {
  return `${kind}\0${namespace ?? ''}\0${name}`;
}

function sameKind(a: string, b: string): boolean {
  return a === b || a.toLowerCase() === b.toLowerCase();
}

function identityOf(indexed: IndexedObject): string {
  const { apiVersion, kind, namespace, name } = indexed.object;
  const place =
    indexed.origin === 'live'
      ? [indexed.source, indexed.object.uid]
      : placeOf(indexed.source, indexed.object);
  return [apiVersion, kind, namespace, name, ...place].join('\0');
}

function placeOf(source: string, object: DeclaredObject): unknown[] {
  const { location, environment, cluster, builtBy } = object;
  return [source, location.path, location.line, environment, cluster, builtBy];
}

/** The keys under which an object and what declares it are found. */
export function keysOf(ref: Omit<ObjectRef, 'apiVersion'>): ObjectKey[] {
  const { kind, name, namespace } = ref;
  return namespace
    ? [
        { kind, name, namespace },
        { kind, name, namespace: null },
      ]
    : [{ kind, name, namespace: null }];
}

/**
 * Whether two objects may be of one group: a kind of that name in another API is another one. Unknown where a reference
 * names none; what began in `extensions` has moved to groups of its own.
 */
export function sameGroup(
  a: { apiVersion?: string },
  b: { apiVersion?: string },
): boolean {
  if (!a.apiVersion || !b.apiVersion) {
    return true;
  }
  const groups = [groupOf(a.apiVersion), groupOf(b.apiVersion)];
  return groups[0] === groups[1] || groups.includes('extensions');
}

/** `Deployment shop/cart`. */
export function describe(ref: {
  kind?: string;
  namespace?: string | null;
  name: string;
}): string {
  const name = ref.namespace ? `${ref.namespace}/${ref.name}` : ref.name;
  return ref.kind ? `${ref.kind} ${name}` : name;
}

export function refOf({
  apiVersion,
  kind,
  namespace,
  name,
}: LiveObject | DeclaredObject | ObjectRef): ObjectRef {
  return { apiVersion, kind, ...(namespace && { namespace }), name };
}
