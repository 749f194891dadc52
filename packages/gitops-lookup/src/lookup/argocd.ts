import {
  EngineRef,
  installationOf,
  instanceMark,
  LiveObject,
  markStrength,
} from '@plumbline/gitops-reader';
import { isSame, Live } from './ObjectStore';

/**
 * An installation of Argo CD. What its `argocd-cm` says is data of a ConfigMap, which nobody reads of a cluster.
 *
 * @public
 */
export interface ArgoInstallation {
  /** The cluster that it runs in. Absent: any cluster may have one of this kind. */
  cluster?: string;
  /** Namespaces of its Applications, its own first. */
  namespaces: string[];
  /** `installationID`. */
  installationId?: string;
  /** `application.instanceLabelKey`. */
  instanceLabelKey?: string;
}

/**
 * What the label of an installation says of an object. The first installation whose label it carries speaks.
 *
 * @internal
 */
export function labelledBy(
  object: LiveObject,
  installations: readonly ArgoInstallation[],
): EngineRef | undefined {
  for (const { instanceLabelKey } of installations) {
    const mark = instanceLabelKey && instanceMark(object, instanceLabelKey);
    if (mark) {
      return mark;
    }
  }
  return undefined;
}

/**
 * The Application that a mark of Argo CD means. The mark holds no namespace where that is Argo CD's own, and Applications of
 * several installations may have one name: those of other installations are left out, and of the rest the one counts that
 * lists the object, then one in the cluster of the object. Where several remain, nobody knows which it is. Undefined: the mark
 * was copied to the object.
 *
 * @internal
 */
export function trackedBy(
  object: LiveObject,
  mark: EngineRef,
  options: {
    /** Of the name in the mark, in any cluster. */
    applications: Live[];
    /** What lists the object as its own; asked only where that matters. */
    lists: () => Live[];
    /** Whether this is a name of the object's cluster. */
    isHere: (cluster: string) => boolean;
    installations: readonly ArgoInstallation[];
  },
): { chosen: Live[]; namespace?: string } | undefined {
  const { applications, lists, isHere, installations } = options;
  const named = applications.filter(application =>
    mayTrack(application.object, object, mark, installations),
  );
  const fitting = named.filter(({ object: { engine, cluster } }) =>
    isHere(engine?.destinationCluster ?? cluster),
  );
  const isLabel = markStrength(mark) !== 'named';
  const listing = fitting.length > 1 || isLabel ? lists() : [];
  const listed = fitting.filter(application =>
    listing.some(each => isSame(each.object, application.object)),
  );
  const silent = isLabel
    ? fitting.filter(application => application.object.engine?.lists !== true)
    : fitting;
  const meant = listed.length > 0 ? listed : silent;
  // One that stands in the cluster itself comes before a hub's.
  const home = meant.filter(each => each.object.cluster === object.cluster);
  const chosen = home.length > 0 ? home : meant;
  if (chosen.length === 0 && fitting.length > 0) {
    return undefined;
  }
  const own = named.filter(each => each.object.cluster === object.cluster);
  const namespace =
    mark.namespace ??
    namespaceOf(object, mark, installations) ??
    (chosen.length === 0 && own.length === 1
      ? own[0].object.namespace
      : undefined);
  return { chosen, ...(namespace && { namespace }) };
}

/**
 * Whether an Application may be the one that a mark on an object means, going by the installations that both belong to: as
 * Argo CD itself decides which objects are its own.
 */
function mayTrack(
  application: LiveObject,
  object: LiveObject,
  { mark }: EngineRef,
  installations: readonly ArgoInstallation[],
): boolean {
  const own = installationFor(application, installations);
  if (installations.some(({ instanceLabelKey }) => instanceLabelKey === mark)) {
    return own === undefined || own.instanceLabelKey === mark;
  }
  const id = installationOf(object);
  if (own?.installationId !== undefined) {
    return own.installationId === id;
  }
  // What carries the id of an installation that is known belongs to no other one.
  return (
    id === undefined ||
    !installations.some(({ installationId }) => installationId === id)
  );
}

/** Where the Application must stand that a mark names without its namespace: in that of the installation, if it is known. */
function namespaceOf(
  object: LiveObject,
  { mark }: EngineRef,
  installations: readonly ArgoInstallation[],
): string | undefined {
  const id = installationOf(object);
  const labelled = installations.filter(
    ({ instanceLabelKey }) => instanceLabelKey === mark,
  );
  const named = installations.filter(
    ({ installationId }) => id !== undefined && installationId === id,
  );
  const namespaces = new Set(
    (labelled.length > 0 ? labelled : named).map(
      ({ namespaces: [first] }) => first,
    ),
  );
  return namespaces.size === 1 ? [...namespaces][0] : undefined;
}

/** The installation that an Application belongs to: one that names its cluster before one that may be anywhere. */
function installationFor(
  { cluster, namespace = '' }: LiveObject,
  installations: readonly ArgoInstallation[],
): ArgoInstallation | undefined {
  const here = installations.filter(({ namespaces }) =>
    namespaces.includes(namespace),
  );
  return (
    here.find(each => each.cluster === cluster) ??
    here.find(each => each.cluster === undefined)
  );
}
