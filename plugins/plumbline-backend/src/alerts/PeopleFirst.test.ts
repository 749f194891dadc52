import { EventEmitter, once } from 'node:events';
import { connect } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import request from 'supertest';
import express from 'express';
import { PeopleFirst } from './PeopleFirst';

describe('PeopleFirst', () => {
  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  it('gives turns one after the other, in the order in which they were asked for', async () => {
    const first = new PeopleFirst();
    const done: string[] = [];
    const work = async (name: string, soon = false) => {
      await first.turn({ soon });
      done.push(name);
      // Nobody else works before the loop went round.
      const count = done.length;
      await Promise.resolve();
      expect(done).toHaveLength(count);
    };
    await Promise.all([
      work('a'),
      work('b'),
      work('c'),
      work('transaction', true),
    ]);
    expect(done).toEqual(['transaction', 'a', 'b', 'c']);
  });

  it('works when people have their answers, and beside who waits for others', async () => {
    // Patience ends, and time passes, when this test says so.
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick'] });
    const first = new PeopleFirst();
    const events: string[] = [];
    const work = async (ms: number) => {
      await first.turn();
      events.push(`worked ${ms}`);
      jest.advanceTimersByTime(ms);
    };
    const rounds = async () => {
      for (let round = 0; round < 20; round += 1) {
        await setImmediate();
      }
    };
    const held = new EventEmitter();
    const app = express();
    app.use(first.requests);
    app.get('/lookup', async (_request, response) => {
      const working = work(2);
      await rounds();
      events.push('found');
      response.send('the owner');
      await working;
      held.emit('worked');
    });
    app.get('/slow', async (_request, response) => {
      // What is left of a turn's worth, and then people again.
      await work(2);
      await work(2);
      const working = work(5);
      await rounds();
      events.push('waiting');
      jest.advanceTimersByTime(10);
      await working;
      // Whoever waits for longer waits for somebody else.
      jest.advanceTimersByTime(1_000);
      await work(5);
      await work(5);
      response.send('what another one said');
    });
    const worked = once(held, 'worked');
    await request(app).get('/lookup').expect(200);
    await worked;
    expect(events.splice(0)).toEqual(['found', 'worked 2']);
    await request(app).get('/slow').expect(200);
    expect(events).toEqual([
      'worked 2',
      'worked 2',
      'waiting',
      'worked 5',
      'worked 5',
      'worked 5',
    ]);
  });

  it('waits for nobody who had left when their request came to it', async () => {
    const first = new PeopleFirst();
    const app = express();
    let leave = () => {};
    // Such as a check of who asks, which takes longer than somebody has patience.
    app.use((_request, response, next) => {
      response.once('close', () => next());
      leave();
    });
    app.use(first.requests);
    const left = new Promise<void>(resolve => {
      app.get('/lookup', () => resolve());
    });
    const server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const client = connect(
      typeof address === 'object' ? (address?.port ?? 0) : 0,
      '127.0.0.1',
    );
    leave = () => client.destroy();
    client.write('GET /lookup HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await left;
    const events: string[] = [];
    const working = first.turn().then(() => events.push('worked'));
    await setImmediate();
    await setImmediate();
    expect(events).toEqual(['worked']);
    await working;
    await new Promise(resolve => server.close(resolve));
  });

  it('takes no turn for work that is short', async () => {
    let clock = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => clock);
    const first = new PeopleFirst();
    const turn = jest.spyOn(first, 'turn');
    const turns = first.turns();
    await turns();
    await turns();
    expect(turn).toHaveBeenCalledTimes(1);
    clock += 5;
    await turns();
    expect(turn).toHaveBeenCalledTimes(2);
  });
});
