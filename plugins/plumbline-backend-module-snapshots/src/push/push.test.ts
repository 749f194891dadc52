import {
  AuditorServiceCreateEventOptions,
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  createMockDirectory,
  mockCredentials,
  mockServices,
  startTestBackend,
  TestBackend,
  TestDatabases,
} from '@backstage/backend-test-utils';
import plumblinePlugin from '@plumbline/plugin-plumbline-backend';
import createKnex, { Knex } from 'knex';
import fs from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { gunzipSync, gzipSync } from 'node:zlib';
import request, { Response, Test } from 'supertest';
import snapshotsModule from '../index';

jest.setTimeout(120_000);

const MB = 1024 * 1024;
const TOKEN = 'prod-secure-0123456789-0123456789';
const NEXT_TOKEN = 'prod-secure-next-0123456789-01234';
const OTHER_TOKEN = 'other-0123456789-0123456789-01234';
const PLANTED = 'hunter2-Sw0rdfish';

const clusters = [
  {
    name: 'prod-secure',
    environment: 'production',
    push: {
      tokens: [TOKEN, NEXT_TOKEN],
      maxBytes: 2 * MB,
      minInterval: { seconds: 0 },
    },
  },
  { name: 'other', push: { token: OTHER_TOKEN } },
];

const base = '/api/plumbline/v1/push/clusters/prod-secure/snapshot';
const user = mockCredentials.user.header();

const directory = createMockDirectory();
const databases = TestDatabases.create({
  ids: process.env.BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING
    ? ['SQLITE_3', 'POSTGRES_18']
    : ['SQLITE_3'],
});

const pod = (name: string, rest: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'shop' },
  ...rest,
});
const list = (...items: object[]) =>
  JSON.stringify({ apiVersion: 'v1', items, kind: 'List', metadata: {} });
const yaml = `apiVersion: v1
items:
- apiVersion: v1
  kind: Pod
  metadata: { name: cart-a, namespace: shop }
- apiVersion: v1
  kind: Pod
  metadata: { name: cart-b, namespace: shop }
kind: List
`;

/** What is audited, as text: `snapshot-push snapshot prod-secure: ok`. */
let audited: string[];
const auditor = mockServices.auditor.mock({
  createEvent: async ({ eventId, meta }: AuditorServiceCreateEventOptions) => {
    const what = `${eventId} ${meta?.actionType} ${meta?.cluster}`;
    return {
      success: async () => {
        audited.push(`${what}: ok`);
      },
      fail: async options => {
        audited.push(`${what}: ${options.error.message}`);
      },
    };
  },
});

async function start(knex: Knex, plumbline: object = { clusters }) {
  return await startTestBackend({
    features: [
      plumblinePlugin,
      snapshotsModule,
      auditor.factory,
      mockServices.httpAuth.factory({
        defaultCredentials: mockCredentials.none(),
      }),
      createServiceFactory({
        service: coreServices.database,
        deps: {},
        factory: () => mockServices.database({ knex }),
      }),
      mockServices.rootConfig.factory({
        data: { plumbline: JSON.parse(JSON.stringify(plumbline)) },
      }),
    ],
  });
}

async function waitUntil<T>(
  read: () => Promise<T>,
  done: (value: T) => boolean,
): Promise<T> {
  let value = await read();
  for (let attempt = 0; attempt < 400 && !done(value); attempt += 1) {
    await new Promise(resolve => setTimeout(resolve, 50));
    value = await read();
  }
  expect(done(value) ? 'it happened' : value).toBe('it happened');
  return value;
}

interface Source {
  lastSuccess?: string;
  error?: string;
  counts?: { objects: number; skipped: number };
  skipped?: { path: string; reason: string }[];
}

async function source(backend: TestBackend): Promise<Source> {
  const { body } = await request(backend.server)
    .get('/api/plumbline/v1/sources?kind=cluster')
    .set('Authorization', user);
  return (
    body.items.find(({ name }: { name: string }) => name === 'prod-secure') ??
    {}
  );
}

const taken = (secondsAgo: number) =>
  new Date(Date.now() - secondsAgo * 1000).toISOString();

type Method = 'get' | 'post' | 'put' | 'delete';

function send(
  backend: TestBackend,
  method: Method,
  path: string,
  body?: string | Buffer | object,
  headers: Record<string, string> = {},
): Test {
  const test = request(backend.server)
    [method](path)
    .set({
      Authorization: `Bearer ${TOKEN}`,
      'Content-Type': Buffer.isBuffer(body)
        ? 'application/octet-stream'
        : 'application/json',
      ...headers,
    });
  return body === undefined
    ? test
    : test.send(
        typeof body === 'string' || Buffer.isBuffer(body)
          ? body
          : JSON.stringify(body),
      );
}

const expectRefused = (
  response: Response,
  status: number,
  message: string | RegExp,
) => {
  expect([response.status, response.body.error?.message]).toEqual([
    status,
    expect.stringMatching(message),
  ]);
  expect(response.text).not.toContain(TOKEN);
};

beforeEach(() => {
  audited = [];
});

describe('a pushed snapshot', () => {
  let knex: Knex;
  let backend: TestBackend;
  let file: string;

  beforeEach(async () => {
    directory.clear();
    file = directory.resolve('plumbline.sqlite');
    knex = createKnex({
      client: 'better-sqlite3',
      connection: { filename: file },
      useNullAsDefault: true,
    });
    backend = await start(knex);
  });

  afterEach(async () => {
    await backend.stop();
    await knex.destroy();
  });

  it('is read like any other cluster, with the age that it has', async () => {
    const time = taken(60);
    const never = await waitUntil(
      () => source(backend),
      ({ error }) => error !== undefined,
    );
    expect(never.error).toBe('No snapshot has been pushed yet');
    const response = await send(
      backend,
      'post',
      `${base}?taken=${time}`,
      gzipSync(yaml),
      { 'Content-Encoding': 'gzip', 'Content-Type': 'application/yaml' },
    );
    expect([response.status, response.body]).toEqual([
      202,
      {
        cluster: 'prod-secure',
        taken: time,
        parts: 1,
        bytes: yaml.length,
        objects: 2,
        secretsDropped: 0,
        skipped: [],
      },
    ]);
    const read = await waitUntil(
      () => source(backend),
      ({ counts }) => counts !== undefined,
    );
    expect(read).toMatchObject({ lastSuccess: time, counts: { objects: 2 } });
    const { body } = await request(backend.server)
      .get('/api/plumbline/v1/lookup?q=Pod/shop/cart-a')
      .set('Authorization', user)
      .set('Accept', 'application/json');
    expect(body.subject).toMatchObject({
      name: 'cart-a',
      cluster: 'prod-secure',
    });
    expect(audited).toContain('snapshot-push snapshot prod-secure: ok');
  });

  it('may be anything that kubectl prints and curl sends', async () => {
    for (const [type, body] of [
      ['application/x-www-form-urlencoded', yaml],
      ['application/json; charset=utf-8', list(pod('a'))],
      ['text/plain', JSON.stringify(pod('a'))],
    ]) {
      const { status } = await send(backend, 'post', base, body, {
        'Content-Type': type,
        Authorization: `bearer ${NEXT_TOKEN}`,
      });
      expect(status).toBe(202);
    }
  });

  it('keeps no secret, in no file of the database', async () => {
    const encoded = Buffer.from(PLANTED).toString('base64');
    const secrets = [
      { apiVersion: 'v1', kind: 'Secret', data: { password: encoded } },
      { apiVersion: 'v1', kind: 'Secret', stringData: { note: PLANTED } },
      { apiVersion: 'v1', kind: 'ConfigMap', data: { 'app.ini': PLANTED } },
      pod('cart', {
        spec: {
          containers: [
            {
              name: 'main',
              image: 'cart:1.0',
              args: [`--key=${PLANTED}`],
              env: [{ name: 'NOTE', value: PLANTED }],
            },
          ],
        },
      }),
    ].map((object, position) => ({
      ...object,
      metadata: {
        name: `object-${position}`,
        namespace: 'shop',
        annotations: {
          'kubectl.kubernetes.io/last-applied-configuration': PLANTED,
          notes: `${PLANTED} `.repeat(100),
        },
      },
    }));
    const body = `${list(...secrets)}{"kind":"SecretList","apiVersion":"v1","items":[{"metadata":{"name":"x"},"data":{"a":"${encoded}"}}]}{"a": "${PLANTED}"}`;
    const response = await send(backend, 'post', base, body);
    expect(response.body).toMatchObject({ objects: 2, secretsDropped: 3 });
    const broken = await send(
      backend,
      'post',
      base,
      `${list(...secrets)}{"b": "${PLANTED}`,
    );
    expect(broken.status).toBe(422);
    await waitUntil(
      () => source(backend),
      ({ error }) => error !== undefined,
    );

    // What is compressed is looked at unpacked.
    const parts: { content: Buffer }[] = await knex('snapshots__parts');
    expect(parts).toHaveLength(1);

    const files = (await fs.readdir(directory.path)).filter(name =>
      name.startsWith('plumbline.sqlite'),
    );
    expect(files).toContain('plumbline.sqlite');
    const kept = Buffer.concat([
      ...(await Promise.all(
        files.map(name => fs.readFile(directory.resolve(name))),
      )),
      ...parts.map(({ content }) => gunzipSync(content)),
    ]);
    expect(kept.includes('object-3')).toBe(true);
    expect(kept.includes('NOTE')).toBe(true);
    for (const text of [PLANTED, encoded, TOKEN]) {
      expect(kept.includes(text)).toBe(false);
      expect(`${response.text}${broken.text}${audited}`).not.toContain(text);
    }
  });

  it('shows why the next one was refused, and stays', async () => {
    const time = taken(60);
    await send(backend, 'post', `${base}?taken=${time}`, list(pod('a')));
    await waitUntil(
      () => source(backend),
      ({ counts }) => counts !== undefined,
    );
    // Nothing that somebody without a token does is shown.
    await send(backend, 'post', base, 'x', { Authorization: 'Bearer x' });
    expectRefused(
      await send(backend, 'post', `${base}?taken=${time}`, list(pod('b'))),
      409,
      'is there already',
    );
    expectRefused(
      await send(
        backend,
        'post',
        `${base}?taken=${taken(120)}`,
        list(pod('b')),
      ),
      409,
      'is there already',
    );
    const { lastSuccess, counts } = await waitUntil(
      () => source(backend),
      ({ error }) => Boolean(error?.includes('is there already')),
    );
    expect([lastSuccess, counts?.objects]).toEqual([time, 1]);

    const breaks = httpRequest(new URL(base, await addressOf(backend)), {
      method: 'POST',
      headers: { Authorization: `Bearer ${TOKEN}` },
    });
    breaks.on('error', () => undefined);
    breaks.write('{"kind": "List", "items": [');
    await waitUntil(
      async () => (await knex('snapshots__uploads')).length,
      uploads => uploads === 2,
    );
    expectRefused(
      await send(backend, 'post', base, list(pod('b'))),
      409,
      'Another upload of this cluster is under way',
    );
    breaks.destroy();
    await waitUntil(
      () => source(backend),
      ({ error }) => Boolean(error?.includes('broke off while it came in')),
    );
    await send(backend, 'post', base, list(pod('a'), pod('b')));
    const healed = await waitUntil(
      () => source(backend),
      ({ error }) => error === undefined,
    );
    expect(healed.counts?.objects).toBe(2);
  });

  it('is not taken too often', async () => {
    const path = base.replace('prod-secure', 'other');
    const headers = { Authorization: `Bearer ${OTHER_TOKEN}` };
    const first = await send(backend, 'post', path, list(pod('a')), headers);
    expect(first.status).toBe(202);
    const second = await send(backend, 'post', path, list(pod('a')), headers);
    expectRefused(second, 429, 'came a moment ago');
    expect(Number(second.get('Retry-After'))).toBeGreaterThan(0);
  });

  it('tells what could not be read, and takes nothing for gone then', async () => {
    const status = {
      kind: 'Status',
      apiVersion: 'v1',
      reason: 'Forbidden',
      details: { kind: 'jobs' },
    };
    const reason = {
      path: 'jobs',
      reason: 'could not be listed: Forbidden',
    };
    const { body } = await send(
      backend,
      'post',
      base,
      `${list(pod('a'))}${JSON.stringify(status)}`,
    );
    expect(body.skipped).toEqual([reason]);
    const { skipped } = await waitUntil(
      () => source(backend),
      ({ counts }) => counts !== undefined,
    );
    expect(skipped).toEqual([reason]);
  });
});

describe('a push', () => {
  let knex: Knex;
  let backend: TestBackend;

  beforeAll(async () => {
    knex = await databases.init('SQLITE_3');
    backend = await start(knex);
  });

  afterAll(() => backend.stop());

  it.each<[number, string | RegExp, () => Test]>([
    [
      401,
      'A push needs the token',
      () => send(backend, 'post', base, '', { Authorization: '' }),
    ],
    [
      401,
      'The token is none',
      () =>
        send(backend, 'post', base, list(), {
          Authorization: `Bearer ${TOKEN}x`,
        }),
    ],
    [
      401,
      'The token is none',
      () => send(backend, 'post', base, list(), { Authorization: user }),
    ],
    [
      401,
      'The token is none',
      () =>
        send(
          backend,
          'get',
          '/api/plumbline/v1/push/clusters/nobody/x',
          undefined,
          {
            Authorization: user,
          },
        ),
    ],
    [
      403,
      'belongs to another cluster',
      () =>
        send(backend, 'post', base, list(), {
          Authorization: `Bearer ${OTHER_TOKEN}`,
        }),
    ],
    [
      404,
      'No cluster of this name',
      () =>
        send(
          backend,
          'post',
          '/api/plumbline/v1/push/clusters/nobody/snapshot',
          list(),
        ),
    ],
    [404, 'nothing at this address', () => send(backend, 'get', `${base}/x`)],
    [404, 'no such upload', () => send(backend, 'get', `${base}/uploads/x`)],
    [
      413,
      'larger than 2 MB',
      () =>
        send(backend, 'post', base, list(pod('a', { a: 'x'.repeat(3 * MB) }))),
    ],
    [
      413,
      'larger than 2 MB',
      () =>
        send(backend, 'post', base, gzipSync(Buffer.alloc(50 * MB, ' ')), {
          'Content-Encoding': 'gzip',
        }),
    ],
    [
      415,
      'content type',
      () => send(backend, 'post', base, 'x', { 'Content-Type': 'image/png' }),
    ],
    [
      415,
      'content encoding',
      () => send(backend, 'post', base, 'x', { 'Content-Encoding': 'br' }),
    ],
    [
      422,
      'holds no Kubernetes objects$',
      () => send(backend, 'post', base, ''),
    ],
    [
      422,
      /holds no Kubernetes objects \(object 1: is no Kubernetes object/,
      () => send(backend, 'post', base, '{"a": 1}'),
    ],
    [
      422,
      'JSON ends in the middle',
      () => send(backend, 'post', base, list(pod('a'), pod('b')).slice(0, -30)),
    ],
    [
      422,
      'a list has items but does not end',
      () =>
        send(backend, 'post', base, yaml.slice(0, -12), {
          'Content-Type': 'application/yaml',
        }),
    ],
    [
      422,
      'gzip ends in the middle',
      () =>
        send(backend, 'post', base, gzipSync(list(pod('a'))).subarray(0, -9), {
          'Content-Encoding': 'gzip',
        }),
    ],
    [
      422,
      'does not unpack',
      () =>
        send(backend, 'post', base, list(pod('a')), {
          'Content-Encoding': 'gzip',
        }),
    ],
    [
      422,
      'not UTF-8',
      () => send(backend, 'post', base, Buffer.from([0x7b, 0xff, 0xfe])),
    ],
    [
      422,
      /object 1: .*aliases/,
      () =>
        send(
          backend,
          'post',
          base,
          `a0: &a0 [x]\n${Array.from({ length: 40 }, (_, n) => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}]\n`).join('')}`,
        ),
    ],
    [
      422,
      'is in the future',
      () => send(backend, 'post', `${base}?taken=2999-01-01T00:00:00Z`, list()),
    ],
    [
      422,
      '`taken` has to be a time',
      () => send(backend, 'post', `${base}?taken=yesterday`, list()),
    ],
    [
      422,
      'An upload is opened with',
      () => send(backend, 'post', `${base}/uploads`, { version: 'v2' }),
    ],
  ])('is refused with %d: %s', async (status, message, push) => {
    expectRefused(await push(), status, message);
    await expect(knex('snapshots__uploads')).resolves.toEqual([]);
    expect(audited.filter(text => text.endsWith(': ok'))).toEqual([]);
  });
});

describe.each(databases.eachSupportedId())('an upload in parts on %s', id => {
  it('goes on after lost parts, a restart, and on another replica', async () => {
    const knex = await databases.init(id);
    const first = await start(knex);
    const second = await start(knex);
    const uploads = `${base}/uploads`;
    const open = { version: 'plumbline.snapshot/v1', taken: taken(30) };
    const opened = await send(first, 'post', uploads, open);
    expect(opened.status).toBe(201);
    const upload = `${uploads}/${opened.body.id}`;
    const put = (backend: TestBackend, number: number, ...names: string[]) =>
      send(
        backend,
        'put',
        `${upload}/parts/${number}`,
        gzipSync(list(...names.map(name => pod(name)))),
        { 'Content-Encoding': 'gzip' },
      );
    expect((await put(first, 3, 'c')).body).toEqual({
      number: 3,
      objects: 1,
      skipped: [],
    });
    expect((await put(second, 1, 'x')).status).toBe(200);
    expect((await put(first, 1, 'a')).status).toBe(200);
    expectRefused(await put(first, 0, 'a'), 422, 'numbered from 1');
    expectRefused(await put(first, 4), 422, 'Part 4 holds no');
    expectRefused(
      await send(first, 'post', `${upload}/complete`, { parts: 3 }),
      409,
      'Of 3 parts, 1 are missing: 2',
    );
    expectRefused(
      await send(first, 'post', `${upload}/complete`, {}),
      422,
      'An upload is completed with',
    );
    expectRefused(
      await send(second, 'post', uploads, { ...open, taken: taken(20) }),
      409,
      'Another upload of this cluster is under way',
    );
    await first.stop();

    const third = await start(knex);
    const again = await send(third, 'post', uploads, open);
    expect([again.status, again.body]).toEqual([
      200,
      {
        id: opened.body.id,
        taken: open.taken,
        state: 'open',
        parts: [
          { number: 1, objects: 1 },
          { number: 3, objects: 1 },
        ],
      },
    ]);
    await put(third, 2, 'b');
    const complete = await send(third, 'post', `${upload}/complete`, {
      parts: 3,
    });
    expect([complete.status, complete.body.objects]).toEqual([202, 3]);
    // The answer may be lost.
    expect(
      (await send(second, 'post', `${upload}/complete`, { parts: 3 })).status,
    ).toBe(202);
    expectRefused(await put(second, 1, 'late'), 409, 'complete already');
    for (const backend of [second, third]) {
      const read = await waitUntil(
        () => source(backend),
        ({ counts, error }) => counts !== undefined && error === undefined,
      );
      expect(read).toMatchObject({
        lastSuccess: open.taken,
        counts: { objects: 3 },
      });
    }
    const { body } = await send(second, 'get', upload);
    expect(body.state).toBe('complete');
    await third.stop();
    await second.stop();
  });

  it('can be given up', async () => {
    const knex = await databases.init(id);
    const backend = await start(knex);
    const uploads = `${base}/uploads`;
    const open = { version: 'plumbline.snapshot/v1', taken: taken(30) };
    const { body } = await send(backend, 'post', uploads, open);
    const { status } = await send(backend, 'delete', `${uploads}/${body.id}`);
    expect(status).toBe(204);
    expectRefused(
      await send(backend, 'delete', `${uploads}/${body.id}`),
      404,
      'no such upload',
    );
    await backend.stop();
  });
});

describe('the configuration', () => {
  it.each<[string, object, string]>([
    ['no token', { name: 'a', push: {} }, "cluster 'a': push needs a token"],
    [
      'a short token',
      { name: 'a', push: { token: 'hunter2' } },
      "cluster 'a': push has a token of less than 32 characters",
    ],
    [
      'the token of another cluster',
      { name: 'a', push: { tokens: [TOKEN] } },
      "cluster 'a': push has the token of cluster 'prod-secure'",
    ],
    [
      'a name twice',
      { name: 'other', push: { token: `${TOKEN}2` } },
      "two clusters are named 'other'",
    ],
    [
      'no size',
      { name: 'a', push: { token: `${TOKEN}2`, maxBytes: -1 } },
      "cluster 'a': push has a maxBytes that is no number of bytes",
    ],
    [
      'half an object',
      { name: 'a', push: { token: `${TOKEN}2`, maxObjects: 0.5 } },
      "cluster 'a': push has a maxObjects that is no number of objects",
    ],
  ])('may not have %s', async (_, cluster, message) => {
    const knex = await databases.init('SQLITE_3');
    const started = start(knex, { clusters: [...clusters, cluster] });
    await expect(started).rejects.toThrow(message);
    await expect(started).rejects.not.toThrow(/hunter2|0123456789/);
  });

  it('opens nothing where no cluster pushes', async () => {
    const knex = await databases.init('SQLITE_3');
    const backend = await start(knex, {});
    const { status } = await send(backend, 'post', base, list(pod('a')));
    expect(status).toBe(401);
    await expect(knex.schema.hasTable('snapshots__parts')).resolves.toBe(false);
    await backend.stop();
  });
});

async function addressOf(backend: TestBackend): Promise<string> {
  return `http://127.0.0.1:${backend.server.port()}`;
}
