import { mockServices } from '@backstage/backend-test-utils';
import { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import { Confidence } from '@plumbline/gitops-lookup';
import { notifyOwners } from './notifyOwners';
import { AlertToNotify } from './store/AlertStore';

const now = () => new Date('2026-11-23T02:00:00Z');

function alert(
  id: string,
  more: Partial<AlertToNotify> = {},
  confidence: Confidence = 'likely',
): AlertToNotify {
  return {
    id,
    questionKey: 'q-cart',
    receiver: 'fake',
    name: 'KubePodCrashLooping',
    severity: 'warning',
    status: 'firing',
    labels: {},
    annotations: { summary: 'Pod\n<b>loops</b>' },
    links: [],
    startsAt: now().toISOString(),
    firstReceived: now().toISOString(),
    lastReceived: now().toISOString(),
    deliveries: 1,
    ownership: 'owned',
    resolution: {
      subject: {
        type: 'object',
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        namespace: 'shop',
        name: 'cart',
        cluster: 'prod-eu',
        reasons: [],
        confidence: 'certain',
      },
      owners: ['group:default/checkout', 'group:default/payments'].map(
        team => ({
          team,
          raw: team,
          source: 'codeowners',
          confidence,
          evidence: {
            type: 'file',
            location: { repository: 'a', revision: 'b', path: 'CODEOWNERS' },
          },
        }),
      ),
      contested: false,
      query: 'q',
      resolvedAt: now().toISOString(),
      unknown: [],
    },
    ...more,
  };
}

async function notify(alerts: AlertToNotify[], failing = false) {
  const sent: NotificationSendOptions[] = [];
  const told: string[] = [];
  const asked: object[] = [];
  await notifyOwners({
    store: {
      toNotify: async options => {
        asked.push(options);
        return alerts;
      },
      notified: async ids => {
        told.push(...ids);
      },
    },
    notifications: {
      send: async notification => {
        if (failing) {
          throw new Error('Request failed with status 404');
        }
        sent.push(notification);
      },
    },
    settings: { severities: ['critical'] },
    logger: mockServices.logger.mock(),
    now,
  });
  return { sent, told, asked };
}

describe('notifyOwners', () => {
  it('tells the owning groups once for all alerts about one thing', async () => {
    const { sent, told, asked } = await notify([
      alert('1'),
      alert('2', { name: 'CPUThrottlingHigh', severity: 'critical' }),
      alert('3'),
      alert('4', { questionKey: 'q-other' }),
    ]);
    expect(asked).toEqual([
      {
        severities: ['critical'],
        since: new Date('2026-11-23T01:00:00Z'),
        limit: 200,
      },
    ]);
    expect(sent).toHaveLength(2);
    expect(sent[0]).toEqual({
      recipients: {
        type: 'entity',
        entityRef: ['group:default/checkout', 'group:default/payments'],
      },
      payload: {
        title:
          'KubePodCrashLooping, CPUThrottlingHigh: Deployment shop/cart in prod-eu',
        description: 'Pod <b>loops</b>',
        link: '/oncall/alerts/1',
        severity: 'critical',
        topic: 'plumbline:alert',
        scope: 'plumbline:alert:q-cart',
      },
    });
    expect(told).toEqual(['1', '2', '3', '4']);
  });

  it.each([
    ['page', 'critical'],
    ['SEV2', 'high'],
    ['warning', 'normal'],
    ['info', 'low'],
    [undefined, 'normal'],
  ])('calls %s %s', async (severity, expected) => {
    const { sent } = await notify([alert('1', { severity })]);
    expect(sent[0].payload.severity).toBe(expected);
  });

  it('wakes nobody for a guess', async () => {
    const { sent, told } = await notify([alert('1', {}, 'guess')]);
    expect(sent).toEqual([]);
    expect(told).toEqual(['1']);
  });

  it('tries again where notifications do not answer', async () => {
    const { told } = await notify([alert('1')], true);
    expect(told).toEqual([]);
  });
});
