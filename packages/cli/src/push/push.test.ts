import {
  mockServices,
  startTestBackend,
  TestBackend,
} from '@backstage/backend-test-utils';
import plumblinePlugin from '@plumbline/plugin-plumbline-backend';
import snapshotsModule from '@plumbline/plugin-plumbline-backend-module-snapshots';
import {
  chmodSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, request, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { run } from '../run';

jest.setTimeout(120_000);

const TOKEN = 'prod-secure-0123456789-0123456789';
const PLANTED = 'hunter2-Sw0rdfish';

const pods = Array.from({ length: 1200 }, (_, n) => ({
  metadata: { name: `cart-${n}`, namespace: 'shop' },
  spec: {
    containers: [
      {
        name: 'main',
        image: 'cart:1.0',
        env: [{ name: 'NOTE', value: PLANTED }],
      },
    ],
  },
}));

const verbs = ['get', 'list'];

/** What the stand-in for a cluster answers, by path; a text is an error of the API server. Of an array, one after the other. */
const answers = {
  '/apis': {
    groups: [
      { name: 'apps', preferredVersion: { groupVersion: 'apps/v1' } },
      { name: 'batch', preferredVersion: { groupVersion: 'batch/v1' } },
      { name: 'keda.sh', preferredVersion: { groupVersion: 'keda.sh/v1' } },
    ],
  },
  '/api/v1': {
    resources: [
      { name: 'pods', kind: 'Pod', verbs },
      { name: 'pods/log', kind: 'Pod', verbs: ['get'] },
      { name: 'secrets', kind: 'Secret', verbs },
      { name: 'configmaps', kind: 'ConfigMap', verbs },
    ],
  },
  '/apis/apps/v1': {
    resources: [{ name: 'deployments', kind: 'Deployment', verbs }],
  },
  '/apis/batch/v1': { resources: [{ name: 'jobs', kind: 'Job', verbs }] },
  '/apis/keda.sh/v1': 'ServiceUnavailable',
  '/api/v1/pods?limit=500': {
    kind: 'PodList',
    metadata: { continue: 'a b' },
    items: pods.slice(0, 500),
  },
  '/api/v1/pods?limit=500&continue=a%20b': {
    metadata: { continue: 'c' },
    items: pods.slice(500, 1000),
  },
  '/api/v1/pods?limit=500&continue=c': {
    metadata: {},
    items: pods.slice(1000),
  },
  '/api/v1/configmaps?limit=500': {
    items: [
      { metadata: { name: 'settings' }, data: { [PLANTED]: 'a key' } },
      { metadata: { name: 'more' } },
    ],
  },
  '/apis/apps/v1/deployments?limit=500': { items: [] },
  '/apis/batch/v1/jobs?limit=500': 'Forbidden',
};

/** Answers like kubectl would, and writes down what it was asked. */
const standIn = `#!${process.execPath}
const fs = require('node:fs');
const home = require('node:path').dirname(__filename);
const path = process.argv.at(-1);
fs.appendFileSync(home + '/asked', process.argv.slice(2).join(' ') + '\\n');
let answer = JSON.parse(fs.readFileSync(home + '/answers.json'))[path];
if (Array.isArray(answer)) {
  const asked = fs.readFileSync(home + '/asked', 'utf8').split('\\n');
  answer = answer[asked.filter(line => line.endsWith(' ' + path)).length - 1];
}
if (answer === undefined || typeof answer === 'string') {
  process.stderr.write(answer ? 'Error from server (' + answer + '): no' : 'connection refused');
  process.exit(1);
}
process.stdout.write(JSON.stringify(answer));
`;

let home: string;
let backend: TestBackend;
let proxy: Server;
/** Answers instead of the portal, once per entry. */
let broken: (number | 'hang up')[] = [];
let asked: string[] = [];
let parts: Buffer[] = [];
const sent = () => parts.map(part => gunzipSync(part).toString()).join('\n');

beforeAll(async () => {
  home = mkdtempSync(path.join(tmpdir(), 'plumbline-push-'));
  writeFileSync(path.join(home, 'kubectl'), standIn);
  chmodSync(path.join(home, 'kubectl'), 0o755);
  writeFileSync(path.join(home, 'token'), `${TOKEN}\n`);
  backend = await startTestBackend({
    features: [
      plumblinePlugin,
      snapshotsModule,
      mockServices.rootConfig.factory({
        data: {
          plumbline: {
            clusters: [
              {
                name: 'prod-secure',
                push: { token: TOKEN, minInterval: { seconds: 0 } },
              },
            ],
          },
        },
      }),
    ],
  });
  const port = backend.server.port();
  proxy = createServer((incoming, response) => {
    asked.push(`${incoming.method} ${incoming.url}`);
    const failure = incoming.method === 'PUT' ? broken.shift() : undefined;
    if (failure === 'hang up') {
      incoming.destroy();
    } else if (failure !== undefined) {
      incoming.resume();
      response.writeHead(failure).end(failure === 200 ? '{}' : '<html>');
    } else {
      const { url, method, headers } = incoming;
      if (method === 'PUT') {
        buffer(incoming).then(part => parts.push(part));
      }
      incoming.pipe(
        request({ port, path: url, method, headers }, answer => {
          response.writeHead(answer.statusCode ?? 500, answer.headers);
          answer.pipe(response);
        }),
      );
    }
  });
  await new Promise<void>(resolve => {
    proxy.listen(0, '127.0.0.1', resolve);
  });
});

afterAll(async () => {
  await new Promise(resolve => {
    proxy.close(resolve);
    proxy.closeAllConnections();
  });
  await backend.stop();
  rmSync(home, { recursive: true, force: true });
});

beforeEach(() => {
  broken = [];
  asked = [];
  parts = [];
  writeFileSync(path.join(home, 'answers.json'), JSON.stringify(answers));
  rmSync(path.join(home, 'asked'), { force: true });
});

async function push(...more: string[]) {
  const { port } = proxy.address() as AddressInfo;
  const output = { stdout: '', stderr: '' };
  const code = await run(
    [
      'push',
      ...['--cluster', 'prod-secure', '--to', `http://127.0.0.1:${port}/`],
      ...['--token-file', path.join(home, 'token')],
      ...['--kubectl', path.join(home, 'kubectl')],
      ...more,
    ],
    {
      stdin: Readable.from([]),
      stdout: { write: text => (output.stdout += text) },
      stderr: { write: text => (output.stderr += text) },
      color: false,
    },
  );
  return { code, ...output };
}

describe('plumbline push', () => {
  it('sends what the cluster has, page by page, and tells what it could not list', async () => {
    const { code, stdout, stderr } = await push('--context', 'prod');
    expect(stderr).toBe(
      [
        'scaledjobs: not listed (ServiceUnavailable)',
        'scaledobjects: not listed (ServiceUnavailable)',
        'pods: 1200 objects',
        'configmaps: 2 objects',
        'deployments: 0 objects',
        'jobs: not listed (Forbidden)',
        '',
      ].join('\n'),
    );
    expect(stdout).toMatch(
      /^Accepted: 1202 objects of prod-secure in 1 part, taken \d{4}-.*Z\n/,
    );
    expect(stdout).toContain(
      'Skipped: Job.batch could not be listed: Forbidden\n',
    );
    expect(code).toBe(0);
    const commands = readFileSync(path.join(home, 'asked'), 'utf8');
    expect(commands).toMatch(/^--context prod get --raw \/apis\n/);
    expect(commands).not.toContain('secrets');
    expect(stdout + stderr).not.toMatch(`${TOKEN}|${PLANTED}`);
    expect(sent()).toContain('"settings"');
    expect(sent()).not.toContain(PLANTED);
  });

  it('keeps nothing of a list that expired on the way', async () => {
    writeFileSync(
      path.join(home, 'answers.json'),
      JSON.stringify({
        ...answers,
        '/api/v1/pods?limit=500&continue=c': ['Expired', { items: [] }],
      }),
    );
    const { code, stdout } = await push();
    expect(stdout).toMatch(/^Accepted: 1002 objects/);
    expect(code).toBe(0);
  });

  it('sends again what broke on the way', async () => {
    broken = [503, 'hang up'];
    const { code, stdout } = await push();
    expect(stdout).toMatch(/^Accepted: 1202 objects/);
    expect(code).toBe(0);
    expect(asked.filter(text => text.startsWith('PUT'))).toHaveLength(3);
  });

  it('opens once more what the portal lost, and sends what is missing', async () => {
    broken = [200];
    const { code, stdout } = await push();
    expect(stdout).toMatch(/^Accepted: 1202 objects/);
    expect(code).toBe(0);
    expect(asked.map(text => text.replace(/uploads\/[0-9a-f-]+/, 'x'))).toEqual(
      [
        expect.stringMatching(/^POST .*uploads$/),
        expect.stringMatching(/^PUT .*parts\/1$/),
        expect.stringMatching(/^POST .*uploads$/),
        expect.stringMatching(/^PUT .*parts\/1$/),
        expect.stringMatching(/^POST .*complete$/),
      ],
    );
  });

  it('says what the portal refuses', async () => {
    writeFileSync(path.join(home, 'wrong'), 'x'.repeat(32));
    const { code, stderr } = await push(
      '--token-file',
      path.join(home, 'wrong'),
    );
    expect(stderr).toBe(
      'plumbline: The portal answered 401: The token is none of a cluster that pushes\n',
    );
    expect(code).toBe(1);
    expect((await push('--cluster', 'nobody')).stderr).toContain('404');
  });

  it.each<[string, () => string[], string]>([
    ['a token', () => ['--token-file', '/nowhere'], 'cannot be read'],
    ['an address', () => ['--to', 'ftp://x'], 'has to be an http or https URL'],
    [
      'a cluster that answers',
      () => {
        writeFileSync(path.join(home, 'answers.json'), '{}');
        return [];
      },
      'kubectl cannot ask the cluster: connection refused',
    ],
  ])('needs %s', async (_, options, message) => {
    const { code, stderr } = await push(...options());
    expect(stderr).toMatch(/^plumbline: /);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });
});
