import { configMap, Harm, kustomization } from './texts';

/** Files of any other shape than the right one, and trees of paths that are none. */
export const shapes: readonly Harm[] = [
  function wrongShapes(random) {
    const values = [
      'null',
      '7',
      '""',
      '[]',
      '{}',
      '[[]]',
      '[null]',
      'true',
      '{ a: [] }',
      '2026-01-01',
      '.nan',
      '"\\u0000"',
      '"../.."',
    ];
    const kinds = [
      'Deployment',
      'Kustomization',
      'Application',
      'ApplicationSet',
      'AppProject',
      'HelmRelease',
      'HelmChart',
      'Secret',
      'ExternalSecret',
      'SealedSecret',
      'SecretProviderClass',
      'VaultStaticSecret',
      'ClusterPolicy',
      'ConstraintTemplate',
      'ValidatingAdmissionPolicyBinding',
      'Namespace',
      'RoleBinding',
      'List',
      'Component',
      'Group',
      'User',
      'CronJob',
      'Pod',
      'ImageStream',
      'ImagePolicy',
      'Rollout',
      'OCIRepository',
      'ResourceSet',
    ];
    const versions = [
      'v1',
      'apps/v1',
      'argoproj.io/v1alpha1',
      'kustomize.toolkit.fluxcd.io/v1',
      'helm.toolkit.fluxcd.io/v2',
      'kustomize.config.k8s.io/v1beta1',
      'external-secrets.io/v1',
      'kyverno.io/v1',
      'backstage.io/v1alpha1',
      'batch/v1',
      'image.openshift.io/v1',
      'source.toolkit.fluxcd.io/v1',
      'secrets.hashicorp.com/v1beta1',
      'bitnami.com/v1alpha1',
      'templates.gatekeeper.sh/v1',
      'admissionregistration.k8s.io/v1',
    ];
    const fields = [
      'metadata',
      'spec',
      'spec.template',
      'spec.template.spec',
      'spec.template.spec.containers',
      'spec.source',
      'spec.sources',
      'spec.generators',
      'spec.chart',
      'spec.chart.spec',
      'spec.postBuild',
      'spec.postBuild.substitute',
      'spec.destination',
      'spec.rules',
      'spec.values',
      'spec.data',
      'spec.target',
      'metadata.labels',
      'metadata.annotations',
      'metadata.name',
      'metadata.namespace',
      'data',
      'stringData',
      'items',
      'resources',
      'images',
      'patches',
      'subjects',
      'sops',
      'spec.owner',
      'spec.profile',
    ];
    const object = () => {
      const chosen = Array.from({ length: 1 + random.below(8) }, () =>
        random.pick(fields),
      );
      return `${
        JSON.stringify({
          apiVersion: random.pick(versions),
          kind: random.pick(kinds),
          metadata: { name: 'x' },
        }).slice(0, -1) +
        chosen
          .map(field => {
            const parts = field.split('.');
            return `, ${parts.map(part => `"${part}": `).join('{')}${random.pick(values)}${'}'.repeat(parts.length - 1)}`;
          })
          .join('')
      }}\n`;
    };
    const names = [
      'a.yaml',
      'kustomization.yaml',
      'Chart.yaml',
      'values.yaml',
      'catalog-info.yaml',
      '.github/workflows/a.yaml',
      'helmfile.yaml',
      '.gitlab-ci.yml',
      'OWNERS',
      'OWNERS_ALIASES',
      '.sops.yaml',
      '.argocd-source.yaml',
      'x/kustomization.yaml',
      'clusters/prod/a.yaml',
      'x.json',
    ];
    return Object.fromEntries(
      names.map(name => [
        name,
        Array.from({ length: 1 + random.below(6) }, object).join('---\n'),
      ]),
    );
  },
  function hostilePaths(random) {
    const paths = [
      '../a.yaml',
      '../../etc/passwd',
      '/etc/passwd.yaml',
      './a.yaml',
      'a//b.yaml',
      'a/./b.yaml',
      'a/../../b.yaml',
      '-rf.yaml',
      '--help/kustomization.yaml',
      'a b/c d.yaml',
      ' .yaml',
      '\u0000.yaml',
      'a\nb/kustomization.yaml',
      '\u202egnp.yaml',
      '日本/環境.yaml',
      '💥/kustomization.yaml',
      `${'a/'.repeat(2000)}b.yaml`,
      `${'x'.repeat(5000)}.yaml`,
      '__proto__/kustomization.yaml',
      'constructor/values.yaml',
      'C:\\x\\kustomization.yaml',
      '.yaml',
      'kustomization.yaml/kustomization.yaml',
      'a/Kustomization',
      '%2e%2e/a.yaml',
      '*.yaml',
      '**/kustomization.yaml',
      '[a].yaml',
      '.git/config',
      'templates/x.yaml',
      'Chart.yaml',
      'templates/templates/templates/Chart.yaml',
      'OWNERS/OWNERS',
      '.github/CODEOWNERS',
      '.gitlab/CODEOWNERS',
      'docs/CODEOWNERS',
      'prod/dev/staging/prod.yaml',
    ];
    return Object.fromEntries(
      paths
        .filter(() => random.chance(0.7))
        .map(path => [
          path,
          random.pick([
            configMap('a', '  a: b\n'),
            kustomization([
              '..',
              '../..',
              '.',
              'b.yaml',
              '-rf.yaml',
              '/etc/passwd',
            ]),
            '* @acme/x\n',
            'approvers: [a]\n',
            'image: { repository: a, tag: 1 }\n',
            '',
          ]),
        ]),
    );
  },
  function bigAndMany(random) {
    const count = random.pick([300, 1500]);
    return Object.fromEntries(
      Array.from({ length: count }, (_, at) => [
        `apps/a${at}/${random.pick(['kustomization.yaml', 'values.yaml', 'a.yaml', 'OWNERS'])}`,
        random.pick([
          kustomization(['../a0', '../a1']),
          'image: { repository: a, tag: 1 }\n',
          configMap('a', '  a: b\n'),
        ]),
      ]),
    );
  },
  function longRuns(random) {
    const size = random.pick([1_000, 20_000, 60_000]);
    const blank = '\\n\\t'.repeat(size);
    return {
      'kustomization.yaml': `patches:\n  - patch: "$patch: delete${blank}kind: Secret${blank}name:${blank}"\n`,
      'versions/release.env': `export a=${'\t'.repeat(size)}\u2028${'\t'.repeat(size)}"\nb${'\t'.repeat(size)}: c\n`,
      'versions/tags.txt': `.${'\t'.repeat(size)}\n`,
      'app.yaml': `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: a }\nspec:\n  source: { repoURL: 'https://x${'/'.repeat(size)}a', path: a }\n  destination: { name: in-cluster }\n`,
      'catalog-info.yaml': `apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: a\n  annotations:\n    backstage.io/source-location: url:https://x/${'/'.repeat(size)}a\nspec: { owner: b }\n---\nkind: Component\napiVersion: backstage.io/v1alpha1\nmetadata:\n  name: b\n  annotations:\n    backstage.io/source-location: "url:https://x/b/src/${'e'.repeat(size)}/src/\\n"\nspec: { owner: b }\n`,
    };
  },
  function wideDirectories(random) {
    const count = random.pick([10, 1_000, 4_000]);
    const letters = (at: number) =>
      String(at).replace(/\d/g, digit => 'abcdefghij'[Number(digit)]);
    return Object.fromEntries(
      Array.from({ length: count }, (_, at) => [
        `production/${letters(at)}-dev/a.txt`,
        '',
      ]),
    );
  },
];
