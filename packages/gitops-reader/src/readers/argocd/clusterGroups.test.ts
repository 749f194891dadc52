import { parsedFiles, pinsOf } from '../../__testUtils__/parsedFiles';
import { memoryTree } from '../../files/memoryTree';
import { readRepository, RepositoryReader } from '../../readRepository';
import { helmReader } from '../helm';
import { argocdReader } from './reader';

const group = (name: string, rest: string) =>
  `clusterGroup:\n  name: ${name}\n${rest}`;

const chart = {
  'charts/all/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 0.1.0\n',
  'charts/all/web/values.yaml':
    'image: {repository: quay.io/acme/web, tag: "1.2.0"}\n',
  'charts/all/web/templates/web.yaml':
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {template: {spec: {containers: [{name: web, image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}"}]}}}\n',
};

const common = { 'values-global.yaml': 'global: {pattern: shop}\n' };

function read(files: Record<string, string>): string[] {
  const repository = parsedFiles(files);
  return [argocdReader, helmReader]
    .flatMap(reader => reader.read(repository).objects ?? [])
    .map(object =>
      [
        object.kind,
        object.name,
        object.environment ?? '-',
        object.cluster ?? '-',
        object.engine?.destinationNamespace ?? object.namespace ?? '-',
        ...pinsOf(object),
      ].join(' '),
    )
    .sort();
}

describe('groups of clusters of a Validated Pattern', () => {
  it.each<[what: string, files: Record<string, string>, expected: string[]]>([
    [
      'a chart of elsewhere, at the version of its entry',
      {
        'values-hub.yaml': group(
          'hub',
          `  applications:
    vault:
      name: vault
      namespace: vault-system
      chart: hashicorp-vault
      chartVersion: 0.1.*
  imperative:
    jobs: [{name: unseal, image: "quay.io/acme/tool:3"}]
`,
        ),
      },
      [
        'Application vault - hub vault-system hashicorp-vault=0.1.* values-hub.yaml:8 clusterGroup.applications.vault.chartVersion',
      ],
    ],
    [
      'a chart of the pattern, once for each group, with its values and overrides',
      {
        ...chart,
        'values-hub.yaml': group(
          'hub',
          '  applications:\n    web: {namespace: web, path: charts/all/web}\n',
        ),
        'values-factory-prod.yaml': group(
          'factory-prod',
          `  applications:
  - name: web
    namespace: web
    path: charts/all/web
    overrides:
    - name: image.tag
      value: 1.1.0
`,
        ),
      },
      [
        'Application web - hub web quay.io/acme/web=1.2.0 charts/all/web/values.yaml:1 image.tag',
        'Application web production factory-prod web quay.io/acme/web=1.1.0 values-factory-prod.yaml:9 clusterGroup.applications.0.overrides.0.value',
        'Deployment web - hub web quay.io/acme/web=1.2.0 charts/all/web/values.yaml:1 image.tag',
        'Deployment web production factory-prod web quay.io/acme/web=1.1.0 values-factory-prod.yaml:9 clusterGroup.applications.0.overrides.0.value',
      ],
    ],
    [
      'operators, by the channel that they follow, in each of their namespaces',
      {
        'values-hub.yaml': group(
          'hub',
          `  subscriptions:
    acm:
      name: advanced-cluster-management
      namespace: open-cluster-management
      channel: release-2.16
    mesh:
      name: servicemeshoperator
      namespaces: [one, two]
      channel: stable
    off: {name: off, channel: stable, disabled: true}
    next: {name: next, channels: [stable]}
`,
        ),
      },
      [
        'Subscription advanced-cluster-management - hub open-cluster-management advanced-cluster-management=release-2.16 values-hub.yaml:7 clusterGroup.subscriptions.acm.channel',
        'Subscription servicemeshoperator - hub one servicemeshoperator=stable values-hub.yaml:11 clusterGroup.subscriptions.mesh.channel',
        'Subscription servicemeshoperator - hub two servicemeshoperator=stable values-hub.yaml:11 clusterGroup.subscriptions.mesh.channel',
      ],
    ],
    [
      'nothing that is switched off or taken away',
      {
        'values-hub.yaml': group(
          'hub',
          '  applications:\n    a: {chart: a, chartVersion: 1.0.0, disabled: true}\n    b:\n    c: {}\n',
        ),
      },
      [],
    ],
    [
      'nothing of values that another file is called after',
      {
        'values-4.18-hub.yaml': group(
          'hub',
          '  applications:\n    a: {chart: a, chartVersion: 1.0.0}\n',
        ),
      },
      [],
    ],
  ])('has %s', (_, files, expected) => {
    expect(read({ ...common, ...files })).toEqual(expected);
  });

  it('knows no groups where no values are common to them', () => {
    const applications =
      '  applications: {a: {chart: a, chartVersion: 1.0.0}}\n';
    expect(read({ 'values-hub.yaml': group('hub', applications) })).toEqual([]);
  });

  it('follows a group from one read to the next', async () => {
    const files = (version: string, more: Record<string, string> = {}) =>
      memoryTree({
        ...chart,
        ...common,
        'values-hub.yaml': group(
          'hub',
          `  applications:\n    web: {path: charts/all/web}\n    vault: {chart: vault, chartVersion: ${version}}\n`,
        ),
        ...more,
      });
    const reader = new RepositoryReader();
    await reader.read(files('1.0.0'));
    for (const tree of [
      files('1.1.0'),
      files('1.1.0', {
        'values-edge.yaml': group(
          'edge',
          '  subscriptions: [{name: a, channel: b}]\n',
        ),
      }),
      files('1.1.0'),
    ]) {
      const { objects } = await reader.read(tree);
      expect(objects).toEqual((await readRepository(tree)).objects);
    }
  });
});
