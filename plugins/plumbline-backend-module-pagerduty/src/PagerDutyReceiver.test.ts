import { mockServices } from '@backstage/backend-test-utils';
import express from 'express';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, Server } from 'node:http';
import { PagerDutyReceiver } from './PagerDutyReceiver';

const secret = 'pagerduty-test-secret';

const event = (type: string) => ({
  event: {
    id: '01E',
    event_type: type,
    resource_type: 'incident',
    occurred_at: '2026-11-23T02:00:01.000Z',
    agent: null,
    client: { name: 'PagerDuty' },
    data: {
      id: 'PGR0VU2',
      type: 'incident',
      self: 'https://api.pagerduty.com/incidents/PGR0VU2',
      html_url: 'https://acme.pagerduty.com/incidents/PGR0VU2',
      number: 2,
      status: 'triggered',
      incident_key: 'd3640fbd',
      created_at: '2026-11-23T02:00:00Z',
      title: '[FIRING:1] shop',
      service: { id: 'PF9KMXH', type: 'service_reference', summary: 'Shop' },
      assignees: [],
      escalation_policy: {
        id: 'PUS0KTE',
        type: 'escalation_policy_reference',
        summary: 'Default',
      },
      teams: [{ id: 'PFCVPS0', type: 'team_reference', summary: 'Payments' }],
      priority: null,
      urgency: 'high',
      resolve_reason: null,
    },
  },
});

const text =
  'Labels:\n - alertname = KubePodCrashLooping\n - namespace = shop\n - pod = cart-6f5c9799d8-mf6hp\nAnnotations:\n - summary = Pod is crash looping.\nSource: http://prom.example/graph\n';

/** `GET /incidents/<id>/alerts` as PagerDuty documents it. */
const alertsOf = (details: unknown) => ({
  alerts: [
    {
      id: 'PT4KHLK',
      type: 'alert',
      status: 'triggered',
      alert_key: 'd3640fbd',
      severity: 'critical',
      service: { id: 'PF9KMXH', type: 'service_reference' },
      body: { type: 'alert_body', contexts: [], details },
    },
  ],
  limit: 25,
  offset: 0,
  more: false,
});

function receiver(pagerduty: object | undefined) {
  return PagerDutyReceiver.fromConfig(
    mockServices.rootConfig({
      data: {
        plumbline: { alerts: JSON.parse(JSON.stringify({ pagerduty })) },
      },
    }),
    { logger: mockServices.logger.mock() },
  );
}

function request(body: object, headers: Record<string, string> = {}) {
  return {
    body: Buffer.from(JSON.stringify(body)),
    headers,
    query: {},
    receivedAt: new Date(),
  };
}

describe('PagerDutyReceiver', () => {
  let standIn: Server;
  let apiUrl: string;
  let answer: { status: number; body: object };
  const asked: { url: string; headers: object; body: unknown }[] = [];

  beforeAll(async () => {
    const app = express();
    app.use(express.json(), (req, res) => {
      asked.push({
        url: req.originalUrl,
        headers: req.headers,
        body: req.body,
      });
      res.status(answer.status).json(answer.body);
    });
    standIn = createServer(app).listen(0, '127.0.0.1');
    await once(standIn, 'listening');
    const address = standIn.address();
    apiUrl = `http://127.0.0.1:${
      typeof address === 'object' ? address?.port : ''
    }`;
  });

  afterAll(() => standIn.close());

  it('takes nothing without secrets', () => {
    expect(receiver(undefined)).toBeUndefined();
    expect(receiver({ apiToken: 'x' })).toBeUndefined();
  });

  const signed = (by: string) =>
    `v1=${createHmac('sha256', by)
      .update(JSON.stringify(event('incident.triggered')))
      .digest('hex')}`;
  it.each([
    [signed(secret), undefined],
    [`${signed('old')},${signed(secret)}`, undefined],
    [`${signed('old')}, ${signed('new')}`, undefined],
    [signed('other'), 'signature'],
    [signed(secret).slice(3), 'signature'],
    ['', 'signature'],
  ])('verifies %s', (signature, reason) => {
    const rejection = receiver({ secrets: [secret, 'new'] })?.verify(
      request(event('incident.triggered'), {
        'x-pagerduty-signature': signature,
      }),
    );
    expect(rejection?.reason).toBe(reason);
  });

  it.each([
    ['a text list', { firing: text, num_firing: '1', resolved: '' }],
    [
      'JSON of Alertmanager',
      {
        firing: [
          {
            status: 'firing',
            labels: {
              alertname: 'KubePodCrashLooping',
              namespace: 'shop',
              pod: 'cart-6f5c9799d8-mf6hp',
            },
            annotations: { summary: 'Pod is crash looping.' },
          },
        ],
      },
    ],
    [
      'details within details',
      {
        custom_details: {
          namespace: 'shop',
          pod: 'cart-6f5c9799d8-mf6hp',
          alertname: 'KubePodCrashLooping',
        },
      },
    ],
  ])('fetches what the webhook leaves out: %s', async (_, details) => {
    const subject = receiver({ secrets: [secret], apiToken: 'key', apiUrl });
    const delivery = subject?.read(
      request(event('incident.triggered'), { 'x-webhook-id': 'w-1' }),
    );
    // The id that is signed, not that of the header.
    expect(delivery).toMatchObject({ id: '01E', alerts: [] });
    answer = { status: 200, body: alertsOf(details) };
    const fetched = await subject?.fetch(
      JSON.parse(JSON.stringify(delivery?.followUps?.[0])),
      { signal: AbortSignal.timeout(5_000) },
    );
    expect(asked.at(-1)).toMatchObject({
      url: '/incidents/PGR0VU2/alerts?limit=100&offset=0',
      headers: {
        authorization: 'Token token=key',
        accept: 'application/vnd.pagerduty+json;version=2',
      },
    });
    expect(fetched).toMatchObject({
      alerts: [
        {
          status: 'firing',
          labels: {
            alertname: 'KubePodCrashLooping',
            namespace: 'shop',
            pod: 'cart-6f5c9799d8-mf6hp',
            severity: 'critical',
          },
          teams: ['Payments'],
          startsAt: '2026-11-23T02:00:00Z',
          external: {
            id: 'PGR0VU2',
            url: 'https://acme.pagerduty.com/incidents/PGR0VU2',
          },
        },
      ],
    });
  });

  it('ends the alerts of an incident that is resolved, under the same names', async () => {
    const subject = receiver({ secrets: [secret], apiToken: 'key', apiUrl });
    answer = { status: 200, body: alertsOf({ firing: text }) };
    const fetchOf = (type: string) =>
      subject?.fetch(
        JSON.parse(
          JSON.stringify(subject.read(request(event(type))).followUps?.[0]),
        ),
        { signal: AbortSignal.timeout(5_000) },
      );
    const [first, last] = [
      await fetchOf('incident.triggered'),
      await fetchOf('incident.resolved'),
    ];
    expect(last?.alerts.map(({ status }) => status)).toEqual(['resolved']);
    expect(last?.alerts[0].fingerprint).toBe(first?.alerts[0].fingerprint);
    // Also what was known as the incident alone, and before its alerts are fetched.
    expect(last?.ended).toEqual(['PGR0VU2']);
    expect(subject?.read(request(event('incident.resolved')))).toMatchObject({
      ended: ['PGR0VU2'],
    });
    const again = await fetchOf('incident.reopened');
    expect(again).not.toHaveProperty('ended');
    expect(again?.alerts).toMatchObject([{ status: 'firing', reopen: true }]);
  });

  it('asks again later when PagerDuty fails, and not for an incident that is gone', async () => {
    const subject = receiver({ secrets: [secret], apiToken: 'key', apiUrl });
    const task = JSON.parse(
      JSON.stringify(
        subject?.read(request(event('incident.triggered'))).followUps?.[0],
      ),
    );
    const options = { signal: AbortSignal.timeout(5_000) };
    answer = { status: 429, body: {} };
    await expect(subject?.fetch(task, options)).rejects.toThrow(/429/);
    answer = { status: 404, body: {} };
    await expect(subject?.fetch(task, options)).resolves.toMatchObject({
      alerts: [{ labels: { alertname: '[FIRING:1] shop' } }],
    });
  });

  it('knows title and teams where it may not ask', () => {
    expect(
      receiver({ secrets: [secret] })?.read(
        request(event('incident.triggered')),
      ),
    ).toMatchObject({
      alerts: [
        {
          labels: { alertname: '[FIRING:1] shop' },
          teams: ['Payments'],
          fingerprint: 'PGR0VU2',
        },
      ],
    });
  });

  it('sets other events aside, and refuses what is none', () => {
    const read = (body: object) =>
      receiver({ secrets: [secret] })?.read(request(body));
    expect(read(event('incident.annotated'))).toEqual({
      id: '01E',
      alerts: [],
    });
    expect(read({ event: { event_type: 'pagey.ping' } })).toEqual({
      alerts: [],
    });
    expect(() => read({ messages: [] })).toThrow(/version 3/);
  });

  it('writes notes', async () => {
    answer = { status: 201, body: {} };
    const subject = receiver({
      secrets: [secret],
      apiToken: 'key',
      apiUrl,
      notes: { from: 'plumbline@acme.example' },
    });
    expect(subject?.note?.always).toBe(false);
    await subject?.note?.write({ id: 'PGR0VU2' }, 'Owner checkout', {
      signal: AbortSignal.timeout(5_000),
    });
    expect(asked.at(-1)).toMatchObject({
      url: '/incidents/PGR0VU2/notes',
      headers: { from: 'plumbline@acme.example' },
      body: { note: { content: 'Owner checkout' } },
    });
  });
});
