import { FieldSpec, stepsOf } from './transformers/fieldSpecs';

/** The templates of pods in the kinds that kustomize knows to have one. */
const podTemplates: [kind: string, path: string, group?: string][] = [
  ['ReplicationController', 'spec/template', ''],
  ['Deployment', 'spec/template'],
  ['ReplicaSet', 'spec/template'],
  ['DaemonSet', 'spec/template'],
  ['StatefulSet', 'spec/template'],
  ['Job', 'spec/template', 'batch'],
  ['CronJob', 'spec/jobTemplate', 'batch'],
  ['CronJob', 'spec/jobTemplate/spec/template', 'batch'],
];

function field(
  path: string,
  kind?: string,
  group?: string,
  create = false,
): FieldSpec {
  return { path: stepsOf(path), kind, group, create };
}

function ofTemplates(path: string): FieldSpec[] {
  return podTemplates.map(([kind, template, group]) =>
    field(`${template}/${path}`, kind, group, true),
  );
}

/** Where `namePrefix` and `nameSuffix` go. */
export const everyName: readonly FieldSpec[] = [field('metadata/name')];

/** Where `replicas` go. */
export const replicaFields: readonly FieldSpec[] = [
  'Deployment',
  'ReplicationController',
  'ReplicaSet',
  'StatefulSet',
].map(kind => field('spec/replicas', kind, undefined, true));

/** Where `labels` with `includeTemplates` go, besides the object itself. */
export const templateLabelFields: readonly FieldSpec[] = [
  ...ofTemplates('metadata/labels'),
  field(
    'spec/volumeClaimTemplates[]/metadata/labels',
    'StatefulSet',
    'apps',
    true,
  ),
];

/** Where `commonAnnotations` go. */
export const commonAnnotationFields: readonly FieldSpec[] = [
  field('metadata/annotations', undefined, undefined, true),
  ...ofTemplates('metadata/annotations'),
];

const term = 'labelSelector/matchLabels';
const affinities = ['podAffinity', 'podAntiAffinity'].flatMap(affinity => [
  `affinity/${affinity}/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm/${term}`,
  `affinity/${affinity}/requiredDuringSchedulingIgnoredDuringExecution/${term}`,
]);

/** Where `commonLabels` go, and `labels` with `includeSelectors`. */
export const commonLabelFields: readonly FieldSpec[] = [
  field('metadata/labels', undefined, undefined, true),
  ...templateLabelFields,
  { ...field('spec/selector', 'Service', '', true), version: 'v1' },
  field('spec/selector', 'ReplicationController', '', true),
  ...['Deployment', 'ReplicaSet', 'DaemonSet', 'StatefulSet'].map(kind =>
    field('spec/selector/matchLabels', kind, undefined, true),
  ),
  ...['Deployment', 'StatefulSet'].flatMap(kind =>
    [...affinities, `topologySpreadConstraints/${term}`].map(path =>
      field(`spec/template/spec/${path}`, kind, 'apps'),
    ),
  ),
  field('spec/selector/matchLabels', 'Job', 'batch'),
  field('spec/jobTemplate/spec/selector/matchLabels', 'CronJob', 'batch'),
  field('spec/selector/matchLabels', 'PodDisruptionBudget', 'policy'),
  ...[
    'spec/podSelector/matchLabels',
    'spec/ingress/from/podSelector/matchLabels',
    'spec/egress/to/podSelector/matchLabels',
  ].map(path => field(path, 'NetworkPolicy', 'networking.k8s.io')),
];

/** Where `namespace` goes, besides the objects themselves and the subjects of bindings. */
export const namespaceFields: readonly FieldSpec[] = [
  field(
    'spec/conversion/webhook/clientConfig/service/namespace',
    'CustomResourceDefinition',
    'apiextensions.k8s.io',
  ),
  field('spec/service/namespace', 'APIService', 'apiregistration.k8s.io', true),
];

/** Where variables are filled in: commands, arguments and environments of containers, and some others. */
export const variableFields: readonly FieldSpec[] = [
  ...[
    ['Pod', 'spec'],
    ['CronJob', 'spec/jobTemplate/spec/template/spec'],
    ...['DaemonSet', 'Deployment', 'Job', 'ReplicaSet', 'StatefulSet'].map(
      kind => [kind, 'spec/template/spec'],
    ),
  ].flatMap(([kind, pod]) =>
    ['containers', 'initContainers'].flatMap(list =>
      ['args', 'command', 'env/value', 'volumeMounts/mountPath'].map(path =>
        field(`${pod}/${list}/${path}`, kind),
      ),
    ),
  ),
  field('spec/jobTemplate/spec/template/volumes/nfs/server', 'CronJob'),
  field('spec/volumes/nfs/server', 'Pod'),
  ...['DaemonSet', 'Deployment', 'Job', 'ReplicaSet'].map(kind =>
    field('spec/template/spec/volumes/nfs/server', kind),
  ),
  field('spec/volumeClaimTemplates/spec/nfs/server', 'StatefulSet'),
  field('spec/nfs/server', 'PersistentVolume'),
  field('spec/template/metadata/annotations', 'Deployment'),
  ...['spec/rules/host', 'spec/tls/hosts', 'spec/tls/secretName'].map(path =>
    field(path, 'Ingress'),
  ),
  ...['spec/ports/port', 'spec/ports/targetPort'].map(path =>
    field(path, 'Service'),
  ),
  field('metadata/labels'),
  field('metadata/annotations'),
];
