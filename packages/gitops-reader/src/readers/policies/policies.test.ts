import { memoryTree } from '../../files/memoryTree';
import { parsedFiles } from '../../__testUtils__/parsedFiles';
import { readRepository } from '../../readRepository';
import { policiesReader } from './reader';

async function read(files: Record<string, string>): Promise<string[]> {
  const { policies } = await readRepository(memoryTree(files));
  return policies.map(({ engine, action, note, environment }) =>
    [environment, engine, action, note]
      .filter(part => part !== undefined)
      .join(' '),
  );
}

const object = (apiVersion: string, kind: string, spec: string, name = 'p') =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: ${name}}\nspec: ${spec}\n`;

const cluster = (spec: string) =>
  object('kyverno.io/v1', 'ClusterPolicy', spec);
const admission = 'admissionregistration.k8s.io/v1';

describe('policiesReader', () => {
  it.each<[string, string, string[]]>([
    [
      'nothing said',
      cluster('{rules: [{name: a, validate: {}}]}'),
      ['kyverno audit'],
    ],
    [
      'the old field, in lower case',
      cluster('{validationFailureAction: enforce, rules: [{validate: {}}]}'),
      ['kyverno enforce'],
    ],
    [
      'the strictest of what is asked of images',
      cluster(
        '{rules: [{verifyImages: [{failureAction: Audit}, {failureAction: Enforce}]}]}',
      ),
      ['kyverno enforce'],
    ],
    [
      'a rule that knows better than its policy',
      cluster(
        '{validationFailureAction: Enforce, rules: [{validate: {failureAction: Audit}}]}',
      ),
      ['kyverno audit'],
    ],
    [
      'rules that differ',
      cluster('{rules: [{validate: {failureAction: Enforce}}, {mutate: {}}]}'),
      ['kyverno enforce its rules differ: enforce, mutate'],
    ],
    [
      'overrides',
      cluster(
        '{rules: [{validate: {failureAction: Audit, failureActionOverrides: [{action: Enforce, namespaces: [shop]}]}}]}',
      ),
      ['kyverno audit enforce in shop'],
    ],
    [
      'signatures of images',
      cluster('{rules: [{verifyImages: [{failureAction: Enforce}]}]}'),
      ['kyverno enforce'],
    ],
    [
      'a policy that admission skips',
      cluster(
        '{admission: false, rules: [{validate: {failureAction: Enforce}}]}',
      ),
      ['kyverno audit not at admission, in the background alone'],
    ],
    [
      'a namespaced one',
      object('kyverno.io/v2beta1', 'Policy', '{rules: [{generate: {}}]}'),
      ['kyverno generate'],
    ],
    [
      'an exception',
      object(
        'kyverno.io/v2',
        'PolicyException',
        '{exceptions: [{policyName: x}]}',
      ),
      ['kyverno unknown an exception from x'],
    ],
    [
      'CEL',
      object(
        'policies.kyverno.io/v1',
        'ValidatingPolicy',
        '{validationActions: [Deny]}',
      ),
      ['kyverno enforce'],
    ],
    [
      'CEL in a namespace, without admission',
      object(
        'policies.kyverno.io/v1beta1',
        'NamespacedValidatingPolicy',
        '{validationActions: [Deny], evaluation: {admission: {enabled: false}}}',
      ),
      ['kyverno audit not at admission, in the background alone'],
    ],
    [
      'CEL that changes',
      object('policies.kyverno.io/v1', 'MutatingPolicy', '{}'),
      ['kyverno mutate'],
    ],
    [
      'a template of Gatekeeper',
      object('templates.gatekeeper.sh/v1', 'ConstraintTemplate', '{}'),
      ['gatekeeper unknown a template: its constraints decide'],
    ],
    [
      'a constraint',
      object('constraints.gatekeeper.sh/v1beta1', 'K8sAnything', '{}'),
      ['gatekeeper enforce'],
    ],
    [
      'a dry run',
      object(
        'constraints.gatekeeper.sh/v1beta1',
        'K8sAnything',
        '{enforcementAction: dryrun}',
      ),
      ['gatekeeper audit'],
    ],
    [
      'a constraint of several points',
      object(
        'constraints.gatekeeper.sh/v1beta1',
        'K8sAnything',
        '{enforcementAction: scoped, scopedEnforcementActions: [{action: deny, enforcementPoints: [{name: audit.gatekeeper.sh}]}, {action: warn, enforcementPoints: [{name: validation.gatekeeper.sh}]}]}',
      ),
      ['gatekeeper warn decided for each enforcement point'],
    ],
    [
      'an admission policy that nothing binds',
      object(admission, 'ValidatingAdmissionPolicy', '{}'),
      ['admission-policy unknown no binding in this repository names it'],
    ],
  ])('reads %s', async (_, text, expected) => {
    expect(await read({ 'a.yaml': text })).toEqual(expected);
  });

  it.each([
    ['iam.aws.crossplane.io/v1beta1', 'Policy'],
    ['policy.open-cluster-management.io/v1', 'Policy'],
    ['policy/v1', 'PodDisruptionBudget'],
    ['cilium.io/v2', 'CiliumNetworkPolicy'],
    ['security.istio.io/v1', 'AuthorizationPolicy'],
    ['cli.kyverno.io/v1alpha1', 'Test'],
    ['wgpolicyk8s.io/v1alpha2', 'PolicyReport'],
  ])('knows that %s %s is no policy of this kind', async (apiVersion, kind) => {
    expect(await read({ 'a.yaml': object(apiVersion, kind, '{}') })).toEqual(
      [],
    );
  });

  it('lets bindings of any file decide', async () => {
    expect(
      await read({
        'policy.yaml': object(admission, 'ValidatingAdmissionPolicy', '{}'),
        'binding.yaml': object(
          admission,
          'ValidatingAdmissionPolicyBinding',
          '{policyName: p, validationActions: [Audit]}',
        ),
        'prod/binding.yaml': object(
          admission,
          'ValidatingAdmissionPolicyBinding',
          '{policyName: p, validationActions: [Deny]}',
        ),
      }),
    ).toEqual(['admission-policy enforce its bindings differ: audit, enforce']);
  });

  const constraint = (spec: string) =>
    object('constraints.gatekeeper.sh/v1beta1', 'K8sAnything', spec, 'k');
  const binding = (action: string, more = '') =>
    object(
      admission,
      'ValidatingAdmissionPolicyBinding',
      `{${more}validationActions: [${action}]}`,
      'b',
    );
  const objects = {
    'base/kustomization.yaml':
      'resources: [policy.yaml, constraint.yaml, vap.yaml, binding.yaml]\n',
    'base/policy.yaml': cluster(
      '{validationFailureAction: Audit, rules: [{validate: {}}]}',
    ),
    'base/constraint.yaml': constraint('{enforcementAction: dryrun}'),
    'base/vap.yaml': object(admission, 'ValidatingAdmissionPolicy', '{}', 'v'),
    'base/binding.yaml': binding('Audit', 'policyName: v, '),
    'overlays/staging/kustomization.yaml': 'resources: [../../base]\n',
  };
  it('tells what each place makes of a policy', async () => {
    expect(
      await read({
        ...objects,
        'overlays/prod/kustomization.yaml':
          'resources: [../../base]\npatches: [{path: patch.yaml}, {path: k.yaml}, {path: b.yaml}]\n',
        'overlays/prod/patch.yaml': cluster(
          '{validationFailureAction: Enforce}',
        ),
        'overlays/prod/k.yaml': constraint('{enforcementAction: deny}'),
        'overlays/prod/b.yaml': binding('Deny'),
      }),
    ).toEqual([
      'staging kyverno audit',
      'staging gatekeeper audit',
      'production admission-policy enforce',
      'staging admission-policy audit',
      'production kyverno enforce',
      'production gatekeeper enforce',
    ]);
  });

  it('takes no patch for a policy, whether it finds one or not', async () => {
    expect(
      await read({
        ...objects,
        'overlays/staging/kustomization.yaml':
          'resources: [../../base]\npatches: [{path: gone.yaml}]\n',
        'overlays/staging/gone.yaml': object(
          'kyverno.io/v1',
          'ClusterPolicy',
          '{validationFailureAction: Enforce}',
          'gone',
        ),
      }),
    ).toEqual([
      'staging kyverno audit',
      'staging gatekeeper audit',
      'staging admission-policy audit',
    ]);
  });

  it('tells what variables make of a policy', async () => {
    const flux = (action: string) =>
      `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: policies, namespace: flux-system}\nspec: {path: ./policies, sourceRef: {kind: GitRepository, name: flux-system}, postBuild: {substitute: {action: ${action}}}}\n`;
    expect(
      (
        await read({
          'clusters/prod/policies.yaml': flux('Enforce'),
          'clusters/dev/policies.yaml': flux('Audit'),
          'policies/policy.yaml': cluster(
            '{validationFailureAction: "${action}", rules: [{validate: {}}]}',
          ),
        })
      ).sort(),
    ).toEqual(['development kyverno audit', 'production kyverno enforce']);
  });

  it('tells what the default of a variable makes of a policy', async () => {
    const flux = (name: string) =>
      `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: policies, namespace: flux-system}\nspec: {path: ./policies, sourceRef: {kind: GitRepository, name: flux-system}, postBuild: {substitute: {${name}: Enforce}}}\n`;
    expect(
      (
        await read({
          'clusters/prod/policies.yaml': flux('action'),
          'clusters/dev/policies.yaml': flux('other'),
          'policies/policy.yaml': cluster(
            '{validationFailureAction: "${action:=Audit}", rules: [{validate: {}}]}',
          ),
        })
      ).sort(),
    ).toEqual(['development kyverno audit', 'production kyverno enforce']);
  });

  it('tells what each of two Applications makes of the policy in one directory', async () => {
    const application = (name: string, where: string, more = '') =>
      `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: ${name}}\nspec:\n  destination: {name: ${where}, namespace: platform}\n  source: {repoURL: "https://github.com/acme/app-config", path: policies${more}}\n`;
    const patch =
      ', kustomize: {patches: [{target: {name: p}, patch: "[{op: replace, path: /spec/validationFailureAction, value: Enforce}]"}]}';
    expect(
      (
        await read({
          'apps/a.yaml': application('a-hub', 'in-cluster', patch),
          'apps/b.yaml': application('b-spoke', 'spoke'),
          'policies/kustomization.yaml': 'resources: [policy.yaml]\n',
          'policies/policy.yaml': cluster(
            '{validationFailureAction: Audit, rules: [{validate: {}}]}',
          ),
        })
      ).sort(),
    ).toEqual(['kyverno audit', 'kyverno enforce']);
  });

  it('reads rules of rego, and no libraries or tests', () => {
    const { policies = [] } = policiesReader.read(
      parsedFiles({
        'policy/a.rego':
          'package main\n\nimport rego.v1\n\ndeny contains msg if {\n}\nwarn_old[msg] {\n}\n',
        'policy/lib.rego': 'package lib\n\nis_pod { true }\n',
      }),
    );
    expect(policies).toMatchObject([
      {
        engine: 'opa',
        name: 'main',
        rules: ['deny', 'warn_old'],
        location: { line: 5 },
      },
    ]);
    expect(policiesReader.wants('policy/a_test.rego')).toBe(false);
  });

  it('passes over what tests apply', async () => {
    expect(
      await read({
        'p/chainsaw-test.yaml': 'a: 1',
        'p/policy.yaml': cluster('{rules: [{validate: {}}]}'),
      }),
    ).toEqual([]);
  });
});
