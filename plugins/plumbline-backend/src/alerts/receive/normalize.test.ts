import { ReceivedAlert } from '@plumbline/plugin-plumbline-node';
import { normalizeAlert } from './normalize';

const now = new Date('2026-11-23T02:00:00.000Z');

function alert(
  labels: Record<string, string>,
  more: Partial<ReceivedAlert> = {},
): ReceivedAlert {
  return {
    status: 'firing',
    labels: { namespace: 'shop', ...labels },
    annotations: {},
    fingerprint: 'f',
    ...more,
  };
}

function stored(received: ReceivedAlert) {
  const normalized = normalizeAlert(received, 'fake', now);
  if (normalized === 'plumbing') {
    throw new Error('This is about the alerting itself');
  }
  return normalized;
}

describe('normalizeAlert', () => {
  it.each([
    [
      'values and times',
      { deployment: 'cart', value: '1' },
      { startsAt: '2026-11-23T01:00:00Z', fingerprint: 'g' },
    ],
    ['severity and rule', { deployment: 'cart', severity: 'x', uid: 'y' }, {}],
    [
      'the address of the rule on the same host',
      { deployment: 'cart' },
      { generatorURL: 'https://prom.prod-eu.example/graph?g0.expr=absent(x)' },
    ],
  ])('asks the same whatever %s', (_, labels, more) => {
    const generatorURL = 'https://prom.prod-eu.example/graph?g0.expr=up';
    const key = (of: Record<string, string>, other: Partial<ReceivedAlert>) =>
      stored(alert(of, { generatorURL, ...other })).question.key;
    expect(key(labels, more)).toBe(key({ deployment: 'cart' }, {}));
  });

  it.each([
    [{ deployment: 'other' }, {}],
    [{ deployment: 'cart', namespace: 'labs' }, {}],
    [{ deployment: 'cart', cluster: 'prod-eu' }, {}],
    [{ deployment: 'cart', team: 'payments' }, {}],
    [{ deployment: 'cart' }, { cluster: 'prod-eu' }],
    [{ deployment: 'cart' }, { teams: ['Payments'] }],
    [{ deployment: 'cart' }, { generatorURL: 'https://prom.prod-eu.example' }],
  ])('asks something else for %j %j', (labels, more) => {
    expect(stored(alert(labels, more)).question.key).not.toBe(
      stored(alert({ deployment: 'cart' })).question.key,
    );
  });

  it('takes the cluster of the address only where no label tells it', () => {
    const key = (labels: Record<string, string>, cluster?: string) =>
      stored(alert({ deployment: 'cart', ...labels }, { cluster })).question
        .key;
    expect(key({}, 'prod-eu')).toBe(key({ cluster: 'prod-eu' }));
    expect(key({ cluster: 'prod-us' }, 'prod-eu')).toBe(
      key({ cluster: 'prod-us' }),
    );
  });

  it.each([
    ['0001-01-01T00:00:00Z', undefined, undefined],
    ['not a time', undefined, undefined],
    ['2026-11-23T01:00:00+02:00', '2026-11-22T23:00:00.000Z', undefined],
    [
      '2026-11-23T05:00:00Z',
      '2026-11-23T02:00:00.000Z',
      '2026-11-23T05:00:00.000Z',
    ],
    ['+275760-09-13T00:00:00.001Z', undefined, undefined],
  ])('reads the start %s', (said, startsAt, startsAtSaid) => {
    const read = stored(alert({}, { startsAt: said }));
    expect([read.startsAt, read.startsAtSaid]).toEqual([
      startsAt,
      startsAtSaid,
    ]);
  });

  it('keeps no credential of texts and addresses', () => {
    const read = stored(
      alert(
        {
          dsn: 'postgres://app:hunter2@db/shop',
          api_key: 'hunter2',
          secret: 'web-tls',
        },
        {
          annotations: {
            text: 'login failed: password=hunter2',
            url: 'jdbc:postgresql://db/shop?user=app&password=hunter2',
          },
          generatorURL: 'https://app:hunter2@prometheus.example/graph',
          links: [
            { title: 'Run', url: ['javascript', 'alert(1)'].join(':') },
            { title: 'Dashboard', url: 'https://x:hunter2@grafana.example/' },
            {
              title: 'Logs',
              url: 'https://logs.example/?token=hunter2&X-Amz-Signature=hunter2&q=token&key=hunter2',
            },
          ],
          external: { id: 'P1', url: 'data:text/html,x' },
        },
      ),
    );
    expect(JSON.stringify(read)).not.toMatch(/hunter2|javascript:|data:/);
    // The name of a Secret, which metrics tell.
    expect(read.labels).toMatchObject({ secret: 'web-tls' });
    expect(read.links).toEqual([
      { title: 'Dashboard', url: 'https://grafana.example/' },
      {
        title: 'Logs',
        url: 'https://logs.example/?token=masked&X-Amz-Signature=masked&q=token&key=masked',
      },
    ]);
  });

  it.each(['Watchdog', 'InfoInhibitor'])('sets %s aside', alertname => {
    expect(normalizeAlert(alert({ alertname }), 'fake', now)).toBe('plumbing');
  });
});
