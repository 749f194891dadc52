import { mockServices } from '@backstage/backend-test-utils';
import { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import { Confidence } from '@plumbline/gitops-lookup';
import { notifyOwners } from './notifyOwners';
import { QuestionToNotify } from './store/AlertStore';

const now = () => new Date('2026-11-23T02:00:00Z');

type Alert = QuestionToNotify['alert'];

function alert(
  id: string,
  more: Partial<Alert> = {},
  confidence: Confidence = 'likely',
): Alert {
  return {
    id,
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

const question = (
  key: string,
  of: Alert,
  firing: QuestionToNotify['firing'] = [of],
): QuestionToNotify => ({ key, alert: of, alertIds: [of.id], firing });

/** `failing`: keys of questions that cannot be told of. */
async function notify(
  questions: QuestionToNotify[],
  failing: (key: string) => boolean = () => false,
) {
  const sent: NotificationSendOptions[] = [];
  const tried: string[] = [];
  const told: string[] = [];
  const asked: object[] = [];
  await notifyOwners({
    store: {
      toNotify: async options => {
        asked.push(options);
        const { after = '', limit } = options;
        return questions.filter(({ key }) => key > after).slice(0, limit);
      },
      notified: async ids => {
        told.push(...ids);
      },
    },
    notifications: {
      send: async notification => {
        const { scope = '' } = notification.payload;
        tried.push(scope);
        if (failing(scope.replace('plumbline:alert:', ''))) {
          throw new Error('Request failed with status 400');
        }
        sent.push(notification);
      },
    },
    settings: { severities: ['critical'] },
    portal: { pages: { '/oncall': '/who' } },
    logger: mockServices.logger.mock(),
    now,
  });
  return { sent, tried, told, asked };
}

describe('notifyOwners', () => {
  it('tells the owning groups once of everything that fires about one thing', async () => {
    const { sent, told, asked } = await notify([
      {
        ...question('q-cart', alert('1'), [
          { name: 'KubePodCrashLooping', severity: 'warning' },
          { name: 'CPUThrottlingHigh', severity: 'critical' },
        ]),
        alertIds: ['1', '3'],
      },
      question('q-other', alert('4')),
    ]);
    expect(asked).toEqual([
      {
        severities: ['critical'],
        since: new Date('2026-11-23T01:00:00Z'),
        patientSince: new Date('2026-11-23T01:55:00Z'),
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
        description: 'Pod b loops /b',
        link: '/who/alerts/1',
        severity: 'critical',
        topic: 'plumbline:alert',
        scope: 'plumbline:alert:q-cart',
      },
    });
    expect(told).toEqual(['1', '3', '4']);
  });

  it.each([
    ['page', 'critical'],
    ['SEV2', 'high'],
    ['warning', 'normal'],
    ['info', 'low'],
    [undefined, 'normal'],
  ])('calls %s %s', async (severity, expected) => {
    const { sent } = await notify([question('q', alert('1', { severity }))]);
    expect(sent[0].payload.severity).toBe(expected);
  });

  it('takes out of what alerts say all that pings or leads elsewhere', async () => {
    const said = '<!channel> <https://evil.example|log\u202e in> &lt;\u0007';
    const { sent } = await notify([
      question('q', alert('1', { name: said, annotations: { summary: said } })),
    ]);
    const { title, description } = sent[0].payload;
    expect(description).toBe('!channel https://evil.example|log in lt;');
    expect(title).toMatch(
      /^!channel https:\/\/evil\.example\|log in lt;: Deployment/,
    );
  });

  it('says that an owner is contested', async () => {
    const { resolution } = alert('1');
    const { sent } = await notify([
      question(
        'q',
        alert('1', {
          resolution: resolution && { ...resolution, contested: true },
        }),
      ),
    ]);
    expect(sent[0].payload.description).toMatch(/^Several teams .* Pod b/);
  });

  it('wakes nobody for a guess, and waits whether it becomes more', async () => {
    const { sent, told } = await notify([
      question('q', alert('1', {}, 'guess')),
    ]);
    expect(sent).toEqual([]);
    expect(told).toEqual([]);
  });

  it('tells the others where one cannot be told, and tries that again', async () => {
    const { told } = await notify(
      ['q1', 'q2', 'q3'].map(key => question(key, alert(`of-${key}`))),
      key => key === 'q1',
    );
    expect(told).toEqual(['of-q2', 'of-q3']);
  });

  it('stops where notifications do not answer', async () => {
    const { told, tried } = await notify(
      Array.from({ length: 9 }, (_, at) => question(`q${at}`, alert(`${at}`))),
      () => true,
    );
    expect(told).toEqual([]);
    expect(tried).toHaveLength(5);
  });

  it('tells of a whole storm', async () => {
    const key = (at: number) => `q${String(at).padStart(4, '0')}`;
    const { told } = await notify(
      Array.from({ length: 450 }, (_, at) => question(key(at), alert(key(at)))),
    );
    expect(told).toHaveLength(450);
  });
});
