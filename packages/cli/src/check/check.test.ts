import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import Ajv from 'ajv-draft-04';
import { run } from '../run';
import { sarifOf } from './sarif';

let home: string;
let repository: string;

const secret = (name: string, key: string) => `apiVersion: v1
kind: Secret
metadata: {name: ${name}}
stringData:
  ${key}: kP9vXz2qLm7wRt4B
`;

function write(file: string, text: string): void {
  const whole = path.join(repository, file);
  mkdirSync(path.dirname(whole), { recursive: true });
  writeFileSync(whole, text);
}

function git(...args: string[]): string {
  return execFileSync('git', args, {
    cwd: repository,
    encoding: 'utf8',
    env: {
      ...process.env,
      GIT_AUTHOR_NAME: 'Payments on-call',
      GIT_AUTHOR_EMAIL: 'payments@acme.example',
      GIT_COMMITTER_NAME: 'Payments on-call',
      GIT_COMMITTER_EMAIL: 'payments@acme.example',
      GIT_CONFIG_GLOBAL: '/dev/null',
    },
  });
}

async function check(...args: string[]) {
  const output = { stdout: '', stderr: '' };
  const code = await run(['check', repository, ...args], {
    stdin: Readable.from([]),
    stdout: { write: text => (output.stdout += text) },
    stderr: { write: text => (output.stderr += text) },
    color: false,
  });
  expect(output.stdout + output.stderr).not.toContain('kP9vXz');
  return { code, ...output };
}

beforeAll(() => {
  home = mkdtempSync(path.join(tmpdir(), 'plumbline-check-'));
  repository = path.join(home, 'app-config');
  write('CODEOWNERS', '/apps/ @acme/payments\n');
  write('apps/cart/secret.yaml', secret('cart-db', 'password'));
  write('apps/a,b:c%/twice.yaml', 'a: 1\na: 2\n');
  git('init', '--quiet', '--initial-branch=main');
  git('remote', 'add', 'origin', 'https://github.com/acme/app-config.git');
  git('add', '.');
  git('commit', '--quiet', '-m', 'Add cart');
});

afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('check', () => {
  it('lists the worst first, with owner and fix, and fails', async () => {
    const { code, stdout } = await check();
    expect(stdout).toMatch(
      /^apps\/cart\/secret.yaml:5 {2}error plaintext-secret\n {2}Secret "cart-db" holds a plain value[\s\S]*owner group:default\/payments[\s\S]*apps\/a,b:c%\/twice.yaml:2 {2}warning yaml-duplicate-key[\s\S]*2 findings at warning or above\n/,
    );
    expect(
      Math.max(...stdout.split('\n').map(line => line.length)),
    ).toBeLessThan(81);
    expect(code).toBe(1);
  });

  it.each([
    [['--severity', 'error'], 1, ['plaintext-secret']],
    [['--rule', 'yaml-duplicate-key'], 1, ['yaml-duplicate-key']],
    [['--ignore', 'yaml-duplicate-key'], 1, ['plaintext-secret']],
    [['--ignore', 'yaml-duplicate-key,plaintext-secret'], 0, []],
    [['--severity', 'error', '--rule', 'yaml-duplicate-key'], 0, []],
    [['--base', 'HEAD'], 0, []],
  ])('%j exits with %i', async (args, code, expected) => {
    const result = await check('--format', 'json', ...args);
    const report = JSON.parse(result.stdout);
    expect(report.schema).toBe('plumbline.check/v1');
    expect(report.findings.map(({ rule }: { rule: string }) => rule)).toEqual(
      expected,
    );
    expect(result.code).toBe(code);
  });

  it('prints SARIF that fits its schema', async () => {
    const { stdout } = await check('--format', 'sarif', '--severity', 'info');
    const log = JSON.parse(stdout);
    const schema = JSON.parse(
      readFileSync(
        path.join(__dirname, '../__fixtures__/sarif-schema-2.1.0.json'),
        'utf8',
      ),
    );
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(
      schema,
    );
    validate(log);
    expect(validate.errors).toBeNull();
    const [{ tool, results, versionControlProvenance }] = log.runs;
    expect(results[0]).toMatchObject({
      ruleId: 'plaintext-secret',
      level: 'error',
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'apps/cart/secret.yaml' },
            region: { startLine: 5 },
          },
        },
      ],
      partialFingerprints: {
        'plumblineFinding/v1': expect.stringMatching(/^[0-9a-f]{32}$/),
      },
    });
    expect(results[1].locations[0].physicalLocation.artifactLocation.uri).toBe(
      'apps/a%2Cb%3Ac%25/twice.yaml',
    );
    for (const { ruleId, ruleIndex } of results) {
      expect(tool.driver.rules[ruleIndex]).toMatchObject({
        id: ruleId,
        help: { text: expect.stringContaining('To fix it') },
      });
    }
    expect(versionControlProvenance).toEqual([
      {
        repositoryUri: 'https://github.com/acme/app-config',
        revisionId: git('rev-parse', 'HEAD').trim(),
      },
    ]);
    // The schema must be able to say no.
    delete results[0].message;
    expect(validate(log)).toBe(false);
  });

  it.each([
    ['No full stop', 'Neither here'],
    ['No full stop.', 'Neither here.'],
  ])('ends the sentences of SARIF once: %s', (message, fix) => {
    const { runs } = sarifOf(
      {
        schema: 'plumbline.check/v1',
        repository: 'acme/app-config',
        revision: 'working-tree',
        severity: 'info',
        findings: [
          {
            rule: 'orphan-file',
            severity: 'info',
            file: 'a.yaml',
            message,
            fix,
            owners: [],
            fingerprint: 'f',
          },
        ],
        belowSeverity: 0,
        skipped: [],
      },
      undefined,
    );
    expect(runs[0].results[0].message.text).toBe('No full stop. Neither here.');
  });

  it('prints workflow commands that no path can break out of', async () => {
    const { stdout } = await check('--format', 'github');
    expect(stdout.split('\n')).toEqual([
      expect.stringMatching(
        /^::error file=apps\/cart\/secret.yaml,line=5,title=plaintext-secret::Secret "cart-db" .*%0A/,
      ),
      expect.stringMatching(
        /^::warning file=apps\/a%2Cb%3Ac%25\/twice.yaml,line=2,title=yaml-duplicate-key::/,
      ),
      '',
    ]);
  });

  it('writes a file, and tells on standard error', async () => {
    const file = path.join(home, 'out.sarif');
    const { code, stdout, stderr } = await check(
      ...['--format', 'sarif', '--output', file],
    );
    expect(JSON.parse(readFileSync(file, 'utf8')).version).toBe('2.1.0');
    expect(stdout).toBe('');
    expect(stderr).toMatch(/2 findings/);
    expect(code).toBe(1);
  });

  it.each([
    [['--rule', 'plaintext-secrets'], /There is no rule plaintext-secrets/],
    [['--format', 'xml'], /Allowed choices are text, json, sarif, github/],
    [['--severity', 'fatal'], /Allowed choices/],
    [['--base', 'no-such-branch'], /no-such-branch/],
    [['--base', '--upload-pack=x'], /--upload-pack=x/],
    [['--output', '/no/such/directory/x'], /Could not write/],
  ])('refuses %j', async (args, message) => {
    const { code, stderr } = await check(...args);
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
  });

  it('reports against a base what is new, wherever lines went', async () => {
    const before = JSON.parse((await check('--format', 'json')).stdout);
    write(
      'apps/cart/secret.yaml',
      `# moved\n\n${secret('cart-db', 'password')}---\n${secret('pay', 'token')}`,
    );
    renameSync(
      path.join(repository, 'apps/a,b:c%'),
      path.join(repository, 'apps/web'),
    );
    const { stdout } = await check('--format', 'json', '--base', 'main');
    const report = JSON.parse(stdout);
    expect(report.base).toBe(git('rev-parse', 'main').trim());
    expect(
      report.findings.map(
        ({ file, line }: { file: string; line: number }) => `${file}:${line}`,
      ),
    ).toEqual(['apps/cart/secret.yaml:13', 'apps/web/twice.yaml:2']);
    const after = JSON.parse((await check('--format', 'json')).stdout);
    expect(after.findings[0].fingerprint).toBe(before.findings[0].fingerprint);
  });

  it('finds nothing new where some of what is wrong in many places is mended', async () => {
    const overlays = ['a', 'b', 'c', 'd'].map(
      name => `overlays/${name}/kustomization.yaml`,
    );
    overlays.forEach(file => write(file, 'resources: [../../base]\n'));
    git('add', '.');
    git('commit', '--quiet', '-m', 'Add overlays without a base');
    const only = ['--rule', 'kustomize-missing-resource'];
    const { stdout } = await check(...only);
    expect(stdout).toMatch(
      /^overlays\/a\/kustomization.yaml:1 [\s\S]* also overlays\/b\/kustomization.yaml:1\n[\s\S]*4 findings/,
    );
    expect(stdout.match(/neither a file/g)).toHaveLength(1);
    overlays.slice(0, 2).forEach(file => write(file, 'resources: []\n'));
    expect(await check('--base', 'HEAD', ...only)).toMatchObject({ code: 0 });
  });
});
