import { Rota, turnAt } from './rota';

const weekly: Rota = {
  team: 'payments',
  timeZone: 'Europe/Berlin',
  weekday: 1,
  minutes: 9 * 60,
  start: '2026-01-05',
  people: [{ person: 'a', contact: '+49 30 1' }, { person: 'b' }],
  escalation: [],
  overrides: [],
};
const daily: Rota = { ...weekly, weekday: undefined };

describe('turnAt', () => {
  it.each<[string, Partial<Rota>, string, string?, string?]>([
    ['before the start', {}, '2026-01-05T07:59:59Z'],
    ['long before the start', {}, '1999-01-01T00:00:00Z'],
    ['the start', {}, '2026-01-05T08:00:00Z', 'a', '2026-01-12T08:00:00.000Z'],
    [
      'the last second',
      {},
      '2026-01-12T07:59:59Z',
      'a',
      '2026-01-12T08:00:00.000Z',
    ],
    [
      'the next turn',
      {},
      '2026-01-12T08:00:00Z',
      'b',
      '2026-01-19T08:00:00.000Z',
    ],
    [
      'round again',
      {},
      '2026-01-19T08:00:00Z',
      'a',
      '2026-01-26T08:00:00.000Z',
    ],
    // Clocks go forward on 29 March and back on 25 October.
    [
      'a short week',
      {},
      '2026-03-30T06:59:59Z',
      'b',
      '2026-03-30T07:00:00.000Z',
    ],
    [
      'after a short week',
      {},
      '2026-03-30T07:00:00Z',
      'a',
      '2026-04-06T07:00:00.000Z',
    ],
    [
      'a long week',
      {},
      '2026-10-26T07:59:59Z',
      'b',
      '2026-10-26T08:00:00.000Z',
    ],
    [
      'after a long week',
      {},
      '2026-10-26T08:00:00Z',
      'a',
      '2026-11-02T08:00:00.000Z',
    ],
    [
      'a start within the week waits for the handover',
      { start: '2026-01-06' },
      '2026-01-12T07:59:59Z',
    ],
    [
      'a start within the week',
      { start: '2026-01-06' },
      '2026-01-12T08:00:00Z',
      'a',
      '2026-01-19T08:00:00.000Z',
    ],
    [
      'handed over on Sunday',
      { weekday: 0 },
      '2026-01-11T08:00:00Z',
      'a',
      '2026-01-18T08:00:00.000Z',
    ],
    [
      'one person, whom nobody relieves',
      { people: [{ person: 'a' }] },
      '2026-06-01T00:00:00Z',
      'a',
    ],
    [
      'another day than in UTC',
      { timeZone: 'Pacific/Kiritimati' },
      '2026-01-04T19:00:00Z',
      'a',
      '2026-01-11T19:00:00.000Z',
    ],
    [
      'west of UTC',
      { timeZone: 'America/Los_Angeles', minutes: 23 * 60 },
      '2026-01-06T07:00:00Z',
      'a',
      '2026-01-13T07:00:00.000Z',
    ],
    [
      'half an hour off',
      { timeZone: 'Asia/Kolkata' },
      '2026-01-05T03:30:00Z',
      'a',
      '2026-01-12T03:30:00.000Z',
    ],
  ])('weekly: %s', (_, changes, now, ...expected) => {
    const turn = turnAt({ ...weekly, ...changes }, new Date(now));
    expect([turn?.person, turn?.until].filter(Boolean)).toEqual(expected);
  });

  it.each<[string, Partial<Rota>, string, string, string]>([
    ['each day', {}, '2026-01-06T08:00:00Z', 'b', '2026-01-07T08:00:00.000Z'],
    [
      'a day of 23 hours',
      {},
      '2026-03-28T08:00:00Z',
      'a',
      '2026-03-29T07:00:00.000Z',
    ],
    [
      'a day of 25 hours',
      {},
      '2026-10-24T07:00:00Z',
      'a',
      '2026-10-25T08:00:00.000Z',
    ],
    [
      'a handover that the clock leaves out',
      { minutes: 150 },
      '2026-03-29T00:59:59Z',
      'a',
      '2026-03-29T01:00:00.000Z',
    ],
    [
      'a handover that the clock left out',
      { minutes: 150 },
      '2026-03-29T01:00:00Z',
      'b',
      '2026-03-30T00:30:00.000Z',
    ],
    [
      'a handover that comes twice, before',
      { minutes: 150 },
      '2026-10-25T00:29:59Z',
      'a',
      '2026-10-25T00:30:00.000Z',
    ],
    [
      'a handover that comes twice, at the second time',
      { minutes: 150 },
      '2026-10-25T01:30:00Z',
      'b',
      '2026-10-26T01:30:00.000Z',
    ],
    [
      'midnight',
      { minutes: 0 },
      '2026-01-05T22:59:59Z',
      'a',
      '2026-01-05T23:00:00.000Z',
    ],
  ])('daily: %s', (_, changes, now, person, until) => {
    expect(turnAt({ ...daily, ...changes }, new Date(now))).toMatchObject({
      person,
      until,
    });
  });

  it.each<[string, string, string?, string?]>([
    [
      'before any of them',
      '2026-01-06T07:00:00Z',
      'a',
      '2026-01-06T08:00:00.000Z',
    ],
    ['during one', '2026-01-06T08:00:00Z', 'c', '2026-01-06T11:00:00.000Z'],
    [
      'a later one within it',
      '2026-01-06T11:00:00Z',
      'b',
      '2026-01-06T12:00:00.000Z',
    ],
    [
      'the rest of the first',
      '2026-01-06T12:00:00Z',
      'c',
      '2026-01-06T16:00:00.000Z',
    ],
    ['after them', '2026-01-06T16:00:00Z', 'a', '2026-01-12T08:00:00.000Z'],
    [
      'before the rota starts',
      '2026-01-01T12:00:00Z',
      'd',
      '2026-01-02T00:00:00.000Z',
    ],
  ])('overrides: %s', (_, now, person, until) => {
    const overrides = [
      { from: '2026-01-06T09:00', to: '2026-01-06T17:00', person: 'c' },
      {
        from: '2026-01-06T12:00',
        to: '2026-01-06T13:00:00+01:00',
        person: 'b',
      },
      { from: '2026-01-01T00:00Z', to: '2026-01-02T00:00Z', person: 'd' },
    ];
    expect(turnAt({ ...weekly, overrides }, new Date(now))).toMatchObject({
      person,
      until,
    });
  });

  it('tells how to reach who has the turn', () => {
    expect(turnAt(weekly, new Date('2026-01-05T08:00:00Z'))?.contact).toBe(
      '+49 30 1',
    );
  });
});
