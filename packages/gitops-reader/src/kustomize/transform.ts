import { FileLocation, JsonObject } from '../facts';
import { listAt, textAt, textsAt, valueAt } from '../json';
import { containerImages, podTemplate, splitImage } from '../workload';
import { isClusterScoped } from './clusterScoped';
import {
  ImageOverride,
  mapImages,
  overrideImage,
  overrideNote,
  pinningKey,
} from './images';
import {
  Change,
  changed,
  current,
  Origin,
  Resource,
  withValue,
} from './resource';

/** A kustomization as far as its transformers need it. */
export interface Layer {
  value: JsonObject;
  /** Where the value at a path is written. */
  at: (path: (string | number)[]) => FileLocation;
}

/** Kinds whose replicas a kustomization sets. */
const scalable = new Set([
  'Deployment',
  'StatefulSet',
  'ReplicaSet',
  'ReplicationController',
]);

/** Sets the namespace of all that has one, and renames the Namespace itself. */
export function setNamespace(
  resources: Resource[],
  { value, at }: Layer,
): Resource[] {
  const namespace = textAt(value, 'namespace');
  if (!namespace) {
    return resources;
  }
  const change: Change = {
    location: at(['namespace']),
    note: `sets namespace ${namespace}`,
  };
  return resources.map(resource => {
    const { group, kind } = current(resource);
    const isNamespace = group === '' && kind === 'Namespace';
    if (!isNamespace && isClusterScoped(group, kind)) {
      return resource;
    }
    return changed(
      resource,
      withValue(
        resource.value,
        ['metadata', isNamespace ? 'name' : 'namespace'],
        namespace,
      ),
      change,
    );
  });
}

/** Adds the prefix and suffix of names. */
export function setNames(
  resources: Resource[],
  { value, at }: Layer,
): Resource[] {
  const prefix = textAt(value, 'namePrefix') ?? '';
  const suffix = textAt(value, 'nameSuffix') ?? '';
  if (!prefix && !suffix) {
    return resources;
  }
  const field = prefix ? 'namePrefix' : 'nameSuffix';
  const change: Change = {
    location: at([field]),
    note: `makes its name ${prefix}…${suffix}`,
  };
  return resources.map(resource => {
    const { group, kind, name } = current(resource);
    const keepsName =
      (group === '' && kind === 'Namespace') ||
      kind === 'CustomResourceDefinition' ||
      (group === 'apiregistration.k8s.io' && kind === 'APIService');
    return keepsName
      ? resource
      : changed(
          resource,
          withValue(
            resource.value,
            ['metadata', 'name'],
            `${prefix}${name}${suffix}`,
          ),
          change,
        );
  });
}

/** Adds labels and annotations. */
export function setLabels(
  resources: Resource[],
  { value, at }: Layer,
): Resource[] {
  let result = resources;
  const apply = (
    field: 'labels' | 'annotations',
    pairs: Record<string, string> | undefined,
    path: (string | number)[],
    templates: boolean,
  ) => {
    if (!pairs) {
      return;
    }
    const change: Change = {
      location: at(path),
      note: `sets ${field} ${Object.keys(pairs).join(', ')}`.slice(0, 200),
      origin: within => ({
        location: at([...path, within[within.length - 1]]),
      }),
    };
    result = result.map(resource =>
      changed(
        resource,
        withPairs(resource.value, field, pairs, templates),
        change,
      ),
    );
  };
  listAt(value, 'labels').forEach((entry, position) =>
    apply(
      'labels',
      textsAt(entry, 'pairs'),
      ['labels', position, 'pairs'],
      textAt(entry, 'includeSelectors') === 'true' ||
        textAt(entry, 'includeTemplates') === 'true',
    ),
  );
  apply('labels', textsAt(value, 'commonLabels'), ['commonLabels'], true);
  apply(
    'annotations',
    textsAt(value, 'commonAnnotations'),
    ['commonAnnotations'],
    true,
  );
  return result;
}

/** Sets replicas by name. */
export function setReplicas(
  resources: Resource[],
  { value, at }: Layer,
): Resource[] {
  let result = resources;
  listAt(value, 'replicas').forEach((entry, position) => {
    const name = textAt(entry, 'name');
    const count = textAt(entry, 'count');
    if (!name || count === undefined) {
      return;
    }
    const change: Change = {
      location: at(['replicas', position]),
      note: `sets replicas to ${count}`,
    };
    result = result.map(resource =>
      scalable.has(current(resource).kind) &&
      resource.identities.some(identity => identity.name === name)
        ? changed(
            resource,
            withValue(
              resource.value,
              ['spec', 'replicas'],
              valueAt(entry, 'count'),
            ),
            change,
          )
        : resource,
    );
  });
  return result;
}

/** The object with labels or annotations added, in its pod template too where asked. */
function withPairs(
  value: JsonObject,
  field: 'labels' | 'annotations',
  pairs: Record<string, string>,
  templates: boolean,
): JsonObject {
  const template = templates ? podTemplate(value) : undefined;
  let result = value;
  for (const [key, text] of Object.entries(pairs)) {
    result = withValue(result, ['metadata', field, key], text);
    if (template && template.path.length > 0) {
      result = withValue(
        result,
        [...template.path, 'metadata', field, key],
        text,
      );
    }
  }
  return result;
}

/** The resource after an override of its images; undefined when it uses no such image. */
export function overridden(
  resource: Resource,
  override: ImageOverride,
  origin: Origin,
): Resource | undefined {
  if (current(resource).kind === 'CustomResourceDefinition') {
    return undefined;
  }
  const means = (image: string) => splitImage(image).name === override.name;
  let used = false;
  const value = mapImages(resource.value, image => {
    used ||= means(image);
    return overrideImage(image, override);
  });
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
