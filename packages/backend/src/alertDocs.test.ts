import {
  mockCredentials,
  mockServices,
  startTestBackend,
  TestBackend,
} from '@backstage/backend-test-utils';
import plumbline from '@plumbline/plugin-plumbline-backend';
import alertmanager from '@plumbline/plugin-plumbline-backend-module-alertmanager';
import grafana from '@plumbline/plugin-plumbline-backend-module-grafana';
import opsgenie from '@plumbline/plugin-plumbline-backend-module-opsgenie';
import pagerduty from '@plumbline/plugin-plumbline-backend-module-pagerduty';
import webhooks from '@plumbline/plugin-plumbline-backend-module-webhooks';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

jest.setTimeout(120_000);

const page = readFileSync(
  path.resolve(__dirname, '../../../docs/alerts.md'),
  'utf8',
);
const secret = 'as-the-environment-has-it';

/** Blocks of the page in this language, with the variables of the environment in them. */
function blocks(language: string): string[] {
  return [
    ...page.matchAll(new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\`$`, 'gm')),
  ].map(([, text]) => text.replace(/\$\{\w+\}/g, secret));
}

/** What the page has people put below `plumbline.alerts`, all of it. */
function settings(): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const text of blocks('yaml').filter(block =>
    /^plumbline:/.test(block),
  )) {
    Object.assign(found, parse(text).plumbline.alerts);
  }
  const [custom] = blocks('yaml')
    .filter(block => /^- type: json/.test(block))
    .flatMap(block => parse(block));
  const { webhooks: listed } = found;
  return {
    ...found,
    // Nobody is there whose API could be asked.
    alertmanager: { token: secret },
    webhooks: [...(Array.isArray(listed) ? listed : []), custom],
  };
}

describe('the templates of docs/alerts.md', () => {
  let backend: TestBackend;
  let base: string;

  beforeAll(async () => {
    backend = await startTestBackend({
      features: [
        plumbline,
        alertmanager,
        grafana,
        opsgenie,
        pagerduty,
        webhooks,
        mockServices.rootConfig.factory({
          data: JSON.parse(
            JSON.stringify({ plumbline: { alerts: settings() } }),
          ),
        }),
      ],
    });
    base = `http://127.0.0.1:${backend.server.port()}/api/plumbline/v1`;
  });

  afterAll(() => backend.stop());

  const get = async <T>(address: string): Promise<T> => {
    const response = await fetch(`${base}${address}`, {
      headers: { authorization: mockCredentials.user.header() },
    });
    return await response.json();
  };
  const send = async (receiver: string, body: string): Promise<number> => {
    const { status } = await fetch(`${base}/alerts/receive/${receiver}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}` },
      body,
    });
    return status;
  };
  const labelsOf = async (text: string) => {
    const { items } = await get<{ items: { labels: object }[] }>(
      `/alerts?text=${text}`,
    );
    return items.map(({ labels }) => labels);
  };

  it('set up every receiver', async () => {
    const { items } = await get<{ items: { id: string; active: boolean }[] }>(
      '/alerts/receivers',
    );
    expect(items.map(({ id, active }) => `${id} ${active}`)).toEqual(
      [
        ...['alertmanager', 'datadog', 'grafana', 'incident-io', 'opsgenie'],
        ...['pagerduty', 'robusta', 'sentry', 'sns', 'zabbix'],
      ].map(id => `${id} true`),
    );
  });

  it('have an alert sent by hand', async () => {
    const [body] = /\{\s+"version": "4"[^']*/.exec(page) ?? [''];
    expect(await send('alertmanager', body)).toBe(202);
    expect(await labelsOf('atry')).toEqual([
      expect.objectContaining({ cluster: 'prod-eu', namespace: 'shop' }),
    ]);
  });

  it('have Datadog send what can be read', async () => {
    const values: Record<string, string> = {
      ALERT_ID: '123',
      ALERT_TRANSITION: 'Triggered',
      ALERT_TYPE: 'error',
      ALERT_PRIORITY: 'P2',
      EVENT_TITLE: '[Triggered] The cart is slow',
      ALERT_SCOPE: 'kube_namespace:shop, kube_deployment:cart',
      TAGS: 'kube_cluster_name:prod-eu,team:checkout',
    };
    const [payload] = blocks('json');
    const body = payload.replace(/\$(\w+)/g, (_, name) => values[name] ?? '');
    expect(await send('datadog', body)).toBe(202);
    expect(await labelsOf('slow')).toEqual([
      expect.objectContaining({
        kube_namespace: 'shop',
        kube_deployment: 'cart',
        kube_cluster_name: 'prod-eu',
        team: 'checkout',
        severity: 'P2',
      }),
    ]);
  });

  it('have any JSON read by a mapping', async () => {
    const problem = {
      rule: { id: 7, name: 'Own rule' },
      host: 'n1',
      state: 'BROKEN',
      since: '2026-11-23T02:00:00Z',
      tags: { app: 'cart', ns: 'shop' },
    };
    expect(
      await send('zabbix', JSON.stringify({ data: { problems: [problem] } })),
    ).toBe(202);
    expect(await labelsOf('own%20rule')).toEqual([
      expect.objectContaining({ deployment: 'cart', namespace: 'shop' }),
    ]);
  });
});
