import { JsonObject, JsonValue } from '../../../facts';
import { isObject, textAt } from '../../../lib/json';
import { isClusterScoped } from './clusterScoped';
import { Configuration } from './configuration';
import { changeAt, FieldSpec, isFieldOf } from './fieldSpecs';
import { NameReference } from './nameReferences';
import { current, Resource } from '../resource';
import { Identity } from './select';

/** Objects that are or were called something else, by kind and each of those names. */
type Renamed = ReadonlyMap<string, readonly Resource[]>;

const keyOf = (kind: string, name: string) => `${kind}\n${name}`;

/** Objects of one former name that are looked at for each field that names it. */
const mostCandidates = 100;

/**
 * Keeps names in fields right: where a prefix, a suffix or a patch has given an object a new name or namespace, what
 * refers to it follows. Done after each layer, so that names are told apart where they were still different.
 */
export function followNames(
  resources: Resource[],
  { nameReference }: Configuration,
): Resource[] {
  const kinds = new Set(nameReference.map(({ kind }) => kind));
  const renamedKinds = new Set(
    resources
      .filter(({ identities }) => identities.length > 1)
      .map(resource => current(resource).kind)
      .filter(kind => kinds.has(kind)),
  );
  if (renamedKinds.size === 0) {
    return resources;
  }
  let renamed: Renamed | undefined;
  const references = nameReference.filter(
    ({ kind }) => kind === undefined || renamedKinds.has(kind),
  );
  const fieldsByKind = new Map<string, [NameReference, FieldSpec][]>();
  references.forEach(reference =>
    reference.fields.forEach(field => {
      const { kind = '' } = field;
      const known = fieldsByKind.get(kind) ?? [];
      known.push([reference, field]);
      fieldsByKind.set(kind, known);
    }),
  );
  return resources.map(resource => {
    const { kind } = current(resource);
    const value = [
      ...(fieldsByKind.get(kind) ?? []),
      ...(fieldsByKind.get('') ?? []),
    ].reduce(
      (object, [reference, field]) =>
        followIn(object, current(resource), reference, field),
      resource.value,
    );
    // The line that says the name stays the one to look at: the kustomization that renames is a place of its target.
    return value === resource.value ? resource : { ...resource, value };
  });

  function followIn(
    object: JsonObject,
    referrer: Identity,
    reference: NameReference,
    field: FieldSpec,
  ): JsonObject {
    return isFieldOf(field, referrer)
      ? changeAt(object, field.path, false, found =>
          followed(found, reference, renamedNow(), referrer, object),
        )
      : object;
  }

  /** Made when the first field that holds a name is found: most layers rename what nothing refers to. */
  function renamedNow(): Renamed {
    renamed ??= renamedAmong(resources, renamedKinds);
    return renamed;
  }
}

function renamedAmong(
  resources: Resource[],
  kinds: ReadonlySet<string>,
): Renamed {
  const renamed = new Map<string, Resource[]>();
  const named = resources.filter(resource => kinds.has(current(resource).kind));
  const visit = (
    resource: Resource,
    found: (key: string, known: Resource[] | undefined) => void,
  ) => {
    for (const name of new Set(resource.identities.map(id => id.name))) {
      const key = keyOf(current(resource).kind, name);
      found(key, renamed.get(key));
    }
  };
  for (const resource of named) {
    if (resource.identities.length > 1) {
      visit(resource, key => renamed.set(key, []));
    }
  }
  // One that kept its name may be the one that is meant.
  for (const resource of named) {
    visit(resource, (_, known) => known?.push(resource));
  }
  return renamed;
}

function followed(
  found: JsonValue | undefined,
  reference: NameReference,
  renamed: Renamed,
  referrer: Identity,
  object: JsonObject,
): JsonValue | undefined {
  if (typeof found === 'string') {
    // A role of one kind may be called like one of the other.
    const roleKind = /^(Cluster)?RoleBinding$/.test(referrer.kind)
      ? textAt(object, 'roleRef', 'kind')
      : undefined;
    if (roleKind !== undefined && roleKind !== reference.kind) {
      return undefined;
    }
    const target = theOne(found, reference, renamed, referrer, undefined);
    return target?.name;
  }
  const name = textAt(found, 'name');
  if (!isObject(found) || name === undefined) {
    return undefined;
  }
  const kind = textAt(found, 'kind');
  if (kind !== undefined && kind !== reference.kind) {
    return undefined;
  }
  const namespace = textAt(found, 'namespace');
  const target = theOne(name, reference, renamed, referrer, namespace ?? null);
  if (
    !target ||
    (target.name === name &&
      (target.namespace === undefined || target.namespace === namespace))
  ) {
    return undefined;
  }
  return {
    ...found,
    name: target.name,
    ...(target.namespace === undefined ? {} : { namespace: target.namespace }),
  };
}

/** What the object that a field means is called now, when there is no doubt which one that is. */
function theOne(
  name: string,
  reference: NameReference,
  renamed: Renamed,
  referrer: Identity,
  /** Undefined where the field knows no namespace, null where it names none. */
  namespace: string | null | undefined,
): Identity | undefined {
  const candidates = renamed.get(keyOf(reference.kind ?? '', name)) ?? [];
  const targets: Identity[] = [];
  for (const candidate of candidates.slice(0, mostCandidates)) {
    const now = current(candidate);
    const free =
      isClusterScoped(now.group, now.kind) ||
      (namespace === undefined &&
        isClusterScoped(referrer.group, referrer.kind));
    const inReach =
      free ||
      (typeof namespace === 'string'
        ? candidate.identities.some(
            id => (id.namespace ?? 'default') === namespace,
          )
        : namespace === null ||
          (now.namespace ?? 'default') === (referrer.namespace ?? 'default'));
    if (isFieldOf(reference, now) && inReach) {
      targets.push(now);
    }
  }
  const distinct = new Set(
    targets.map(({ name: to, namespace: at }) => `${at ?? ''}/${to}`),
  );
  return distinct.size === 1 ? targets[0] : undefined;
}
