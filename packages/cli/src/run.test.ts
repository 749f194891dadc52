import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { run } from './run';

let home: string;
let repository: string;
let snapshot: string;

function write(directory: string, files: Record<string, string>): void {
  for (const [file, text] of Object.entries(files)) {
    const whole = path.join(directory, file);
    mkdirSync(path.dirname(whole), { recursive: true });
    writeFileSync(whole, text);
  }
}

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: cart
  namespace: shop
spec:
  selector: {matchLabels: {app: cart}}
  template:
    metadata: {labels: {app: cart}}
    spec:
      containers:
        - name: cart
          image: registry.acme.example/cart:1.0.0
`;

beforeAll(() => {
  home = mkdtempSync(path.join(tmpdir(), 'plumbline-cli-'));
  repository = path.join(home, 'app-config');
  snapshot = path.join(home, 'blue');
  write(repository, {
    CODEOWNERS: '/apps/cart/ @acme/payments\n/apps/free/\n',
    'apps/cart/base/deployment.yaml': deployment,
    'apps/cart/base/kustomization.yaml': 'resources: [deployment.yaml]\n',
    'apps/cart/overlays/staging/kustomization.yaml':
      'resources: [../../base]\nimages:\n  - name: registry.acme.example/cart\n    newTag: 1.2.0\n',
    'apps/cart/overlays/production/kustomization.yaml':
      'resources: [../../base]\nimages:\n  - name: registry.acme.example/cart\n    newTag: 1.1.0\n',
    'apps/free/note.yaml': 'a: 1\n',
    'broken.yaml': 'a: [\n',
  });
  const git = (...args: string[]) =>
    execFileSync('git', args, {
      cwd: repository,
      env: {
        ...process.env,
        GIT_AUTHOR_NAME: 'Payments on-call',
        GIT_AUTHOR_EMAIL: 'payments@acme.example',
        GIT_COMMITTER_NAME: 'Payments on-call',
        GIT_COMMITTER_EMAIL: 'payments@acme.example',
        GIT_CONFIG_GLOBAL: '/dev/null',
      },
    });
  git('init', '--quiet');
  git('remote', 'add', 'origin', 'https://github.com/acme/app-config.git');
  git('add', '.');
  git('commit', '--quiet', '-m', 'Promote cart (#12)');
  write(snapshot, {
    'deployments.yaml': `apiVersion: v1\nkind: List\nitems:\n- ${deployment.trim().replaceAll('\n', '\n  ')}\n`,
  });
});

afterAll(() => rmSync(home, { recursive: true, force: true }));

async function plumbline(args: string[], stdin?: string) {
  const output = { stdout: '', stderr: '' };
  const input: Readable & { isTTY?: boolean } = Readable.from(
    stdin === undefined ? [] : [stdin],
  );
  input.isTTY = stdin === undefined;
  const code = await run(args, {
    stdin: input,
    stdout: { write: text => (output.stdout += text) },
    stderr: { write: text => (output.stderr += text) },
    color: false,
  });
  return { code, ...output };
}

describe('who', () => {
  const sources = () => [
    '--repo',
    repository,
    '--snapshot',
    snapshot,
    '--cluster-environment',
    'blue=production',
  ];

  it('answers in text, with the change behind the line', async () => {
    const { code, stdout, stderr } = await plumbline([
      'who',
      '{namespace="shop", pod="cart-6f5c9799d8-mf6hp"}',
      ...sources(),
    ]);
    expect(stderr).toBe('');
    expect(stdout).toMatch(
      /^Owner +group:default\/payments CODEOWNERS: “@acme\/payments”/,
    );
    expect(stdout).toMatch(/acme\/app-config:CODEOWNERS:1/);
    expect(stdout).toMatch(
      /manifest +acme\/app-config:apps\/cart\/base\/deployment.yaml:1 https:\/\/github.com\/acme\/app-config\/blob\/[0-9a-f]{40}\//,
    );
    expect(stdout).toMatch(
      /overlay +acme\/app-config:apps\/cart\/overlays\/production\/kustomization.yaml/,
    );
    expect(stdout).not.toMatch(/overlays\/staging/);
    expect(stdout).toMatch(/Also +Deployment shop\/cart in staging/);
    expect(stdout).toMatch(/Changed .*by Payments on-call: Promote cart/);
    expect(code).toBe(0);
  });

  it('takes an alert from standard input, and prints JSON', async () => {
    const alert = JSON.stringify({
      labels: {
        alertname: 'X',
        namespace: 'shop',
        deployment: 'cart',
        cluster: 'blue',
      },
      annotations: {},
    });
    for (const question of [[], ['-']]) {
      const { code, stdout } = await plumbline(
        ['who', ...question, '--json', ...sources()],
        alert,
      );
      expect(JSON.parse(stdout)).toMatchObject({
        subject: {
          kind: 'Deployment',
          cluster: 'blue',
          environment: 'production',
        },
        owners: [{ team: 'group:default/payments', source: 'codeowners' }],
        lastChange: { pullRequest: '12', repository: 'acme/app-config' },
      });
      expect(code).toBe(0);
    }
  });

  it('answers a batch, one line each', async () => {
    const { code, stdout } = await plumbline(
      ['who', '--batch', ...sources()],
      'apps/cart/base/deployment.yaml\n\napps/free/note.yaml\nnothing/at/all.yaml\n',
    );
    const answers = stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line));
    expect(
      answers.map(answer => [answer.owners.length, answer.unowned]),
    ).toEqual([
      [1, null],
      [0, 'explicit'],
      [0, null],
    ]);
    expect(code).toBe(0);
  });

  it.each<[string, () => string[], string | undefined, number, RegExp]>([
    [
      'nobody',
      () => ['who', 'apps/free/note.yaml', '--repo', repository],
      undefined,
      1,
      /^$/,
    ],
    [
      'no question',
      () => ['who', '--repo', repository],
      undefined,
      2,
      /No question/,
    ],
    [
      'empty input',
      () => ['who', '--repo', repository],
      '',
      2,
      /Standard input is empty/,
    ],
    [
      'no such repository',
      () => ['who', 'x', '--repo', '/no/such/place'],
      undefined,
      2,
      /There is no directory \/no\/such\/place/,
    ],
    [
      'no such snapshot',
      () => ['who', 'x', '--snapshot', '/no/such/place'],
      undefined,
      2,
      /no snapshot directory \/no\/such\/place/,
    ],
    [
      'an empty snapshot',
      () => [
        'who',
        'x',
        '--snapshot',
        repository.replace('app-config', 'empty'),
      ],
      undefined,
      2,
      /no snapshot directory/,
    ],
    [
      'a snapshot without objects',
      () => ['who', 'x', '--snapshot', path.join(repository, 'apps/free')],
      undefined,
      2,
      /holds no Kubernetes objects/,
    ],
    [
      'one repository twice',
      () => ['who', 'x', '--repo', repository, '--repo', repository],
      undefined,
      2,
      /was given already/,
    ],
    [
      'an environment for no cluster',
      () => ['who', 'x', '--repo', repository, '--cluster-environment', 'a=b'],
      undefined,
      2,
      /names a, but no snapshot/,
    ],
    [
      'half an environment',
      () => ['who', 'x', '--cluster-environment', 'a'],
      undefined,
      2,
      /Write cluster=environment/,
    ],
    [
      'an unknown option',
      () => ['who', 'x', '--nope'],
      undefined,
      2,
      /unknown option '--nope'/,
    ],
    [
      'an unknown command',
      () => ['whom'],
      undefined,
      2,
      /unknown command 'whom'/,
    ],
    [
      'a question beside a batch',
      () => ['who', 'x', '--batch'],
      undefined,
      2,
      /With --batch/,
    ],
  ])('exits as it should: %s', async (_, args, stdin, code, message) => {
    const result = await plumbline(args(), stdin);
    expect(result.stderr).toMatch(message);
    expect(result.code).toBe(code);
  });

  it('explains itself', async () => {
    const { code, stdout } = await plumbline(['who', '--help']);
    expect(stdout).toMatch(/--snapshot <dir>/);
    expect(stdout).toMatch(/Exit codes/);
    expect(code).toBe(0);
  });
});

describe('scan', () => {
  it('prints plumbline.scan/v1', async () => {
    const { code, stdout } = await plumbline(['scan', repository, '--json']);
    const report = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(report).toMatchObject({
      schema: 'plumbline.scan/v1',
      repository: 'acme/app-config',
      revision: expect.stringMatching(/^[0-9a-f]{40}$/),
      services: [
        {
          name: 'cart',
          path: 'apps/cart',
          owners: [
            {
              team: 'group:default/payments',
              raw: '@acme/payments',
              source: 'codeowners',
              evidence: {
                type: 'file',
                location: { path: 'CODEOWNERS', line: 1 },
              },
            },
          ],
          environments: [
            {
              environment: 'staging',
              versions: [
                {
                  kind: 'image',
                  name: 'registry.acme.example/cart',
                  value: '1.2.0',
                  file: 'apps/cart/overlays/staging/kustomization.yaml',
                  line: 4,
                },
              ],
            },
            { environment: 'production', versions: [{ value: '1.1.0' }] },
          ],
        },
      ],
      credentials: [],
    });
    expect(report.objects).toContainEqual(
      expect.objectContaining({
        kind: 'Deployment',
        name: 'cart',
        environment: 'production',
        file: 'apps/cart/base/deployment.yaml',
        line: 1,
        builtBy: 'apps/cart/overlays/production',
      }),
    );
    expect([...report.skipped, ...report.findings]).toContainEqual(
      expect.objectContaining({ file: 'broken.yaml' }),
    );
  });

  it('prints what one kustomization builds', async () => {
    const { stdout } = await plumbline([
      'scan',
      repository,
      '--json',
      '--overlay',
      './apps/cart/overlays/staging/',
    ]);
    expect(JSON.parse(stdout).objects).toMatchObject([
      { name: 'cart', environment: 'staging' },
    ]);
    const base = await plumbline([
      'scan',
      repository,
      '--json',
      '--overlay',
      'apps/cart/base',
    ]);
    expect(JSON.parse(base.stdout).objects).toMatchObject([{ name: 'cart' }]);
    const wrong = await plumbline([
      'scan',
      repository,
      '--overlay',
      'apps/free',
    ]);
    expect(wrong).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/apps\/free holds no kustomization.yaml/),
    });
  });

  it('lists what the kustomization itself builds, once, whatever engines add and wherever they apply it', async () => {
    const other = path.join(home, 'engines');
    const engine = (cluster: string) => ({
      [`clusters/${cluster}/cart.yaml`]: `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: cart, namespace: flux-system}
spec: {path: ./cart, targetNamespace: ${cluster}, sourceRef: {kind: GitRepository, name: x}}
`,
    });
    write(other, {
      'cart/deployment.yaml': deployment.replace(/ *namespace: .*\n/, ''),
      'cart/kustomization.yaml':
        'namePrefix: eu-\nresources: [deployment.yaml]\n',
      ...engine('dev'),
      ...engine('prod'),
    });
    const scan = async (...args: string[]) => {
      const { stdout } = await plumbline(['scan', other, '--json', ...args]);
      const { objects } = JSON.parse(stdout);
      return objects
        .filter(({ kind }: { kind: string }) => kind === 'Deployment')
        .map(({ namespace, name }: { namespace?: string; name: string }) =>
          [namespace, name].join('/'),
        )
        .sort();
    };
    expect(await scan()).toEqual(['dev/eu-cart', 'prod/eu-cart']);
    expect(await scan('--overlay', 'cart')).toEqual(['/eu-cart']);
  });

  it('reports to people, in 80 columns, the counts first', async () => {
    const { code, stdout } = await plumbline(['scan', repository]);
    expect(stdout).toMatch(
      /^acme\/app-config [0-9a-f]{12}\n\d+ objects, 1 service, /,
    );
    for (const expected of [
      /\nObjects\n {2}Deployment \d/,
      /\nOwners\n {2}by codeowners +\d+ {2}100 %\n/,
      /\nEnvironments\n {2}staging +\d+\n {2}production +\d+\n/,
      /\nServices\n {2}cart apps\/cart\n {4}group:default\/payments \(codeowners\)\n {4}staging\n {6}registry.acme.example\/cart 1.2.0\n {8}apps\/cart\/overlays\/staging\/kustomization.yaml:4\n/,
      /\nNot read\n[\s\S]*broken.yaml/,
    ]) {
      expect(stdout).toMatch(expected);
    }
    expect(stdout).not.toContain('\u001b');
    const long = stdout.split('\n').filter(line => line.length > 80);
    expect(long.filter(line => line.trim().includes(' '))).toEqual([]);
    expect(code).toBe(0);
  });

  it('says what it cannot read', async () => {
    expect(await plumbline(['scan', '/no/such/place'])).toMatchObject({
      code: 2,
      stderr: 'plumbline: There is no directory /no/such/place\n',
    });
  });
});

describe('rbac', () => {
  it('prints what a cluster has to grant, as it was asked for', async () => {
    const { code, stdout } = await plumbline([
      'rbac',
      '--add',
      'databases.acme.example',
      '--exclude',
      'nodes',
      '--name',
      'reader',
    ]);
    expect(code).toBe(0);
    expect(stdout).toContain(`kind: ClusterRole
metadata:
  name: reader
`);
    expect(stdout).toContain(`  - apiGroups: ['acme.example']
    resources:
      - databases
    verbs: [get, list, watch]
`);
    expect(stdout).not.toContain('- nodes\n');
  });

  it.each([
    [['--add', 'secrets'], 'Secrets are never read'],
    [['--exclude', 'pod'], "'pod' is not among the resources"],
    [['--name', 'a b'], "'a b' cannot name a Kubernetes object"],
  ])('refuses %j', async (args, message) => {
    const { code, stdout, stderr } = await plumbline(['rbac', ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });
});
