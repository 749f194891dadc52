import { FileLocation, JsonObject, JsonValue } from '../../../facts';
import { isObject, listAt, textAt, textsAt, valueAt } from '../../../lib/json';
import { containerImages } from '../../../workloads/workload';
import { isClusterScoped } from './clusterScoped';
import { Configuration } from './configuration';
import { changeAt, changeFields, FieldSpec, fieldSpecsAt } from './fieldSpecs';
import {
  ImageOverride,
  isMeant,
  mapImages,
  overrideImage,
  overrideNote,
  pinningKey,
} from './images';
import { Change, changed, current, Origin, Resource } from '../resource';

/** A kustomization as far as its transformers need it. */
export interface Layer {
  value: JsonObject;
  /** Where the value at a path is written. */
  at: (path: (string | number)[]) => FileLocation;
  /** The fields that its transformers change. */
  configuration: Configuration;
}

/** Sets the namespace of all that has one, and renames the Namespace itself. */
export function setNamespace(
  resources: Resource[],
  { value, at, configuration }: Layer,
): Resource[] {
  const namespace = textAt(value, 'namespace');
  if (!namespace) {
    return resources;
  }
  const { unsetOnly, subjects } = configuration;
  const change: Change = {
    location: at(['namespace']),
    note: `sets namespace ${namespace}`,
  };
  const set = (before: JsonValue | undefined) =>
    unsetOnly && typeof before === 'string' && before !== ''
      ? undefined
      : namespace;
  const setSubject = (subject: JsonValue | undefined) =>
    isObject(subject) &&
    subject.kind === 'ServiceAccount' &&
    (subjects === 'allServiceAccounts' || subject.name === 'default')
      ? changeAt(subject, ['namespace'], true, set)
      : undefined;
  return resources.map(resource => {
    const identity = current(resource);
    const { group, kind } = identity;
    let result = resource.value;
    if (group === '' && kind === 'Namespace') {
      result = changeAt(result, ['metadata', 'name'], true, set);
    } else if (!isClusterScoped(group, kind)) {
      result = changeAt(result, ['metadata', 'namespace'], true, set);
    }
    if (/^(Cluster)?RoleBinding$/.test(kind) && subjects !== 'none') {
      result = changeAt(result, ['subjects'], false, setSubject);
    }
    result = changeFields(result, identity, configuration.namespace, set);
    return changed(resource, result, change);
  });
}

/** Adds the prefix and suffix of names. */
export function setNames(
  resources: Resource[],
  { value, at, configuration }: Layer,
): Resource[] {
  const prefix = textAt(value, 'namePrefix') ?? '';
  const suffix = textAt(value, 'nameSuffix') ?? '';
  if (!prefix && !suffix) {
    return resources;
  }
  const change: Change = {
    location: at([prefix ? 'namePrefix' : 'nameSuffix']),
    note: `makes its name ${prefix}…${suffix}`,
  };
  const add = (before: string, after: string) => (text?: JsonValue) =>
    typeof text === 'string' ? `${before}${text}${after}` : undefined;
  return resources.map(resource => {
    const identity = current(resource);
    const { group, kind } = identity;
    const keepsName =
      (group === '' && kind === 'Namespace') ||
      kind === 'CustomResourceDefinition' ||
      (group === 'apiregistration.k8s.io' && kind === 'APIService');
    if (keepsName) {
      return resource;
    }
    const prefixed = prefix
      ? changeFields(
          resource.value,
          identity,
          configuration.namePrefix,
          add(prefix, ''),
        )
      : resource.value;
    const suffixed = suffix
      ? changeFields(
          prefixed,
          identity,
          configuration.nameSuffix,
          add('', suffix),
        )
      : prefixed;
    return changed(resource, suffixed, change);
  });
}

const ownLabels: FieldSpec = { path: ['metadata', 'labels'], create: true };

/** Adds labels and annotations. */
export function setLabels(
  resources: Resource[],
  { value, at, configuration }: Layer,
): Resource[] {
  let result = resources;
  listAt(value, 'labels').forEach((entry, position) => {
    const fields = fieldSpecsAt(entry, 'fields');
    if (textAt(entry, 'includeSelectors') === 'true') {
      fields.push(...configuration.commonLabels);
    } else {
      if (textAt(entry, 'includeTemplates') === 'true') {
        fields.push(...configuration.templateLabels);
      }
      fields.push(ownLabels);
    }
    result = givePairs(result, {
      what: 'labels',
      pairs: textsAt(entry, 'pairs'),
      fields,
      at: path => at(['labels', position, 'pairs', ...path]),
    });
  });
  result = givePairs(result, {
    what: 'labels',
    pairs: textsAt(value, 'commonLabels'),
    fields: configuration.commonLabels,
    at: path => at(['commonLabels', ...path]),
  });
  return givePairs(result, {
    what: 'annotations',
    pairs: textsAt(value, 'commonAnnotations'),
    fields: configuration.commonAnnotations,
    at: path => at(['commonAnnotations', ...path]),
  });
}

/** What sets labels or annotations. */
interface PairsChange {
  what: 'labels' | 'annotations';
  pairs: Record<string, string> | undefined;
  fields: readonly FieldSpec[];
  /** Where a pair is written. */
  at: (path: (string | number)[]) => FileLocation;
}

/** Sets pairs in the mappings that are meant. */
function givePairs(
  resources: Resource[],
  { what, pairs, fields, at }: PairsChange,
): Resource[] {
  if (!pairs) {
    return resources;
  }
  const keys = Object.keys(pairs);
  const set = (before: JsonValue | undefined) => {
    const known = isObject(before) ? before : {};
    return keys.every(key => known[key] === pairs[key])
      ? undefined
      : { ...known, ...pairs };
  };
  const change: Change = {
    location: at([]),
    note: `sets ${what} ${keys.join(', ')}`.slice(0, 200),
    origin: within => ({ location: at([within[within.length - 1]]) }),
  };
  return resources.map(resource =>
    changed(
      resource,
      changeFields(resource.value, current(resource), fields, set),
      change,
    ),
  );
}

/** Sets replicas by name. */
export function setReplicas(
  resources: Resource[],
  { value, at, configuration }: Layer,
): Resource[] {
  let result = resources;
  listAt(value, 'replicas').forEach((entry, position) => {
    const name = textAt(entry, 'name');
    const count = valueAt(entry, 'count');
    if (!name || typeof count !== 'number') {
      return;
    }
    const change: Change = {
      location: at(['replicas', position]),
      note: `sets replicas to ${count}`,
    };
    result = result.map(resource =>
      resource.identities.some(identity => identity.name === name)
        ? changed(
            resource,
            changeFields(
              resource.value,
              current(resource),
              configuration.replicas,
              () => count,
            ),
            change,
          )
        : resource,
    );
  });
  return result;
}

/** The resource after an override of its images; undefined when it uses no such image. */
export function overridden(
  resource: Resource,
  override: ImageOverride,
  origin: Origin,
  fields: readonly FieldSpec[] = [],
): Resource | undefined {
  if (current(resource).kind === 'CustomResourceDefinition') {
    return undefined;
  }
  const means = (image: string) => isMeant(image, override);
  let used = false;
  const replace = (image: string) => {
    used ||= means(image);
    return overrideImage(image, override);
  };
  const value = changeFields(
    mapImages(resource.value, replace),
    current(resource),
    fields,
    image => (typeof image === 'string' ? replace(image) : undefined),
  );
  if (!used) {
    return undefined;
  }
  const origins = new Map(resource.origins);
  if (pinningKey(override)) {
    // Also when the text stays the same: this line is the one to change next time.
    for (const { key, image } of containerImages(resource.value)) {
      if (means(image)) {
        origins.set(`image\n${key}`, origin);
      }
    }
  }
  return {
    ...resource,
    value,
    origins,
    places: [
      ...resource.places,
      {
        role: 'overlay',
        location: origin.location,
        note: overrideNote(override),
      },
    ],
  };
}
