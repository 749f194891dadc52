import { EngineFact, JsonObject, JsonValue } from '../../facts';
import { compact, listAt, objectAt, textAt } from '../../lib/json';
import { joinPath } from '../../files/treePaths';

/** Where a source of Flux points. */
export interface FluxSource {
  url?: string;
  /** Branch, tag, semver range, digest or commit. */
  revision?: string;
}

/** Finds a source object by kind, namespace and name. */
export type FluxSources = (
  kind: string,
  namespace: string | undefined,
  name: string,
) => JsonObject | undefined;

const groups: Record<string, string> = {
  Kustomization: 'kustomize.toolkit.fluxcd.io/',
  HelmRelease: 'helm.toolkit.fluxcd.io/',
  GitRepository: 'source.toolkit.fluxcd.io/',
  OCIRepository: 'source.toolkit.fluxcd.io/',
  HelmRepository: 'source.toolkit.fluxcd.io/',
  HelmChart: 'source.toolkit.fluxcd.io/',
  Bucket: 'source.toolkit.fluxcd.io/',
  ExternalArtifact: 'source.toolkit.fluxcd.io/',
  ArtifactGenerator: 'source.extensions.fluxcd.io/',
  FluxInstance: 'fluxcd.controlplane.io/',
  ResourceSet: 'fluxcd.controlplane.io/',
};

/** Whether the object is of this kind of Flux: `kustomize.config.k8s.io` has a Kustomization too. */
export function isFlux(object: JsonObject, kind: string): boolean {
  return (
    object.kind === kind &&
    groups[kind] !== undefined &&
    (textAt(object, 'apiVersion') ?? '').startsWith(groups[kind])
  );
}

/** Whether the object is a HelmRelease of Flux v1, which its Helm operator installs. */
export function isOperatorRelease({
  kind,
  apiVersion,
}: {
  kind?: JsonValue;
  apiVersion?: JsonValue;
}): boolean {
  return (
    kind === 'HelmRelease' &&
    typeof apiVersion === 'string' &&
    /^(helm\.fluxcd\.io|flux\.weave\.works)\//.test(apiVersion)
  );
}

/** Whether the object deploys others. */
export function isFluxEngine(object: JsonObject): boolean {
  return (
    isFlux(object, 'Kustomization') ||
    isFlux(object, 'HelmRelease') ||
    isOperatorRelease(object) ||
    isFlux(object, 'FluxInstance')
  );
}

/** Whether the object is a source of Flux, of any kind. */
export function isFluxSource(object: JsonObject): boolean {
  return /^source\.(toolkit|extensions)\.fluxcd\.io\//.test(
    textAt(object, 'apiVersion') ?? '',
  );
}

/** For people: `Kustomization flux-system/apps`. */
export function titleOf(object: JsonObject): string {
  const namespace = textAt(object, 'metadata', 'namespace');
  return `${textAt(object, 'kind') ?? ''} ${namespace ? `${namespace}/` : ''}${textAt(object, 'metadata', 'name') ?? ''}`;
}

/** URL and revision of a source object. */
export function fluxSource(source: JsonObject): FluxSource {
  const ref = objectAt(source, 'spec', 'ref');
  return {
    url: textAt(source, 'spec', 'url'),
    revision:
      textAt(ref, 'commit') ??
      textAt(ref, 'digest') ??
      textAt(ref, 'name') ??
      textAt(ref, 'semver') ??
      textAt(ref, 'tag') ??
      textAt(ref, 'branch'),
  };
}

/** The source that a reference means. */
export function resolve(
  sources: FluxSources,
  ref: JsonObject | undefined,
  namespace: string | undefined,
): JsonObject | undefined {
  const kind = textAt(ref, 'kind');
  const name = textAt(ref, 'name');
  return kind && name
    ? sources(kind, textAt(ref, 'namespace') ?? namespace, name)
    : undefined;
}

/** Names of kubeconfig Secrets that every cluster of a fleet has alike. */
const anyCluster =
  /^((remote|target|workload|spoke|member|child|managed)-?)?(cluster|kube-?config)$|^(remote|target|workload|spoke|member|child|default|value)$/;

/**
 * The cluster that a kubeconfig Secret leads to, by the convention `<cluster>-kubeconfig`. Where each cluster has a
 * namespace of its own, the Secrets may all be called alike: then the namespace tells which.
 */
export function remoteCluster(
  object: JsonObject,
): { name: string; byNamespace: boolean } | undefined {
  const spec = objectAt(object, 'spec');
  const name = (
    textAt(spec, 'kubeConfig', 'secretRef', 'name') ??
    textAt(spec, 'kubeConfig', 'configMapRef', 'name')
  )?.replace(/[-.]kube-?config$/, '');
  const namespace = textAt(object, 'metadata', 'namespace');
  if (name === undefined) {
    return undefined;
  }
  return anyCluster.test(name) && namespace && namespace !== 'flux-system'
    ? { name: namespace, byNamespace: true }
    : { name, byNamespace: false };
}

/** What a Flux Kustomization deploys. */
export function kustomizationFact(
  object: JsonObject,
  sources: FluxSources,
): EngineFact | undefined {
  const spec = objectAt(object, 'spec');
  if (!spec) {
    return undefined;
  }
  const namespace = textAt(object, 'metadata', 'namespace');
  const source = resolve(sources, objectAt(spec, 'sourceRef'), namespace);
  const at: FluxSource = source ? fluxSource(source) : {};
  return compact({
    repoUrl: at.url,
    path: joinPath('', textAt(spec, 'path') ?? ''),
    revision: at.revision,
    destinationCluster: remoteCluster(object)?.name,
    destinationNamespace: textAt(spec, 'targetNamespace'),
    ...reconciliation(object),
  });
}

/** Whether an engine object or a source was told to rest. */
export function isSuspended(object: JsonObject): boolean {
  return textAt(object, 'spec', 'suspend') === 'true';
}

/** What an engine object waits for, and whether it works at all. */
function reconciliation(
  object: JsonObject,
): Pick<EngineFact, 'dependsOn' | 'suspended'> {
  const own = textAt(object, 'metadata', 'namespace');
  const dependsOn = listAt(object, 'spec', 'dependsOn').flatMap(entry => {
    const name = textAt(entry, 'name');
    const namespace = textAt(entry, 'namespace') ?? own;
    return name
      ? [namespace && namespace !== own ? `${namespace}/${name}` : name]
      : [];
  });
  return {
    ...(dependsOn.length > 0 ? { dependsOn } : {}),
    ...(isSuspended(object) ? { suspended: true } : {}),
  };
}

/** What a Flux HelmRelease deploys. */
export function helmReleaseFact(
  object: JsonObject,
  sources: FluxSources,
): EngineFact | undefined {
  const spec = objectAt(object, 'spec');
  if (!spec) {
    return undefined;
  }
  const namespace = textAt(object, 'metadata', 'namespace');
  const release = releaseOf(object).name;
  const destination = {
    destinationCluster: remoteCluster(object)?.name,
    destinationNamespace: textAt(spec, 'targetNamespace') ?? namespace,
    releaseName:
      release === textAt(object, 'metadata', 'name') ? undefined : release,
    ...reconciliation(object),
  };
  const reference = objectAt(spec, 'chartRef');
  const referred = resolve(sources, reference, namespace);
  const chart =
    reference && referred && isFlux(referred, 'HelmChart')
      ? objectAt(referred, 'spec')
      : objectAt(spec, 'chart', 'spec');
  if (chart) {
    const source = resolve(sources, objectAt(chart, 'sourceRef'), namespace);
    const at: FluxSource = source ? fluxSource(source) : {};
    const name = textAt(chart, 'chart');
    // A chart from a Git repository is a path in it; from a Helm repository, a name.
    const inGit =
      name !== undefined &&
      textAt(chart, 'sourceRef', 'kind') !== 'HelmRepository';
    return compact({
      repoUrl: at.url,
      path: inGit ? joinPath('', name) : undefined,
      chart: inGit ? undefined : name,
      valuesFiles: inGit ? chartValuesFiles(chart) : undefined,
      revision: inGit ? at.revision : (textAt(chart, 'version') ?? at.revision),
      ...destination,
    });
  }
  const at: FluxSource = referred ? fluxSource(referred) : {};
  return compact({
    repoUrl: at.url,
    chart: at.url
      ? at.url
          .replace(/(?<!\/)\/+$/, '')
          .split('/')
          .pop()
      : textAt(reference, 'name'),
    revision: at.revision,
    ...destination,
  });
}

/** Values files of a chart in Git: their paths start at the root of the repository. */
function chartValuesFiles(chart: JsonObject): string[] | undefined {
  const files = listAt(chart, 'valuesFiles')
    .map(file => (typeof file === 'string' ? joinPath('', file) : undefined))
    .filter(file => file !== undefined);
  return files.length > 0 ? files : undefined;
}

/** Name and namespace of the Helm release that a HelmRelease makes. */
export function releaseOf(object: JsonObject): {
  name: string | undefined;
  namespace: string | undefined;
} {
  const name = textAt(object, 'metadata', 'name');
  const target = textAt(object, 'spec', 'targetNamespace');
  return {
    name:
      textAt(object, 'spec', 'releaseName') ??
      (target && name ? `${target}-${name}` : name),
    namespace: target ?? textAt(object, 'metadata', 'namespace'),
  };
}

/** One entry of `status.inventory`: `<namespace>_<name>_<group>_<kind>`, colons written as `__`. */
export function parseInventoryId(
  id: string,
):
  | { namespace?: string; name: string; group: string; kind: string }
  | undefined {
  const first = id.indexOf('_');
  const last = id.lastIndexOf('_');
  const middle = id.lastIndexOf('_', last - 1);
  if (first < 0 || middle <= first || last <= middle) {
    return undefined;
  }
  const namespace = id.slice(0, first);
  return {
    ...(namespace ? { namespace } : {}),
    name: id.slice(first + 1, middle).replace(/__/g, ':'),
    group: id.slice(middle + 1, last),
    kind: id.slice(last + 1),
  };
}
