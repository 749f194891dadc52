import { memoryTree } from '../../files/memoryTree';
import { readRepository } from '../../readRepository';

const head = (apiVersion: string, kind: string) =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: own, namespace: shop}\n`;

describe('stores that ExternalSecrets name', () => {
  const secret = (name: string, kind = 'ClusterSecretStore') =>
    `${head('external-secrets.io/v1', 'ExternalSecret')}spec:\n  secretStoreRef: {kind: ${kind}, name: "${name}"}\n`;
  const store = (name: string) =>
    `apiVersion: external-secrets.io/v1\nkind: ClusterSecretStore\nmetadata: {name: "${name}"}\n`;

  it.each<[string, Record<string, string>, string[]]>([
    [
      'is not there, told once',
      {
        'a.yaml': `${secret('vualt')}---\n${secret('vualt')}`,
        's.yaml': store('vault'),
      },
      ['a.yaml:5'],
    ],
    [
      'is that of a part',
      {
        'a.yaml': `${head('external-secrets.io/v1', 'ExternalSecret')}spec:\n  dataFrom:\n    - sourceRef:\n        storeRef: {kind: ClusterSecretStore, name: aws}\n`,
        's.yaml': store('vault'),
      },
      ['a.yaml:7'],
    ],
    ['is there', { 'a.yaml': secret('vault'), 's.yaml': store('vault') }, []],
    [
      'is among the objects that values add to a chart',
      {
        'a.yaml': secret('aws'),
        's.yaml': store('vault'),
        'eso/values.yaml': `extraObjects:\n  - apiVersion: external-secrets.io/v1\n    kind: ClusterSecretStore\n    metadata: {name: aws}\n`,
      },
      [],
    ],
    [
      'is there with a prefix',
      { 'a.yaml': secret('team-vault'), 's.yaml': store('vault') },
      [],
    ],
    ['stands elsewhere, like all stores', { 'a.yaml': secret('vault') }, []],
    [
      'is of another kind than those that are here',
      { 'a.yaml': secret('own', 'SecretStore'), 's.yaml': store('vault') },
      [],
    ],
    [
      'waits for a variable',
      { 'a.yaml': secret('${STORE}'), 's.yaml': store('vault') },
      [],
    ],
    [
      'may be made by a template',
      {
        'a.yaml': secret('aws'),
        's.yaml': store('vault'),
        'chart/Chart.yaml': 'name: chart\nversion: 1.0.0\n',
        'chart/templates/store.yaml':
          'apiVersion: external-secrets.io/v1\nkind: ClusterSecretStore\nmetadata: {name: {{ .Values.name }}}\n',
      },
      [],
    ],
    [
      'belongs to an example',
      { 'examples/a.yaml': secret('aws'), 's.yaml': store('vault') },
      [],
    ],
  ])('one that %s', async (_, files, expected) => {
    const { findings } = await readRepository(memoryTree(files));
    expect(
      findings
        .filter(({ rule }) => rule === 'secret-store-missing')
        .map(({ location }) => `${location.path}:${location.line}`),
    ).toEqual(expected);
  });
});

it('finds placeholders of the Argo CD Vault plugin outside of Secrets', async () => {
  const { secrets } = await readRepository(
    memoryTree({
      'prod/a.yaml': `${head('v1', 'ConfigMap')}data:\n  # <path:kv/comment#x>\n  url: "https://<path:kv/db#user>:<path:kv/db#password>@db"\n  key: <path:kv/api#key#2>\n---\n${head('v1', 'Secret')}stringData: {a: <path:kv/own#a>}\n`,
      'prod/values.yaml': 'db:\n  password: <path:kv/db#password>\n',
    }),
  );
  expect(
    secrets.map(({ mechanism, kind, name, store, location }) =>
      [mechanism, kind, name, store, location.line].join(' '),
    ),
  ).toEqual([
    'vault ConfigMap own kv/db 6',
    'vault ConfigMap own kv/api 7',
    'vault Secret own kv/own 9',
    'vault File values.yaml kv/db 2',
  ]);
});

it.each<[string, string, string[]]>([
  ['as it is', 'stringData:\n  password: "Tr0ub4dor-And-3"\n', ['error 5']],
  ['in base64', 'data:\n  password: VHIwdWI0ZG9yLUFuZC0z\n', ['error 5']],
  [
    'beside what is filled in',
    'stringData:\n  {{- if .Values.x }}\n  user: {{ .Values.user }}\n  {{- end }}\n  password: Tr0ub4dor-And-3 # todo\n',
    ['error 8'],
  ],
  ['filled in', 'stringData:\n  password: {{ .Values.password }}\n', []],
  ['a placeholder', 'stringData:\n  password: changeme\n', []],
  [
    'elsewhere in it',
    'type: Opaque\nother:\n  password: Tr0ub4dor-And-3\n',
    [],
  ],
  [
    'in a document beside it',
    '---\nkind: ConfigMap\ndata:\n  password: Tr0ub4dor-And-3\n',
    [],
  ],
])(
  'tells a value in the template of a Secret: %s',
  async (_, text, expected) => {
    const { findings } = await readRepository(
      memoryTree({
        'chart/Chart.yaml': 'name: chart\nversion: 1.0.0\n',
        'chart/templates/secret.yaml': `apiVersion: v1\nkind: Secret\nmetadata: {name: {{ .Release.Name }}}\n${text}`,
      }),
    );
    const told = findings.filter(({ rule }) => rule === 'plaintext-secret');
    expect(
      told.map(({ severity, location }) => `${severity} ${location.line}`),
    ).toEqual(expected);
    expect(JSON.stringify(findings)).not.toContain('Tr0ub4dor');
  },
);

it.each([
  ['prod/secret.yaml', 'error'],
  ['prod/example-secret.yaml', 'info'],
  ['prod/secret.sample.yaml', 'info'],
  ['prod/secret-example.yaml', 'info'],
  ['prod/examples/secret.yaml', 'info'],
  ['prod/exampleshop.yaml', 'error'],
])('takes a plain value in %s as %s', async (path, severity) => {
  const { findings } = await readRepository(
    memoryTree({
      [path]: `${head('v1', 'Secret')}stringData: {password: Tr0ub4dor-And-3}\n`,
    }),
  );
  expect(
    findings
      .filter(({ rule }) => rule === 'plaintext-secret')
      .map(finding => finding.severity),
  ).toEqual([severity]);
});
