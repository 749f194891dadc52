import { memoryTree } from '../files/memoryTree';
import { readRepository } from '../readRepository';
import { servicesOf } from '.';

const application = (name: string, source: string) =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: ${name}}\nspec:\n  destination: {namespace: shop}\n  source:\n${source}`;
const applicationSet = (generators: string) =>
  `apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: {name: till}\nspec:\n  generators: [${generators}]\n  template:\n    metadata: {name: "till-{{name}}"}\n    spec:\n      sources:\n      - {chart: till, repoURL: https://charts.example, targetRevision: 1.2.3}\n      - {repoURL: https://git.example/till.git, targetRevision: v7, path: a}\n      - {repoURL: https://git.example/site.git, targetRevision: main, ref: site}\n      - {repoURL: https://git.example/site.git, targetRevision: "{{name}}", ref: own}\n`;
const subscription = (spec: string) =>
  `apiVersion: operators.coreos.com/v1alpha1\nkind: Subscription\nmetadata: {name: acm}\nspec:\n  name: cluster-management\n${spec}`;
const chart = (name: string, dependencies = '') =>
  `apiVersion: v2\nname: ${name}\nversion: 0.1.0\n${dependencies}`;
const web = (image: string) =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  template:\n    spec:\n      containers: [{name: web, image: "${image}"}]\n`;

const database = chart(
  'shop',
  'dependencies:\n- {name: mongodb, version: "19", repository: https://charts.example, condition: mongodb.enabled}\n- {name: cart, version: 0.1.0, repository: "file://../cart"}\n',
);

/** Versions of what runs elsewhere: what other charts, repositories and operators bring. */
describe('servicesOf, where no workload stands here', () => {
  it.each<[what: string, files: Record<string, string>, expected: string[]]>([
    [
      'what an Application deploys whose name the release of its chart decides',
      {
        'apps/Chart.yaml': chart('apps'),
        'apps/values.yaml': 'dex: {version: 0.24.1}\n',
        'apps/templates/dex.yaml': application(
          '{{ .Release.Name }}-dex',
          '    chart: dex\n    repoURL: https://charts.example\n    targetRevision: {{ .Values.dex.version }}\n',
        ),
        'apps/templates/site.yaml': application(
          '{{ .Release.Name }}-site',
          '    repoURL: https://git.example/site.git\n    targetRevision: HEAD\n    path: site\n',
        ),
        'apps/templates/open.yaml': application(
          '{{ .Release.Name }}-open',
          '    chart: open\n    repoURL: https://charts.example\n    targetRevision: {{ .Values.open.version }}\n',
        ),
      },
      ['apps ?: dex=0.24.1 apps/values.yaml:1'],
    ],
    [
      'the only chart of environments that no directory calls anything',
      Object.fromEntries(
        ['dev', 'prod'].flatMap((name, at) => [
          [
            `environments/${name}/kustomization.yaml`,
            `helmCharts: [{name: till, repo: https://charts.example, version: "${at}"}]\n`,
          ],
        ]),
      ),
      [
        'till development: till=0 environments/dev/kustomization.yaml:1',
        'till production: till=1 environments/prod/kustomization.yaml:1',
      ],
    ],
    [
      'what a template writes out of which only Argo CD knows what it makes',
      { 'argocd/till.yaml': applicationSet('clusters: {}') },
      [
        'till ?: till=1.2.3 argocd/till.yaml:10',
        'till ?: https://git.example/till.git=v7 argocd/till.yaml:11',
      ],
    ],
    [
      'nothing of a template beside the Applications that it is known to make',
      {
        'argocd/till.yaml': applicationSet('list: {elements: [{name: eu}]}'),
      },
      [
        'till-eu ?: till=1.2.3 argocd/till.yaml:10',
        'till-eu ?: https://git.example/till.git=v7 argocd/till.yaml:11',
        'till-eu ?: https://git.example/site.git=main argocd/till.yaml:12',
        'till-eu ?: https://git.example/site.git=eu argocd/till.yaml:5',
      ],
    ],
    [
      'operators, by their channel or by the version that somebody has approved',
      {
        'acm/base/kustomization.yaml': 'resources: [s.yaml]\n',
        'acm/base/s.yaml': subscription('  channel: release-2.11\n'),
        'acm/overlays/prod/kustomization.yaml': 'resources: [../../base]\n',
        'acm/overlays/dev/kustomization.yaml':
          'resources: [../../base]\npatches:\n- path: p.yaml\n  target: {kind: Subscription}\n',
        'acm/overlays/dev/p.yaml':
          '- op: replace\n  path: /spec/channel\n  value: release-2.12\n',
        'held/s.yaml': subscription(
          '  channel: stable\n  installPlanApproval: Manual\n  startingCSV: acm.v2.9.1\n',
        ),
        'chart/Chart.yaml': chart('acm'),
        'chart/values.yaml': 'operator: {channel: release-2.10}\n',
        'chart/templates/s.yaml': subscription(
          '  channel: {{ .Values.operator.channel }}\n',
        ).replace('name: acm', 'name: acm-of-chart'),
        'other/s.yaml':
          'apiVersion: apps.open-cluster-management.io/v1\nkind: Subscription\nmetadata: {name: a}\nspec: {name: x, channel: ns/dev}\n',
      },
      [
        'acm development: cluster-management=release-2.12 acm/overlays/dev/p.yaml:3',
        'acm production: cluster-management=release-2.11 acm/base/s.yaml:6',
        'acm ?: cluster-management=v2.9.1 held/s.yaml:8',
        'acm-of-chart ?: cluster-management=release-2.10 chart/values.yaml:1',
      ],
    ],
    [
      'OpenShift, by the update that is desired or by its channel',
      Object.fromEntries(
        ['  desiredUpdate: {version: 4.21.10}\n', ''].map((update, at) => [
          `scope/clusters/c${at}/v.yaml`,
          `apiVersion: config.openshift.io/v1\nkind: ClusterVersion\nmetadata: {name: version}\nspec:\n  channel: stable-4.21\n${update}`,
        ]),
      ),
      [
        'openshift ?: openshift=4.21.10 scope/clusters/c0/v.yaml:6',
        'openshift ?: openshift=stable-4.21 scope/clusters/c1/v.yaml:5',
      ],
    ],
    [
      'images that values set in a chart of elsewhere, where that is in',
      {
        'shop/Chart.yaml': database,
        'shop/values.yaml':
          'mongodb:\n  enabled: false\n  image: {repository: acme/mongodb, tag: "8.3"}\n',
        'shop/values-prod.yaml':
          'mongodb:\n  enabled: true\n  image: {tag: "8.2"}\n',
        'shop/values-dev.yaml': 'mongodb: {image: {tag: "8.1"}}\n',
        'shop/templates/web.yaml': web('acme/web:1'),
        'cart/Chart.yaml': chart('cart'),
        'cart/templates/web.yaml': web('acme/cart:2').replace('web}', 'cart}'),
      },
      [
        'cart development: acme/cart=2 cart/templates/web.yaml:7',
        'cart production: acme/cart=2 cart/templates/web.yaml:7',
        'shop production: mongodb=19 shop/Chart.yaml:5',
        'shop production: acme/mongodb=8.2 shop/values-prod.yaml:3',
        'web development: acme/web=1 shop/templates/web.yaml:7',
        'web production: acme/web=1 shop/templates/web.yaml:7',
      ],
    ],
    [
      'charts of elsewhere that the own charts of an application take, however many parts they have',
      Object.fromEntries([
        [
          'shop/Chart.yaml',
          chart(
            'shop',
            `dependencies:\n- {name: redis, version: "3", repository: https://charts.example}\n${['a', 'b', 'c', 'd'].map(part => `- {name: ${part}, version: 0.1.0, repository: "file://../${part}"}\n`).join('')}`,
          ),
        ],
        [
          'shop/templates/a.yaml',
          'apiVersion: v1\nkind: Service\nmetadata: {name: a}\n',
        ],
        ...['a', 'b', 'c', 'd'].map(part => [
          `${part}/Chart.yaml`,
          chart(part),
        ]),
      ]) as Record<string, string>,
      ['shop ?: redis=3 shop/Chart.yaml:5'],
    ],
    [
      'what layers make that one kustomization puts together, where each is for',
      {
        'gate/base/kustomization.yaml': 'resources: [web.yaml]\n',
        'gate/base/web.yaml': web('acme/web:1'),
        ...Object.fromEntries(
          ['prod', 'stage'].map(name => [
            `gate/overlays/${name}/kustomization.yaml`,
            `nameSuffix: -${name}\nresources: [../../base]\n`,
          ]),
        ),
        'gate/overlays/default/kustomization.yaml':
          'resources: [../prod, ../stage]\n',
      },
      [
        'web staging: acme/web=1 gate/base/web.yaml:7',
        'web production: acme/web=1 gate/base/web.yaml:7',
      ],
    ],
  ])('tells %s', async (_, files, expected) => {
    const { objects, pins } = await readRepository(memoryTree(files));
    const told = servicesOf({ objects, pins }).flatMap(
      ({ name, environments }) =>
        environments.flatMap(({ environment = '?', versions }) =>
          versions.map(({ name: of, value, evidence }) => {
            const at = evidence.type === 'file' ? evidence.location : undefined;
            return `${name} ${environment}: ${of}=${value} ${at?.path}:${at?.line}`;
          }),
        ),
    );
    expect(told).toEqual(expected);
  });
});
