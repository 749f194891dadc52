import { memoryTree } from '../files/memoryTree';
import { readRepository } from '../readRepository';
import { teamOfGroup } from './roleBindings';

const binding = (name: string, role: string, groups: string[], ns = 'shop') => `
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: ${name}, namespace: ${ns}}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: ${role}}
subjects:
${groups.map(group => `- {kind: Group, name: "${group}"}`).join('\n')}
`;
const pod = `
apiVersion: v1
kind: Pod
metadata: {name: cart, namespace: shop}
`;

async function claimsOfPod(files: Record<string, string>) {
  const { objects } = await readRepository(
    memoryTree({ ...files, 'pod.yaml': pod }),
  );
  return objects
    .filter(({ kind }) => kind === 'Pod')
    .map(({ claims }) =>
      claims.map(({ source, raw, evidence }) => [
        source,
        raw,
        evidence.type === 'file' && evidence.location.line,
      ]),
    );
}

describe('teamOfGroup', () => {
  it.each<[string, string | undefined]>([
    ['payments', 'payments'],
    ['github:payments', 'payments'],
    ['github:acme:payments', 'payments'],
    ['acme:payments', 'payments'],
    ['oidc:payments', 'payments'],
    ['/payments', 'payments'],
    ['payments@acme.example', 'payments'],
    ['cn=payments,ou=groups,dc=acme', 'payments'],
    ['payments-admins', 'payments-admins'],
    ['system:authenticated', undefined],
    ['system:serviceaccounts:shop', undefined],
    ['oidc:0a1b2c3d-0000-4000-8000-00000000abcd', undefined],
    ['cluster-admins', undefined],
    ['cicd', undefined],
    ['deployers', undefined],
    ['gitlab-runner', undefined],
    ['argocd-admins', undefined],
    ['prod-admins', undefined],
    ['prod-maintainers', undefined],
    ['dev-developers', undefined],
    ['product-developers', 'product-developers'],
    ['oncall', undefined],
    ['Domain Users', undefined],
    ['eks-console-dashboard', undefined],
    ['monitoring', undefined],
    ['github:developers', undefined],
    ['${GROUP}', undefined],
    ['', undefined],
  ])('calls the team of the group %j %j', (group, team) => {
    expect(teamOfGroup(group)).toBe(team);
  });
});

describe('NamespaceClaims', () => {
  it.each<[what: string, bindings: string[], expected: unknown[]]>([
    [
      'a group that may edit',
      [binding('a', 'edit', ['github:payments'])],
      [['role-binding', 'payments', 7]],
    ],
    [
      'one group with several roles',
      [
        binding('a', 'admin', ['payments']),
        binding('b', 'payments-editor', ['Payments']),
      ],
      [['role-binding', 'payments', 7]],
    ],
    [
      'no group that may only look',
      [binding('a', 'view', ['payments']), binding('b', 'auditor', ['x'])],
      [],
    ],
    ['none of several groups', [binding('a', 'admin', ['a', 'b'])], []],
    [
      'none where another namespace is meant',
      [binding('a', 'admin', ['a'], 'other')],
      [],
    ],
    [
      'the one that is not of Kubernetes',
      [binding('a', 'admin', ['system:masters', 'payments'])],
      [['role-binding', 'payments', 8]],
    ],
  ])('takes %s', async (_, bindings, expected) => {
    expect(await claimsOfPod({ 'rbac.yaml': bindings.join('---') })).toEqual([
      expected,
    ]);
  });

  it.each<[string, string, boolean]>([
    ['argoproj.io/v1alpha1', 'Application', false],
    ['argoproj.io/v1alpha1', 'Rollout', true],
    ['kustomize.toolkit.fluxcd.io/v1', 'Kustomization', false],
    ['apps/v1', 'Deployment', true],
  ])(
    'gives the team of the engine to %s %s: %s',
    async (apiVersion, kind, own) => {
      const { objects } = await readRepository(
        memoryTree({
          'a.yaml': `apiVersion: v1
kind: Namespace
metadata: {name: flux-system, labels: {team: platform}}
---
apiVersion: ${apiVersion}
kind: ${kind}
metadata: {name: cart, namespace: flux-system}
`,
        }),
      );
      expect(
        objects
          .find(({ name }) => name === 'cart')
          ?.claims.map(({ raw }) => raw),
      ).toEqual(own ? ['platform'] : []);
    },
  );

  it('asks the namespace that an Application deploys to', async () => {
    const { objects } = await readRepository(
      memoryTree({
        'a.yaml': `apiVersion: v1
kind: Namespace
metadata: {name: argocd, labels: {team: platform}}
---
apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {team: payments}}
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: cart, namespace: argocd}
spec:
  project: default
  source: {repoURL: https://charts.acme.example, chart: cart, targetRevision: 1.0.0}
  destination: {server: https://kubernetes.default.svc, namespace: shop}
`,
      }),
    );
    const claims = objects.find(({ name }) => name === 'cart')?.claims;
    expect(claims?.map(({ source, raw }) => [source, raw])).toEqual([
      ['namespace-label', 'payments'],
    ]);
  });

  it('tells declarations of one namespace apart by environment, and leaves open what they disagree on', async () => {
    const namespace = (team: string) =>
      `apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {team: ${team}}}\n`;
    const files = {
      'clusters/dev/ns.yaml': namespace('a'),
      'clusters/prod/ns.yaml': namespace('b'),
      'clusters/prod/pod.yaml': pod,
      'clusters/prod/rbac.yaml': binding('x', 'admin', ['c']),
    };
    expect(await claimsOfPod(files)).toEqual([
      [
        ['namespace-label', 'b', 3],
        ['role-binding', 'c', 7],
      ],
      [['role-binding', 'c', 7]],
    ]);
  });
});
