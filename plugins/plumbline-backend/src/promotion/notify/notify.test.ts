import { mockServices } from '@backstage/backend-test-utils';
import { NotificationService } from '@backstage/plugin-notifications-node';
import {
  AttentionPage,
  AttentionQuery,
  MatrixPage,
  MatrixQuery,
} from '@plumbline/plugin-plumbline-common';
import { testDatabases } from '../../__testUtils__/databases';
import { DatabaseNoticeStore } from './DatabaseNoticeStore';
import { NotificationSettings, Notifier } from './Notifier';

jest.setTimeout(60_000);

const databases = testDatabases();
const noon = new Date('2026-11-23T12:00:00Z');
const hoursAgo = (hours: number) =>
  new Date(noon.getTime() - hours * 3600_000).toISOString();
const seconds = (time: string) => Date.parse(time) / 1000;

const stuck: AttentionPage = {
  items: [
    {
      kind: 'stuck',
      environment: 'production',
      cluster: 'eu',
      version: '1.0',
      since: '2026-11-01T00:00:00.000Z',
      reason: '1.0 is older than 1.1',
      service: { id: 'cart-1', name: 'cart' },
      teams: ['group:default/shop'],
    },
    {
      kind: 'stuck',
      environment: 'production',
      since: '2026-11-02T00:00:00.000Z',
      reason: '1 is older than 2',
      service: { id: 'web-2', name: 'web' },
      teams: [],
    },
  ],
  freshness: { problems: [], reading: [] },
};

/** cart in four places, each of which it came to in another way. */
const arrived: MatrixPage = {
  environments: ['staging', 'production'].map(name => ({ name, clusters: [] })),
  repositories: ['acme/app'],
  teams: ['group:default/shop'],
  authors: ['Shop'],
  services: { id: ['cart-1'], name: ['cart'], repository: [0], teams: [[0]] },
  cells: {
    service: [0, 0, 0, 0, 0],
    environment: [0, 1, 1, 1, 1],
    cluster: ['', 'eu', 'us', 'asia', 'test'],
    namespace: ['', '', '', '', ''],
    version: ['1.2', '1.1', '1.1', '1.1', '1.1'],
    more: [0, 0, 0, 0, 0],
    verdict: ['first', 'behind', 'behind', 'behind', 'behind'],
    relation: ['first', 'behind', 'behind', 'behind', 'behind'],
    runs: ['as-declared', 'as-declared', 'diverged', 'unknown', 'unknown'],
    since: [
      hoursAgo(1),
      hoursAgo(1),
      hoursAgo(1),
      hoursAgo(2),
      hoursAgo(0),
    ].map(seconds),
    waiting: [0, 0, 0, 0, 0],
    versions: [-1, -1, -1, -1, -1],
    commits: [-1, -1, -1, -1, -1],
    commit: ['', '', '', '', ''],
    author: [0, 0, 0, -1, -1],
  },
  totalItems: 1,
  freshness: { problems: [], reading: [] },
};

describe.each(databases.ids)('notifications on %s', id => {
  async function open(settings: NotificationSettings) {
    const knex = await databases.migrated(id);
    const sent: Parameters<NotificationService['send']>[0][] = [];
    const asked: (AttentionQuery | MatrixQuery)[] = [];
    const service = {
      fails: (_title: string): boolean => false,
      page: arrived,
      stuck,
    };
    return {
      asked,
      knex,
      service,
      /** What one run sends, so many hours after noon. */
      run: async (hours = 0) => {
        const now = new Date(noon.getTime() + hours * 3600_000);
        const notifier = new Notifier({
          store: {
            attention: async query => {
              asked.push(query);
              return query.cursor
                ? service.stuck
                : { ...stuck, items: [], nextCursor: 'more' };
            },
            matrix: async query => {
              asked.push(query);
              return service.page;
            },
          },
          notices: new DatabaseNoticeStore(knex),
          notifications: {
            send: async notification => {
              if (service.fails(notification.payload.title)) {
                throw new Error('not installed');
              }
              sent.push(notification);
            },
          },
          settings,
          portal: { pages: { '/promotion': '/versions' } },
          logger: mockServices.logger.mock(),
          now: () => now,
        });
        await notifier.run(new AbortController().signal);
        return sent.splice(0);
      },
    };
  }

  it('tell the owning team of what is stuck, once', async () => {
    const { run, service, asked } = await open({ stuck: { days: 9 } });
    service.fails = () => true;
    expect(await run()).toEqual([]);
    service.fails = () => false;
    // It is tried again when whoever took it must have ended.
    expect(await run(0.1)).toEqual([]);
    expect(await run(0.3)).toEqual([
      {
        recipients: { type: 'entity', entityRef: ['group:default/shop'] },
        payload: {
          title: 'A newer version of cart waits for production (eu)',
          description: '1.0 is older than 1.1. It has waited since 2026-11-01.',
          link: '/versions/service/cart-1',
          severity: 'normal',
          topic: 'promotion',
          scope:
            'plumbline stuck cart-1 production/eu/ 1.0 2026-11-01T00:00:00.000Z',
        },
      },
    ]);
    expect(await run(0.3)).toEqual([]);
    // It still waits, whatever was forgotten meanwhile.
    for (let days = 30; days <= 400; days += 30) {
      expect(await run(days * 24)).toEqual([]);
    }
    expect(asked[0]).toMatchObject({ kind: 'stuck', days: 9 });
  });

  it('go on after one that nobody takes', async () => {
    const { run, service } = await open({ stuck: { days: 9 } });
    const [cart] = stuck.items;
    const named = (name: string) => ({
      ...cart,
      service: { id: name.slice(0, 60), name },
    });
    service.stuck = {
      ...stuck,
      // A chat would ping whom that means.
      items: [named('bad'), named(`<!channel>\u202e${'x'.repeat(300)}`), cart],
    };
    service.fails = title => title.includes('bad');
    const sent = await run();
    expect(sent.map(({ payload }) => payload.title)).toEqual([
      `A newer version of !channel ${'x'.repeat(227)}`,
      'A newer version of cart waits for production (eu)',
    ]);
    service.fails = () => false;
    expect(await run(1)).toHaveLength(1);
  });

  it('are sent by the next one where the first died before it could', async () => {
    const { run, knex } = await open({ stuck: { days: 9 } });
    const store = new DatabaseNoticeStore(knex);
    const scope =
      'plumbline stuck cart-1 production/eu/ 1.0 2026-11-01T00:00:00.000Z';
    expect(await store.claim(scope, noon)).toBe(true);
    expect(await run(0.1)).toEqual([]);
    expect(await run(1)).toHaveLength(1);
    expect(await run(2)).toEqual([]);
  });

  it('wait for what has come to Git until it runs', async () => {
    const { run, service, asked } = await open({ arrived: {} });
    expect(await run()).toHaveLength(3);
    const since = hoursAgo(1);
    expect(await run(30)).toEqual([]);
    service.page = {
      ...arrived,
      cells: {
        ...arrived.cells,
        runs: arrived.cells.runs.map(() => 'as-declared'),
      },
    };
    const later = await run(31);
    expect(later.map(({ payload }) => payload.title)).toEqual([
      'cart 1.1 has come to production (us)',
    ]);
    expect(await run(32)).toEqual([]);
    expect(
      asked.slice(1).map(query => 'since' in query && query.since),
    ).toEqual([since, since, hoursAgo(-32 + 24)]);
  });

  it('tell of what has come, and of nothing that does not run', async () => {
    const { run } = await open({ arrived: { environments: ['production'] } });
    const told = (await run()).map(
      ({ payload }) => `${payload.title}. ${payload.description}`,
    );
    expect(told).toEqual([
      'cart 1.1 has come to production (eu). It runs there, brought by Shop.',
      'Git asks for cart 1.1 in production (asia). It is asked for there; whether it runs is not known.',
    ]);
    expect(await run()).toEqual([]);
  });

  it('are off', async () => {
    const { run, asked } = await open({});
    expect(await run()).toEqual([]);
    expect(asked).toEqual([]);
  });
});
