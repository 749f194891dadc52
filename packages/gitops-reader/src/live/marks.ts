import {
  applicationNamed,
  parseTrackingId,
} from '../readers/argocd/application';
import { EngineRef, JsonObject, LiveObject } from '../facts';
import { compact, textAt } from '../lib/json';

const trackingId = 'argocd.argoproj.io/tracking-id';
const installationId = 'argocd.argoproj.io/installation-id';
const fluxHelm = 'helm.toolkit.fluxcd.io/name';
const fluxKustomize = 'kustomize.toolkit.fluxcd.io/name';
const helmRelease = 'meta.helm.sh/release-name';

/**
 * How much a mark proves. `named` names this very object; `label` may have been copied from a parent by a controller;
 * `release` is Helm's annotation, which ReplicaSets inherit from their Deployment.
 *
 * @public
 */
export function markStrength({
  mark,
}: EngineRef): 'named' | 'label' | 'release' {
  if (mark === trackingId) {
    return 'named';
  }
  return mark === helmRelease ? 'release' : 'label';
}

/**
 * The group of an `apiVersion`: `apps` of `apps/v1`, empty for the core.
 *
 * @public
 */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

/** Whether the object's tracking id names the object itself: copies keep the id of their original. */
function argoMark(object: JsonObject): EngineRef | undefined {
  const id = parseTrackingId(
    textAt(object, 'metadata', 'annotations', trackingId),
  );
  if (!id) {
    return undefined;
  }
  const namespace = textAt(object, 'metadata', 'namespace');
  const itself =
    id.kind === object.kind &&
    id.name === textAt(object, 'metadata', 'name') &&
    id.group === groupOf(textAt(object, 'apiVersion') ?? '') &&
    // A cluster-scoped object carries the namespace of the application's destination.
    (namespace === undefined || id.namespace === namespace);
  return itself
    ? compact<EngineRef>({
        kind: 'Application',
        ...id.application,
        mark: trackingId,
      })
    : undefined;
}

/** Who deploys this object, going by its own marks. */
export function markOf(object: JsonObject): EngineRef | undefined {
  const argo = argoMark(object);
  if (argo) {
    return argo;
  }
  const label = (key: string) => textAt(object, 'metadata', 'labels', key);
  const helm = label(fluxHelm);
  if (helm) {
    return compact<EngineRef>({
      kind: 'HelmRelease',
      namespace: label('helm.toolkit.fluxcd.io/namespace'),
      name: helm,
      mark: fluxHelm,
    });
  }
  const kustomize = label(fluxKustomize);
  if (kustomize) {
    const namespace = label('kustomize.toolkit.fluxcd.io/namespace');
    // The Kustomization at the top applies itself, which says nothing.
    const itself =
      object.kind === 'Kustomization' &&
      textAt(object, 'metadata', 'name') === kustomize &&
      textAt(object, 'metadata', 'namespace') === namespace;
    return itself
      ? undefined
      : compact<EngineRef>({
          kind: 'Kustomization',
          namespace,
          name: kustomize,
          mark: fluxKustomize,
        });
  }
  const release = textAt(object, 'metadata', 'annotations', helmRelease);
  return release
    ? compact<EngineRef>({
        kind: 'HelmRelease',
        namespace: textAt(
          object,
          'metadata',
          'annotations',
          'meta.helm.sh/release-namespace',
        ),
        name: release,
        mark: helmRelease,
      })
    : undefined;
}

/** Labels that name an Application unless `application.instanceLabelKey` says otherwise; most charts set them, too. */
const instanceLabels = [
  'argocd.argoproj.io/instance',
  'app.kubernetes.io/instance',
];

/**
 * The label that may name an Argo CD Application, but that most charts set to a release name.
 *
 * @public
 */
export function instanceHint({
  labels = {},
  annotations = {},
}: LiveObject): { label: string; name: string } | undefined {
  const label = instanceLabels.find(key => labels[key] !== undefined);
  return label && annotations[helmRelease] === undefined
    ? { label, name: labels[label] }
    : undefined;
}

/**
 * Which installation of Argo CD tracks an object, where it has an `installationID`. One that has none tracks only what
 * carries none.
 *
 * @public
 */
export function installationOf({
  annotations = {},
}: LiveObject): string | undefined {
  return annotations[installationId] || undefined;
}

/**
 * The Application that an object's label names, going by the `application.instanceLabelKey` of an installation. The key
 * that charts set, too, proves nothing.
 *
 * @public
 */
export function instanceMark(
  { labels = {} }: LiveObject,
  key: string,
): EngineRef | undefined {
  const value = labels[key];
  return value && key !== 'app.kubernetes.io/instance'
    ? { kind: 'Application', ...applicationNamed(value), mark: key }
    : undefined;
}
