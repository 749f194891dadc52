import { metricsServiceMock } from '@backstage/backend-test-utils/alpha';
import { AlertDelivery } from '@plumbline/plugin-plumbline-node';
import { setImmediate } from 'node:timers/promises';
import { testDatabases } from '../../__testUtils__/databases';
import { createMetrics } from '../../lib/metrics';
import { PeopleFirst } from '../PeopleFirst';
import { DatabaseAlertStore } from '../store/DatabaseAlertStore';
import { Intake } from './Intake';

jest.setTimeout(60_000);

const databases = testDatabases();
const now = () => new Date('2026-11-23T02:00:00Z');

/** Tells what each transaction was given, and whether it may end well. */
class WatchedStore extends DatabaseAlertStore {
  readonly transactions: { deliveries: number; alerts: number }[] = [];
  turns = 0;
  failsAt?: number;

  override async accept(
    ...[deliveries, at, turn]: Parameters<DatabaseAlertStore['accept']>
  ): Promise<void> {
    this.transactions.push({
      deliveries: deliveries.length,
      alerts: deliveries.reduce((sum, { alerts }) => sum + alerts.length, 0),
    });
    if (this.transactions.length === this.failsAt) {
      throw new Error('the disk is full');
    }
    await super.accept(deliveries, at, async () => {
      this.turns += 1;
      await turn?.();
    });
  }
}

async function open(id: Parameters<typeof databases.migrated>[0]) {
  const knex = await databases.migrated(id);
  const store = new WatchedStore(knex);
  const intake = new Intake({
    store,
    peopleFirst: new PeopleFirst(),
    metrics: createMetrics(metricsServiceMock.mock()),
    now,
  });
  const receive = async (delivery: AlertDelivery) =>
    await intake.accept({ id: 'fake' }, delivery);
  const alerts = async (): Promise<Record<string, number>> => {
    const statuses: string[] = await knex('alerts').pluck('status');
    return Object.fromEntries(
      [...new Set(statuses)].map(status => [
        status,
        statuses.filter(other => other === status).length,
      ]),
    );
  };
  return { knex, store, receive, alerts };
}

const alert = (
  name: string,
  status: 'firing' | 'resolved' = 'firing',
): AlertDelivery['alerts'][number] => ({
  status,
  labels: { alertname: 'Storm', pod: name },
  annotations: {},
  fingerprint: name,
  external: { id: `INCIDENT-${name}` },
});

const storm: AlertDelivery = {
  id: 'delivery-1',
  alerts: Array.from({ length: 620 }, (_, n) => alert(`pod-${n}`)),
  ended: ['INCIDENT-before'],
  followUps: [{ truncated: 3 }],
};

describe.each(databases.ids)('Intake on %s', id => {
  it('stores a large delivery in parts, answers once all are stored, and takes it once', async () => {
    const { knex, store, receive, alerts } = await open(id);
    await receive({ alerts: [alert('before')] });
    store.failsAt = 3;
    await expect(receive(storm)).rejects.toThrow('the disk is full');
    // A part of it is there, and nothing that would say that it is all of it.
    await expect(alerts()).resolves.toEqual({ firing: 251 });
    await expect(knex('alert_deliveries')).resolves.toEqual([]);
    await expect(knex('alert_fetches')).resolves.toEqual([]);

    await receive(storm);
    await expect(alerts()).resolves.toEqual({ firing: 620, resolved: 1 });
    await expect(knex('alert_deliveries')).resolves.toHaveLength(1);
    await expect(knex('alert_fetches')).resolves.toHaveLength(1);
    expect(store.transactions.map(done => done.alerts)).toEqual([
      1, 250, 250, 250, 250, 120,
    ]);

    // The answer was lost on its way. What happened since is not undone.
    await receive({ alerts: [alert('pod-0', 'resolved')] });
    const before = await knex('alerts').orderBy('id');
    await receive({
      ...storm,
      alerts: storm.alerts.map(told => ({ ...told, reopen: true })),
    });
    await expect(knex('alerts').orderBy('id')).resolves.toEqual(before);
    await expect(store.receivers(['fake'])).resolves.toMatchObject([
      { deliveries: 3 },
    ]);
  });

  it('stores nothing that came later before the rest of a large delivery', async () => {
    const { store, receive, alerts } = await open(id);
    const large = receive({ alerts: storm.alerts });
    while (store.transactions.length === 0) {
      await setImmediate();
    }
    // No starts are told: what is over before it fired would fire for good.
    await receive({ alerts: [alert('pod-619', 'resolved')] });
    await large;
    await expect(alerts()).resolves.toEqual({ firing: 619, resolved: 1 });
    expect(store.transactions).toEqual([
      { deliveries: 1, alerts: 250 },
      { deliveries: 1, alerts: 250 },
      { deliveries: 2, alerts: 121 },
    ]);
  });

  it('bounds deliveries without alerts like others, and takes turns for them', async () => {
    const { knex, store, receive } = await open(id);
    await Promise.all(
      Array.from({ length: 600 }, (_, n) =>
        receive({ id: `d${n}`, alerts: [], ended: ['x'], followUps: [{ n }] }),
      ),
    );
    for (const { deliveries } of store.transactions) {
      expect(deliveries).toBeLessThanOrEqual(250);
    }
    await expect(knex('alert_fetches')).resolves.toHaveLength(600);
    await expect(knex('alert_deliveries')).resolves.toHaveLength(600);
    // For the id, the end and the fetch of each.
    expect(store.turns).toBeGreaterThanOrEqual(3 * 600);
  });
});
