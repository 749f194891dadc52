import { DeclaredObject, LiveObject } from '@plumbline/gitops-reader';

/** Kinds that run pods, then those that deploy them: what a namespace is first of all about. */
const ranks: Record<string, number> = {
  Deployment: 0,
  StatefulSet: 0,
  DaemonSet: 0,
  Rollout: 0,
  DeploymentConfig: 0,
  CronJob: 1,
  Job: 2,
  HelmRelease: 3,
  Kustomization: 3,
  Application: 3,
  ReplicaSet: 4,
  Pod: 5,
};

/**
 * Order of kinds where workloads come first.
 *
 * @public
 */
export function workloadRank(kind: string): number {
  return ranks[kind] ?? 6;
}

/** Kinds of engine objects that stand for one deployment each. An ApplicationSet stands for many. */
const deploying = new Set([
  'HelmRelease',
  'Release',
  'Application',
  'Kustomization',
]);

/**
 * Into which namespace an engine object deploys, and the name of the release there.
 *
 * @public
 */
export function releaseOf({
  kind,
  namespace,
  name,
  engine,
}: DeclaredObject | LiveObject):
  { namespace: string; name: string } | undefined {
  if (!engine || !deploying.has(kind)) {
    return undefined;
  }
  // Only a HelmRelease deploys into its own namespace unless told otherwise.
  const into =
    engine.destinationNamespace ??
    (kind === 'HelmRelease' ? namespace : undefined);
  return into
    ? { namespace: into, name: engine.releaseName ?? name }
    : undefined;
}
