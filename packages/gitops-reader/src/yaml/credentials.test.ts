import { parsedFiles } from '../__testUtils__/parsedFiles';

// Written in parts, so that nobody takes the tests for a leak.
const letters = 'QZ7JW3KXP2NVB5MHRT4CGDFLYSAE'.repeat(6);
/** Letters of both cases, as generators of passwords make them. */
const mixed = `${letters.slice(0, 16)}${letters.slice(0, 16).toLowerCase()}`;
const keyBody = `${letters.slice(0, 64)}\n${letters.slice(0, 64)}`;
const privateKey = (kind = '') =>
  `-----BEGIN ${kind}PRIVATE ${'KEY'}-----\n${keyBody}\n-----END ${kind}PRIVATE ${'KEY'}-----\n`;
const aws = ['AK', 'IA', letters.slice(0, 16)].join('');
const github = ['gh', 'p_', letters.slice(0, 36)].join('');

const block = (text: string) => `|\n${text.replace(/^/gm, '    ')}`;
const configMap = (key: string, value: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  ${key}: ${value}\n`;

function cut(path: string, text: string) {
  const file = parsedFiles({ [path]: text }).files.get(path);
  const kept = JSON.stringify([file?.documents.map(d => d.value), file?.text]);
  return {
    kept,
    findings: (file?.findings ?? [])
      .filter(({ rule }) => rule === 'plaintext-credential')
      .map(({ message, location }) => `${location.line} ${message}`),
  };
}

describe('credentials outside of Secrets', () => {
  it.each<[string, string, string, string]>([
    [
      'a private key',
      'a.yaml',
      configMap('tls.key', block(privateKey('RSA '))),
      '5 "tls.key" holds a private key in Git',
    ],
    [
      'a key in base64',
      'a.yaml',
      `users:\n- user:\n    client-key-data: ${btoa(privateKey('EC '))}\n`,
      '3 "client-key-data" holds a private key in Git',
    ],
    [
      'a key on one line',
      'a.json',
      JSON.stringify({ type: 'x', private_key: privateKey() }, null, 1),
      '3 "private_key" holds a private key in Git',
    ],
    [
      'a key of AWS',
      'a.yaml',
      configMap('id', aws),
      '5 "id" holds the ID of an AWS access key in Git',
    ],
    [
      'a token of GitHub in text',
      'a.yaml',
      configMap('a.sh', block(`curl -H "token ${github}" x`)),
      '5 "a.sh" holds a GitHub token in Git',
    ],
    ...(
      [
        [
          'a Discord webhook',
          `https://discord.com/api/webhooks/908172635441827365/${letters.slice(0, 68)}`,
        ],
        ['a Vault token', `hvs.${letters.slice(0, 90)}`],
        ['an npm token', ['npm', letters.slice(0, 36)].join('_')],
        ['a Stripe key', ['sk', 'live', letters.slice(0, 24)].join('_')],
        [
          'a SendGrid key',
          `SG.${letters.slice(0, 22)}.${letters.slice(0, 43)}`,
        ],
        [
          'a key of Azure',
          `AccountName=a;AccountKey=${letters.slice(0, 86)}==;x=y`,
        ],
        ['an API key of Google', `AIza${letters.slice(0, 35)}`],
        [
          'a token of a Kubernetes service account',
          [
            'eyJhbGciOiJSUzI1NiJ9',
            btoa('{"iss":"kubernetes/serviceaccount","sub":"x"}').replace(
              /=/g,
              '',
            ),
            letters.slice(0, 80),
          ].join('.'),
        ],
        [
          'an address with a password',
          `postgres://app:${letters.slice(0, 30)}@db.shop:5432/app`,
        ],
      ] as const
    ).map(([what, text]): [string, string, string, string] => [
      what,
      'a.yaml',
      configMap('a', JSON.stringify(text)),
      `5 "a" holds ${what} in Git`,
    ]),
    ...(
      ['grafanaClientSecret', 'db.password', 'API_TOKEN', 'accessKey'] as const
    ).map((key): [string, string, string, string] => [
      `a random ${key}`,
      'values.yaml',
      `a:\n  ${key}: ${mixed}\n`,
      `2 "${key}" holds what looks like a secret in Git`,
    ]),
    ...(
      [
        ['values.yaml', `{user: a, token: ${mixed}}`],
        ['values.yaml', `token: ${mixed} # of production`],
        ['values.yaml', `token:      ${mixed}`],
        ['a.json', `{"token":"${mixed}"}`],
      ] as const
    ).map(([path, text]): [string, string, string, string] => [
      `the token in ${path}: ${text.replace(mixed, '…')}`,
      path,
      text,
      '1 "token" holds what looks like a secret in Git',
    ]),
    ...['a.pem', 'keys/git-server-key', 'a.yaml.jinja'].map(
      (path): [string, string, string, string] => [
        `a file of its own: ${path}`,
        path,
        privateKey(),
        '1 The file holds a private key in Git',
      ],
    ),
    [
      'an age key',
      'sandbox/sops-key.txt',
      `# created: 2025\n${['AGE', 'SECRET', 'KEY', `1${letters.slice(0, 58)}`].join('-')}\n`,
      '2 The file holds an age key in Git',
    ],
    ...[mixed, `shop@${letters.slice(0, 30)}`].map(
      (value): [string, string, string, string] => [
        `the value of a variable: ${value.slice(0, 5)}…`,
        'a.yaml',
        `containers:\n- env:\n  - name: DB_PASSWORD\n    value: ${value}\n`,
        '4 "DB_PASSWORD" holds a plain value in Git',
      ],
    ),
    [
      'a list',
      'a.yaml',
      `values:\n- a\n- ${aws}\n`,
      '3 "values" holds the ID of an AWS access key in Git',
    ],
  ])('finds and cuts %s', (_, path, text, expected) => {
    const { kept, findings } = cut(path, text);
    expect(findings).toEqual([expected]);
    expect(kept).toContain('(secret value)');
    for (const part of [
      mixed,
      letters.slice(0, 30),
      btoa(privateKey('EC ')).slice(60, 90),
    ]) {
      expect(kept).not.toContain(part);
    }
  });

  it.each([
    ['the name of a key file', configMap('a', '/etc/ssl/PRIVATE KEY-----')],
    ['a header alone', configMap('a', `"-----BEGIN PRIVATE ${'KEY'}-----"`)],
    [
      'a key with a passphrase',
      configMap('a', block(privateKey('ENCRYPTED '))),
    ],
    [
      'a certificate',
      configMap(
        'a',
        block(privateKey().replaceAll('PRIVATE KEY', 'CERTIFICATE')),
      ),
    ],
    ...[
      'existingSecret: cart-database-credentials-2024',
      'passwordSecret: CartDatabaseCredentials',
      'clientSecret: ${CART_CLIENT_SECRET_1_A}',
      'secretKey: Zk3vQ8mTz7Lw2Xc9Bn4Rj6Hd',
      'tokenSecret: secret/data/shop/Cart1/Token2',
      'sha: Zk3vQ8mTz7Lw2Xc9Bn4Rj6Hd',
      'password: changeMe1changeMe1changeMe1',
      'token: 0123456789abcdefABCDEF012',
    ].map((line): [string, string] => [`no secret in ${line}`, `${line}\n`]),
    ['an example', configMap('a', ['AKIA', 'IOSFODNN7EXAMPLE'].join(''))],
    ...[
      'postgres://app:${PASSWORD}@db/app',
      'postgres://app:$PASSWORD@db/app',
      'rtsp://view:{PASSWORD}@door',
      'postgres://app:<password>@db/app',
      'postgres://app:PASSWORD@db/app',
      'postgres://app:app@db/app',
      'postgres://app:password@db/app',
      'postgres://app:hunter2@localhost/app',
      'https://x-access-token:$(cat token)@github.com/acme/x',
      `docker://nginx:1.25.4@sha256:${'6926bd3f'.repeat(8)}`,
      `AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==`,
      [
        'eyJhbGciOiJIUzI1NiJ9',
        btoa('{"role":"anonymous","of":"somebody"}').replace(/=/g, ''),
        letters.slice(0, 43),
      ].join('.'),
    ].map((text): [string, string] => [
      text,
      configMap('a', JSON.stringify(text)),
    ]),
    ...[
      ['DB_PASSWORD', 'password'],
      ['DB_PASSWORD', '$(PASSWORD_OF_DB)'],
      ['DB_PASSWORD', '/etc/shop/password'],
      ['TLS_SECRET', 'shop-certificate-2'],
      ['TLS_SECRET', 'shop-certificate'],
      ['SHOP_TOKEN', 'https://shop.example/token/1'],
      ['DB_PASSWORD_FILE', 'hunter2-hunter2'],
    ].map(([name, value]): [string, string] => [
      `${name}=${value} of a container`,
      `containers:\n- env:\n  - name: ${name}\n    value: ${value}\n`,
    ]),
    [
      'an example in a comment',
      `a: 1 # or\n# e.g. nats://route:${letters.slice(0, 20)}@other:6222\n`,
    ],
    ['a row of one letter', configMap('a', `ghp_${'a'.repeat(36)}`)],
    [
      'a Secret, which is told elsewhere',
      `apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData: {id: ${aws}}\n`,
    ],
  ])('leaves %s alone', (_, text) => {
    expect(cut('a.yaml', text).findings).toEqual([]);
  });

  it.each(['a.yaml', 'a.sh'])(
    'tells a credential once for all the lines of %s that it stands on',
    path => {
      const other = `gh${'p_'}${letters.slice(1, 37)}`;
      const text = ['a', 'b', 'c', 'd']
        .map((key, at) => `${key}: ${at === 1 ? other : github}\n`)
        .join('');
      const { findings = [] } =
        parsedFiles({ [path]: text }).files.get(path) ?? {};
      expect(
        findings.map(({ location, fix }) => [
          location.line,
          fix?.split('committed.')[1],
        ]),
      ).toEqual([
        [1, ' It stands on lines 3, 4, too.'],
        [2, ''],
      ]);
    },
  );

  it.each(['.github/workflows/a.yaml', 'deploy/docker-compose.yml'])(
    'takes the login of a database that %s starts for one that opens nothing',
    path => {
      const text = configMap('a', '"postgres://app:feedabee@db/app"');
      expect(cut(path, text).findings).toEqual([]);
      expect(cut('a.yaml', text).findings).toHaveLength(1);
    },
  );

  it.each<[string, string, string[]]>([
    ['app.env', 'DB_PASSWORD=hunter2-hunter2', ['DB_PASSWORD']],
    ['app.env', 'DB_URL=postgres://app:hunter2@db/app', ['DB_URL']],
    ['app.env', 'DB_URL=postgres://app:hunter2@localhost/app', []],
    ['app.env', 'DB_URL=postgres://app:password@db/app', []],
    ['tox.ini', 'setenv =\n  DB_PASSWORD={env:DB_PASSWORD:hunter2}', []],
    ['stack.ini', 'db_password = hunter2-hunter2', ['db_password']],
    [
      'app.env',
      `DB_PASSWORD=base64+age:${btoa('-----BEGIN AGE ENCRYPTED FILE-----\nhunter2')}`,
      [],
    ],
  ])('judges the variables of %s: %s', (path, text, keys) => {
    const file = parsedFiles({ [path]: text }).files.get(path);
    expect(
      (file?.findings ?? [])
        .filter(({ rule }) => rule === 'plaintext-secret')
        .map(({ message }) => message.split(': ').at(-1)),
    ).toEqual(keys);
    expect(file?.text).not.toContain('hunter2');
  });

  it('is linear in headers that never end', () => {
    const text = configMap(
      'a',
      block(`-----BEGIN PRIVATE ${'KEY'}-----\n`.repeat(20_000)),
    );
    const from = process.cpuUsage().user;
    cut('a.yaml', text);
    expect(process.cpuUsage().user - from).toBeLessThan(2_000_000);
  });
});
