import {
  coreServices,
  createBackendModule,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
  TestBackend,
} from '@backstage/backend-test-utils';
import { notificationService } from '@backstage/plugin-notifications-node';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { JsonObject } from '@backstage/types';
import { AlertSummary } from '@plumbline/plugin-plumbline-common';
import {
  plumblineAlertsExtensionPoint,
  plumblineRepositoriesExtensionPoint,
} from '@plumbline/plugin-plumbline-node';
import request from 'supertest';
import plumblinePlugin from '../index';
import { FakeHost } from '../__testUtils__/FakeHost';
import { FakeReceiver } from '../__testUtils__/FakeReceiver';

jest.setTimeout(60_000);

const base = '/api/plumbline/v1';
const user = mockCredentials.user.header();

const manifest = (name: string) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: shop }
spec:
  template:
    spec: { containers: [{ name: main, image: 'ghcr.io/acme/${name}:1.0.0' }] }
`;

const host = new FakeHost();
host.push('acme/app', {
  CODEOWNERS: 'apps/cart/ @acme/checkout\n',
  'apps/cart/base/deployment.yaml': manifest('cart'),
  'apps/lost/deployment.yaml': manifest('lost'),
});

const receiver = new FakeReceiver();

/** Of the backend that was started last. */
const tasks = { run: async (_: string) => {} };

const fakes = createBackendModule({
  pluginId: 'plumbline',
  moduleId: 'fakes',
  register(env) {
    env.registerInit({
      deps: {
        repositories: plumblineRepositoriesExtensionPoint,
        alerts: plumblineAlertsExtensionPoint,
        scheduler: coreServices.scheduler,
      },
      async init({ repositories, alerts, scheduler }) {
        tasks.run = id => scheduler.triggerTask(id);
        repositories.addProvider(host);
        repositories.setOpener(host);
        alerts.addReceiver(receiver);
      },
    });
  },
});

interface Sent {
  labels: object;
  [field: string]: unknown;
}

function message(...alerts: Sent[]): object {
  return {
    version: '4',
    status: 'firing',
    receiver: 'plumbline',
    externalURL: 'https://alerts.example',
    alerts: alerts.map((alert, at) => ({
      status: 'firing',
      annotations: {},
      startsAt: '2026-11-23T02:00:00Z',
      endsAt: '0001-01-01T00:00:00Z',
      fingerprint: `f-${at}-${JSON.stringify(alert.labels)}`,
      ...alert,
    })),
  };
}

function named(name: string, more: object = {}): Sent {
  return {
    labels: { alertname: 'Down', namespace: 'shop', deployment: name },
    ...more,
  };
}

describe('alerts', () => {
  let backend: TestBackend;

  async function start(
    features: Parameters<typeof startTestBackend>[0]['features'] = [],
    plumbline: JsonObject = {},
  ): Promise<TestBackend> {
    return await startTestBackend({
      features: [
        plumblinePlugin,
        fakes,
        mockServices.httpAuth.factory({
          defaultCredentials: mockCredentials.none(),
        }),
        mockServices.rootConfig.factory({
          data: { app: { baseUrl: 'https://portal.example' }, plumbline },
        }),
        ...(features ?? []),
      ],
    });
  }

  async function until<T>(
    ask: () => Promise<T>,
    done: (value: T) => boolean,
  ): Promise<T> {
    for (let attempt = 0; attempt < 1_200; attempt += 1) {
      const value = await ask();
      if (done(value)) {
        return value;
      }
      await new Promise(resolve => setTimeout(resolve, 25));
    }
    throw new Error('It did not happen');
  }

  const get = async (path: string) =>
    (
      await request(backend.server)
        .get(`${base}${path}`)
        .set('Authorization', user)
        .expect(200)
    ).body;

  const send = (body: object | string, token = receiver.token) =>
    request(backend.server)
      .post(`${base}/alerts/receive/fake`)
      .set('Authorization', `Bearer ${token}`)
      .set('Content-Type', 'application/json')
      .send(body);

  const listed = async (query = ''): Promise<AlertSummary[]> =>
    (await get(`/alerts?limit=200${query}`)).items;

  const resolved = async (text: string): Promise<AlertSummary> => {
    const [alert] = await until(
      () => listed(`&text=${encodeURIComponent(text)}`),
      ([found]) => found !== undefined && found.ownership !== 'resolving',
    );
    return alert;
  };

  beforeAll(async () => {
    backend = await start();
    await until(
      () => get('/sources'),
      ({ summary }) => summary.ok === 1,
    );
  });

  afterAll(() => backend.stop());

  it('are stored when they are accepted, and get their owner afterwards', async () => {
    await send(
      message(
        named('cart', {
          annotations: {
            summary: '<script>alert(1)</script>',
            runbook_url: ['javascript', 'alert(1)'].join(':'),
            description: 'postgres://app:hunter2@db/shop failed',
          },
          generatorURL: 'https://prometheus.prod-eu.example/graph',
          dashboardURL: 'https://grafana.example/d/1',
        }),
        named('lost'),
      ),
    ).expect(202);
    const cart = await resolved('deployment/shop/cart');
    expect(cart).toMatchObject({
      receiver: 'fake',
      name: 'Down',
      status: 'firing',
      startsAt: '2026-11-23T02:00:00.000Z',
      ownership: 'owned',
      links: [{ title: 'Dashboard', url: 'https://grafana.example/d/1' }],
      resolution: {
        subject: { kind: 'Deployment', name: 'cart' },
        owners: [{ raw: '@acme/checkout', source: 'codeowners' }],
        config: { path: 'apps/cart/base/deployment.yaml', line: 1 },
        query: expect.stringContaining('cart'),
        asOf: expect.any(String),
      },
    });
    expect(cart).not.toHaveProperty('endsAt');
    await resolved('deployment/shop/lost');
    const page = await get('/alerts');
    expect(page.items[0]).toMatchObject({
      labels: { deployment: 'lost' },
      ownership: 'nobody',
    });
    expect(page.summary).toMatchObject({ firing: 2, unowned: 1 });
    expect(JSON.stringify(page)).not.toContain('hunter2');

    const detail = await get(`/alerts/${cart.id}`);
    expect(detail.answer.owners[0].raw).toBe('@acme/checkout');
    const { text: chat } = await request(backend.server)
      .get(`${base}/alerts/${cart.id}?format=markdown`)
      .set('Authorization', user)
      .expect('Content-Type', /^text\/markdown/);
    expect(chat).toMatch(
      /^- \*\*Alert\*\*: Down, firing since 2026-11-23 02:00 UTC\n- \*\*Owner\*\*: .*checkout/,
    );
    expect(chat).toContain(`<https://portal.example/oncall/alerts/${cart.id}>`);
    await send(
      message(
        named('lost', { status: 'resolved', endsAt: '2026-11-23T03:00:00Z' }),
      ),
    ).expect(202);
  });

  it('are refused without the right token, with a reason that can be seen', async () => {
    await request(backend.server)
      .post(`${base}/alerts/receive/fake`)
      .send(message(named('cart')))
      .expect(401);
    await send(message(named('forged')), 'guessed').expect(401);
    await send('{"alerts":').expect(400);
    await send({ incident: 1 }).expect(400);
    const large = await send(
      message(named('huge', { annotations: { text: 'x'.repeat(10_000_000) } })),
    ).catch((error: Error) => error);
    // The answer comes before the body has ended; some clients then only see a closed connection.
    expect(large instanceof Error || large.status === 413).toBe(true);
    const { items } = await until(
      () => get('/alerts/receivers'),
      ({ items: [fake] }) => fake.rejections.length === 3,
    );
    expect(items[0]).toMatchObject({ id: 'fake', active: true });
    expect(
      items[0].rejections
        .map(({ reason, total }: { reason: string; total: number }) => [
          reason,
          total,
        ])
        .sort(),
    ).toEqual([
      ['malformed', 2],
      ['secret', 2],
      ['too-large', 1],
    ]);
    expect(await listed('&text=forged')).toEqual([]);
    expect(JSON.stringify(items)).not.toMatch(/guessed|never-stored/);
  });

  it('opens the path of a receiver, and nothing beside it', async () => {
    const statusOf = async (path: string, headers = {}) =>
      (
        await request(backend.server)
          .post(`${base}${path}`)
          .set(headers)
          .send({})
      ).status;
    expect(await statusOf('/alerts/receive/other')).toBe(401);
    expect(await statusOf('/alerts/receivers')).toBe(401);
    expect(await statusOf('/alerts/receive')).toBe(401);
    expect(
      await statusOf('/alerts/receive/other', { Authorization: user }),
    ).toBe(404);
  });

  it('take what comes in any shape', async () => {
    await send(message()).expect(202);
    await send({
      alerts: [null, 1, 'x', [], { labels: 'none' }, { status: 'firing' }],
    }).expect(202);
    const hostile = {
      alertname: '<img src=x onerror=alert(1)>',
      namespace: "'; DROP TABLE alerts; --",
      pod: '\u0000\uD800../../etc/passwd',
      ...Object.fromEntries(
        Array.from({ length: 500 }, (_, n) => [`l${n}`, 'x'.repeat(1_500)]),
      ),
    };
    await send(
      message({ labels: hostile, startsAt: 'yesterday', fingerprint: 'h' }),
    ).expect(202);
    const alert = await resolved('onerror');
    expect(alert.ownership).toBe('unknown');
    expect(Object.keys(alert.labels).length).toBeLessThanOrEqual(64);
    expect(JSON.stringify(alert.labels).length).toBeLessThan(30_000);
  });

  it('that start in the future are shown to start now, and say so', async () => {
    const startsAt = new Date(Date.now() + 3_600_000).toISOString();
    const skewed = message(named('skewed', { startsAt }));
    await send(skewed).expect(202);
    await send(skewed).expect(202);
    const found = await listed('&text=skewed');
    expect(found).toMatchObject([{ startsAtSaid: startsAt, deliveries: 2 }]);
    expect(Date.parse(found[0].startsAt)).toBeLessThanOrEqual(Date.now());
  });

  it('about the alerting itself are counted and not listed', async () => {
    const before = await get('/alerts');
    await send(
      message(
        { labels: { alertname: 'Watchdog' } },
        { labels: { alertname: 'InfoInhibitor', namespace: 'shop' } },
      ),
    ).expect(202);
    expect((await get('/alerts')).totalItems).toBe(before.totalItems);
    const { items } = await get('/alerts/receivers');
    expect(items[0].plumbing).toBe(2);
  });

  it('of one group and workload are one question', async () => {
    const many = Array.from({ length: 1_000 }, (_, n) =>
      named('cart', { fingerprint: `many-${n}` }),
    );
    await send(message(...many)).expect(202);
    const { totalItems } = await get(
      '/alerts?unowned=false&text=deployment/shop/cart&status=firing',
    );
    expect(totalItems).toBeGreaterThanOrEqual(1_000);
  });

  it('leave to be fetched what a message does not hold', async () => {
    let failures = 1;
    receiver.fetched = async () => {
      failures -= 1;
      if (failures >= 0) {
        throw new Error('connect ECONNREFUSED');
      }
      return {
        alerts: [
          {
            status: 'firing',
            labels: {
              namespace: 'shop',
              deployment: 'cart',
              alertname: 'Left',
            },
            annotations: {},
            fingerprint: 'left-out',
            external: { id: 'INCIDENT-left-out' },
          },
        ],
      };
    };
    await send({ alerts: [], truncatedAlerts: 7 }).expect(202);
    const alert = await resolved('left');
    expect(alert.resolution?.owners[0].raw).toBe('@acme/checkout');

    // Nobody waits for a sender that does not answer.
    let answer = () => {};
    receiver.fetched = () =>
      new Promise(done => {
        answer = () => done({ alerts: [] });
      });
    await send({ alerts: [], truncatedAlerts: 8 }).expect(202);
    await send(message(named('meanwhile'))).expect(202);
    await expect(resolved('meanwhile')).resolves.toMatchObject({
      ownership: 'unknown',
    });
    const { items } = await get('/alerts/receivers');
    expect(items[0].pending).toBe(1);
    answer();
  });

  it('notice the first look of a person, and none of a service', async () => {
    const cart = await resolved('deployment/shop/cart');
    const look = (authorization: string) =>
      request(backend.server)
        .post(`${base}/alerts/${cart.id}/look`)
        .set('Authorization', authorization);
    await look(mockCredentials.service.header()).expect(204);
    expect(await get(`/alerts/${cart.id}`)).not.toHaveProperty('firstLook');
    await look(user).expect(204);
    await look(mockCredentials.user.header('user:default/late')).expect(204);
    const alert = await get(`/alerts/${cart.id}`);
    expect(alert.firstLook).toEqual({
      by: 'user:default/mock',
      at: expect.any(String),
    });
    expect(alert.timeToOwner.look).toBeGreaterThan(0);
    await request(backend.server)
      .post(`${base}/alerts/none/look`)
      .set('Authorization', user)
      .expect(404);
    expect((await get('/alerts/statistics')).total.look).toMatchObject({
      alerts: 1,
    });
  });

  it('are looked at through a link that asks for their object', async () => {
    await send(
      message(
        named('cart', {
          labels: {
            alertname: 'Linked',
            namespace: 'shop',
            deployment: 'cart',
          },
        }),
      ),
    ).expect(202);
    await resolved('linked');
    const look = (authorization: string, about: object) =>
      request(backend.server)
        .post(`${base}/alerts/look`)
        .set('Authorization', authorization)
        .send(about);
    const { body: answer } = await request(backend.server)
      .get(`${base}/lookup`)
      .query({ q: '{namespace="shop", deployment="cart"}' })
      .set('Authorization', user)
      .set('Accept', 'application/json')
      .expect(200);
    const { kind, namespace, name, cluster } = answer.subject;
    const asked = { kind, namespace, name, cluster };
    await look(mockCredentials.service.header(), asked).expect(204);
    await look(user, { ...asked, name: 'lost' }).expect(204);
    await look(user, { ...asked, cluster: 'elsewhere' }).expect(204);
    expect((await listed('&text=linked'))[0]).not.toHaveProperty('firstLook');
    await look(user, asked).expect(204);
    expect(await listed('&text=linked')).toMatchObject([
      { firstLook: { by: 'user:default/mock' } },
    ]);
    await look(mockCredentials.none.header(), asked).expect(401);
    await look(user, { ...asked, name: '' }).expect(400);
  });

  it('take a verdict of people who may, and propose the line to change', async () => {
    const cart = await resolved('deployment/shop/cart');
    const judge = (body: object, authorization = user) =>
      request(backend.server)
        .post(`${base}/alerts/${cart.id}/verdict`)
        .set('Authorization', authorization)
        .send(body);
    await judge({ verdict: 'maybe' }).expect(400);
    await judge({ verdict: 'right' }, mockCredentials.service.header()).expect(
      400,
    );
    await judge({ verdict: 'right' }, mockCredentials.none.header()).expect(
      401,
    );
    const { body } = await judge({
      verdict: 'wrong',
      team: '@acme/payments',
    }).expect(200);
    expect(body).toMatchObject({
      verdict: 'wrong',
      team: 'group:default/payments',
      by: 'user:default/mock',
      finding: {
        rule: 'wrong-owner',
        location: { repository: 'acme/app', path: 'CODEOWNERS', line: 1 },
        fix: '/apps/cart/ @acme/payments',
      },
    });
    expect(await listed('&verdict=wrong')).toMatchObject([{ id: cart.id }]);
    const findings = () => get('/facts/findings?rule=wrong-owner');
    expect(await findings()).toMatchObject({
      totalItems: 1,
      items: [
        {
          repository: 'acme/app',
          teams: ['group:default/checkout', 'group:default/payments'],
          fact: {
            message:
              'A person says that group:default/checkout does not own Deployment shop/cart: group:default/payments does',
            fix: '/apps/cart/ @acme/payments',
          },
        },
      ],
    });
    await judge({ verdict: 'right' }).expect(200);
    expect((await findings()).totalItems).toBe(0);
    expect(await get(`/alerts/${cart.id}`)).toMatchObject({
      verdict: { verdict: 'right' },
      timeToOwner: { confirmed: expect.any(Number) },
    });
  });

  it('get a note at their sender on demand', async () => {
    const cart = await resolved('deployment/shop/cart');
    await request(backend.server)
      .post(`${base}/alerts/${cart.id}/note`)
      .set('Authorization', user)
      .expect(204);
    expect(receiver.notes.at(-1)).toMatchObject({
      id: expect.stringMatching(/^INCIDENT-/),
      text: expect.stringMatching(/^Owner.*checkout/),
    });
  });

  it('are enriched for senders that ask, with their own labels untouched', async () => {
    const { body } = await request(backend.server)
      .post(`${base}/enrich`)
      .set('Authorization', mockCredentials.service.header())
      .send([
        {
          labels: { namespace: 'shop', deployment: 'cart', severity: 'page' },
          startsAt: '2026-11-23T02:00:00Z',
        },
        { labels: { namespace: 'nowhere', pod: 'x' } },
        { labels: { alertname: 'Watchdog' } },
      ])
      .expect(200);
    expect(body).toEqual([
      {
        labels: {
          namespace: 'shop',
          deployment: 'cart',
          severity: 'page',
          plumbline_team: 'checkout',
        },
        startsAt: '2026-11-23T02:00:00Z',
        annotations: {
          plumbline_owner: 'group:default/checkout',
          plumbline_confidence: expect.stringMatching(/likely|certain/),
          plumbline_subject: 'Deployment/shop/cart',
          plumbline_config: 'acme/app:apps/cart/base/deployment.yaml:1',
          plumbline_url: expect.stringContaining(
            'https://portal.example/oncall?q=',
          ),
        },
      },
      {
        labels: { namespace: 'nowhere', pod: 'x' },
        annotations: {
          plumbline_owner: 'unknown',
          plumbline_url: expect.any(String),
        },
      },
      { labels: { alertname: 'Watchdog' }, annotations: {} },
    ]);
  });

  it('notify the owning group where that is wanted', async () => {
    const notified = jest.fn();
    const telling = await start(
      [
        createServiceFactory({
          service: notificationService,
          deps: {},
          factory: () => ({ send: notified }),
        }),
      ],
      { alerts: { notifications: { enabled: true } } },
    );
    await request(telling.server)
      .post(`${base}/alerts/receive/fake`)
      .set('Authorization', `Bearer ${receiver.token}`)
      .send(message(named('cart')))
      .expect(202);
    await until(
      async () => {
        await tasks.run('plumbline-resolve-alerts');
        await tasks.run('plumbline-notify-owners-of-alerts');
        return notified.mock.calls.length;
      },
      calls => calls > 0,
    );
    expect(notified).toHaveBeenCalledWith({
      recipients: { type: 'entity', entityRef: ['group:default/checkout'] },
      payload: expect.objectContaining({
        title: 'Down: Deployment shop/cart',
        scope: expect.stringMatching(/^plumbline:alert:/),
      }),
    });
    await telling.stop();
  });

  it('are not judged without permission', async () => {
    const denied = await start([
      mockServices.permissions.factory({ result: AuthorizeResult.DENY }),
    ]);
    const { status } = await request(denied.server)
      .post(`${base}/alerts/any/verdict`)
      .set('Authorization', user)
      .send({ verdict: 'right' });
    expect(status).toBe(403);
    await denied.stop();
  });
});
