import { JsonObject, JsonValue } from '../facts';
import { isObject, listAt, objectAt, textAt, textsAt } from '../lib/json';

/** An image reference in its parts: `ghcr.io/acme/cart:1.2@sha256:…`. */
export interface ImageReference {
  name: string;
  tag?: string;
  digest?: string;
}

/** Splits an image reference. A colon before the last slash belongs to a registry's port. */
export function splitImage(image: string): ImageReference {
  const at = image.indexOf('@');
  const digest = at < 0 ? undefined : image.slice(at + 1);
  const rest = at < 0 ? image : image.slice(0, at);
  const colon = rest.indexOf(':', rest.lastIndexOf('/') + 1);
  return {
    name: colon < 0 ? rest : rest.slice(0, colon),
    ...(colon < 0 ? {} : { tag: rest.slice(colon + 1) }),
    ...(digest ? { digest } : {}),
  };
}

/** Tag and digest as people write them: `1.2`, `1.2@sha256:…`, `sha256:…`; undefined when neither is written. */
export function imageVersion(image: ImageReference): string | undefined {
  if (image.tag && image.digest) {
    return `${image.tag}@${image.digest}`;
  }
  return image.tag ?? image.digest;
}

/** The pods that an object makes (or, for a Pod, is). */
export interface PodTemplate {
  /** Where the metadata and spec of the pod stand in the object: `[]` for a Pod. */
  path: string[];
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  spec: JsonObject;
}

/**
 * Finds the pod template of any kind that holds one in the usual place, so that Rollouts, Knative
 * Services and the kinds of tomorrow count as workloads too.
 */
export function podTemplate(object: JsonObject): PodTemplate | undefined {
  let path: string[] = ['spec', 'template'];
  if (object.kind === 'Pod') {
    path = [];
  } else if (object.kind === 'CronJob') {
    path = ['spec', 'jobTemplate', 'spec', 'template'];
  }
  const spec = objectAt(object, ...path, 'spec');
  if (!spec || !Array.isArray(spec.containers)) {
    return undefined;
  }
  return {
    path,
    labels: textsAt(object, ...path, 'metadata', 'labels'),
    annotations: textsAt(object, ...path, 'metadata', 'annotations'),
    spec,
  };
}

/** A container of a workload and the image that it asks for. */
export interface ContainerImage {
  container: string;
  image: string;
  /** Path of the image field, with list positions. */
  path: (string | number)[];
  /** The same for people: `spec.template.spec.containers[name=cart].image`. */
  key: string;
}

/** Databases and the like that operators run, packages of Crossplane, and the field of `spec` that names their image. */
const ownImages = new Map([
  ['postgresql.cnpg.io Cluster', 'imageName'],
  ['postgres-operator.crunchydata.com PostgresCluster', 'image'],
  ['k8s.mariadb.com MariaDB', 'image'],
  ['k8s.keycloak.org Keycloak', 'image'],
  ['nfd.openshift.io NodeFeatureDiscovery', 'operand.image'],
  ['pkg.crossplane.io Provider', 'package'],
  ['pkg.crossplane.io Configuration', 'package'],
  ['pkg.crossplane.io Function', 'package'],
]);

function ownImageField(object: JsonObject): string | undefined {
  const { apiVersion, kind } = object;
  return typeof apiVersion === 'string' && typeof kind === 'string'
    ? (ownImages.get(`${apiVersion.split('/')[0]} ${kind}`) ??
        (hasPinnedImage(object, apiVersion) ? 'image' : undefined))
    : undefined;
}

/**
 * Whether a custom resource pins the image of what an operator runs for it in the field where most of them have it. One
 * without tag and digest leaves the version to the operator.
 */
function hasPinnedImage(object: JsonObject, apiVersion: string): boolean {
  const image = apiVersion.includes('.')
    ? textAt(object, 'spec', 'image')
    : undefined;
  return (
    image !== undefined &&
    imageVersion(splitImage(image)) !== undefined &&
    !podTemplate(object)
  );
}

/** Objects by which operators install charts, and the fields that name the chart and its version. */
const ownCharts = new Map<string, [chart: string[], version: string[]]>([
  [
    'application.giantswarm.io App',
    [
      ['spec', 'name'],
      ['spec', 'version'],
    ],
  ],
  [
    'helm.cattle.io HelmChart',
    [
      ['spec', 'chart'],
      ['spec', 'version'],
    ],
  ],
  [
    'addons.cluster.x-k8s.io HelmChartProxy',
    [
      ['spec', 'chartName'],
      ['spec', 'version'],
    ],
  ],
  [
    'helm.crossplane.io Release',
    [
      ['spec', 'forProvider', 'chart', 'name'],
      ['spec', 'forProvider', 'chart', 'version'],
    ],
  ],
]);

/** A chart that an object asks an operator to install. */
export interface OwnChart {
  name: string;
  version: string;
  /** Path of the field that pins the version. */
  path: string[];
}

/** The chart that an object has an operator install, where it pins its version. */
export function ownChart(object: JsonObject): OwnChart | undefined {
  const { apiVersion, kind } = object;
  const [chart, path] =
    (typeof apiVersion === 'string' && typeof kind === 'string'
      ? ownCharts.get(`${apiVersion.split('/')[0]} ${kind}`)
      : undefined) ?? [];
  const name = chart && textAt(object, ...chart);
  const version = path && textAt(object, ...path);
  return name && version && path
    ? { name: name.split('/').pop() || name, version, path }
    : undefined;
}

/** Whether an object names images elsewhere than in a pod. */
export function hasOwnImages(object: JsonObject): boolean {
  return object.kind === 'ImageStream' || ownImageField(object) !== undefined;
}

/**
 * Images of all containers, init containers too; those that OpenShift's ImageStreams keep for others, and that an operator
 * is to run.
 */
export function containerImages(object: JsonObject): ContainerImage[] {
  if (object.kind === 'ImageStream') {
    return streamImages(object);
  }
  const field = ownImageField(object);
  if (field !== undefined) {
    const path = ['spec', ...field.split('.')];
    const image = textAt(object, ...path);
    return image
      ? [{ container: field, image, path, key: path.join('.') }]
      : [];
  }
  const template = podTemplate(object);
  if (!template) {
    return [];
  }
  const images: ContainerImage[] = [];
  for (const list of ['containers', 'initContainers']) {
    listAt(template.spec, list).forEach((container, position) => {
      const image = textAt(container, 'image');
      if (image) {
        const name = textAt(container, 'name') ?? String(position);
        const path = [...template.path, 'spec', list];
        images.push({
          container: name,
          image,
          path: [...path, position, 'image'],
          key: `${path.join('.')}[name=${name}].image`,
        });
      }
    });
  }
  return images;
}

/** What the tags of an ImageStream are taken from. A tag that follows another one holds no image of its own. */
function streamImages(object: JsonObject): ContainerImage[] {
  const images: ContainerImage[] = [];
  listAt(object, 'spec', 'tags').forEach((tag, position) => {
    const image = textAt(tag, 'from', 'name');
    if (image && (textAt(tag, 'from', 'kind') ?? '') === 'DockerImage') {
      const name = textAt(tag, 'name') ?? String(position);
      images.push({
        container: name,
        image,
        path: ['spec', 'tags', position, 'from', 'name'],
        key: `spec.tags[name=${name}].from.name`,
      });
    }
  });
  return images;
}

/** Names of the Secrets that the pods of a workload need, sorted. */
export function secretReferences(object: JsonObject): string[] {
  const names = new Set<string>();
  const add = (name: string | undefined) => name && names.add(name);
  const spec = podTemplate(object)?.spec;
  if (spec) {
    for (const list of [
      'containers',
      'initContainers',
      'ephemeralContainers',
    ]) {
      for (const container of listAt(spec, list)) {
        listAt(container, 'env').forEach(env =>
          add(textAt(env, 'valueFrom', 'secretKeyRef', 'name')),
        );
        listAt(container, 'envFrom').forEach(from =>
          add(textAt(from, 'secretRef', 'name')),
        );
      }
    }
    for (const volume of listAt(spec, 'volumes')) {
      add(textAt(volume, 'secret', 'secretName'));
      add(textAt(volume, 'csi', 'nodePublishSecretRef', 'name'));
      listAt(volume, 'projected', 'sources').forEach(source =>
        add(textAt(source, 'secret', 'name')),
      );
    }
    listAt(spec, 'imagePullSecrets').forEach(ref => add(textAt(ref, 'name')));
  }
  if (object.kind === 'Ingress') {
    listAt(object, 'spec', 'tls').forEach(tls =>
      add(textAt(tls, 'secretName')),
    );
  }
  if (object.kind === 'ServiceAccount') {
    for (const list of ['secrets', 'imagePullSecrets']) {
      listAt(object, list).forEach(ref => add(textAt(ref, 'name')));
    }
  }
  return [...names].sort();
}

/** A list as it is, or the items of a `kind: List`. */
export function flattenLists(values: Iterable<JsonValue>): JsonObject[] {
  const objects: JsonObject[] = [];
  for (const value of values) {
    if (!isObject(value)) {
      continue;
    }
    const items = value.items;
    if (
      typeof value.kind === 'string' &&
      value.kind.endsWith('List') &&
      Array.isArray(items)
    ) {
      objects.push(...items.filter(isObject));
    } else {
      objects.push(value);
    }
  }
  return objects;
}
