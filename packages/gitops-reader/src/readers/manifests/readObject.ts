import {
  DeclaredObject,
  FileLocation,
  JsonObject,
  JsonValue,
  VersionPin,
} from '../../facts';
import { compact, isObject, textsAt } from '../../lib/json';
import { LineTree, YamlDocument } from '../reader';
import { ownershipClaims, OwnershipClaimsOptions } from '../../ownership';
import {
  containerImages,
  imageVersion,
  secretReferences,
  splitImage,
} from '../../workloads/workload';
import { lineOf, linesOf } from '../../yaml';
import { operatorPins } from './operatorPins';

/**
 * API groups of files that look like objects but are never applied: configuration of tools, tests, catalogs.
 */
const neverApplied =
  /^(kustomize\.config\.k8s\.io|chainsaw\.kyverno\.io|kuttl\.dev|cli\.kyverno\.io|test\.gatekeeper\.sh|backstage\.io|skaffold|kind\.x-k8s\.io|k3d\.io|ctlptl\.dev|kpt\.dev|fn\.kpt\.dev|config\.kubernetes\.io|krew\.googlecontainertools\.github\.com|kubelet\.config\.k8s\.io|kubeproxy\.config\.k8s\.io|kubeadm\.k8s\.io|audit\.k8s\.io|apiserver\.config\.k8s\.io|client\.authentication\.k8s\.io|tilt\.dev)(\/|$)/;

const dnsName = /^[^\s{}$]{1,253}$/;

/**
 * An object that a cluster could hold: it has an API version, a kind and a name, all of them text. `<NAME>` is to be
 * written there once the form that it stands in is copied.
 */
export function isKubernetesObject(
  value: JsonValue | undefined,
): value is JsonObject & { apiVersion: string; kind: string } {
  if (!isObject(value)) {
    return false;
  }
  const { apiVersion, kind, metadata } = value;
  return (
    typeof apiVersion === 'string' &&
    typeof kind === 'string' &&
    /^([a-z0-9.-]+\/)?v\d\w*$/.test(apiVersion) &&
    /^[A-Z]\w*$/.test(kind) &&
    isObject(metadata) &&
    (typeof metadata.name === 'string' || typeof metadata.name === 'number') &&
    !/^$|<(?!path:)/.test(String(metadata.name)) &&
    !neverApplied.test(apiVersion) &&
    !isLocalConfig(metadata)
  );
}

function isLocalConfig(metadata: JsonObject): boolean {
  const annotations = metadata.annotations;
  return (
    isObject(annotations) &&
    String(annotations['config.kubernetes.io/local-config']) === 'true'
  );
}

/** Whether the name is written out, and no template waits to fill it in. */
export function isPlainName(name: string): boolean {
  return dnsName.test(name);
}

/** An object of a document, with its own lines. */
export interface PlacedObject {
  value: JsonObject;
  lines: LineTree;
  line: number;
}

/** Objects of a document: itself, or the items of a `kind: List`, lists within lists too. */
export function* objectsOf(document: YamlDocument): Generator<PlacedObject> {
  const pending: PlacedObject[] = isObject(document.value)
    ? [{ value: document.value, lines: document.lines, line: document.line }]
    : [];
  for (let next = pending.shift(); next; next = pending.shift()) {
    const { value, lines } = next;
    const { items, kind, metadata } = value;
    const named = isObject(metadata) && metadata.name !== undefined;
    if (
      typeof kind === 'string' &&
      kind.endsWith('List') &&
      Array.isArray(items) &&
      !named
    ) {
      const itemKind = kind.slice(0, -'List'.length);
      const list: PlacedObject[] = [];
      items.forEach((item, position) => {
        if (isObject(item)) {
          list.push({
            // The items of a typed list as the API returns it do not repeat their kind.
            value:
              item.kind === undefined && itemKind
                ? { apiVersion: value.apiVersion, kind: itemKind, ...item }
                : item,
            lines: linesOf(lines, ['items', position]),
            line: lineOf({ lines }, ['items', position]),
          });
        }
      });
      pending.unshift(...list);
    } else {
      yield next;
    }
  }
}

/** Longer annotations are payload (dashboards, whole manifests), nothing that tells an owner. */
const longestAnnotation = 500;

/** How to read an object. */
export interface ReadObjectOptions extends OwnershipClaimsOptions {
  /** Another place that wrote the label or annotation at a path: a kustomization. */
  locate?: (path: (string | number)[]) => FileLocation | undefined;
}

/**
 * An object as its manifest declares it: identity, labels, claims, images and references to Secrets.
 */
export function readObject(
  { value, lines, line }: PlacedObject,
  file: Omit<FileLocation, 'line'>,
  options: ReadObjectOptions = {},
): DeclaredObject | undefined {
  if (!isKubernetesObject(value)) {
    return undefined;
  }
  const metadata = value.metadata as JsonObject;
  const namespace = metadata.namespace;
  const { repository, revision, path } = file;
  const location = { repository, revision, path, line };
  const secretRefs = secretReferences(value);
  return compact<DeclaredObject>({
    apiVersion: value.apiVersion,
    kind: value.kind,
    namespace:
      typeof namespace === 'string' && namespace !== '' ? namespace : undefined,
    name: String(metadata.name),
    location,
    labels: textsAt(value, 'metadata', 'labels'),
    annotations: keptAnnotations(textsAt(value, 'metadata', 'annotations')),
    claims: ownershipClaims(
      value,
      { type: 'file', location, lines, locate: options.locate },
      options,
    ),
    config: [{ role: 'manifest', location }],
    versions: [
      ...imagePins(value, lines, location),
      ...operatorPins(value, lines, location),
    ],
    secretRefs: secretRefs.length > 0 ? secretRefs : undefined,
  });
}

/** Annotations that can matter to ownership or identity. */
function keptAnnotations(
  annotations: Record<string, string> | undefined,
): Record<string, string> | undefined {
  const kept = Object.entries(annotations ?? {}).filter(
    ([, value]) => value.length <= longestAnnotation,
  );
  return kept.length > 0 ? Object.fromEntries(kept) : undefined;
}

/** Image versions that a manifest itself pins, one for each container. */
export function imagePins(
  object: JsonObject,
  lines: LineTree,
  location: FileLocation,
): VersionPin[] {
  const pins: VersionPin[] = [];
  for (const { image, path, key } of containerImages(object)) {
    const reference = splitImage(image);
    const version = imageVersion(reference);
    // A template may have left out the registry.
    const name = reference.name.replace(/^\/+/, '');
    if (version && name !== '') {
      pins.push({
        kind: 'image',
        name,
        value: version,
        evidence: {
          type: 'file',
          location: { ...location, line: lineOf({ lines }, path) },
          text: `${path[path.length - 1]}: ${image}`.slice(0, 200),
        },
        key,
      });
    }
  }
  return pins;
}
