import { mockServices } from '@backstage/backend-test-utils';
import { AlertRequest } from '@plumbline/plugin-plumbline-node';
import { createHmac } from 'node:crypto';
import { GrafanaReceiver } from './GrafanaReceiver';

const receivedAt = new Date('2026-11-23T02:00:10.000Z');
const signedAt = String(Date.parse('2026-11-23T02:00:00.000Z') / 1_000);
const secret = 'grafana-test-secret';

const body = JSON.stringify({
  receiver: 'plumbline',
  status: 'firing',
  version: '1',
  orgId: 1,
  title: '[FIRING:1]',
  state: 'alerting',
  externalURL: 'https://grafana.example/',
  truncatedAlerts: 0,
  alerts: [
    {
      status: 'firing',
      labels: {
        alertname: 'High latency',
        grafana_folder: 'team-payments',
        namespace: 'shop',
        service: 'cart',
      },
      annotations: { summary: 'p99 > 2s' },
      startsAt: '2026-11-23T02:00:00Z',
      endsAt: '0001-01-01T00:00:00Z',
      generatorURL: 'https://grafana.example/alerting/grafana/abc/view',
      fingerprint: 'c6eadffa33fcdf37',
      silenceURL: 'https://grafana.example/alerting/silence/new',
      dashboardURL: '',
      panelURL: '',
      ruleUID: 'abc',
      values: { B: 2.4 },
      valueString: "[ var='B' labels={} value=2.4 ]",
      orgId: 1,
    },
  ],
});

function receiver(grafana: object | undefined): GrafanaReceiver | undefined {
  return GrafanaReceiver.fromConfig(
    mockServices.rootConfig({
      data: { plumbline: { alerts: JSON.parse(JSON.stringify({ grafana })) } },
    }),
    { logger: mockServices.logger.mock() },
  );
}

function request(headers: AlertRequest['headers'] = {}): AlertRequest {
  return { body: Buffer.from(body), headers, query: {}, receivedAt };
}

const sign = (...parts: string[]) =>
  createHmac('sha256', secret).update(parts.join('')).digest('hex');

describe('GrafanaReceiver', () => {
  it.each([[undefined], [{}], [{ header: 'x' }], [{ token: undefined }]])(
    'is none with %j',
    config => {
      expect(receiver(config)).toBeUndefined();
    },
  );

  const header = 'x-grafana-alerting-signature';
  const timed = { secret, timestampHeader: 'X-Sent-At' };
  it.each([
    ['the body', { secret }, { [header]: sign(body) }, undefined],
    ['nothing', { secret }, {}, 'signature'],
    ['something else', { secret }, { [header]: sign(`${body} `) }, 'signature'],
    ['a prefix', { secret }, { [header]: `sha256=${sign(body)}` }, 'signature'],
    [
      'another header',
      { secret, header: 'X-Signed' },
      { 'x-signed': sign(body) },
      undefined,
    ],
    [
      'time and body',
      timed,
      { [header]: sign(signedAt, ':', body), 'x-sent-at': signedAt },
      undefined,
    ],
    [
      'the body without its time',
      timed,
      { [header]: sign(body), 'x-sent-at': signedAt },
      'signature',
    ],
    ['no time', timed, { [header]: sign(body) }, 'signature'],
    [
      'an hour ago',
      timed,
      {
        [header]: sign('1763859600', ':', body),
        'x-sent-at': '1763859600',
      },
      'timestamp',
    ],
    ['a token', { token: 'abc' }, { authorization: 'Bearer abc' }, undefined],
    [
      'a wrong token',
      { token: 'abc' },
      { authorization: 'Bearer x' },
      'secret',
    ],
  ])('signed is %s', (_, config, headers, reason) => {
    expect(receiver(config)?.verify(request(headers))?.reason).toBe(reason);
  });

  it('reads alerts with their links', () => {
    expect(receiver({ secret })?.read(request())).toEqual({
      alerts: [
        {
          status: 'firing',
          labels: {
            alertname: 'High latency',
            grafana_folder: 'team-payments',
            namespace: 'shop',
            service: 'cart',
          },
          annotations: { summary: 'p99 > 2s' },
          startsAt: '2026-11-23T02:00:00Z',
          endsAt: '0001-01-01T00:00:00Z',
          generatorURL: 'https://grafana.example/alerting/grafana/abc/view',
          externalURL: 'https://grafana.example/',
          fingerprint: 'c6eadffa33fcdf37',
          links: [
            {
              title: 'Silence',
              url: 'https://grafana.example/alerting/silence/new',
            },
          ],
        },
      ],
    });
  });
});
