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
