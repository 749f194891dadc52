import { mockServices } from '@backstage/backend-test-utils';
import { metricsServiceMock } from '@backstage/backend-test-utils/alpha';
import express from 'express';
import request, { Response } from 'supertest';
import { testDatabases } from '../../__testUtils__/databases';
import { FakeReceiver } from '../../__testUtils__/FakeReceiver';
import { createMetrics } from '../../lib/metrics';
import { PeopleFirst } from '../PeopleFirst';
import { DatabaseAlertStore } from '../store/DatabaseAlertStore';
import { Intake } from './Intake';
import { createReceiveRouter } from './receiveRouter';
import { Receivers } from './Receivers';
import { Rejections } from './Rejections';

jest.setTimeout(60_000);

const databases = testDatabases();
const now = () => new Date('2026-11-23T02:00:00Z');

/** Stores nothing until it is let go. */
class HeldStore extends DatabaseAlertStore {
  open = () => {};
  readonly #opened = new Promise<void>(resolve => {
    this.open = resolve;
  });

  override async accept(
    ...args: Parameters<DatabaseAlertStore['accept']>
  ): Promise<void> {
    await this.#opened;
    await super.accept(...args);
  }
}

/** The receiver in front of a database. */
async function flooded(id: Parameters<typeof databases.migrated>[0]) {
  const knex = await databases.migrated(id);
  const store = new HeldStore(knex);
  const metrics = createMetrics(metricsServiceMock.mock());
  const peopleFirst = new PeopleFirst();
  const rejections = new Rejections(metrics);
  const receivers = new Receivers();
  const receiver = new FakeReceiver();
  receivers.addReceiver(receiver);
  const logger = mockServices.logger.mock();
  const app = express();
  app.use(
    createReceiveRouter({
      receivers,
      rejections,
      peopleFirst,
      logger,
      now,
      intake: new Intake({ store, peopleFirst, metrics, now, mostWaiting: 20 }),
    }),
  );
  const send = async (delivery: number): Promise<Response> =>
    await request(app)
      .post('/v1/alerts/receive/fake')
      .set('Authorization', `Bearer ${receiver.token}`)
      .send({
        version: '4',
        alerts: [0, 1, 2, 3, 4].map(alert => ({
          status: 'firing',
          labels: { alertname: 'Flood', pod: `pod-${delivery}-${alert}` },
          annotations: {},
          startsAt: '2026-11-23T01:59:00Z',
          fingerprint: `${delivery}-${alert}`,
        })),
      });
  return { send, store, rejections, logger };
}

describe('a flood of alerts', () => {
  it.each(databases.ids)(
    'is refused for now where no more can wait, and nothing that was accepted is lost, %p',
    async id => {
      const { send, store, rejections, logger } = await flooded(id);
      const answers: { delivery: number; response: Response }[] = [];
      const sent = Array.from({ length: 10 }, async (_, delivery) => {
        answers.push({ delivery, response: await send(delivery) });
      });
      // Twenty alerts wait in four deliveries: the other six are answered, though nothing can be stored.
      while (answers.length < 6) {
        await new Promise(resolve => setTimeout(resolve, 5));
      }
      const refused = [...answers];
      for (const { response } of refused) {
        expect(response.status).toBe(503);
        expect(response.get('Retry-After')).toBe('10');
        expect(response.body.error.message).toMatch(/send this delivery again/);
      }
      store.open();
      await Promise.all(sent);
      const accepted = answers.slice(6);
      expect(accepted.map(({ response }) => response.status)).toEqual([
        202, 202, 202, 202,
      ]);
      const names = async () =>
        (await store.page({ limit: 200 })).items
          .map(({ labels }) => labels.pod)
          .sort();
      const podsOf = (deliveries: typeof answers) =>
        deliveries
          .flatMap(({ delivery }) =>
            [0, 1, 2, 3, 4].map(alert => `pod-${delivery}-${alert}`),
          )
          .sort();
      expect(await names()).toEqual(podsOf(accepted));

      // As senders do, and with it one that was stored.
      for (const { delivery } of [...refused, accepted[0]]) {
        expect((await send(delivery)).status).toBe(202);
      }
      expect(await names()).toEqual(podsOf(answers));
      await rejections.flush(store, now());
      expect(await store.receivers(['fake'])).toMatchObject([
        {
          deliveries: 11,
          rejections: [{ reason: 'not-stored', total: 6 }],
        },
      ]);
      // Counted, and no line in the log for each.
      expect(logger.error).not.toHaveBeenCalled();
    },
  );
});
