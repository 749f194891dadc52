/** Kinds as the API server writes them, with what `kubectl` accepts for them besides lower case and a plural `s`. */
const shortNames: Record<string, string[]> = {
  Deployment: ['deploy'],
  StatefulSet: ['sts'],
  DaemonSet: ['ds'],
  ReplicaSet: ['rs'],
  ReplicationController: ['rc'],
  Rollout: ['ro'],
  DeploymentConfig: ['dc'],
  CronJob: ['cj'],
  Job: [],
  Pod: ['po'],
  Service: ['svc'],
  Ingress: ['ing', 'ingresses'],
  Namespace: ['ns'],
  Node: ['no'],
  PersistentVolume: ['pv'],
  PersistentVolumeClaim: ['pvc'],
  HorizontalPodAutoscaler: ['hpa'],
  PodDisruptionBudget: ['pdb'],
  ResourceQuota: ['quota'],
  ConfigMap: ['cm'],
  Secret: [],
  ServiceAccount: ['sa'],
  NetworkPolicy: ['netpol', 'networkpolicies'],
  Application: ['app'],
  ApplicationSet: ['appset'],
  AppProject: ['appproj'],
  Kustomization: ['ks'],
  HelmRelease: ['hr'],
  ExternalSecret: ['es'],
  SealedSecret: [],
  SecretStore: ['ss'],
  ClusterSecretStore: ['css'],
  Certificate: ['cert'],
  HTTPRoute: [],
};

const kinds = new Map<string, string>();
for (const [kind, short] of Object.entries(shortNames)) {
  for (const name of [kind, `${kind}s`, ...short]) {
    kinds.set(name.toLowerCase(), kind);
  }
}

/** Kinds that stand in no namespace. */
export const clusterScoped: ReadonlySet<string> = new Set([
  'Node',
  'Namespace',
  'PersistentVolume',
  'ClusterSecretStore',
]);

/** Kinds that run pods, in the order in which a bare name is tried. */
export const workloadKinds = [
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'Rollout',
  'CronJob',
  'Job',
  'DeploymentConfig',
];

/** Kinds that are pods, or run them. @public */
export const runningKinds: readonly string[] = [
  ...workloadKinds,
  'Pod',
  'ReplicaSet',
];

/** Whether objects of this kind are pods, or run them. */
export function runs(kind: string): boolean {
  return runningKinds.includes(kind);
}

/** `deploy`, `deployments`, `deployment.apps`, `Deployment` → `Deployment`; a kind nobody knows stays undefined. */
export function kindOf(word: string): string | undefined {
  const folded = word.toLowerCase();
  return kinds.get(folded) ?? kinds.get(folded.split('.')[0]);
}
