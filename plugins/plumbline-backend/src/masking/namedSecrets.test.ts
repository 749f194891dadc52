import {
  hideNamedSecrets,
  isSecretParameter,
  namesSecret,
} from './namedSecrets';

// No value below is a secret of anything; each says `leak` so that one check finds it.
const hidden: [line: string, shown: string][] = [
  [
    'url: jdbc:postgresql://db/shop?user=app&password=leak',
    'url: jdbc:postgresql://db/shop?user=app&password=••••••',
  ],
  [
    'value: "Server=db;User Id=sa;Password=leak;"',
    'value: "Server=db;User Id=sa;Password=••••••;"',
  ],
  [
    'value: "Server=db;Password=leak leak;Timeout=3"',
    'value: "Server=db;Password=••••••;Timeout=3"',
  ],
  [
    'AccountName=x;AccountKey=leak+/==;EndpointSuffix=core.windows.net',
    'AccountName=x;AccountKey=••••••;EndpointSuffix=core.windows.net',
  ],
  [
    'Endpoint=sb://x/;SharedAccessKeyName=Root;SharedAccessKey=leak=',
    'Endpoint=sb://x/;SharedAccessKeyName=Root;SharedAccessKey=••••••',
  ],
  ['Account Key=leak', 'Account Key=••••••'],
  ['https://x/?a=b&token=leak&c=d', 'https://x/?a=b&token=••••••&c=d'],
  ['https://x/?sv=1&sig=leak%3D&se=2', 'https://x/?sv=1&sig=••••••&se=2'],
  ['https://x/?key=leak', 'https://x/?key=••••••'],
  ['redis:6380,password=leak=,ssl=True', 'redis:6380,password=••••••,ssl=True'],
  [
    '{ user: app, password: leak leak, port: 1 }',
    '{ user: app, password: ••••••, port: 1 }',
  ],
  ['db: {secret: leak}', 'db: {secret: ••••••}'],
  ['{"a":"user=x&pwd=leak","b":"c"}', '{"a":"user=x&pwd=••••••","b":"c"}'],
  ['v: "x;Password=\\"leak\\";b=1"', 'v: "x;Password=••••••;b=1"'],
  [
    `dsn="user=a password='leak leak' port=1"`,
    'dsn="user=a password=•••••• port=1"',
  ],
  ['login failed: password=leak, then', 'login failed: password=•••••• then'],
  ['failed with password:leak now', 'failed with password:•••••• now'],
  [`a password=le'leak x`, 'a password=•••••• x'],
  ['password=leak&more,leak rest=1', 'password=•••••• rest=1'],
  ['a token=leak b token=leak', 'a token=•••••• b token=••••••'],
];

const shown = [
  'image: acme/api-token:1.2.3',
  'image: registry.example:5000/vault-secret:v1',
  'cannot reach vault-token:8200',
  'kube_secret_info{namespace="shop", secret="web-tls"}',
  'ExternalSecret: shop/db is not synced',
  'secretKeyRef: { name: db, key: password }',
  '{ existingSecret: db, imagePullSecret: regcred }',
  'automountServiceAccountToken=false',
  'password=${DB_PASSWORD}&user=x',
  '{ password: *shared, token: null }',
  '--set password={{ .Values.password }}',
  'oauth: failing',
  'sort key=name',
  'token == x, token=~"a"',
];

describe('hideNamedSecrets', () => {
  it.each(hidden)('hides the value in %s', (line, expected) => {
    expect(hideNamedSecrets(line)).toBe(expected);
  });

  it.each(shown)('shows %s', line => {
    expect(hideNamedSecrets(line)).toBe(line);
  });

  it.each([
    'token=x;'.repeat(20_000),
    `password=${';a'.repeat(50_000)}`,
    `password=${',aaaa'.repeat(30_000)}`,
    'password="'.repeat(10_000),
    `x password="${'\\"'.repeat(50_000)}`,
    `;password=${'x '.repeat(50_000)}`,
    'token'.repeat(20_000),
    'password=$('.repeat(20_000),
    '{password: '.repeat(20_000),
  ])('is quick, whatever the line holds', line => {
    const before = process.cpuUsage();
    hideNamedSecrets(line);
    const { user, system } = process.cpuUsage(before);
    expect(user + system).toBeLessThan(2_000_000);
  });
});

it.each<[name: string, secret: boolean, parameter: boolean]>([
  ['api_key', true, true],
  ['DB_PASSWORD', true, true],
  ['vault-token', true, true],
  ['X-Amz-Signature', false, true],
  ['key', false, true],
  ['secret', false, true],
  ['secret_name', false, false],
  ['namespace', false, false],
  ['token_count', false, false],
])('knows what %s is a name of', (name, secret, parameter) => {
  expect([namesSecret(name), isSecretParameter(name)]).toEqual([
    secret,
    parameter,
  ]);
});
