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
const now = new Date('2026-11-23T12:00:00Z');
const hoursAgo = (hours: number) =>
  new Date(now.getTime() - hours * 3600_000).toISOString();
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
    const service = { installed: true };
    return {
      asked,
      service,
      /** What one run sends. */
      run: async () => {
        const notifier = new Notifier({
          store: {
            attention: async query => {
              asked.push(query);
              return query.cursor
                ? stuck
                : { ...stuck, items: [], nextCursor: 'more' };
            },
            matrix: async query => {
              asked.push(query);
              return arrived;
            },
          },
          notices: new DatabaseNoticeStore(knex),
          notifications: {
            send: async notification => {
              if (!service.installed) {
                throw new Error('not installed');
              }
              sent.push(notification);
            },
          },
          settings,
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
    service.installed = false;
    expect(await run()).toEqual([]);
    service.installed = true;
    expect(await run()).toEqual([
      {
        recipients: { type: 'entity', entityRef: ['group:default/shop'] },
        payload: {
          title: 'A newer version of cart waits for production (eu)',
          description: '1.0 is older than 1.1. It has waited since 2026-11-01.',
          link: '/promotion/service/cart-1',
          severity: 'normal',
          topic: 'promotion',
          scope:
            'plumbline stuck cart-1 production/eu/ 1.0 2026-11-01T00:00:00.000Z',
        },
      },
    ]);
    expect(await run()).toEqual([]);
    expect(asked[0]).toMatchObject({ kind: 'stuck', days: 9 });
  });

  it('tell of what has come, and of nothing that does not run', async () => {
    const { run } = await open({ arrived: { environments: ['production'] } });
    const told = (await run()).map(
      ({ payload }) => `${payload.title}. ${payload.description}`,
    );
    expect(told).toEqual([
      'cart 1.1 has come to production (eu). It runs there, brought by Shop.',
      'cart 1.1 has come to production (asia). Git asks for it; whether it runs there is not known.',
    ]);
    expect(await run()).toEqual([]);
  });

  it('are off', async () => {
    const { run, asked } = await open({});
    expect(await run()).toEqual([]);
    expect(asked).toEqual([]);
  });
});
