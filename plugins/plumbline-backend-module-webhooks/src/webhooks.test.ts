import { ConfigReader } from '@backstage/config';
import { AlertRequest } from '@plumbline/plugin-plumbline-node';
import { createHmac } from 'node:crypto';
import { WebhookReceiver } from './WebhookReceiver';

const receivedAt = new Date('2026-11-23T02:00:10.000Z');
const sentAt = String(Date.parse('2026-11-23T02:00:00.000Z') / 1_000);

function receiver(config: object): WebhookReceiver | undefined {
  return WebhookReceiver.fromConfig(
    new ConfigReader(JSON.parse(JSON.stringify(config))),
  );
}

function request(
  body: unknown,
  headers: AlertRequest['headers'] = {},
): AlertRequest {
  return {
    body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
    headers,
    query: {},
    receivedAt,
  };
}

const whsec = `whsec_${Buffer.from('a key of Svix').toString('base64')}`;
const svix = (id: string, at: string, body: string, key = 'a key of Svix') =>
  createHmac('sha256', key).update(`${id}.${at}.${body}`).digest('base64');

const robusta = {
  title: 'Crashing pod cart in namespace shop',
  description: '',
  cluster_name: 'prod-eu',
  severity: 'HIGH',
  source: 'KUBERNETES_API_SERVER',
  aggregation_key: 'CrashLoopBackoff',
  failure: true,
  fingerprint: 'ff',
  subject: {
    name: 'cart-6f5c9799d8-mf6hp',
    kind: 'pod',
    namespace: 'shop',
    node: 'n1',
    container: 'cart',
    labels: { app: 'cart', team: 'payments' },
    annotations: {},
  },
};

const datadog = (transition: string) => ({
  alert_id: '123',
  cycle: '456',
  transition,
  type: 'error',
  priority: 'P2',
  title: 'cart is down',
  text: 'The cart does not answer',
  scope: 'kube_namespace:shop,pod_name:cart-6f5c9799d8-mf6hp',
  tags: 'kube_cluster_name:prod-eu,kube_deployment:cart,team:checkout',
  query: 'avg(last_5m):…',
  link: 'https://app.datadoghq.example/monitors/123',
  host: 'n1',
  date: '1763863200000',
  org: 'acme',
});

const sentry = {
  action: 'triggered',
  data: {
    event: {
      title: 'TypeError: x is undefined',
      culprit: 'cart.checkout',
      level: 'error',
      environment: 'production',
      tags: [['server_name', 'cart-6f5c9799d8-mf6hp']],
      project: 1,
      web_url: 'https://sentry.example/issues/1',
      issue_id: '1',
    },
    triggered_rule: 'Too many errors',
  },
  installation: { uuid: 'u' },
};

const incident = {
  event_type: 'public_alert.alert_created_v1',
  'public_alert.alert_created_v1': {
    id: '01ALERT',
    title: 'cart is down',
    status: 'firing',
    deduplication_key: 'dd-1',
    description: 'The cart does not answer',
    source_url: 'https://prometheus.example/graph',
    metadata: { namespace: 'shop', deployment: 'cart' },
  },
};

describe('webhooks', () => {
  it.each([
    ['datadog', {}],
    ['sentry', { token: undefined }],
    ['json', {}],
  ])('%s is none with %j', (type, more) => {
    expect(receiver({ type, ...more })).toBeUndefined();
  });

  it('refuses types that it does not know, and secrets of those that do not sign', () => {
    expect(() => receiver({ type: 'nagios', token: 'x' })).toThrow(/nagios/);
    expect(() => receiver({ type: 'datadog', secret: 'x' })).toThrow(/token/);
  });

  const body = JSON.stringify(incident);
  it.each([
    ['webhook', sentAt, `v1,${svix('m', sentAt, body)}`, undefined],
    ['svix', sentAt, `v1,${svix('m', sentAt, body)}`, undefined],
    [
      'webhook',
      sentAt,
      `v1,${svix('m', sentAt, body, 'old')} v1,${svix('m', sentAt, body)}`,
      undefined,
    ],
    ['webhook', sentAt, `v1,${svix('n', sentAt, body)}`, 'signature'],
    ['webhook', sentAt, `v2,${svix('m', sentAt, body)}`, 'signature'],
    [
      'webhook',
      '1763859600',
      `v1,${svix('m', '1763859600', body)}`,
      'timestamp',
    ],
    ['other', sentAt, `v1,${svix('m', sentAt, body)}`, 'signature'],
  ])('incident.io signs with %s at %s: %s', (prefix, at, signature, reason) => {
    const rejection = receiver({ type: 'incident-io', secret: whsec })?.verify(
      request(incident, {
        [`${prefix}-id`]: 'm',
        [`${prefix}-timestamp`]: at,
        [`${prefix}-signature`]: signature,
      }),
    );
    expect(rejection?.reason).toBe(reason);
  });

  it.each([
    ['client', undefined],
    ['other', 'signature'],
  ])('Sentry signs with the secret of the %s', (key, reason) => {
    const signature = createHmac('sha256', key)
      .update(JSON.stringify(sentry))
      .digest('hex');
    expect(
      receiver({ type: 'sentry', secret: 'client' })?.verify(
        request(sentry, { 'sentry-hook-signature': signature }),
      )?.reason,
    ).toBe(reason);
  });

  it.each([
    [
      'robusta',
      robusta,
      {
        status: 'firing',
        labels: {
          alertname: 'CrashLoopBackoff',
          kind: 'pod',
          name: 'cart-6f5c9799d8-mf6hp',
          namespace: 'shop',
          cluster: 'prod-eu',
          severity: 'HIGH',
          team: 'payments',
        },
        fingerprint: 'ff',
      },
    ],
    [
      'robusta',
      { ...robusta, ends_at: '2025-11-23T02:00:00Z' },
      { status: 'resolved', endsAt: '2025-11-23T02:00:00.000Z' },
    ],
    ['robusta', { ...robusta, ends_at: null }, { status: 'firing' }],
    [
      'datadog',
      datadog('Triggered'),
      {
        status: 'firing',
        labels: {
          alertname: 'cart is down',
          kube_namespace: 'shop',
          pod_name: 'cart-6f5c9799d8-mf6hp',
          kube_cluster_name: 'prod-eu',
          kube_deployment: 'cart',
          team: 'checkout',
          severity: 'P2',
        },
        fingerprint: '123/kube_namespace:shop,pod_name:cart-6f5c9799d8-mf6hp',
        links: [
          { title: 'Alert', url: 'https://app.datadoghq.example/monitors/123' },
        ],
      },
    ],
    ['datadog', datadog('Recovered'), { status: 'resolved' }],
    [
      'datadog',
      { ...datadog('Warn'), priority: '' },
      { status: 'firing', labels: { severity: 'error' } },
    ],
    ['datadog', datadog('Re-No Data'), { status: 'firing' }],
    [
      'sentry',
      sentry,
      {
        status: 'firing',
        labels: {
          alertname: 'Too many errors',
          severity: 'error',
          environment: 'production',
        },
        fingerprint: '1',
      },
    ],
    [
      'sentry',
      {
        action: 'resolved',
        data: {
          metric_alert: {
            id: 7,
            alert_rule: { name: 'Slow' },
            projects: ['cart'],
          },
        },
      },
      {
        status: 'resolved',
        labels: { alertname: 'Slow', app: 'cart' },
        fingerprint: '7',
      },
    ],
    [
      'incident-io',
      incident,
      {
        status: 'firing',
        labels: {
          alertname: 'cart is down',
          namespace: 'shop',
          deployment: 'cart',
        },
        fingerprint: 'dd-1/01ALERT',
      },
    ],
  ])('reads what %s sends', (type, sent, alert) => {
    const read = receiver({ type, token: 'x' })?.read(request(sent));
    expect(read?.alerts).toMatchObject([alert]);
  });

  it('takes all alerts that it finds, each as one of its own', () => {
    const item = (pod: string, status: string) => ({
      status,
      labels: { alertname: 'Down', pod },
    });
    const read = receiver({
      type: 'json',
      token: 'x',
      mapping: { fingerprint: 'group' },
    })?.read(
      request({
        group: 'g',
        alerts: [
          item('a', 'firing'),
          item('b', 'firing'),
          item('c', 'resolved'),
        ],
      }),
    );
    expect(
      read?.alerts.map(({ labels, status }) => `${labels.pod} ${status}`),
    ).toEqual(['a firing', 'b firing', 'c resolved']);
    expect(
      new Set(read?.alerts.map(({ fingerprint }) => fingerprint)).size,
    ).toBe(3);
  });

  it.each([
    ['created', { issue: { id: '1', title: 'TypeError' } }, 1],
    ['resolved', { issue: { id: '1', title: 'TypeError' } }, 1],
    ['assigned', { issue: { id: '1', title: 'TypeError' } }, 0],
    ['archived', { issue: { id: '1', title: 'TypeError' } }, 0],
    ['created', { comment: 'Looking at it', issue_id: 1 }, 0],
    ['created', { installation: { uuid: 'u' } }, 0],
  ])('Sentry tells with %s of %j, that is %d alerts', (action, data, count) => {
    const one = receiver({ type: 'sentry', secret: 'client' });
    expect(one?.read(request({ action, data })).alerts).toHaveLength(count);
  });

  it('knows a delivery of Sentry again by what is signed', () => {
    const one = receiver({ type: 'sentry', secret: 'client' });
    const id = (sent: object, header: string) =>
      one?.read(request(sent, { 'request-id': header })).id;
    expect(id(sentry, 'a')).toBe(id(sentry, 'b'));
    expect(id({ ...sentry, action: 'resolved' }, 'a')).not.toBe(
      id(sentry, 'a'),
    );
  });

  it('reads any JSON by a mapping of the configuration', () => {
    const custom = receiver({
      type: 'json',
      id: 'zabbix',
      token: 'x',
      mapping: {
        alerts: 'data.problems',
        name: 'rule.name',
        status: 'state',
        resolved: ['over'],
        fingerprint: ['rule.id', 'host'],
        startsAt: 'since',
        labels: { deployment: 'tags.app', namespace: 'tags.ns' },
        annotations: { note: 'text' },
      },
    });
    expect(custom?.id).toBe('zabbix');
    const problem = {
      rule: { id: 7, name: 'Down' },
      host: 'n1',
      state: 'OVER',
      since: 1763863200,
      tags: { app: 'cart', ns: 'shop' },
      text: 'It is over',
    };
    const read = custom?.read(
      request({ data: { problems: [problem, 'x', null] } }),
    );
    expect(read?.alerts).toMatchObject([
      {
        status: 'resolved',
        labels: { alertname: 'Down', deployment: 'cart', namespace: 'shop' },
        annotations: { note: 'It is over' },
        fingerprint: '7/n1',
        startsAt: '2025-11-23T02:00:00.000Z',
      },
    ]);
    expect(() => custom?.read(request({ data: {} }))).toThrow(/data\.problems/);
    expect(() => custom?.read(request('"text"'))).toThrow(/no JSON object/);
    expect(() => custom?.read(request('{'))).toThrow(/not JSON/);
  });
});
