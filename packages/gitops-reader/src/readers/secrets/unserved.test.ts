import { memoryTree } from '../../files/memoryTree';
import { readRepository } from '../../readRepository';

const object = (version: string, kind = 'ExternalSecret') =>
  `apiVersion: external-secrets.io/${version}\nkind: ${kind}\nmetadata: {name: a}\n`;

const release = (version: string, more = '') =>
  `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: eso}\nspec:\n  chart: {spec: {chart: external-secrets, version: ${version}}}\n${more}`;

describe('objects that External Secrets Operator does not serve', () => {
  it.each<[string, Record<string, string>, string[]]>([
    [
      'are told once for each file, where nobody knows how old it is',
      {
        'a.yaml': `${object('v1')}---\n${object('v1beta1')}---\n${object('v1beta1', 'SecretStore')}`,
        'b.yaml': object('v1beta1', 'ClusterSecretStore'),
        'tests/c.yaml': object('v1beta1'),
      },
      ['info a.yaml:5', 'info b.yaml:1', 'info tests/c.yaml:1'],
    ],
    [
      'are told where the operator is newer',
      {
        'a.yaml': object('v1beta1'),
        'eso.yaml': release('0.17.0'),
        'tests/c.yaml': object('v1beta1'),
      },
      ['info tests/c.yaml:1', 'warning a.yaml:1'],
    ],
    [
      'are served by an older operator',
      {
        'a.yaml': object('v1beta1'),
        'eso.yaml': release('v0.16.2'),
        'chart/Chart.yaml':
          'name: eso\ndependencies: [{name: external-secrets, version: ~0.9.1}]\n',
      },
      [],
    ],
    [
      'are served where somebody wants that',
      {
        'a.yaml': object('v1beta1'),
        'eso.yaml': release(
          '1.0.0',
          '  values: {crds: {unsafeServeV1Beta1: true}}\n',
        ),
      },
      [],
    ],
    [
      'are no objects of other kinds',
      { 'a.yaml': object('v1beta1', 'Other') },
      [],
    ],
  ])('%s', async (_, files, expected) => {
    const { findings } = await readRepository(memoryTree(files));
    expect(
      findings
        .filter(({ rule }) => rule === 'api-version-unserved')
        .map(
          ({ severity, location }) =>
            `${severity} ${location.path}:${location.line}`,
        )
        .sort(),
    ).toEqual(expected);
  });
});
