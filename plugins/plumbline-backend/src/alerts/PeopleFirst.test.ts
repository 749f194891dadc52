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

  it('has work wait while somebody is answered, and never longer than a turn', async () => {
    let clock = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => clock);
    const first = new PeopleFirst();
    const events = new EventEmitter();
    const app = express();
    app.use(first.requests);
    app.get('/lookup', (_request, response) => {
      events.once('answer', () => response.send('the owner'));
      events.emit('asked');
    });
    const asked = new Promise(resolve => events.once('asked', resolve));
    const answered = request(app)
      .get('/lookup')
      .then(({ status }) => status);
    await asked;

    let worked = 0;
    const work = async () => {
      await first.turn();
      worked += 1;
    };
    const one = work();
    await sleep(20);
    expect(worked).toBe(0);
    clock += 5;
    await one;
    expect(worked).toBe(1);

    const two = work();
    await sleep(20);
    expect(worked).toBe(1);
    events.emit('answer');
    await expect(answered).resolves.toBe(200);
    await two;
    expect(worked).toBe(2);
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
