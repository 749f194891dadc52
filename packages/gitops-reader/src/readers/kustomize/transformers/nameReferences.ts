import { FieldSpec, stepsOf } from './fieldSpecs';

/** Fields that hold the name of an object of some kind. */
export interface NameReference {
  group?: string;
  version?: string;
  kind?: string;
  fields: readonly FieldSpec[];
}

type Place = [path: string, kind: string, group?: string];

const podSpecs: Place[] = [
  ['spec', 'Pod'],
  ['template/spec', 'PodTemplate'],
  ...['Deployment', 'ReplicaSet', 'DaemonSet', 'StatefulSet', 'Job'].map(
    (kind): Place => ['spec/template/spec', kind],
  ),
  ['spec/jobTemplate/spec/template/spec', 'CronJob'],
];

/** Kustomize knows the ServiceAccounts, claims and priorities of another list of kinds than the ConfigMaps of. */
const otherPodSpecs: Place[] = [
  ...podSpecs.filter(([, kind]) => !/^(PodTemplate|ReplicaSet)$/.test(kind)),
  ['spec/template/spec', 'ReplicationController'],
];

const inPods = (places: Place[], paths: string[]): Place[] =>
  places.flatMap(([at, kind]) =>
    paths.map((path): Place => [`${at}/${path}`, kind]),
  );

const inContainers = (paths: string[]) =>
  ['containers', 'initContainers'].flatMap(list =>
    paths.map(path => `${list}/${path}`),
  );

function reference(
  [group, kind]: [group: string | undefined, kind: string],
  places: Place[],
): NameReference {
  return {
    group,
    kind,
    fields: places.map(([path, at, atGroup]) => ({
      path: stepsOf(path),
      kind: at,
      group: atGroup,
    })),
  };
}

const rbac = 'rbac.authorization.k8s.io';
const inRules: Place[] = [
  ['rules/resourceNames', 'Role'],
  ['rules/resourceNames', 'ClusterRole'],
];

/** Names in fields that kustomize keeps right where the objects that they name get new ones. */
export const nameReferences: readonly NameReference[] = [
  ...['Deployment', 'ReplicationController', 'ReplicaSet', 'StatefulSet'].map(
    kind =>
      reference(
        [undefined, kind],
        [['spec/scaleTargetRef/name', 'HorizontalPodAutoscaler']],
      ),
  ),
  reference(
    ['', 'ConfigMap'],
    [
      ...inPods(podSpecs, [
        'volumes/configMap/name',
        'volumes/projected/sources/configMap/name',
        ...inContainers([
          'env/valueFrom/configMapKeyRef/name',
          'envFrom/configMapRef/name',
        ]),
      ]),
      ['spec/configSource/configMap', 'Node'],
      ...inRules,
      [
        'metadata/annotations/nginx.ingress.kubernetes.io\\/fastcgi-params-configmap',
        'Ingress',
      ],
    ],
  ),
  reference(
    ['', 'Secret'],
    [
      ...inPods(podSpecs, [
        'volumes/secret/secretName',
        'volumes/projected/sources/secret/name',
        'imagePullSecrets/name',
        ...inContainers([
          'env/valueFrom/secretKeyRef/name',
          'envFrom/secretRef/name',
        ]),
      ]),
      ['spec/tls/secretName', 'Ingress'],
      ...[
        'ingress.kubernetes.io\\/auth-secret',
        'nginx.ingress.kubernetes.io\\/auth-secret',
        'nginx.ingress.kubernetes.io\\/auth-tls-secret',
      ].map((key): Place => [`metadata/annotations/${key}`, 'Ingress']),
      ['imagePullSecrets/name', 'ServiceAccount'],
      ...['secretName', 'adminSecretName', 'userSecretName', 'secretRef'].map(
        (key): Place => [`parameters/${key}`, 'StorageClass'],
      ),
      ...inRules,
      [
        'spec/template/spec/containers/env/valueFrom/secretKeyRef/name',
        'Service',
        'serving.knative.dev',
      ],
      ['spec/azureFile/secretName', 'PersistentVolume'],
    ],
  ),
  reference(
    ['', 'Service'],
    [
      ['spec/serviceName', 'StatefulSet', 'apps'],
      ...[
        'rules/http/paths/backend/serviceName',
        'backend/serviceName',
        'rules/http/paths/backend/service/name',
        'defaultBackend/service/name',
      ].map((path): Place => [`spec/${path}`, 'Ingress']),
      ['spec/service/name', 'APIService', 'apiregistration.k8s.io'],
      ...['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'].map(
        (kind): Place => [
          'webhooks/clientConfig/service',
          kind,
          'admissionregistration.k8s.io',
        ],
      ),
    ],
  ),
  reference(
    ['admissionregistration.k8s.io', 'ValidatingAdmissionPolicy'],
    [
      [
        'spec/policyName',
        'ValidatingAdmissionPolicyBinding',
        'admissionregistration.k8s.io',
      ],
    ],
  ),
  reference([rbac, 'Role'], [['roleRef/name', 'RoleBinding', rbac]]),
  reference(
    [rbac, 'ClusterRole'],
    [
      ['roleRef/name', 'RoleBinding', rbac],
      ['roleRef/name', 'ClusterRoleBinding', rbac],
    ],
  ),
  reference(
    ['', 'ServiceAccount'],
    [
      ['subjects', 'RoleBinding', rbac],
      ['subjects', 'ClusterRoleBinding', rbac],
      ...inPods(otherPodSpecs, ['serviceAccountName']),
    ],
  ),
  reference(
    ['', 'PersistentVolumeClaim'],
    inPods(otherPodSpecs, ['volumes/persistentVolumeClaim/claimName']),
  ),
  reference(
    ['', 'PersistentVolume'],
    [
      ['spec/volumeName', 'PersistentVolumeClaim'],
      ['rules/resourceNames', 'ClusterRole'],
    ],
  ),
  reference(
    ['storage.k8s.io', 'StorageClass'],
    [
      ['spec/storageClassName', 'PersistentVolume'],
      ['spec/storageClassName', 'PersistentVolumeClaim'],
      ['spec/volumeClaimTemplates/spec/storageClassName', 'StatefulSet'],
    ],
  ),
  reference(
    ['scheduling.k8s.io', 'PriorityClass'],
    inPods(otherPodSpecs, ['priorityClassName']),
  ),
  reference(
    ['networking.k8s.io', 'IngressClass'],
    [['spec/ingressClassName', 'Ingress']],
  ),
];
