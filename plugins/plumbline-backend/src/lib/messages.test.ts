import { messageOf } from './messages';

describe('messageOf', () => {
  it.each<[unknown, string]>([
    [new Error('connect ECONNREFUSED'), 'connect ECONNREFUSED'],
    ['https://app:hunter2@host/x failed', 'https://host/x failed'],
    [new Error(''), 'unknown error'],
    [
      new Error(
        'insert into "alerts" ("name") values (\'hunter2 - x\') - duplicate key value',
      ),
      'duplicate key value',
    ],
    ['a - b', 'a - b'],
    ['x'.repeat(9_000), 'x'.repeat(2_000)],
  ])('of %s', (thrown, message) => {
    expect(messageOf(thrown)).toBe(message);
  });
});
