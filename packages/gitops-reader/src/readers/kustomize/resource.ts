import { ConfigPlace, FileLocation, JsonObject, JsonValue } from '../../facts';
import { isObject, objectAt, textAt } from '../../lib/json';
import { LineTree } from '../reader';
import {
  containerImages,
  hasOwnImages,
  ownChart,
  podTemplate,
} from '../../workloads/workload';
import { lineOf } from '../../yaml';
import { groupVersion, Identity } from './transformers/select';

/** Where a value that a kustomization has set is written. */
export interface Origin {
  location: FileLocation;
  /** The key that sets it, for versions: `images[name=ghcr.io/acme/cart].newTag`. */
  key?: string;
}

/** An object on its way through kustomizations. Never changed in place, so that overlays can share a base. */
export interface Resource {
  value: JsonObject;
  /** The document that declares it. */
  location: FileLocation;
  lines: LineTree;
  /** What it was called, oldest first; the last is what it is called now. */
  identities: Identity[];
  /** Files that gave it another name than it is declared with, in order. */
  namedAt?: readonly string[];
  /** What kustomizations did to it, in order. */
  places: ConfigPlace[];
  /** Where values that a kustomization has set are written, by their path. */
  origins: ReadonlyMap<string, Origin>;
  /** Made by a generator: the name that is applied gets a hash at its end. */
  hashed?: boolean;
  /** Some of its data is not known here: that of Secrets, and what comes out of files. */
  opaque?: boolean;
}

/** A change, and the place that makes it. */
export interface Change {
  location: FileLocation;
  note: string;
  role?: ConfigPlace['role'];
  /** Where exactly the value at a path is written. */
  origin?: (path: (string | number)[], value: JsonObject) => Origin | undefined;
  /** Whether the value at a path is written there, be it the one that it was before: that line decides from now on. */
  writes?: (path: (string | number)[], value: JsonObject) => boolean;
}

/** An object as it is declared, before anything changes it. */
export function resourceOf(
  value: JsonObject,
  { location, lines }: Pick<Resource, 'location' | 'lines'>,
): Resource {
  return {
    value,
    location,
    lines,
    identities: [identityOf(value)],
    places: [],
    origins: new Map(),
  };
}

/** Identity of an object now. */
export function identityOf(value: JsonObject): Identity {
  return {
    ...groupVersion(textAt(value, 'apiVersion') ?? ''),
    kind: textAt(value, 'kind') ?? '',
    namespace: textAt(value, 'metadata', 'namespace'),
    name: textAt(value, 'metadata', 'name') ?? '',
  };
}

/** The identity as text, equal for what a cluster takes for the same object. */
export function identityKey(identity: Identity): string {
  return `${identity.group}/${identity.kind}/${identity.namespace ?? ''}/${identity.name}`;
}

/** The current identity of a resource. */
export function current(resource: Resource): Identity {
  return resource.identities[resource.identities.length - 1];
}

/** The resource with its new value; the same resource when nothing has changed. */
export function changed(
  resource: Resource,
  value: JsonObject,
  change: Change,
): Resource {
  if (value === resource.value) {
    return resource;
  }
  const before = current(resource);
  const now = identityOf(value);
  return {
    ...resource,
    value,
    identities:
      identityKey(before) === identityKey(now)
        ? resource.identities
        : resource.identities.concat(now),
    ...(before.name === now.name
      ? {}
      : {
          namedAt: [...(resource.namedAt ?? []), change.location.path],
        }),
    // Unlike a list that others are spread into, it takes no more room than it needs.
    places: resource.places.concat({
      role: change.role ?? 'overlay',
      location: change.location,
      note: change.note,
    }),
    origins: originsAfter(resource, value, change),
  };
}

/** Paths whose origin matters to facts: marks of teams, images, and what engine objects pin. */
function originsAfter(
  resource: Resource,
  value: JsonObject,
  change: Change,
): ReadonlyMap<string, Origin> {
  let origins: Map<string, Origin> | undefined;
  const set = (path: (string | number)[], id: string) => {
    origins ??= new Map(resource.origins);
    origins.set(
      id,
      change.origin?.(path, value) ?? { location: change.location },
    );
  };
  const template = podTemplate(value);
  const metadatas = [['metadata']];
  if (template && template.path.length > 0) {
    metadatas.push([...template.path, 'metadata']);
  }
  for (const metadata of metadatas) {
    for (const field of ['labels', 'annotations']) {
      const path = [...metadata, field];
      const before = objectAt(resource.value, ...path);
      const after = objectAt(value, ...path);
      if (after && after !== before) {
        for (const key of Object.keys(after)) {
          if (after[key] !== before?.[key]) {
            set([...path, key], [...path, key].join('\n'));
          }
        }
      }
    }
  }
  const holdsOtherImages = template
    ? template.spec !== podTemplate(resource.value)?.spec
    : hasOwnImages(value) && value.spec !== resource.value.spec;
  if (holdsOtherImages) {
    const before = new Map(
      containerImages(resource.value).map(image => [image.key, image.image]),
    );
    for (const { key, image, path } of containerImages(value)) {
      if (before.get(key) !== image || change.writes?.(path, value)) {
        set(path, `image\n${key}`);
      }
    }
  }
  if (pinsInFields(value)) {
    const writes = (path: (string | number)[]) =>
      change.writes?.(path, value) ?? false;
    for (const path of changedTexts(resource.value, value, writes)) {
      set(path, path.join('\n'));
    }
  }
  return origins ?? resource.origins;
}

/** Whether an object pins versions in fields of its own: what deploys others or installs operators, and sources. */
function pinsInFields(object: JsonObject): boolean {
  const { apiVersion } = object;
  return (
    typeof apiVersion === 'string' &&
    (/^(argoproj\.io|operators\.coreos\.com|[a-z]+\.toolkit\.fluxcd\.io)\//.test(
      apiVersion,
    ) ||
      ownChart(object) !== undefined)
  );
}

/** Values that one change may set; the rest is found where the change begins. */
const mostTexts = 1000;

/** Paths of the texts and numbers that a change has set, or writes again. What both share is not looked at. */
function changedTexts(
  before: JsonObject,
  after: JsonObject,
  writes: (path: (string | number)[]) => boolean,
): (string | number)[][] {
  const found: (string | number)[][] = [];
  const visit = (
    one: JsonValue | undefined,
    other: JsonValue | undefined,
    path: (string | number)[],
  ) => {
    const isText = typeof other !== 'object';
    if (
      (one === other && !(isText && writes(path))) ||
      found.length >= mostTexts
    ) {
      return;
    }
    if (Array.isArray(other)) {
      const known = Array.isArray(one) ? one : [];
      other.forEach((item, at) => visit(known[at], item, [...path, at]));
    } else if (isObject(other)) {
      for (const key of Object.keys(other)) {
        visit(isObject(one) ? one[key] : undefined, other[key], [...path, key]);
      }
    } else if (other !== undefined && other !== null) {
      found.push(path);
    }
  };
  visit(before.spec, after.spec, ['spec']);
  return found;
}

/** Where the value at a path was set by something other than the document that declares the object, if it was. */
export function originOf(
  resource: Resource,
  path: readonly (string | number)[],
): Origin | undefined {
  return resource.origins.get(path.join('\n'));
}

/** Where the value at a path is written: in what set it, or in the object itself. */
export function locationAt(
  resource: Resource,
  path: readonly (string | number)[],
): FileLocation {
  return (
    originOf(resource, path)?.location ?? {
      ...resource.location,
      line: lineOf(resource, path),
    }
  );
}

/** Where the image of a container was set by a kustomization, if it was. */
export function imageOrigin(
  resource: Resource,
  key: string,
): Origin | undefined {
  return resource.origins.get(`image\n${key}`);
}

/** A copy with a value set at a path of keys; mappings on the way are made as needed. */
export function withValue(
  object: JsonObject,
  path: string[],
  value: JsonObject[string],
): JsonObject {
  const [key, ...rest] = path;
  if (rest.length === 0) {
    return object[key] === value ? object : { ...object, [key]: value };
  }
  const before = objectAt(object, key) ?? {};
  const after = withValue(before, rest, value);
  return after === before && object[key] !== undefined
    ? object
    : { ...object, [key]: after };
}

/** The resources, those that came out as before being the ones of before. */
export function sharedWith(
  before: readonly Resource[],
  resources: readonly Resource[],
): Resource[] {
  const known = new Map(
    before.map(resource => [identityKey(current(resource)), resource]),
  );
  return resources.map(resource => {
    const other = known.get(identityKey(current(resource)));
    return other && isSame(resource, other) ? other : resource;
  });
}

function isSame(one: Resource, other: Resource): boolean {
  const text = ({
    value,
    location,
    identities,
    namedAt,
    places,
    origins,
    hashed,
    opaque,
  }: Resource) =>
    JSON.stringify([
      value,
      location,
      identities,
      namedAt,
      places,
      [...origins],
      hashed,
      opaque,
    ]);
  return (
    one === other || (one.lines === other.lines && text(one) === text(other))
  );
}
