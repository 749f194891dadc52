import { mockServices } from '@backstage/backend-test-utils';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { AlertmanagerReceiver } from './AlertmanagerReceiver';

const HOUR_MS = 3_600_000;

/** An Alertmanager of which the answers are known. */
async function standIn(answers: { uptime: Date; alerts?: object[] }) {
  const server = createServer((request, response) => {
    const body = request.url?.startsWith('/api/v2/status')
      ? { uptime: answers.uptime.toISOString() }
      : answers.alerts;
    response.statusCode = body ? 200 : 500;
    response.end(JSON.stringify(body ?? {}));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    close: () => server.close(),
  };
}

const listed = (pod: string, state: string) => ({
  labels: { alertname: 'Down', pod },
  annotations: {},
  fingerprint: pod,
  startsAt: '2026-11-23T02:00:00Z',
  endsAt: '2026-11-23T02:05:00Z',
  status: { state, silencedBy: [], inhibitedBy: [] },
});

describe('the API of Alertmanager', () => {
  it('tells what fires, for which cluster that is all, and which API failed', async () => {
    const long = new Date(Date.now() - HOUR_MS);
    const senders = await Promise.all([
      standIn({
        uptime: long,
        alerts: [listed('a', 'active'), listed('b', 'suppressed')],
      }),
      standIn({ uptime: new Date(), alerts: [listed('c', 'active')] }),
      standIn({ uptime: long, alerts: [] }),
      standIn({ uptime: long }),
    ]);
    const [eu, started, alone, dead] = senders.map(({ url }) => url);
    const receiver = AlertmanagerReceiver.fromConfig(
      mockServices.rootConfig({
        data: {
          plumbline: {
            alerts: {
              alertmanager: {
                api: [
                  { url: eu, cluster: 'eu' },
                  { url: started, cluster: 'us' },
                  { url: alone },
                  { url: dead, cluster: 'ap' },
                ],
              },
            },
          },
        },
      }),
      { logger: mockServices.logger.mock() },
    );
    const signal = AbortSignal.timeout(10_000);
    const delivery = await receiver?.poll?.alerts({ signal });
    expect(delivery).toMatchObject({
      alerts: [
        { fingerprint: 'a', cluster: 'eu', origin: 'eu', muted: false },
        { fingerprint: 'b', cluster: 'eu', origin: 'eu', muted: true },
        { fingerprint: 'c', cluster: 'us', origin: 'us', reopen: true },
      ],
      // One that started a moment ago does not know yet what fires.
      complete: ['eu', alone],
      problem: expect.stringContaining(dead),
    });
    await expect(receiver?.fetch({ url: dead }, { signal })).rejects.toThrow(
      dead,
    );
    senders.forEach(({ close }) => close());
  });
});
