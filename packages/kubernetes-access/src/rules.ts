/**
 * Resources of one API group, why they are read, and how much of them.
 *
 * @public
 */
export interface AccessRule {
  /** Empty for the core. */
  group: string;
  /** For a person who decides whether to grant it. */
  why: string;
  /** Read whole: their spec or status is part of an answer. {@link everyResource} stands for all that the group has. */
  whole?: string[];
  /** Read without spec, status and data: names, labels, annotations, owners and field managers are enough. */
  metadata?: string[];
}

/**
 * Every resource of a group that holds nothing but what a cluster makes up itself, so that nobody can name it beforehand.
 *
 * @public
 */
export const everyResource = '*';

/** All resources of a rule. @public */
export function resourcesOf(rule: AccessRule): string[] {
  return [...(rule.whole ?? []), ...(rule.metadata ?? [])];
}

/**
 * What is read of a cluster unless the configuration says otherwise. The one list behind what the portal asks an API
 * server for and the ClusterRole that allows it.
 *
 * @public
 */
export const defaultRules: readonly AccessRule[] = [
  {
    group: '',
    why: 'what alerts name, who owns its namespace, and which workload stands behind it',
    whole: [
      'namespaces',
      'nodes',
      'persistentvolumeclaims',
      'persistentvolumes',
      'pods',
      'replicationcontrollers',
      'serviceaccounts',
      'services',
    ],
    // Their data may hold anything.
    metadata: ['configmaps'],
  },
  {
    group: 'apps',
    why: 'workloads: owner labels, versions, names of the secrets they use, who changed them last',
    whole: ['daemonsets', 'deployments', 'statefulsets'],
    metadata: ['replicasets'],
  },
  {
    group: 'batch',
    why: 'jobs and their schedules',
    whole: ['cronjobs', 'jobs'],
  },
  {
    group: 'autoscaling',
    why: 'which workload an autoscaler scales',
    whole: ['horizontalpodautoscalers'],
  },
  {
    group: 'autoscaling.k8s.io',
    why: 'which workload an autoscaler sizes',
    whole: ['verticalpodautoscalers'],
  },
  {
    group: 'keda.sh',
    why: 'which workload KEDA scales',
    whole: ['scaledjobs', 'scaledobjects'],
  },
  {
    group: 'policy',
    why: 'which workload a budget protects',
    whole: ['poddisruptionbudgets'],
  },
  {
    group: 'networking.k8s.io',
    why: 'which service stands behind a host name',
    whole: ['ingresses'],
  },
  {
    group: 'argoproj.io',
    why: 'Argo CD: where an object comes from in Git, and whether it is in sync; Argo Rollouts: workloads',
    whole: ['applications', 'applicationsets', 'appprojects', 'rollouts'],
    metadata: ['cronworkflows', 'workflows', 'workflowtemplates'],
  },
  {
    group: 'kustomize.toolkit.fluxcd.io',
    why: 'Flux: where an object comes from in Git, and whether it is in sync',
    whole: ['kustomizations'],
  },
  {
    group: 'helm.toolkit.fluxcd.io',
    why: 'Flux: releases and the charts they install',
    whole: ['helmreleases'],
  },
  {
    group: 'source.toolkit.fluxcd.io',
    why: 'Flux: repositories that it reads, and at which revision',
    whole: [
      'buckets',
      'gitrepositories',
      'helmcharts',
      'helmrepositories',
      'ocirepositories',
    ],
  },
  {
    group: 'image.toolkit.fluxcd.io',
    why: 'Flux: who moves image versions by itself',
    whole: ['imagepolicies', 'imageupdateautomations'],
  },
  {
    group: 'kargo.akuity.io',
    why: 'Kargo: what waits to be promoted to which stage, and what stands in its way',
    whole: ['freights', 'promotions', 'stages'],
  },
  {
    group: 'promoter.argoproj.io',
    why: 'GitOps Promoter: what waits to be promoted to which branch, and what stands in its way',
    whole: [
      'changetransferpolicies',
      'gitrepositories',
      'promotionstrategies',
      'pullrequests',
    ],
  },
  {
    group: 'external-secrets.io',
    why: 'which secrets are produced from where, and whether that works; holds no values',
    whole: [
      'clusterexternalsecrets',
      'clustersecretstores',
      'externalsecrets',
      'secretstores',
    ],
  },
  {
    group: 'bitnami.com',
    why: 'which secrets are unsealed; holds encrypted values, of which only the keys are kept',
    whole: ['sealedsecrets'],
  },
  {
    group: 'secrets-store.csi.x-k8s.io',
    why: 'which secrets are mounted from where; holds no values',
    whole: ['secretproviderclasses', 'secretproviderclasspodstatuses'],
  },
  {
    group: 'secrets.hashicorp.com',
    why: 'which secrets come from Vault, and whether that works; holds no values',
    whole: [
      'vaultauths',
      'vaultconnections',
      'vaultdynamicsecrets',
      'vaultpkisecrets',
      'vaultstaticsecrets',
    ],
  },
  {
    group: 'cert-manager.io',
    why: 'which secrets hold certificates, and whether they are valid; holds no keys',
    whole: ['certificates'],
  },
  {
    group: 'kyverno.io',
    why: 'policies in force',
    whole: ['clusterpolicies', 'policies'],
  },
  {
    group: 'policies.kyverno.io',
    why: 'policies in force',
    whole: [
      'generatingpolicies',
      'imagevalidatingpolicies',
      'mutatingpolicies',
      'validatingpolicies',
    ],
  },
  {
    group: 'templates.gatekeeper.sh',
    why: 'policies in force',
    whole: ['constrainttemplates'],
  },
  {
    group: 'constraints.gatekeeper.sh',
    why: 'policies in force, and how many objects violate them; each template is a kind of its own here',
    whole: [everyResource],
  },
  {
    group: 'wgpolicyk8s.io',
    why: 'how many policies an object passes and fails; of results only the counts are kept',
    whole: ['clusterpolicyreports', 'policyreports'],
  },
  {
    group: 'openreports.io',
    why: 'how many policies an object passes and fails; of results only the counts are kept',
    whole: ['clusterreports', 'reports'],
  },
  {
    group: 'admissionregistration.k8s.io',
    why: 'policies in force',
    whole: ['validatingadmissionpolicies', 'validatingadmissionpolicybindings'],
  },
  {
    group: 'apps.openshift.io',
    why: 'workloads of OpenShift',
    whole: ['deploymentconfigs'],
  },
  {
    group: 'postgresql.cnpg.io',
    why: 'what an operator runs pods for: the object that stands in Git',
    metadata: ['clusters'],
  },
  {
    group: 'kafka.strimzi.io',
    why: 'what an operator runs pods for: the object that stands in Git',
    metadata: ['kafkaconnects', 'kafkanodepools', 'kafkas'],
  },
  {
    group: 'core.strimzi.io',
    why: 'what an operator runs pods for',
    metadata: ['strimzipodsets'],
  },
  {
    group: 'rabbitmq.com',
    why: 'what an operator runs pods for: the object that stands in Git',
    metadata: ['rabbitmqclusters'],
  },
  {
    group: 'monitoring.coreos.com',
    why: 'what an operator runs pods for: the object that stands in Git',
    metadata: ['alertmanagers', 'prometheuses', 'thanosrulers'],
  },
  {
    group: 'serving.knative.dev',
    why: 'what an operator runs pods for: the object that stands in Git',
    metadata: ['configurations', 'revisions', 'services'],
  },
  {
    group: 'tekton.dev',
    why: 'what an operator runs pods for',
    metadata: ['pipelineruns', 'taskruns'],
  },
  {
    group: 'apiextensions.k8s.io',
    why: 'to notice kinds that come and go',
    metadata: ['customresourcedefinitions'],
  },
];
