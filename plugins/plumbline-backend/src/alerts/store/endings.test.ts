import { testDatabases } from '../../__testUtils__/databases';
import { AlertToStore, DeliveryToStore } from './AlertStore';
import { DatabaseAlertStore } from './DatabaseAlertStore';

jest.setTimeout(60_000);

const databases = testDatabases();
const at = (minutes: number) =>
  new Date(Date.parse('2026-11-23T02:00:00.000Z') + minutes * 60_000);

function delivery(
  alerts: [pod: string, more?: Partial<AlertToStore>][],
  more: Partial<DeliveryToStore> = {},
): DeliveryToStore {
  return {
    receiver: 'fake',
    alerts: alerts.map(([pod, rest]) => ({
      status: 'firing',
      fingerprintKey: `fp-${pod}`,
      question: { key: `q-${pod}`, text: '{}' },
      startsAt: at(0).toISOString(),
      name: 'Down',
      labels: { pod },
      annotations: {},
      links: [],
      ...rest,
    })),
    plumbing: 0,
    followUps: [],
    ...more,
  };
}

describe.each(databases.ids)('ends of alerts on %s', id => {
  async function open() {
    const store = new DatabaseAlertStore(await databases.migrated(id));
    const shown = async () =>
      (await store.page({})).items
        .map(
          ({ labels, status, endsAt = '' }) =>
            `${labels.pod} ${status} ${endsAt.slice(14, 16)}`,
        )
        .map(text => text.trim())
        .sort();
    return { store, shown };
  }

  it('ends what a complete list leaves out, and opens again what it holds', async () => {
    const { store, shown } = await open();
    const origin = 'eu';
    await store.accept(
      [
        delivery([['webhook-twin'], ['unknown']]),
        delivery([
          ['over', { origin }],
          ['other', { origin: 'us' }],
        ]),
        delivery([['of-another', { origin }]], { receiver: 'another' }),
      ],
      at(0),
    );
    await store.accept([delivery([['late', { origin }]])], at(6));
    const list = (minute: number, pods: string[]) =>
      store.accept(
        [
          delivery(
            pods.map(pod => [pod, { origin, reopen: true }]),
            { complete: [origin], askedAt: at(minute).toISOString() },
          ),
        ],
        at(minute + 1),
      );
    await list(5, ['webhook-twin']);
    await expect(shown()).resolves.toEqual([
      'late firing',
      'of-another firing',
      'other firing',
      'over resolved 05',
      'unknown firing',
      'webhook-twin firing',
    ]);
    await list(10, ['over']);
    await expect(shown()).resolves.toEqual([
      'late resolved 10',
      'of-another firing',
      'other firing',
      'over firing',
      'unknown firing',
      'webhook-twin resolved 10',
    ]);
    await expect(store.page({})).resolves.toMatchObject({
      summary: { firing: 4, resolved: 2 },
    });
  });

  it('ends all alerts of one name at the sender, in the order of what came', async () => {
    const { store, shown } = await open();
    const external = { id: 'P1' };
    await store.accept(
      [
        delivery([
          ['incident', { external }],
          ['detail', { external }],
        ]),
        delivery([['other', { external: { id: 'P2' } }]]),
        delivery([], { ended: ['P1'] }),
        delivery([['detail', { external, reopen: true }]]),
      ],
      at(4),
    );
    await expect(shown()).resolves.toEqual([
      'detail firing',
      'incident resolved 04',
      'other firing',
    ]);
  });
});
