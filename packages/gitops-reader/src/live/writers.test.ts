import { JsonObject, JsonValue } from '../facts';
import { classOfManager, writersOf } from './writers';

const deployment = (managedFields: JsonValue, kind = 'Deployment') => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { name: 'cart', namespace: 'shop', managedFields },
});
const entry = (fieldsV1: JsonValue, rest: JsonObject = {}): JsonObject => ({
  manager: 'kubectl-edit',
  operation: 'Update',
  apiVersion: 'apps/v1',
  time: '2026-11-23T01:58:11Z',
  fieldsType: 'FieldsV1',
  fieldsV1,
  ...rest,
});
const fieldsOf = (fieldsV1: JsonValue) =>
  writersOf(deployment([entry(fieldsV1)]))?.[0].fields;

describe('managers', () => {
  it.each([
    [
      'human',
      'kubectl-edit kubectl-patch kubectl-set kubectl-label kubectl-rollout kubectl-client-side-apply kubectl Mozilla k9s node-fetch rancher oc argocd-server',
    ],
    [
      'gitops',
      'argocd-controller argocd-application-controller kustomize-controller helm-controller flux flux-client-side-apply',
    ],
    [
      'ci',
      'helm Helm Terraform HashiCorp pulumi-kubernetes-9f ansible OpenAPI-Generator Go-http-client curl',
    ],
    [
      'controller',
      'kube-controller-manager kube-scheduler kubelet cluster-autoscaler karpenter keda rollouts-controller cert-manager-certificates-issuing external-secrets before-first-apply ancient-changes',
    ],
    ['unknown', 'unknown kubectlx argocd my-operator'],
  ])('%s', (by, managers) => {
    expect(managers.split(' ').map(classOfManager)).toEqual(
      managers.split(' ').map(() => by),
    );
    expect(classOfManager('Headlamp 0.30.0 (linux')).toBe('human');
  });
});

it('tells GitOps, a hand, a scale without a time, and leaves status out', () => {
  const container = (fields: JsonObject) => ({
    'f:spec': {
      'f:template': {
        'f:spec': { 'f:containers': { 'k:{"name":"cart"}': fields } },
      },
    },
  });
  expect(
    writersOf(
      deployment([
        entry(container({ '.': {}, 'f:resources': {} }), {
          manager: 'argocd-controller',
          operation: 'Apply',
          time: '2026-11-20T09:00:00Z',
        }),
        entry(container({ 'f:image': {} }), { manager: 'kubectl-set' }),
        entry(
          { 'f:spec': { 'f:replicas': {} } },
          { manager: 'kubectl', subresource: 'scale', time: undefined },
        ),
        entry(
          { 'f:status': { 'f:conditions': {} } },
          { manager: 'kube-controller-manager', subresource: 'status' },
        ),
      ]),
    ),
  ).toEqual([
    {
      manager: 'argocd-controller',
      by: 'gitops',
      operation: 'Apply',
      at: '2026-11-20T09:00:00Z',
      fields: ['spec.template.spec.containers[name=cart].resources'],
    },
    {
      manager: 'kubectl-set',
      by: 'human',
      operation: 'Update',
      at: '2026-11-23T01:58:11Z',
      fields: ['spec.template.spec.containers[name=cart].image'],
    },
    {
      manager: 'kubectl',
      by: 'human',
      operation: 'Update',
      subresource: 'scale',
      fields: ['spec.replicas'],
    },
  ]);
});

describe('fields', () => {
  const secret = 'hunter2-Sw0rdfish';
  it.each<[string, JsonValue, string[] | undefined]>([
    [
      'items of sets are values, and are dropped',
      { 'f:spec': { 'f:args': { [`v:"${secret}"`]: {} } } },
      ['spec.args'],
    ],
    [
      'items of lists go by names and ports',
      {
        'f:spec': {
          'f:ports': {
            'k:{"port":80,"protocol":"TCP"}': { '.': {}, 'f:port': {} },
          },
        },
      },
      ['spec.ports[port=80,protocol=TCP].port'],
    ],
    [
      'other identities keep their keys alone',
      { 'f:spec': { 'f:x': { [`k:{"token":"${secret}"}`]: { 'f:a': {} } } } },
      ['spec.x[token].a'],
    ],
    [
      'names that are no names keep their keys alone',
      { 'f:x': { 'k:{"name":"a b\\nc"}': { '.': {} } } },
      ['x[name]'],
    ],
    ['broken keys', { 'f:x': { 'k:{': {}, 'i:3': {} } }, ['x[3]', 'x[]']],
    [
      'what is written in passing',
      {
        'f:metadata': {
          'f:annotations': {
            '.': {},
            'f:deployment.kubernetes.io/revision': {},
            'f:kubectl.kubernetes.io/restartedAt': {},
          },
          'f:finalizers': { 'v:"a/b"': {} },
        },
      },
      undefined,
    ],
    [
      'labels',
      { 'f:metadata': { 'f:labels': { 'f:app.kubernetes.io/name': {} } } },
      ['metadata.labels.app.kubernetes.io/name'],
    ],
    ['nonsense', 'f:spec', undefined],
    ['nothing', {}, undefined],
  ])('%s', (_, fieldsV1, expected) => {
    expect(fieldsOf(fieldsV1)).toEqual(expected);
    expect(JSON.stringify(fieldsOf(fieldsV1)) ?? '').not.toContain(secret);
  });

  it('bounds what there may be of them', () => {
    const many = Object.fromEntries(
      Array.from({ length: 20_000 }, (_, at) => [`f:a${at}`, {}]),
    );
    const deep: JsonObject = {};
    let at = deep;
    for (let depth = 0; depth < 5_000; depth++) {
      const next: JsonObject = {};
      at['f:x'] = next;
      at = next;
    }
    const [first, second] = writersOf(
      deployment([entry(many), entry(deep)]),
    ) ?? [undefined, undefined];
    expect(first?.fields).toHaveLength(50);
    expect(first?.more).toBe(5_000 - 50);
    expect(second).toBeUndefined();
    expect(
      writersOf(deployment(Array(100).fill(entry({ 'f:a': {} })))),
    ).toHaveLength(20);
  });
});

it('leaves out what controllers make', () => {
  const fields = [entry({ 'f:spec': {} })];
  expect(writersOf(deployment(fields, 'Pod'))).toBeUndefined();
  expect(writersOf(deployment(fields, 'ReplicaSet'))).toBeUndefined();
  expect(writersOf(deployment(fields, 'Job'))).toHaveLength(1);
  expect(writersOf({ kind: 'Deployment', metadata: 3 })).toBeUndefined();
});
