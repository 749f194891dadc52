import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import request from 'supertest';
import express from 'express';
import { PeopleFirst } from './PeopleFirst';

describe('PeopleFirst', () => {
  afterEach(() => jest.restoreAllMocks());

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

  it('has work wait for requests that are being answered, and not for long', async () => {
    const first = new PeopleFirst();
    const events: string[] = [];
    const app = express();
    app.use(first.requests);
    const held = new EventEmitter();
    app.get('/lookup', (_request, response) => {
      events.push('asked');
      held.once('answer', () => response.send('the owner'));
      held.emit('asked');
    });
    const asked = new Promise(resolve => held.once('asked', resolve));
    const answer = request(app)
      .get('/lookup')
      .then(response => response.status);
    await asked;
    // Work goes on beside a request that takes its time.
    for (let turn = 0; turn < 3; turn += 1) {
      await first.turn();
      events.push('worked');
    }
    held.emit('answer');
    await expect(answer).resolves.toBe(200);
    await sleep(10);
    await first.turn();
    expect(events).toEqual(['asked', 'worked', 'worked', 'worked']);
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
