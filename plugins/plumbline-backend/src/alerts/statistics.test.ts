import { statisticsOf, weekOf } from './statistics';

const at = (seconds: number) =>
  new Date(
    Date.parse('2026-11-23T02:00:00.000Z') + seconds * 1_000,
  ).toISOString();

describe('statisticsOf', () => {
  it('tells how long it took, in all, by team and by week', () => {
    const timings = [10, 20, 30, 61, 3_600].map((look, n) => ({
      startsAt: at(n === 4 ? -7 * 86_400 : 0),
      firstLookAt: at(n === 4 ? -7 * 86_400 + look : look),
      ...(n === 0 && { confirmedAt: at(45) }),
      teams:
        n === 3 ? ['group:default/b', 'group:default/a'] : ['group:default/a'],
    }));
    const found = statisticsOf(
      [...timings, { startsAt: at(0), teams: [] }],
      new Date(at(-10)),
    );
    expect(found.total).toEqual({
      alerts: 6,
      look: { alerts: 5, p50: 30_000, p90: 3_600_000, withinMinute: 0.6 },
      confirmed: { alerts: 1, p50: 45_000, p90: 45_000, withinMinute: 1 },
    });
    expect(found.teams).toMatchObject([
      { team: 'group:default/a', alerts: 5 },
      { team: 'group:default/b', alerts: 1, look: { p50: 61_000 } },
    ]);
    expect(found.weeks.map(({ week, alerts }) => [week, alerts])).toEqual([
      ['2026-W48', 5],
      ['2026-W47', 1],
    ]);
  });

  it('says nothing of nothing', () => {
    expect(statisticsOf([], new Date(at(0)))).toEqual({
      since: at(0),
      total: { alerts: 0, look: { alerts: 0 }, confirmed: { alerts: 0 } },
      teams: [],
      weeks: [],
    });
  });

  it.each([
    ['2026-01-01T12:00:00Z', '2026-W01'],
    ['2027-01-01T12:00:00Z', '2026-W53'],
    ['2024-12-30T00:00:00Z', '2025-W01'],
    ['2026-11-29T23:59:59Z', '2026-W48'],
    ['2026-11-30T00:00:00Z', '2026-W49'],
  ])('%s lies in %s', (time, week) => {
    expect(weekOf(time)).toBe(week);
  });
});
