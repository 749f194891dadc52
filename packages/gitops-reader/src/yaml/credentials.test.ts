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
    ...(
      [
        [`Server=sql.acme.io;User Id=app;Password=${mixed};`],
        [`jdbc:postgresql://db.acme.io/app?user=app&password=${mixed}`],
        [`host=db.acme.io user=app password=${mixed} dbname=app`],
      ] as const
    ).map(([text]): [string, string, string, string] => [
      `the password in ${text.replace(mixed, '…')}`,
      'a.yaml',
      configMap('a', JSON.stringify(text)),
      '5 "a" holds an address with a password in Git',
    ]),
    [
      'a login to a registry in base64',
      'values.yaml',
      `pull:\n  config: ${btoa(`{"auths":{"registry.acme.io":{"auth":"${btoa(`bot:${mixed}`)}"}}}`)}\n`,
      '2 "config" holds a login to a registry in Git',
    ],
    [
      'a login to a registry',
      'docker/config.json',
      JSON.stringify({ auths: { 'acme.io': { auth: btoa(`bot:${mixed}`) } } }),
      '1 "auth" holds a login to a registry in Git',
    ],
    [
      'the secret half of a key of AWS',
      'values.yaml',
      `cloud: |\n  [default]\n  aws_secret_access_key=${mixed}${mixed.slice(0, 8)}\n`,
      '1 "cloud" holds a secret access key of AWS in Git',
    ],
    [
      'a token of GitHub that its key calls one',
      'values.yaml',
      `token: ${['gh', 'p_', mixed, 'Ab12'].join('')}\n`,
      '1 "token" holds a GitHub token in Git',
    ],
    [
      'a key in hexadecimal',
      'values.yaml',
      `routing_key: ${'7c9e2b41d05f83a6'.repeat(2)}\n`,
      '1 "routing_key" holds what looks like a secret in Git',
    ],
    ...[
      ['values.yaml', `env:\n  DB_PASSWORD: ${mixed}\n`, 2],
      ['a.yaml', configMap('DB_PASSWORD', mixed), 5],
      [
        'kustomization.yaml',
        `configMapGenerator:\n- name: a\n  literals:\n  - DB_PASSWORD=${mixed}\n`,
        4,
      ],
      [
        'a.yaml',
        `spec:\n  postBuild:\n    substitute:\n      DB_PASSWORD: ${mixed}\n`,
        4,
      ],
    ].map(([path, text, line]): [string, string, string, string] => [
      `a variable in ${String(text).replace(mixed, '…')}`,
      String(path),
      String(text),
      `${line} "DB_PASSWORD" holds a plain value in Git`,
    ]),
    [
      'a parameter of a chart',
      'a.yaml',
      `helm:\n  parameters:\n  - {name: db.password, value: ${mixed}}\n`,
      '3 "db.password" holds what looks like a secret in Git',
    ],
    [
      'a password in values within a text',
      'a.yaml',
      `helm:\n  values: |\n    db:\n      password: "${mixed}" # of the shop\n`,
      '2 "password" holds what looks like a secret in Git',
    ],
    ...['Winter-${x}7719', 'Blue!fin${x}81', 'q7x9${x}vb2k'].map(
      (value): [string, string, string, string] => [
        `a password like ${value}`,
        'values-production.yaml',
        `grafana:\n  adminPassword: ${value.replace('${x}', '')}\n`,
        '2 "adminPassword" holds what looks like a password in Git',
      ],
    ),
    ...[
      ['prod.tfvars', `region = "eu"\ndb_password = "Winter-harbor7719"\n`],
      ['app.properties', `a=b\nspring.db_password=Winter-harbor7719\n`],
      [
        'charts/a/templates/a.yaml',
        '{{- if .Values.on }}\ndb_password: Winter-harbor7719\n{{- end }}\n',
      ],
    ].map(([path, text]): [string, string, string, string] => [
      `a password in ${path}`,
      path,
      text,
      `2 "${/[\w.]*db_password/.exec(text)?.[0]}" holds what looks like a password in Git`,
    ]),
    ...[
      [
        'charts/a/templates/b.yaml',
        '{{- if .Values.on }}\n',
        '{{- end }}\n',
        3,
      ],
      ['kustomization.yaml', 'patches:\n- patch: |\n', '', 2],
    ].map(([path, before, after, line]): [string, string, string, string] => [
      `a variable in a text of ${path}`,
      String(path),
      `${before}    - name: DB_PASSWORD\n      value: ${mixed}\n${after}`,
      `${line} "DB_PASSWORD" holds a plain value in Git`,
    ]),
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
    ...[
      'password: shop-database-2',
      'password: CartPassword.v1.Key',
      'adminPassword: changeme123',
      'adminPassword: P@ssw0rd1',
      'userPassword: $__file{/etc/secrets/db1}',
      'userPassword: "#{DB1_PASSWORD}#"',
      'userPassword: env:LDAP1_PASSWORD',
      'adminPassword: $2y$10$Zk3vQ8mTz7Lw2Xc9Bn4Rj6Hd',
      'passwordKey: Winter-harbor7719',
      'PASSWORD_MIN_LENGTH: "12345678"',
      'password: Mot de passe 2',
      'properties: {password: {default: Winter-harbor7719}}',
      'run: |\n  password: config.Db1.Pass2,\n  PASSWORD=$(cat /run/Pass2)\n  pg --password=Winter-harbor7719',
    ].map((text): [string, string] => [`no password in ${text}`, `${text}\n`]),
    ...[
      'Server=localhost;User Id=app;Password=hunter2-hunter2;',
      'Server=sql.acme.io;User Id=app;Password=${DB_PASSWORD};',
      'jdbc:postgresql://db.acme.io/app?user=app&password=<password>',
      '{"auths":{"acme.io":{"auth":"<auth>"}}}',
      `{"auths":{"acme.io":{"auth":"${btoa('bot:changeme')}"}}}`,
      'aws_secret_access_key=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    ].map((text): [string, string] => [
      text,
      configMap('a', JSON.stringify(text)),
    ]),
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
      'the template of a Secret, which is told elsewhere',
      `{{- if .Values.on }}\nkind: Secret\nstringData:\n  password: ${mixed}\n{{- end }}\n`,
    ],
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
      const text = `${configMap('a', '"postgres://app:feedabee@db/app"')}env:\n  DB_PASSWORD: Winter-harbor7719\n`;
      expect(cut(path, text).findings).toEqual([]);
      expect(cut('a.yaml', text).findings).toHaveLength(2);
    },
  );

  it.each([
    `metadata:\n  annotations:\n    checksum/secret: ${'7c9e2b41d05f83a6'.repeat(4)}\n`,
    'env:\n- name: ALLOW_EMPTY_PASSWORD\n  value: "yes"\n',
  ])('takes what is no secret for none: %j', text => {
    expect(cut('a.yaml', text).findings).toEqual([]);
  });

  it.each<[string, string, string[]]>([
    ['app.env', 'DB_PASSWORD=hunter2-hunter2', ['DB_PASSWORD']],
    ['app.env', 'DB_URL=postgres://app:hunter2@db/app', ['DB_URL']],
    ['app.env', 'DB_URL=postgres://app:hunter2@localhost/app', []],
    ['app.env', 'DB_URL=postgres://app:password@db/app', []],
    ['local.env', 'DB_PASSWORD=postgres', []],
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
