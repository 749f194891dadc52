import { FreezeCalendar, FreezeRule, WeekTime } from './FreezeCalendar';

const at = (weekday: number, hour: number, minute = 0): WeekTime => ({
  weekday,
  minutes: hour * 60 + minute,
});
const production: Pick<FreezeRule, 'kind' | 'environments' | 'timeZone'> = {
  kind: 'freeze',
  environments: ['production'],
  timeZone: 'Europe/Berlin',
};

const christmas: FreezeRule = {
  ...production,
  name: 'Christmas',
  range: { from: '2026-12-18T16:00', to: '2027-01-04T08:00' },
};
const weekend: FreezeRule = {
  ...production,
  name: 'Weekend',
  weekly: [{ from: at(5, 16), to: at(1, 8) }],
};
const audit: FreezeRule = {
  ...production,
  name: 'Audit',
  teams: ['group:default/payments'],
  range: { from: '2026-11-23T00:00:00-05:00', to: '2026-11-24T00:00:00Z' },
};
const office: FreezeRule = {
  ...production,
  kind: 'window',
  name: 'Office hours',
  weekly: [1, 2, 3, 4].map(day => ({ from: at(day, 9), to: at(day, 16) })),
};
const evening: FreezeRule = {
  ...production,
  kind: 'window',
  name: 'Evening',
  weekly: [{ from: at(3, 20), to: at(3, 24) }],
};
const launch: FreezeRule = {
  kind: 'window',
  name: 'Launch',
  timeZone: 'UTC',
  range: { from: '2026-11-01T00:00', to: '2026-11-02T00:00' },
};
const sunday: FreezeRule = {
  ...production,
  name: 'Sunday',
  weekly: [{ from: at(7, 0), to: at(7, 24) }],
};
const always: FreezeRule = {
  ...production,
  name: 'Always',
  weekly: [{ from: at(1, 0), to: at(1, 0) }],
};

const days = (...weekdays: number[]) =>
  weekdays.map(day => ({ from: at(day, 0), to: at(day, 24) }));

describe('FreezeCalendar', () => {
  it.each<[string, FreezeRule[], string, string]>([
    ['nothing is frozen', [], '2026-12-24T12:00:00Z', ''],
    [
      'before a freeze begins, on the wall',
      [christmas],
      '2026-12-18T14:59:59Z',
      '',
    ],
    [
      'from its first moment',
      [christmas],
      '2026-12-18T15:00:00Z',
      'freeze Christmas until 2027-01-04T07:00:00.000Z',
    ],
    ['not at its end', [christmas], '2027-01-04T07:00:00Z', ''],
    [
      'in a week',
      [weekend],
      '2026-11-20T15:00:00Z',
      'freeze Weekend until 2026-11-23T07:00:00.000Z',
    ],
    [
      'over the end of the week',
      [weekend],
      '2026-11-23T06:59:00Z',
      'freeze Weekend until 2026-11-23T07:00:00.000Z',
    ],
    ['between two weekends', [weekend], '2026-11-23T07:00:00Z', ''],
    [
      'while clocks are put back',
      [weekend],
      '2026-10-26T06:30:00Z',
      'freeze Weekend until 2026-10-26T07:00:00.000Z',
    ],
    [
      'on the day on which clocks are put forward',
      [sunday],
      '2027-03-27T23:00:00Z',
      'freeze Sunday until 2027-03-28T22:00:00.000Z',
    ],
    [
      'all week',
      [always],
      '2026-11-26T12:00:00Z',
      'freeze Always until nobody knows',
    ],
    [
      'all day, every day',
      [{ ...always, weekly: days(1, 2, 3, 4, 5, 6, 7) }],
      '2026-11-26T12:00:00Z',
      'freeze Always until nobody knows',
    ],
    [
      'all day, to the end of the last of the days that follow',
      [{ ...always, weekly: days(2, 5, 3, 4) }],
      '2026-11-24T12:00:00Z',
      'freeze Always until 2026-11-27T23:00:00.000Z',
    ],
    [
      'for months, and a weekend at the end of them',
      [
        {
          ...weekend,
          range: { from: '2026-09-01T00:00', to: '2026-12-25T16:00' },
        },
      ],
      '2026-09-24T12:00:00Z',
      'freeze Weekend until 2026-12-28T07:00:00.000Z',
    ],
    ['at no time', [always], 'never', ''],
    [
      'the one of several that lasts longest',
      [weekend, christmas],
      '2026-12-19T12:00:00Z',
      'freeze Christmas until 2027-01-04T07:00:00.000Z',
    ],
    [
      'of the team alone, with times that have an offset',
      [audit],
      '2026-11-23T05:00:00Z',
      'freeze Audit until 2026-11-24T00:00:00.000Z',
    ],
    ['within a window', [office], '2026-11-23T08:00:00Z', ''],
    [
      'before the window of today',
      [office],
      '2026-11-23T07:59:00Z',
      'window Office hours until 2026-11-23T08:00:00.000Z',
    ],
    [
      'outside of every window',
      [office, evening],
      '2026-11-25T17:00:00Z',
      'window Office hours, Evening until 2026-11-25T19:00:00.000Z',
    ],
    ['within the second of two', [office, evening], '2026-11-25T22:59:00Z', ''],
    [
      'after the last window that there was',
      [launch],
      '2026-11-03T00:00:00Z',
      'window Launch until nobody knows',
    ],
  ])('%s', (_, calendar, time, expected) => {
    const freeze = new FreezeCalendar(calendar).at(
      'production',
      ['group:default/payments'],
      new Date(time),
    );
    expect(
      freeze
        ? `${freeze.kind} ${freeze.name} until ${freeze.until ?? 'nobody knows'}`
        : '',
    ).toBe(expected);
  });

  it('leaves other environments and teams alone', () => {
    const time = new Date('2026-11-23T12:00:00Z');
    const calendar = new FreezeCalendar([
      audit,
      { ...office, environments: ['staging'] },
    ]);
    expect(
      calendar.at('production', ['group:default/web'], time),
    ).toBeUndefined();
    expect(
      calendar.at('dev', ['group:default/payments'], time),
    ).toBeUndefined();
  });
});
