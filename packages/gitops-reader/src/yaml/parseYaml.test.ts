import { lineOf, maxFileBytes, parseYaml, secretValueKind } from '.';

function valueOf(text: string) {
  const { documents, skipped } = parseYaml('a.yaml', text);
  expect(skipped).toBeUndefined();
  return documents.map(({ value }) => value);
}

describe('parseYaml', () => {
  it.each<[string, string, unknown]>([
    ['documents', 'a: 1\n---\n---\nb: 2\n', [{ a: 1 }, { b: 2 }]],
    ['nothing', '# only a comment\n', []],
    ['an empty file', '', []],
    ['JSON', '{"a": [1, true, null, "x"]}', [{ a: [1, true, null, 'x'] }]],
    ['CRLF', 'a: 1\r\nb: x\r\n', [{ a: 1, b: 'x' }]],
    ['a byte order mark', '\uFEFFa: 1\n', [{ a: 1 }]],
    [
      'words that YAML 1.1 took for booleans',
      'a: on\nb: no',
      [{ a: 'on', b: 'no' }],
    ],
    [
      'tags of others',
      'a: !vault x\nb: !reference [c]',
      [{ a: 'x', b: ['c'] }],
    ],
    ['folded text', 'a: >-\n  b\n  c\n', [{ a: 'b c' }]],
    [
      'text that goes on where its key begins',
      'a:\n  b: "x/\\\n  y"\n  c: 1\n',
      [{ a: { b: 'x/y', c: 1 } }],
    ],
    [
      'quoted text that goes on further out than its key',
      "a:\n  - b: '{\n    \"c\": [\n\n  ]}'\n    d: it's\n",
      [{ a: [{ b: '{ "c": [\n]}', d: "it's" }] }],
    ],
    [
      'brackets that go on where their key begins',
      'a:\n  b: [\n  x, # y]\n  "]"\n  ]\n  c: {d:\n  1}\n',
      [{ a: { b: ['x', ']'], c: { d: 1 } } }],
    ],
    [
      'block text that looks like an open quote, beside one',
      "a:\n  run: |\n    echo '\n    done\n  b: '\n  c'\n",
      [{ a: { run: "echo '\ndone\n", b: ' c' } }],
    ],
    [
      'keys that are no text',
      '1: a\ntrue: b\n~: c',
      [{ 1: 'a', true: 'b', '~': 'c' }],
    ],
    [
      'a template for a value',
      'a: {{ .Values.x }}',
      [{ a: { '{ .Values.x }': null } }],
    ],
    [
      'inherited names',
      'constructor: a\ntoString: b',
      [{ constructor: 'a', toString: 'b' }],
    ],
    ['a prototype', '__proto__:\n  polluted: true\na: 1', [{ a: 1 }]],
    [
      'what kubectl last applied',
      'kubectl.kubernetes.io/last-applied-configuration: "{}"\na: 1',
      [{ a: 1 }],
    ],
  ])('reads %s', (_, text, expected) => {
    expect(valueOf(text)).toEqual(expected);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it.each([
    ['41', 41],
    ['"41"', '41'],
    ['1.10', '1.10'],
    ['1.1', 1.1],
    ['1.0', '1.0'],
    ['0o17', '0o17'],
    ['0x1F', '0x1F'],
    ['1e3', '1e3'],
    ['007', '007'],
    ['+1', '+1'],
    ['12345678901234567890', '12345678901234567890'],
    ['.inf', '.inf'],
    ['-0', '-0'],
  ])('keeps the text of the number %s', (text, expected) => {
    const [value] = valueOf(`a: ${text}`);
    expect(value).toEqual({ a: expected });
  });

  it('follows anchors and merge keys, what is written out first', () => {
    const text = [
      'base: &base {a: 1, b: 2}',
      'more: &more {b: 3, c: 4}',
      'one: {<<: *base, b: 9}',
      'both:',
      '  b: 8',
      '  <<: [*base, *more]',
      'list: [*base]',
      'quoted: {"<<": x}',
    ].join('\n');
    expect(valueOf(text)).toEqual([
      {
        base: { a: 1, b: 2 },
        more: { b: 3, c: 4 },
        one: { a: 1, b: 9 },
        both: { a: 1, b: 8, c: 4 },
        list: [{ a: 1, b: 2 }],
        quoted: { '<<': 'x' },
      },
    ]);
  });

  it('knows the line of everything, in any document', () => {
    const { documents } = parseYaml(
      'a.yaml',
      `# comment
base: &base
  team: search
---

kind: Deployment
spec:
  containers:
    - name: cart
      image:
        cart:1
    -
      name: proxy
  text: |
    a
    b
  after: 1
`,
    );
    const [first, second] = documents;
    expect(first.line).toBe(2);
    expect(lineOf(first, ['base', 'team'])).toBe(3);
    expect(second.line).toBe(6);
    expect(lineOf(second, [])).toBe(6);
    expect(lineOf(second, ['spec'])).toBe(7);
    expect(lineOf(second, ['spec', 'containers', 0, 'image'])).toBe(10);
    expect(lineOf(second, ['spec', 'containers', 1, 'name'])).toBe(13);
    expect(lineOf(second, ['spec', 'after'])).toBe(17);
    // What is not there is nearest to the last step that is.
    expect(lineOf(second, ['spec', 'containers', 0, 'ports', 0])).toBe(9);
    expect(lineOf(second, ['constructor'])).toBe(6);
  });

  it('points at the anchor for what an alias brings', () => {
    const { documents } = parseYaml(
      'a.yaml',
      'a: &x\n  b: 1\nc: *x\nd:\n  <<: *x\n',
    );
    expect(lineOf(documents[0], ['c'])).toBe(3);
    expect(lineOf(documents[0], ['c', 'b'])).toBe(2);
    expect(lineOf(documents[0], ['d', 'b'])).toBe(2);
  });

  it('tolerates a key that stands twice, and says so', () => {
    const { documents, findings } = parseYaml('a.yaml', 'a: 1\nb: 2\na: 3\n');
    expect(documents[0].value).toEqual({ a: 3, b: 2 });
    expect(findings).toEqual([
      expect.objectContaining({
        rule: 'yaml-duplicate-key',
        severity: 'warning',
        location: { repository: '', revision: '', path: 'a.yaml', line: 3 },
      }),
    ]);
  });

  it('says once that nothing parts two objects', () => {
    const object = 'apiVersion: v1\nkind: A\nmetadata: {name: a}\n';
    const duplicates = (text: string) =>
      parseYaml('a.yaml', text).findings.map(({ location, message }) => [
        location.line,
        message.slice(0, 14),
      ]);
    expect(duplicates(object.repeat(3))).toEqual([
      [4, 'Another object'],
      [7, 'Another object'],
    ]);
    expect(
      duplicates(`${object}data: {}\n${object}data: {}\ndata: {}\n`),
    ).toEqual([
      [5, 'Another object'],
      [9, 'The key "data"'],
    ]);
    expect(duplicates(`${object}kind: B\n`)).toEqual([[4, 'The key "kind"']]);
  });

  it('reads the documents beside one that does not parse', () => {
    const { documents, skipped } = parseYaml(
      'a.yaml',
      'a: 1\n---\n{% if x %}\nb: [1\n---\nc: 3\n',
    );
    expect(documents.map(({ value }) => value)).toContainEqual({ a: 1 });
    expect(skipped).toMatch(
      /^line \d: does not parse as YAML, .*\(a template\?\); /,
    );
  });

  it('never quotes the file in what it says', () => {
    const secret = 'hunter2hunter2';
    for (const text of [
      `a: "${secret}`,
      `a: b: ${secret}`,
      `a: @${secret}`,
      `a: *${secret}`,
      `\ta: ${secret}`,
      `a: "\\q${secret}"`,
      `- a\n${secret}\n`,
      `%${secret}\n---\na: [`,
      `a: &${secret} &${secret} x`,
    ]) {
      expect(parseYaml('a.yaml', text).skipped ?? '').not.toContain(secret);
    }
  });

  it.each<[string, () => string, RegExp]>([
    [
      'a bomb of aliases',
      () =>
        `a0: &a0 [x,x,x,x,x,x,x,x,x]\n${Array.from({ length: 20 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(9)}]`).join('\n')}\n`,
      /expands to more than 100,000 values through aliases \(line \d+\)/,
    ],
    [
      'a bomb of merge keys',
      () =>
        `a0: &a0 {x: [${'1,'.repeat(500)}]}\n${Array.from({ length: 1000 }, (_, i) => `b${i}:\n  <<: *a0`).join('\n')}\n`,
      /expands to more than 100,000/,
    ],
    ['an alias to itself', () => 'a: &a [*a]', /nests deeper than 200/],
    ['brackets without end', () => '['.repeat(4_000_000), /nests deeper/],
    ['lists without end', () => '- '.repeat(1_000_000), /nests deeper/],
    ['deep brackets', () => '['.repeat(300) + ']'.repeat(300), /nests deeper/],
    [
      'too much',
      () => `a: ${'x'.repeat(maxFileBytes)}`,
      /^5\.0 MB, larger than the 5 MB/,
    ],
    [
      'a broken quote',
      () => 'a: "x',
      /^line 1: does not parse as YAML, a missing character/,
    ],
    ['a tab', () => 'a:\n\tb: 1', /^line 2: does not parse/],
  ])('is not brought down by %s', (_, text, reason) => {
    const started = process.cpuUsage().user;
    expect(parseYaml('a.yaml', text()).skipped).toMatch(reason);
    expect(process.cpuUsage().user - started).toBeLessThan(5_000_000);
  });
});

describe('secret values', () => {
  const base64 = (text: string) => Buffer.from(text).toString('base64');

  it.each([
    ['data', base64('hunter2-hunter2'), 'value'],
    ['data', 'aHVudGVyMg==\naHVudGVyMg==', 'value'],
    ['data', '/////w==', 'value'],
    ['data', base64('${PASSWORD}'), 'placeholder'],
    ['data', base64('<path:kv/data/cart#password>'), 'placeholder'],
    ['data', base64('changeme'), 'placeholder'],
    ['data', '', 'empty'],
    ['data', base64('{}'), 'empty'],
    ['data', 'ENC[AES256_GCM,data:x,iv:y,tag:z,type:str]', 'encrypted'],
    [
      'data',
      base64('-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----\n'),
      'public',
    ],
    [
      'data',
      base64(
        '-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----\n-----BEGIN PRIVATE KEY-----\nMII\n-----END PRIVATE KEY-----',
      ),
      'value',
    ],
    ['stringData', 'hunter2-hunter2', 'value'],
    ['stringData', '{{ .Values.password }}', 'placeholder'],
    ['stringData', '$(PASSWORD)', 'placeholder'],
    ['stringData', '<your-token>', 'placeholder'],
    ['stringData', 'REPLACE_ME', 'placeholder'],
    ['stringData', '#{CART_PASSWORD}#', 'placeholder'],
    ['stringData', 'postgres://cart:#{CART_PASSWORD}#@db/x', 'placeholder'],
    ['stringData', 'set-by-ci', 'placeholder'],
    ['stringData', 'TODO: ask the database team', 'placeholder'],
    ['stringData', 'see-vault', 'placeholder'],
    ['stringData', 'CART_SECRET_HERE', 'placeholder'],
    ['stringData', 'to-be-injected', 'placeholder'],
    [
      'stringData',
      'https://hooks.slack.com/services/XXX/YYY/ZZZ',
      'placeholder',
    ],
    ['data', 'REPLACED', 'placeholder'],
    ['stringData', 'https://user:hunter2@acme.example/x', 'value'],
  ])('are cut off: %s %s is %s', (field, written, kind) => {
    const { documents, findings } = parseYaml(
      'a.yaml',
      `${field}:\n  password: ${JSON.stringify(written)}\napiVersion: v1\nkind: Secret\nmetadata: {name: cart}\n`,
    );
    const secret = documents[0].value as Record<string, Record<string, string>>;
    expect(Object.keys(secret[field])).toEqual(['password']);
    expect(secretValueKind(secret[field].password)).toBe(kind);
    expect(findings.map(({ rule, location }) => [rule, location.line])).toEqual(
      kind === 'value' ? [['plaintext-secret', 2]] : [],
    );
  });

  it.each([
    ['AWS_ACCESS_KEY_ID', 'UPDATE_AWS_ACCESS_KEY_ID', 'placeholder'],
    ['API_KEY', 'API_KEY', 'placeholder'],
    ['api_key', 'SONARR_API_KEY', 'placeholder'],
    ['api_key', '<<SONARR>>', 'placeholder'],
    ['api_key', '{env:SONARR}', 'placeholder'],
    ['token', '/var/run/secrets/kubernetes.io/serviceaccount/token', 'public'],
    ['password', 'password', 'value'],
    ['secret-key', 'password', 'placeholder'],
    ['api_key', '1111111111111111', 'placeholder'],
    ['api_key', '1111111112111111', 'value'],
    ['SHOP_PUBLIC_API_KEY', 'Zk3vQ8mTz7Lw2Xc9Bn4Rj6Hd', 'public'],
    ['publishableKey', 'Zk3vQ8mTz7Lw2Xc9Bn4Rj6Hd', 'public'],
    ['VITE_METRICS_API_KEY', 'Zk3vQ8mTz7Lw2Xc9Bn4Rj6Hd', 'public'],
    ['VITE_CLIENT_SECRET', 'Zk3vQ8mTz7Lw2Xc9Bn4Rj6Hd', 'value'],
    ['NEXT_PUBLIC_DB_PASSWORD', 'Zk3vQ8mTz7Lw2Xc9Bn4Rj6Hd', 'value'],
    ['SHOP_API_KEY', 'Zk3vQ8mTz7Lw2Xc9Bn4Rj6Hd', 'value'],
    ['STRIPE_KEY', 'pk_live_Zk3vQ8mTz7Lw2Xc9Bn4Rj6Hd', 'public'],
    ['AWS_S3_REGION_NAME', 'us-east-1', 'public'],
    ['proxy-client-id', 'shop', 'public'],
    ['proxy-protocol', 'https', 'public'],
    ['DOMAIN', 'acme.example', 'public'],
    ['LB_CIDR', '10.0.0.0/24', 'public'],
    ['proxy-env', 'stage', 'public'],
    ['prod-env', 'DB_PASSWORD=Tr0ub4dor3xq', 'value'],
    ['app-name', 'DB_PASSWORD=Tr0ub4dor3xq', 'value'],
    ['config.json', '{"password": 83749283746}', 'value'],
    ['auth.json', '{"tokens": {"Tr0ub4dor3xq": "admin"}}', 'value'],
    ['psks.json', '{"cart": {"secret": "22222222"}, "on": true}', 'public'],
    ['psks.json', '{"cart": {"secret": "hunter2-hunter2"}}', 'value'],
    ['users.json', '[{"name": "ann", "hash": "$2y$05$hunter2"}]', 'value'],
    ['users.json', '{"broken', 'value'],
    ['token', base64('changeme'), 'placeholder'],
    ['token', base64('hunter2-hunter2'), 'value'],
    ['keyStorePath', '/etc/keys/store.jks', 'public'],
    ['keyStorePassword', '/etc/keys/store.jks', 'value'],
    ['smtpHost', 'mail', 'public'],
    ['backup-s3EndPoint', 'https://s3.acme.example', 'public'],
    ['backup-s3EndPoint', 'https://app:hunter2@s3.acme.example', 'value'],
    ['SMTP_SMARTHOST', 'smtp.acme.example:587', 'public'],
    ['relay', 'smtp.acme.example', 'public'],
    ['password', 'smtp.acme.example', 'value'],
    ['relay', 'hunter2.acme', 'value'],
    ['url', 'postgres://app:hunter2@${DB_HOST}:5432/app', 'value'],
    ['url', 'postgres://${USER}:${PASSWORD}@db/app', 'placeholder'],
    ['url', 'postgres://$USER:$PASSWORD@db/app', 'public'],
    ['url', 'postgres://app:${PASSWORD:-${DEFAULT}}@db/app', 'placeholder'],
    ['url', 'docker://nginx:1.25.4@sha256:6926bd3f', 'public'],
    ['url', 'postgres://app:<password>@db/app', 'public'],
    ['dsn', 'user=app password=<path:kv/data/cart#password>', 'placeholder'],
    [
      'app.yaml',
      `password: \${PASSWORD}\nurl: "https://\${USER}:\${PASSWORD}@db"\nother: $PASSWORD\n${'# \n'.repeat(200)}`,
      'public',
    ],
    ['login.config', 'app { Guest required user=guest; };', 'public'],
    ['login.config', 'app { password=hunter2 };', 'value'],
    [
      'login.html',
      '<!DOCTYPE html>\n<label for="password">Password</label>',
      'public',
    ],
    ['login.html', 'hunter2-hunter2', 'value'],
    [
      'alertmanager.yaml',
      'webhook_configs:\n- url: http://agent.ops.svc:8081/in\n',
      'public',
    ],
    [
      'alertmanager.yaml',
      'webhook_configs:\n- url: https://acme.example/webhook/x1\n',
      'value',
    ],
    [
      'alertmanager.yaml',
      "receivers:\n- name: rollback-webhook\n  webhook_configs:\n  - url: 'http://rollback-webhook.ops.svc:8080/webhook'\n",
      'public',
    ],
    [
      'alertmanager.yaml',
      'slack_webhook: http://hooks:8080/services/x1\nother: https://hooks.acme.example/x1\n',
      'value',
    ],
    ['setup.sh', 'adduser --must-change-password=false "$USER"', 'public'],
    ['setup.sh', 'adduser --password=trueish-hunter2', 'value'],
    ['SMTP_FROM', 'alerts@acme.example', 'public'],
    ['ONCALL', 'dba@acme.example, ops@acme.example', 'public'],
    ['password', 'alerts@acme.example', 'value'],
    ['Content-Type', 'application/json; charset=utf-8', 'public'],
    ['token', 'application/json', 'value'],
    ['repository', 'ROOT=/data/git\nINSTALL_LOCK=true\nMODE=http', 'public'],
    ['repository', 'ROOT=/data/git\nDB_PASSWORD=hunter', 'value'],
    ['repository', 'ROOT=hunter2-hunter2', 'value'],
    ['repository', 'ROOT=/data/git\nENABLE_AUTH=yes', 'public'],
    ['app', 'DBPASS=12345678\nMODE=http', 'value'],
    ['app', 'MYSQL_ROOT_PW=123456', 'value'],
    ['app', 'AUTH=hunter', 'value'],
    ['app', 'WIFI_PSK=hunter', 'value'],
    ['credentials.env', 'DBPASS=hunter', 'value'],
    ['app.conf', 'password=true-Hunter2x', 'value'],
    ['app.conf', '{"auth":true}', 'public'],
    [
      'metrics.lua',
      "local count = counter('tokens')\nreturn count\n",
      'public',
    ],
    ['metrics.lua', "local password = 'Hunter2-x'\nreturn 1\n", 'value'],
    ['theme.css', ':root {\n  --rose: #f5e0dc;\n}\n', 'public'],
    [
      'init.sql',
      'CREATE SCHEMA shop;\nGRANT ALL ON SCHEMA shop TO cart;\n',
      'public',
    ],
    ['init.sql', "CREATE USER cart WITH PASSWORD 'hunter2';\n", 'value'],
    ['init.sql', "CREATE USER cart IDENTIFIED BY 'hunter2';\n", 'value'],
    ['init.sql', "ALTER USER cart PASSWORD '${PASSWORD}';\n", 'placeholder'],
    ['password', 'cart-password-goes-here', 'placeholder'],
    ['repository', 'ABCDEF==', 'value'],
    ['tls.key', 'A\n', 'placeholder'],
    ['tls.key', 'hunter2-hunter2-hunter2', 'value'],
    ['client.key', 'A', 'placeholder'],
    ['stripe.api.key', 'hunter2-hunter2', 'value'],
    ['session.key', 's3cr3t-value', 'value'],
    ['master.key', 'hunter2hunter2', 'value'],
    ['token-id', 'ocmhub', 'public'],
    ...[
      ...['client-id', 'tenant.id', 'subscription-id', 'azureAppId'],
      ...['database-name', 'bucket-name', 'key-vault-name', 'secret-name'],
      ...['log-level', 'githubAppID'],
    ].map(key => [key, 'acme-prod', 'public']),
    ...['secret-id', 'client-secret', 'api-key', 'username-password'].map(
      key => [key, 'acme-prod', 'value'],
    ),
    ['bucket-name', 'https://user:hunter2@acme.example/x', 'value'],
    ['AWS_ROLE', 'arn:aws:iam::123456789012:role/cart', 'public'],
    ['password', 'arn:aws:hunter2', 'value'],
    ['auth-extra-groups', 'system:bootstrappers:managedcluster', 'public'],
    ['GIT_SSH_KEY', '/secret/sshkey', 'public'],
    ['GIT_SSH_KEY', '/hunter/Ab3kQ9', 'value'],
    ['SIGNING_KEY', '/correct/horse.battery/staple', 'value'],
    ['OPENAI_API_KEY', 'sk-required', 'placeholder'],
    ['LLM_API_KEY', 'unused', 'placeholder'],
    ['LLM_API_KEY', 'sk-hunter2', 'value'],
    [
      'config',
      '{\n "bearerToken": "<bearerToken>",\n "tlsClientConfig": {"caData": "<caData>"}\n}',
      'public',
    ],
    ['config', '{"bearerToken": "hunter2", "x": "<y>"}', 'value'],
    ['config', '{"env": {"AWS_SECRET_ACCESS_KEY": "hunter2"}}', 'value'],
    ...(
      [
        ['token: unused', 'public'],
        ['token: hunter2', 'value'],
        ['client-key-data: aHVudGVyMg==', 'value'],
        ['"token": hunter2', 'value'],
        ['token:\n      hunter2', 'value'],
        ['token: unused # hunter2', 'value'],
        ['auth-provider: {config: {client-secret: hunter2}}', 'value'],
        ['exec: {command: a, args: [--password, hunter2]}', 'value'],
        ['exec:\n      env:\n      - {name: A, value: hunter2}', 'value'],
        ['token: *a', 'value'],
        ['token: [hunter2]', 'value'],
        ['token: unused\n- {name: b, user: {password: hunter2}}', 'value'],
        ['{token: unused}', 'public'],
        ['{token: hunter2}', 'value'],
        [
          '{}\nclusters: [{name: a, cluster: {server: "https://a:8443"}}]\ncontexts: [{name: a, context: {cluster: a, user: a}}]\npreferences: {}',
          'public',
        ],
        [
          '{}\nclusters: [{name: a, cluster: {server: "https://me:hunter2@a"}}]',
          'value',
        ],
        ['{}\npreferences: {a: hunter2}', 'value'],
        ['{}\nextensions: [hunter2]', 'value'],
      ] as const
    ).map(([login, kind]) => [
      'prod-eu',
      `apiVersion: v1\nkind: Config\nusers:\n- name: a\n  user:\n    ${login}\n`,
      kind,
    ]),
    ['config', '{"tlsClientConfig": {"keyData": "aHVudGVyMg=="}}', 'value'],
    ['namespaces', Array(60).fill('cart-dev').join(','), 'public'],
    ['sslmode', 'prefer', 'public'],
    ['CART_DATABASE_TYPE', 'postgres', 'public'],
    ['dns_ip_addr_1', '10.20.0.1', 'public'],
    ['pod_range', 'fd00:10:96::/112', 'public'],
    ['pin', '1.2.3.4', 'value'],
    ['domain_of_shop', 'internal.localhost', 'public'],
    ['.npmrc', 'registry=http://npm.ops:4873\nloglevel=warn', 'public'],
    ['.npmrc', '//npm.acme.example/:_authToken=hunter2', 'value'],
    [
      'values.yml',
      'git:\n  token: "(@= data.values.api_token @)"\n',
      'placeholder',
    ],
    [
      'overlay.yml',
      'a:\n  - key: app.kubernetes.io/name\n    operator: In\nb:\n  - key: acme.example/team\n    operator: In\nc:\n  secretKeyRef:\n    key: client-secret\n',
      'public',
    ],
    ['overlay.yml', 'a:\n  key: hunter2\n', 'value'],
    [
      'logging.yml',
      'topologyKey: kubernetes.io/hostname\nencoder: {"timeKey": "timestamp"}\nname: policy-webhook.acme.example\n',
      'public',
    ],
    ['logging.yml', 'url: https://acme.example/hooks/T1\n', 'value'],
  ])(
    'are told from what stands beside them: %s: %s is %s',
    (key, text, kind) => {
      const { documents } = parseYaml(
        'a.yaml',
        `stringData: {${JSON.stringify(key)}: ${JSON.stringify(text)}}\napiVersion: v1\nkind: Secret\nmetadata: {name: cart}\n`,
      );
      const secret = documents[0].value as Record<
        string,
        Record<string, string>
      >;
      expect(secretValueKind(secret.stringData[key])).toBe(kind);
    },
  );

  it('are cut off a kubeconfig', () => {
    const { documents, findings } = parseYaml(
      'a.yaml',
      'apiVersion: v1\nkind: Config\nusers:\n- name: ci\n  user: {token: hunter2-hunter2}\n- name: sso\n  user:\n    password: ${PASSWORD}\n- name: none\n',
    );
    expect(JSON.stringify(documents)).not.toContain('hunter2');
    expect(
      findings.map(({ message, location }) => `${location.line} ${message}`),
    ).toEqual(['5 The kubeconfig holds a plain value in Git: token']);
  });

  it('are those of what a policy generates', () => {
    const { documents, findings } = parseYaml(
      'a.yaml',
      'generate:\n  kind: Secret\n  name: cart\n  data:\n    metadata: {labels: {a: b}}\n    stringData:\n      token: "{{ random([0-9a-f]{64}) }}"\n      password: hunter2-hunter2\n',
    );
    expect(JSON.stringify(documents)).not.toContain('hunter2');
    expect(JSON.stringify(documents)).toContain('{"a":"b"}');
    expect(
      findings.map(({ message, location }) => `${location.line} ${message}`),
    ).toEqual(['8 Secret holds a plain value in Git: password']);
  });

  it('are none where a template stands without quotes', () => {
    const { documents, findings } = parseYaml(
      'a.yaml',
      'kind: Secret\nmetadata: {name: cart}\ndata:\n  a: {{ env "A" | b64enc | quote }}\n  b: {{ .b }}\n  c: {hunter2: null}\n',
    );
    const { data } = documents[0].value as {
      data: Record<string, string>;
    };
    expect(['a', 'b', 'c'].map(key => secretValueKind(data[key]))).toEqual([
      'placeholder',
      'placeholder',
      'value',
    ]);
    expect(findings).toHaveLength(1);
  });

  it('are cut off wherever they stand', () => {
    const text = `
apiVersion: v1
kind: List
items:
  - kind: Secret
    apiVersion: v1
    metadata:
      name: listed
      annotations:
        kubectl.kubernetes.io/last-applied-configuration: '{"data":{"a":"hunter2"}}'
    data: &shared
      a: &one aHVudGVyMg==
  - kind: ConfigMap
    apiVersion: v1
    metadata: {name: thief}
    data: {again: *one}
---
apiVersion: v1
kind: SecretList
items:
  - metadata: {name: typed}
    stringData: {a: hunter2}
---
kind: Kustomization
secretGenerator:
  - name: generated
    literals: [password=hunter2, empty=]
patches:
  - patch: |-
      apiVersion: v1
      kind: Secret
      metadata: {name: patched}
      stringData:
        password: hunter2
        key: |
          hunter2
          hunter2
      type: Opaque
  - patch: '{"kind": "Secret", "stringData": {"a": "hunter2"}}'
---
- op: add
  path: /stringData/password
  value: hunter2
---
values:
  extraObjects:
    - {apiVersion: v1, kind: Secret, stringData: {a: hunter2}, metadata: {name: extra}}
---
base: &base
  kind: Secret
  stringData: {a: hunter2}
derived:
  <<: *base
  metadata: {name: derived}
---
kind: Secret
data: hunter2
`;
    const parsed = parseYaml('a.yaml', text);
    expect(parsed.skipped).toBeUndefined();
    const json = JSON.stringify(parsed);
    expect(json).not.toMatch(/hunter2|aHVudGVyMg/);
    expect(json).toContain('password');
    expect(
      parsed.findings
        .filter(({ rule }) => rule === 'plaintext-secret')
        .map(({ message }) => message),
    ).toEqual(
      expect.arrayContaining([
        'Secret "listed" holds a plain value in Git: a',
        'Secret holds a plain value in Git: a',
        'secretGenerator holds a plain value in Git',
        'Secret "extra" holds a plain value in Git: a',
      ]),
    );
  });
});
