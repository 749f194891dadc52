import { maskSecrets, mayHoldSecret } from './maskSecrets';

// No value below is a secret of anything; each says `leak` so that one check finds it.
const cases: [name: string, path: string, text: string, kept: string[]][] = [
  [
    'a Secret',
    'a.yaml',
    `apiVersion: v1
kind: Secret
metadata:
  name: db
  labels:
    team: payments
stringData:
  password: leak-one
  block: |
    leak two
    leak three
type: Opaque
`,
    ['name: db', 'team: payments', 'password: ••••••', 'type: Opaque'],
  ],
  [
    'values in another document, comments, a repeated key, a repeated block',
    'a.yaml',
    `kind: ConfigMap
apiVersion: v1
metadata: { name: settings }
data:
  color: blue
---
kind: Secret
apiVersion: v1
metadata:
  name: db
data:
  # leak in a comment
  twice: bGVhaw-leak
  twice: bGVhaw
data:
  other: leak
---
kind: Service
apiVersion: v1
metadata:
  name: db
`,
    ['color: blue', 'kind: Service', 'name: settings'],
  ],
  [
    'JSON on one line, and over several',
    'a.json',
    `{"apiVersion":"v1","kind":"List","items":[
{"apiVersion":"v1","kind":"Secret","metadata":{"name":"x"},"data":{"a":"leak"}},
{
  "apiVersion": "v1",
  "kind": "Secret",
  "metadata": {
    "name": "second"
  },
  "data": {
    "a": "leak"
  }
},
{"apiVersion":"v1","kind":"Service","metadata":{"name":"shown"}}
]}
`,
    ['"name": "second"', '"shown"'],
  ],
  [
    'a Secret in a string, and the last applied configuration',
    'a.yaml',
    `apiVersion: v1
kind: ConfigMap
metadata:
  name: outer
  annotations:
    kubectl.kubernetes.io/last-applied-configuration: |
      {"apiVersion":"v1","kind":"Secret","data":{"a":"leak"}}
data:
  manifest.yaml: |
    apiVersion: v1
    kind: Secret
    stringData:
      a: leak
  shown: 'yes'
`,
    ['name: outer', "shown: 'yes'"],
  ],
  [
    'an anchor that a Secret refers to',
    'a.yaml',
    `x-shared: &pw leak
kind: Secret
apiVersion: v1
metadata: { name: a }
stringData:
  password: *pw
`,
    ['x-shared:'],
  ],
  [
    'a template that is not YAML',
    'templates/secret.yaml',
    `{{- if .Values.create }}
apiVersion: v1
kind: Secret
metadata:
  name: {{ .Release.Name }}
stringData:
  password: leak
  other: "leak"
{{- end }}
`,
    ['name: {{ .Release.Name }}', '{{- end }}'],
  ],
  [
    'literals of a secretGenerator and a patch',
    'kustomization.yaml',
    `secretGenerator:
  - name: a
    literals:
      - user=leak
      - x=leak
patches:
  - target: { kind: Secret, name: a }
    patch: |-
      - op: add
        path: /stringData/x
        value: leak
  - patch: '[{"op":"add","path":"/data/x","value":"leak"}]'
resources: [base]
`,
    ['resources: [base]', 'name: a', 'path: /stringData/x'],
  ],
  [
    'Helm values with telling keys',
    'values.yaml',
    `image:
  tag: 1.2.3
db:
  password: leak
  existingSecret: db-credentials
  apiKey: "leak"
  token: |
    leak
    leak
  secret: {}
  passwordFrom:
    secretRef: x
`,
    ['tag: 1.2.3', 'existingSecret: db-credentials', 'secretRef: x'],
  ],
  [
    'a password in the middle of a value, and nothing else of it',
    'values.yaml',
    `db:
  url: jdbc:postgresql://db/shop?user=app&password=leak
  pool: 5
env:
  - name: DSN
    value: "Server=db;User Id=sa;Password=leak;"
hook: https://hooks.example/run?sig=leak
`,
    [
      'url: jdbc:postgresql://db/shop?user=app&password=••••••',
      'value: "Server=db;User Id=sa;Password=••••••;"',
      'pool: 5',
      'hook: https://hooks.example/run?sig=••••••',
    ],
  ],
  [
    'settings and keys',
    'deploy/settings.properties',
    `DB_HOST=db.example
DB_PASSWORD=leak
export API_TOKEN=leak
-----BEGIN RSA PRIVATE KEY-----
leak
-----END RSA PRIVATE KEY-----
LAST=line
`,
    ['DB_HOST=db.example', 'LAST=line'],
  ],
];

const hidden: [name: string, path: string, text: string][] = [
  ['sops.env', '.env.sops', 'DB_PASSWORD=ENC[AES256_GCM,data:leak]\n'],
  ['env url', '.env', 'DATABASE_URL=postgres://u:leak@h/db\n'],
  ['env quoted', 'app.env', 'export API_KEY="leak"\n'],
  [
    'env pwd',
    '.env',
    'DB_PWD=leak\nPASS=leak\nDB_PASS=leak\nAWS_SECRET_ACCESS_KEY=leak\nSECRET_KEY_BASE=leak\n',
  ],
  ['dockerconfig', '.dockerconfigjson', '{"auths":{"x":{"auth":"leak"}}}'],
  [
    'json one line secret',
    's.json',
    '{"kind":"Secret","apiVersion":"v1","metadata":{"name":"x"},"data":{"a":"leak"}}',
  ],
  [
    'json list',
    'l.json',
    JSON.stringify(
      {
        kind: 'List',
        apiVersion: 'v1',
        items: [
          {
            kind: 'Secret',
            apiVersion: 'v1',
            metadata: { name: 'x' },
            stringData: { plain: 'leak' },
          },
        ],
      },
      null,
      2,
    ),
  ],
  [
    'yaml list',
    'l.yaml',
    'apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  data:\n    plain: leak\n  kind: Secret\n  metadata:\n    name: x\n',
  ],
  [
    'helm values',
    'values.yaml',
    'postgresql:\n  auth:\n    password: leak\n    postgresPassword: leak\n  env:\n    - name: DB_PASSWORD\n      value: leak\n',
  ],
  [
    'env value',
    'd.yaml',
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: x}\nspec:\n  template:\n    spec:\n      containers:\n      - name: c\n        env:\n        - name: API_TOKEN\n          value: "leak"\n',
  ],
  [
    'generator',
    'kustomization.yaml',
    'secretGenerator:\n- name: x\n  literals:\n  - plain=leak\n  - user=leak\n',
  ],
  [
    'generator inline',
    'kustomization.yaml',
    'secretGenerator: [{name: x, literals: ["plain=leak"]}]\n',
  ],
  [
    'helm inline',
    'kustomization.yaml',
    'helmCharts:\n- name: x\n  valuesInline:\n    adminPassword: leak\n',
  ],
  [
    'last applied',
    'c.yaml',
    'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  annotations:\n    kubectl.kubernetes.io/last-applied-configuration: |\n      {"data":{"a":"leak"}}\n  name: x\n',
  ],
  [
    'chart tpl',
    'chart/templates/secret.yaml',
    'apiVersion: v1\nkind: Secret\nmetadata:\n  name: {{ .Values.x }}\n{{- if .Values.y }}\ndata:\n  a: leak\n  b: {{ .Values.p | default "leak" | b64enc }}\n{{- end }}\n',
  ],
  [
    'chart tpl weird',
    'chart/templates/all.tpl',
    '{{- define "x" }}\nkind: Secret\nstringData:\n  a: leak\n{{- end }}\n',
  ],
  ['netrc', '.netrc', 'machine h login u password leak\n'],
  ['npmrc', '.npmrc', '//h/:_authToken=leak\n'],
  ['tfvars', 'x.tfvars', 'db_password = "leak"\n'],
  ['ini', 'x.ini', '[a]\npassword = leak\n'],
  ['toml', 'x.toml', 'client_secret = "leak"\n'],
  ['properties', 'application.properties', 'spring.datasource.password=leak\n'],
  [
    'md heredoc',
    'README.md',
    '```\nkind: Secret\nstringData:\n  a: leak\n```\n',
  ],
  [
    'shell',
    'x.sh',
    'curl -H "Authorization: Bearer leak" u\nkubectl create secret generic x --from-literal=a=leak\n',
  ],
  ['url in yaml', 'x.yaml', 'a:\n  url: https://u:leak@host/x\n'],
  ['one line yaml', 'x.yaml', 'kind: Secret\ndata: {a: leak}\n'],
  [
    'crlf',
    's.yaml',
    'apiVersion: v1\r\nkind: Secret\r\nmetadata:\r\n  name: x\r\ndata:\r\n  a: leak\r\n',
  ],
  [
    'cr only',
    's.yaml',
    'apiVersion: v1\rkind: Secret\rmetadata:\r  name: x\rdata:\r  a: leak\r',
  ],
  [
    'comment old',
    's.yaml',
    'apiVersion: v1\nkind: Secret\nmetadata:\n  name: x\ndata:\n  # a: leak\n  b: leak\n',
  ],
  [
    'configmap json',
    'cm.yaml',
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata:\n  cfg.json: |\n    {"user":"x","password":"leak"}\n',
  ],
  [
    'pgp',
    'x.asc',
    '-----BEGIN PGP PRIVATE KEY BLOCK-----\nleak\n-----END PGP PRIVATE KEY BLOCK-----\n',
  ],
  [
    'pem indented',
    'x.yaml',
    'a: |\n  -----BEGIN RSA PRIVATE KEY-----\n  leak\n  -----END RSA PRIVATE KEY-----\n',
  ],
  [
    'number secret',
    's.yaml',
    'apiVersion: v1\nkind: Secret\nmetadata: {name: x}\nstringData:\n  pin: 10101\n',
  ],
  ['numeric password', 'values.yaml', 'password: 10101\n'],
  ['block list', 'values.yaml', 'passwords:\n  - leak\ntokens: [leak]\n'],
  ['multi line flow', 'values.yaml', 'password:\n  leak\n'],
  ['args', 'd.yaml', 'args: ["--password=leak", "--x"]\n'],
  ['flow mapping', 'v.yaml', 'db: { user: app, password: leak }\n'],
  ['mysql address', 'v.yaml', 'dsn: app:leak@tcp(db:3306)/shop\n'],
  ['storage account', 'v.yaml', 'url: "AccountName=x;AccountKey=leak=="\n'],
];

describe('maskSecrets', () => {
  it.each(hidden)('lets nothing through: %s', (_, path, text) => {
    expect(maskSecrets(path, text).text).not.toMatch(/leak|10101/);
  });

  it.each(cases)('hides %s', (_, path, text, kept) => {
    const result = maskSecrets(path, text);
    expect(result.text).not.toMatch(/leak/);
    for (const line of kept) {
      expect(result.text).toContain(line);
    }
    expect(result.text.split('\n')).toHaveLength(text.split('\n').length);
    const shown = result.text.split('\n');
    expect(result.masked).toEqual(
      text
        .split('\n')
        .map((line, index) => (line === shown[index] ? 0 : index + 1))
        .filter(Boolean),
    );
  });

  it.each(cases)('sees at a glance that there may be %s', (_, __, text) => {
    expect(
      mayHoldSecret(text) || maskSecrets('alert', text).masked.length === 0,
    ).toBe(true);
  });

  it('hides a field behind one that only names a secret', () => {
    const { masked } = maskSecrets(
      'a.txt',
      '{"existingSecret":"db","password":"hunter"}',
    );
    expect(masked).toEqual([1]);
  });

  it.each([
    ['many schemes', 'a.txt', 'A+'.repeat(50_000)],
    ['many list marks', '.env', `${'- '.repeat(50_000)}"`],
    ['many spaces', '.env', `a${' '.repeat(100_000)}b`],
    ['many brackets', 'a.txt', `password: {${'\t'.repeat(100_000)}$`],
    ['many words', 'a.txt', 'token'.repeat(20_000)],
    ['many dashes', 'a.txt', '-'.repeat(100_000)],
    ...[
      ['passwords', 'password:'],
      ['blocks', 'password: |'],
      ['names and values', 'value: {name: token}'],
      ['generators', 'secretGenerator:'],
      ['anchors', 'token: &a\n password: *a'],
      ['data', 'data:'],
    ].map(([what, line]): [string, string, string] => [
      `nested ${what}`,
      'a.txt',
      `kind: Secret\n${Array.from({ length: 3_000 }, (_, n) => `${' '.repeat(n)}${line}\n`).join('')}`,
    ]),
    [
      'a long Secret',
      'a.yaml',
      `kind: Secret\ndata:\n${Array.from({ length: 10_000 }, (_, n) => `  k${n}: b\n`).join('')}`,
    ],
  ])('is quick with %s', (_, path, text) => {
    const before = process.cpuUsage();
    maskSecrets(path, text);
    const { user, system } = process.cpuUsage(before);
    expect(user + system).toBeLessThan(2_000_000);
  });

  it('shows everything else as it is', () => {
    const text = `apiVersion: apps/v1
kind: Deployment
spec:
  template:
    spec:
      containers:
        - name: web
          env:
            - name: DB_PASSWORD
              valueFrom:
                secretKeyRef: { name: db, key: password }
      volumes:
        - name: tls
          secret:
            secretName: web-tls
`;
    expect(maskSecrets('a.yaml', text)).toEqual({ text, masked: [] });
  });
});
