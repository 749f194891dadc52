import {
  createBackendModule,
  createServiceFactory,
  coreServices,
  SchedulerService,
  SchedulerServiceTaskFunction,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
  TestBackend,
} from '@backstage/backend-test-utils';
import { ConflictError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  plumblineAlertsExtensionPoint,
  plumblineClustersExtensionPoint,
  plumblineOnCallExtensionPoint,
  plumblineRepositoriesExtensionPoint,
} from '@plumbline/plugin-plumbline-node';
import { SourcesPage, SourceStatus } from '@plumbline/plugin-plumbline-common';
import express, { Router } from 'express';
import { middleware as validate } from 'express-openapi-validator';
import request, { Test } from 'supertest';
import { operations } from './api/generated/types';
import { spec } from './api/generated/spec';
import plumblinePlugin from './index';
import { digestOf } from './database/digest';
import { FakeHost } from './__testUtils__/FakeHost';
import { serviceId } from './promotion/store/serviceRows';
import { FakeReceiver } from './__testUtils__/FakeReceiver';

jest.setTimeout(60_000);

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: cart
  namespace: shop
  labels: { team: '<script>alert(1)</script>' }
spec:
  selector: { matchLabels: { app: cart } }
  template:
    metadata: { labels: { app: cart } }
    spec:
      containers: [{ name: main, image: 'ghcr.io/acme/cart:1.0.0' }]
`;

const host = new FakeHost();
const revision = host.push('acme/app', {
  'apps/cart/deployment.yaml': deployment,
  'apps/cart/secret.yaml': `apiVersion: v1
kind: Secret
metadata: { name: cart }
stringData:
  password: hunter2
`,
  'apps/cart/logo.png': 'PNG\0\0\0',
  'large.txt': 'x'.repeat(300 * 1024),
});

/** What is known of the cluster, and what its module would call when there is more. */
const cluster = {
  objects: ['cart-6f5c9799d8-mf6hp'],
  refresh: async (_: string) => {},
};

const receiver = new FakeReceiver();

/** A directory of who is on call, which can be down. */
const pager = {
  id: 'pager',
  isDown: false,
  async onCall() {
    if (this.isDown) {
      throw new Error('refused: https://user:hunter2@pager.example');
    }
    return { entries: [{ team: 'someone-else', person: 'Other' }] };
  },
};
const startsAt = '2026-11-23T02:00:00.000Z';
const firing = {
  alerts: [
    {
      status: 'firing',
      labels: { alertname: 'PodLoops', namespace: 'shop', deployment: 'cart' },
      annotations: {},
      startsAt,
      fingerprint: 'f1',
    },
  ],
};
const alertId = digestOf(digestOf('fake', 'f1'), '', startsAt);
/** Of the backend that was started last. */
const owners = { workOut: async () => {} };

const sources = createBackendModule({
  pluginId: 'plumbline',
  moduleId: 'fakes',
  register(env) {
    env.registerInit({
      deps: {
        repositories: plumblineRepositoriesExtensionPoint,
        clusters: plumblineClustersExtensionPoint,
        alerts: plumblineAlertsExtensionPoint,
        onCall: plumblineOnCallExtensionPoint,
        scheduler: coreServices.scheduler,
      },
      async init({ repositories, clusters, alerts, onCall, scheduler }) {
        alerts.addReceiver(receiver);
        onCall.addDirectory(pager);
        owners.workOut = () =>
          scheduler.triggerTask('plumbline-work-out-owners');
        repositories.addProvider(host);
        repositories.setOpener(host);
        // There is nothing to read yet, so that this does nothing.
        await clusters.refresh('prod');
        cluster.refresh = name => clusters.refresh(name);
        clusters.addProvider({
          id: 'fake-clusters',
          clusters: async () => [{ name: 'prod', environment: 'production' }],
          async *objects() {
            for (const name of cluster.objects) {
              yield {
                object: {
                  apiVersion: 'v1',
                  kind: 'Pod',
                  metadata: { name, namespace: 'shop' },
                },
              };
            }
          },
        });
      },
    });
  },
});

/** Credentials as in production: a request without them is nobody's. */
const httpAuth = mockServices.httpAuth.factory({
  defaultCredentials: mockCredentials.none(),
});

function start(
  features: Parameters<typeof startTestBackend>[0]['features'] = [],
  plumbline: object = {},
): Promise<TestBackend> {
  return startTestBackend({
    features: [
      plumblinePlugin,
      sources,
      httpAuth,
      mockServices.rootConfig.factory({
        data: {
          app: { baseUrl: 'https://portal.example' },
          plumbline: JSON.parse(JSON.stringify(plumbline)),
        },
      }),
      ...(features ?? []),
    ],
  });
}

async function waitUntil(done: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (await done()) {
      return;
    }
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  throw new Error('It did not happen');
}

/** Whether the repository and the cluster are; the catalog is read by a schedule of its own. */
function areRead({ items }: Partial<SourcesPage>): boolean {
  const read = items?.filter(
    ({ kind, state }) => kind !== 'catalog' && state === 'ok',
  );
  return read?.length === 2;
}

const user = mockCredentials.user.header();
const base = '/api/plumbline/v1';
const file = `${base}/file?repository=acme/app&revision=${revision}&path=apps/cart/deployment.yaml`;

const cart = serviceId({
  name: 'cart',
  members: [{ repository: 'acme/app', path: 'apps/cart', name: 'cart' }],
});
/** What the label of the Deployment comes to. */
const team = encodeURIComponent('group:script-alert-1/script');

const component = encodeURIComponent('component:default/cart');

const rota = {
  team: 'group:script-alert-1/script',
  timeZone: 'UTC',
  rotation: 'daily',
  handover: '00:00',
  start: '2026-01-05',
  people: [{ name: 'First', contact: '+1 202 555 0101' }],
};

type Route = [
  operation: keyof operations,
  method: 'get' | 'post',
  path: string,
  body: object | undefined,
  ok: number,
];

const routes: Route[] = [
  ['Lookup', 'get', `${base}/lookup?q=Deployment/shop/cart`, undefined, 200],
  [
    'LookupBody',
    'post',
    `${base}/lookup`,
    { query: 'Deployment/shop/cart' },
    200,
  ],
  ['Sources', 'get', `${base}/sources`, undefined, 200],
  [
    'RefreshSource',
    'post',
    `${base}/sources/${encodeURIComponent('repository:acme/app')}/refresh`,
    undefined,
    202,
  ],
  ['Facts', 'get', `${base}/facts/findings`, undefined, 200],
  ['Repository', 'get', `${base}/repositories/acme%2Fapp`, undefined, 200],
  ['Cluster', 'get', `${base}/clusters/prod`, undefined, 200],
  ['File', 'get', file, undefined, 200],
  ['CatalogEntries', 'get', `${base}/catalog-entries`, undefined, 200],
  ['ConfigFiles', 'get', `${base}/config-files`, undefined, 200],
  ['PromotionAttention', 'get', `${base}/promotion/attention`, undefined, 200],
  ['PromotionMatrix', 'get', `${base}/promotion/matrix`, undefined, 200],
  [
    'PromotedService',
    'get',
    `${base}/promotion/services/${cart}`,
    undefined,
    200,
  ],
  // It stands in one place alone.
  [
    'ComparePlaces',
    'get',
    `${base}/promotion/services/${cart}/compare?from=staging&to=production`,
    undefined,
    404,
  ],
  ['Alerts', 'get', `${base}/alerts`, undefined, 200],
  ['AlertStatistics', 'get', `${base}/alerts/statistics`, undefined, 200],
  ['AlertReceivers', 'get', `${base}/alerts/receivers`, undefined, 200],
  ['Alert', 'get', `${base}/alerts/${alertId}`, undefined, 200],
  ['LookAtAlert', 'post', `${base}/alerts/${alertId}/look`, undefined, 204],
  ['OnCallDirectories', 'get', `${base}/on-call/directories`, undefined, 200],
  [
    'LookAtAnswer',
    'post',
    `${base}/alerts/look`,
    { kind: 'Deployment', name: 'cart' },
    204,
  ],
  ['NoteOnAlert', 'post', `${base}/alerts/${alertId}/note`, undefined, 204],
  ['Enrich', 'post', `${base}/enrich`, firing, 200],
  ['Teams', 'get', `${base}/teams`, undefined, 200],
  ['Team', 'get', `${base}/teams/${team}`, undefined, 200],
  ['Owned', 'get', `${base}/teams/${team}/owned`, undefined, 200],
  ['RuleCommits', 'get', `${base}/teams/${team}/rule-commits`, undefined, 200],
  ['Entity', 'get', `${base}/entities/${component}`, undefined, 200],
  [
    'EntityThings',
    'get',
    `${base}/entities/${component}/things`,
    undefined,
    200,
  ],
  ['Unowned', 'get', `${base}/unowned`, undefined, 200],
  ['Contested', 'get', `${base}/contested`, undefined, 200],
  ['Coverage', 'get', `${base}/coverage`, undefined, 200],
  ['OwnershipHistory', 'get', `${base}/ownership-history`, undefined, 200],
];

/** What is asked of people alone, and what senders without any token of ours may do. */
const others: (keyof operations)[] = ['AlertVerdict', 'ReceiveAlerts'];

describe('plumbline plugin', () => {
  let backend: TestBackend;
  let started: SchedulerService | undefined;

  beforeAll(async () => {
    backend = await start(
      [
        createBackendModule({
          pluginId: 'plumbline',
          moduleId: 'scheduler',
          register(env) {
            env.registerInit({
              deps: { plugins: coreServices.scheduler },
              async init({ plugins }) {
                started = plugins;
              },
            });
          },
        }),
      ],
      { onCall: { rotas: [rota] } },
    );
    await request(backend.server)
      .post(`${base}/alerts/receive/fake`)
      .set('Authorization', `Bearer ${receiver.token}`)
      .send(firing)
      .expect(202);
    await waitUntil(async () => {
      const { body } = await request(backend.server)
        .get(`${base}/sources`)
        .set('Authorization', user);
      return areRead(body);
    });
    await started?.triggerTask('plumbline-promotion-services');
    await owners.workOut();
  });

  afterAll(() => backend.stop());

  function send(
    method: 'get' | 'post',
    path: string,
    body?: object | string,
    authorization: string | undefined = user,
    server = backend.server,
  ): Test {
    const test = request(server)[method](path);
    if (authorization) {
      test.set('Authorization', authorization);
    }
    return body === undefined ? test : test.send(body);
  }

  it('has a test of permission for every operation', () => {
    const operationIds = Object.values(spec.paths).flatMap(methods =>
      Object.values(methods).map(method => method.operationId),
    );
    expect(
      [...routes.map(([operation]) => operation), ...others].sort(),
    ).toEqual(operationIds.sort());
  });

  it.each(routes)(
    '%s: 200 with permission, 401 without credentials',
    async (_, method, path, body, ok) => {
      const statuses: number[] = [];
      for (const authorization of [
        user,
        mockCredentials.service.header(),
        '',
        mockCredentials.none.header(),
        mockCredentials.user.invalidHeader(),
      ]) {
        const { status } = await send(method, path, body, authorization);
        statuses.push(status);
      }
      expect(statuses).toEqual([ok, ok, 401, 401, 401]);
    },
  );

  it('tells on the page of a team who is on call, as the lookup does, also when a directory is down', async () => {
    const read = async () => (await send('get', `${base}/teams/${team}`)).body;
    const ask = async (isDown: boolean) => {
      pager.isDown = isDown;
      await started?.triggerTask('plumbline-ask-who-is-on-call-pager');
      await waitUntil(
        async () =>
          Boolean((await read()).onCall.directories[0].error) === isDown,
      );
    };
    await ask(false);
    const { owners: found, onCall } = (
      await send('get', `${base}/lookup?q=Deployment/shop/cart`)
    ).body;
    expect(found).toMatchObject([{ team: rota.team }]);
    const told = (await read()).onCall;
    // Worked out from the clock at each question.
    const ageless = (entries: { asOf: string }[]) =>
      entries.map(({ asOf: _, ...entry }) => entry);
    expect(ageless(told.entries)).toEqual(ageless(onCall));
    expect(told.entries).toMatchObject([
      { person: 'First', contact: '+1 202 555 0101', source: 'rota' },
    ]);
    expect(told.directories).toEqual([
      {
        id: 'pager',
        people: 1,
        lastSuccess: expect.any(String),
        lastAttempt: expect.any(String),
      },
    ]);
    await ask(true);
    const [directory] = (await read()).onCall.directories;
    expect(directory).toMatchObject({
      people: 1,
      lastSuccess: told.directories[0].lastSuccess,
      error: 'refused: https://pager.example',
    });
  });

  describe('without permission', () => {
    let denied: TestBackend;

    beforeAll(async () => {
      denied = await start([
        mockServices.permissions.factory({ result: AuthorizeResult.DENY }),
      ]);
    });

    afterAll(() => denied.stop());

    it.each(routes)('%s: 403', async (_, method, path, body) => {
      const response = await send(method, path, body, user, denied.server);
      expect(response.status).toBe(403);
      expect(JSON.stringify(response.body)).not.toMatch(/cart-6f5|apps\/v1/);
    });

    it('treats a conditional decision as no', async () => {
      const conditional = await start([
        createServiceFactory({
          service: coreServices.permissions,
          deps: {},
          factory: () =>
            mockServices.permissions.mock({
              authorize: async () => [
                {
                  result: AuthorizeResult.CONDITIONAL,
                  pluginId: 'plumbline',
                  resourceType: 'x',
                  conditions: { rule: 'x', resourceType: 'x' },
                },
              ],
            } as object),
        }),
      ]);
      const { status } = await send(
        'get',
        `${base}/sources`,
        undefined,
        user,
        conditional.server,
      );
      expect(status).toBe(403);
      await conditional.stop();
    });
  });

  it('shows no more of teams than a policy permits', async () => {
    const claims = ['group:default/others'];
    const conditional = await start([
      createServiceFactory({
        service: coreServices.permissions,
        deps: {},
        factory: () =>
          mockServices.permissions.mock({
            authorize: async () => [{ result: AuthorizeResult.ALLOW }],
            authorizeConditional: async () => [
              {
                result: AuthorizeResult.CONDITIONAL,
                pluginId: 'plumbline',
                resourceType: 'plumbline-team',
                conditions: {
                  rule: 'IS_OWNER',
                  resourceType: 'plumbline-team',
                  params: { claims },
                },
              },
            ],
          }),
      }),
    ]);
    const get = (path: string) =>
      send('get', `${base}${path}`, undefined, user, conditional.server);
    await waitUntil(async () => (await get('/sources')).body.summary.ok === 2);
    await owners.workOut();
    expect((await get('/teams')).body).toMatchObject({
      items: [],
      restricted: true,
    });
    expect((await get(`/teams/${team}`)).status).toBe(403);
    expect((await get(`/teams/${team}/owned`)).status).toBe(403);
    expect((await get(`/teams/${team}/rule-commits`)).status).toBe(403);
    expect((await get('/catalog-entries')).status).toBe(403);
    claims.push('group:script-alert-1/script');
    expect((await get('/teams')).body.totalItems).toBe(1);
    expect((await get(`/teams/${team}/owned`)).body.items).not.toEqual([]);
    await conditional.stop();
  });

  it('answers from the repository and the cluster, with links to the portal', async () => {
    const { body } = await send('post', `${base}/lookup`, {
      query: '{namespace="shop", pod="cart-6f5c9799d8-mf6hp"}',
    }).expect(200);
    expect(body).toMatchObject({
      subject: { type: 'object', name: expect.stringMatching(/^cart/) },
      asOf: { 'cluster:prod': expect.any(String) },
    });
    const { body: declared } = await send('post', `${base}/lookup`, {
      query: 'Deployment/shop/cart',
    });
    expect(declared.config[0]).toMatchObject({
      path: 'apps/cart/deployment.yaml',
      revision,
      url: `/sources/file?repository=acme%2Fapp&revision=${revision}&path=apps%2Fcart%2Fdeployment.yaml#L1`,
    });
    expect(declared.lastChange).toMatchObject({
      subject: 'Change apps/cart/deployment.yaml, token=••••••',
    });
    expect(declared.onCall).toEqual([
      {
        team: rota.team,
        person: 'First',
        contact: '+1 202 555 0101',
        source: 'rota',
        asOf: expect.any(String),
      },
    ]);
  });

  it('tells what a repository says, as openapi.yaml describes it', async () => {
    const overview = await send('get', `${base}/repositories/acme%2Fapp`);
    expect(overview.body).toMatchObject({
      source: { name: 'acme/app', state: 'ok', revision },
      totals: { services: 1, findings: expect.any(Number), secrets: 1 },
    });
    const kinds = [
      ...['services', 'findings', 'secrets'],
      ...['credentials', 'policies', 'guesses'],
    ];
    for (const kind of kinds) {
      const { body } = await send(
        'get',
        `${base}/facts/${kind}?repository=acme/app`,
      ).expect(200);
      expect(body.totalItems).toBe(overview.body.totals[kind]);
      expect(body.items).toHaveLength(body.totalItems);
      expect(JSON.stringify(body)).not.toContain('hunter2');
    }
  });

  it.each([
    [`${base}/facts/objects`, 400, /kind/],
    [`${base}/facts/findings?severity=fatal`, 400, /severity/],
    [`${base}/facts/findings?limit=201`, 400, /limit/],
    [`${base}/facts/findings?cursor=WzFd`, 400, /cursor/],
    [`${base}/repositories/acme%2Fnone`, 404, /acme\/none/],
    [`${base}/clusters/none`, 404, /cluster none/],
  ])('GET %s answers %i', async (path, status, message) => {
    const response = await send('get', path);
    expect(response.status).toBe(status);
    expect(response.body.error.message).toMatch(message);
  });

  it.each([
    ['text', 'text/plain', 'Deployment/shop/cart'],
    [
      'a form, as curl sends it',
      'application/x-www-form-urlencoded',
      'Deployment/shop/cart',
    ],
    [
      'an alert',
      'application/json',
      JSON.stringify({
        labels: { namespace: 'shop', deployment: 'cart' },
        annotations: {},
      }),
    ],
    [
      'alerts',
      'application/json',
      JSON.stringify([{ labels: { namespace: 'shop', deployment: 'cart' } }]),
    ],
  ])('takes %s as a question', async (_, type, body) => {
    const response = await send('post', `${base}/lookup`, undefined)
      .set('Content-Type', type)
      .send(body);
    expect(response.body).toMatchObject({
      subject: { kind: 'Deployment', namespace: 'shop', name: 'cart' },
    });
  });

  it.each([
    ['application/json', undefined, 'json'],
    ['*/*', 'Mozilla/5.0', 'json'],
    ['*/*', 'curl/8.5.0', 'text'],
    ['*/*', 'HTTPie/3.2', 'text'],
    ['application/json', 'curl/8.5.0', 'json'],
    ['text/plain', undefined, 'text'],
    ['text/plain, application/json;q=0.5', undefined, 'text'],
    ['text/markdown', undefined, 'markdown'],
    ['application/json, text/plain, */*', 'axios/1.7', 'json'],
  ])('answers Accept: %s from %s with %s', async (accept, agent, format) => {
    const test = send('get', `${base}/lookup?q=Deployment/shop/cart`).set(
      'Accept',
      accept,
    );
    if (agent) {
      test.set('User-Agent', agent);
    }
    const response = await test.expect(200);
    expect(response.headers['content-type']).toMatch(
      {
        json: /^application\/json/,
        text: /^text\/plain/,
        markdown: /^text\/markdown/,
      }[format] ?? /never/,
    );
    expect(response.headers['x-content-type-options']).toBe('nosniff');
    expect(response.text).toContain('cart');
  });

  it.each([
    ['json', /^\{"query"/],
    ['text', /^Owner {4} /],
    ['markdown', /^- \*\*Owner\*\*: /],
    ['slack', /^\{"text":"Owner: .*"type":"rich_text_section"/],
    ['teams', /^\{"type":"message".*"type":"AdaptiveCard"/],
  ])(
    'answers in the format %s whatever is accepted',
    async (format, beginning) => {
      const asked = await send(
        'get',
        `${base}/lookup?q=Deployment/shop/cart&format=${format}`,
      ).set('Accept', 'text/html');
      expect(asked.status).toBe(200);
      expect(asked.text).toMatch(beginning);
      const posted = await send('post', `${base}/lookup?format=${format}`, {
        query: 'Deployment/shop/cart',
      });
      expect(posted.text).toMatch(beginning);
    },
  );

  it('knows no other format', async () => {
    const response = await send('get', `${base}/lookup?q=cart&format=html`);
    expect(response.status).toBe(400);
  });

  const at = (path: string, rev = revision, repository = 'acme/app') =>
    `${base}/file?repository=${repository}&revision=${rev}&path=${encodeURIComponent(path)}`;
  const large = 'x'.repeat(65 * 1024);

  it.each<
    [
      string,
      'get' | 'post',
      string,
      object | string | undefined,
      number,
      RegExp,
    ]
  >([
    ['no question', 'get', `${base}/lookup`, undefined, 400, /'q'/],
    ['an empty question', 'get', `${base}/lookup?q=`, undefined, 400, /q/],
    ['blanks', 'post', `${base}/lookup`, { query: ' ' }, 400, /empty/],
    [
      'an unknown parameter',
      'get',
      `${base}/lookup?q=a&x=1`,
      undefined,
      400,
      /'x'/,
    ],
    [
      'a question of another type',
      'post',
      `${base}/lookup`,
      { query: 5 },
      400,
      /query/,
    ],
    ['an empty object', 'post', `${base}/lookup`, {}, 400, /body/],
    ['an empty list', 'post', `${base}/lookup`, [], 400, /body/],
    [
      'a large question',
      'post',
      `${base}/lookup`,
      { query: large },
      400,
      /larger than 64 KiB/,
    ],
    [
      'a larger one',
      'post',
      `${base}/lookup`,
      { query: large + large },
      400,
      /larger than 64 KiB/,
    ],
    [
      'an unknown kind',
      'get',
      `${base}/sources?kind=team`,
      undefined,
      400,
      /kind/,
    ],
    [
      'an unknown state',
      'get',
      `${base}/sources?state=fine`,
      undefined,
      400,
      /state/,
    ],
    [
      'a limit of nothing',
      'get',
      `${base}/sources?limit=0`,
      undefined,
      400,
      /limit/,
    ],
    [
      'a limit of too much',
      'get',
      `${base}/sources?limit=201`,
      undefined,
      400,
      /limit/,
    ],
    [
      'a limit that is no number',
      'get',
      `${base}/sources?limit=x`,
      undefined,
      400,
      /limit/,
    ],
    [
      'a wrong cursor',
      'get',
      `${base}/sources?cursor=x`,
      undefined,
      400,
      /cursor/,
    ],
    [
      'a source that is not there',
      'post',
      `${base}/sources/cluster%3Anone/refresh`,
      undefined,
      404,
      /cluster:none/,
    ],
    [
      'a file without a path',
      'get',
      `${base}/file?repository=a&revision=b`,
      undefined,
      400,
      /path/,
    ],
    [
      'a path that leaves the repository',
      'get',
      at('../../etc/passwd'),
      undefined,
      400,
      /path/,
    ],
    [
      'a path with .. inside',
      'get',
      at('apps/../secret'),
      undefined,
      400,
      /path/,
    ],
    ['an absolute path', 'get', at('/etc/passwd'), undefined, 400, /path/],
    ['a path with NUL', 'get', at('a\0b'), undefined, 400, /path/],
    [
      'a revision that git would take as an option',
      'get',
      at('a', '--output=x'),
      undefined,
      400,
      /revision/,
    ],
    [
      'a branch as revision',
      'get',
      at('a', 'main'),
      undefined,
      400,
      /revision/,
    ],
    [
      'a revision that was never read',
      'get',
      at('a', '0'.repeat(40)),
      undefined,
      404,
      /never read/,
    ],
    [
      'a file that is not there',
      'get',
      at('none.yaml'),
      undefined,
      404,
      /none\.yaml/,
    ],
    [
      'a repository that is not there',
      'get',
      at('a', revision, 'acme/none'),
      undefined,
      404,
      /acme\/none/,
    ],
    [
      'a file that is no text',
      'get',
      at('apps/cart/logo.png'),
      undefined,
      400,
      /not a text file/,
    ],
  ])('refuses %s', async (_, method, path, body, status, message) => {
    const response = await send(method, path, body);
    expect(response.status).toBe(status);
    expect(response.body.error.message).toMatch(message);
  });

  it('refuses what is not the JSON that it claims to be', async () => {
    const response = await send('post', `${base}/lookup`)
      .set('Content-Type', 'application/json')
      .send('{namespace="shop"}');
    expect(response.status).toBe(400);
    expect(response.body.error.message).toContain('not JSON');
  });

  it('shows files with masked secrets, and cuts long ones', async () => {
    const { body } = await send('get', at('apps/cart/secret.yaml')).expect(200);
    expect(body.masked).toEqual([5]);
    expect(body.content).toContain('password: ••••••');
    expect(JSON.stringify(body)).not.toContain('hunter2');
    const { body: cut } = await send('get', at('large.txt')).expect(200);
    expect(cut.truncated).toBe(true);
    expect(cut.content).toHaveLength(256 * 1024);
  });

  it('lists sources by kind, counted over all of them', async () => {
    const { body } = await send('get', `${base}/sources?kind=cluster&limit=1`);
    expect(body).toMatchObject({
      items: [
        {
          id: 'cluster:prod',
          state: 'ok',
          provider: 'fake-clusters',
          counts: { objects: 1, skipped: 0 },
        },
      ],
      totalItems: 1,
      summary: { ok: 2 },
    });
  });

  it('reads a source again when asked, though nothing changed', async () => {
    host.log.length = 0;
    const { status } = await send(
      'post',
      `${base}/sources/${encodeURIComponent('repository:acme/app')}/refresh`,
    );
    expect(status).toBe(202);
    const read = () => host.log.includes('close acme/app');
    for (let attempt = 0; attempt < 100 && !read(); attempt += 1) {
      await new Promise(resolve => setTimeout(resolve, 20));
    }
    expect(read()).toBe(true);
  });

  it('reads the catalog again when asked, and says so where it cannot', async () => {
    // The one that was started last: the scheduler of tests is the same for all.
    const other = await start();
    const attempts = async () => {
      const { body } = await send(
        'get',
        `${base}/sources?kind=catalog`,
        undefined,
        user,
        other.server,
      );
      return body.items.map(
        ({ name, lastAttempt }: SourceStatus) => `${name} ${lastAttempt}`,
      );
    };
    const before = await attempts();
    const { status } = await send(
      'post',
      `${base}/sources/${encodeURIComponent('catalog:backstage')}/refresh`,
      undefined,
      user,
      other.server,
    );
    expect(status).toBe(202);
    await waitUntil(async () => (await attempts()).join() !== before.join());
    await expect(attempts()).resolves.toEqual([
      expect.stringMatching(/^Backstage catalog 2/),
    ]);
    await other.stop();
  });

  it('reads a cluster at once when its module knows more', async () => {
    const other = await start();
    const counts = async () => {
      const { body } = await request(other.server)
        .get(`${base}/sources?kind=cluster`)
        .set('Authorization', user);
      return body.items[0]?.counts?.objects;
    };
    await waitUntil(async () => (await counts()) === 1);
    cluster.objects.push('cart-6f5c9799d8-zzzzz');
    await cluster.refresh('nobody-lists-it');
    await cluster.refresh('prod');
    await waitUntil(async () => (await counts()) === 2);
    expect(await counts()).toBe(2);
    cluster.objects.pop();
    await other.stop();
  });

  it('describes itself as it is', async () => {
    const { body } = await send('get', '/api/plumbline/openapi.json');
    expect(Object.keys(body.paths)).toEqual(
      Object.keys(spec.paths).map(path => `/api/plumbline${path}`),
    );
    // A proxy that holds every answer against the description.
    const checked: Router = express();
    checked.use(
      validate({
        apiSpec: JSON.parse(JSON.stringify(spec)),
        validateRequests: false,
        validateResponses: true,
      }),
    );
    checked.use(async (incoming, response) => {
      const path = `/api/plumbline${incoming.originalUrl}`;
      const method = incoming.method === 'POST' ? 'post' : 'get';
      const route = routes.find(
        candidate => candidate[1] === method && candidate[2] === path,
      );
      const answer = await send(method, path, route?.[3]);
      response.status(answer.status).json(answer.body);
    });
    const failures: unknown[] = [];
    checked.use(
      (
        error: Error,
        _request: express.Request,
        response: express.Response,
        _next: express.NextFunction,
      ) => {
        failures.push(error);
        response.status(500).end();
      },
    );
    const app = express().use(checked);
    for (const [, method, path, , ok] of routes) {
      if (ok === 200) {
        await request(app)
          [method](path.replace('/api/plumbline', ''))
          .expect(200);
      }
    }
    await request(app).get(`/v1/lookup?q=${encodeURIComponent('shop')}`);
    await request(app).get('/v1/lookup?q=matches-nothing-at-all');
    expect(failures).toEqual([]);
  });

  it.each([
    ['waits for its next turn', false],
    ['seems to run in a process that died', true],
  ])('lists at start though the schedule %s', async (_, conflict) => {
    const listed = jest.spyOn(host, 'repositories');
    const tasks = new Map<string, SchedulerServiceTaskFunction>();
    const scheduler = mockServices.scheduler.mock({
      scheduleTask: async ({ id, fn }) => {
        tasks.set(id, fn);
      },
      triggerTask: async id => {
        if (conflict) {
          throw new ConflictError(`Task ${id} is currently running`);
        }
        await tasks.get(id)?.(new AbortController().signal);
      },
    });
    const other = await start([scheduler.factory]);
    const read = async () => {
      const { body } = await request(other.server)
        .get(`${base}/sources`)
        .set('Authorization', user);
      return areRead(body);
    };
    let done = await read();
    for (let attempt = 0; attempt < 200 && !done; attempt += 1) {
      await new Promise(resolve => setTimeout(resolve, 20));
      done = await read();
    }
    expect(done).toBe(true);
    expect(listed).toHaveBeenCalledTimes(1);
    listed.mockRestore();
    await other.stop();
  });

  it('does not start with a wrong key, and names it', async () => {
    await expect(start([], { repositorys: [] })).rejects.toThrow(
      "plumbline.repositorys: unknown key; did you mean 'repositories'?",
    );
  });
});
