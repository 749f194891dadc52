import { ClaimView } from '@plumbline/plugin-plumbline-common';
import { NamedByAlerts, Neighbours, suggestOwners } from './suggest';

const at = '2026-11-28T10:00:00.000Z';

function claim(
  source: ClaimView['source'],
  raw: string,
  rest: Partial<ClaimView> = {},
): ClaimView {
  return {
    source,
    raw,
    team: `group:default/${raw}`,
    decisive: false,
    evidence: {
      type: 'file',
      location: { repository: 'acme/app', revision: 'a', path: 'CODEOWNERS' },
    },
    ...rest,
  };
}

describe('suggestOwners', () => {
  const around = (
    type: Neighbours['type'],
    total: number,
    ...teams: [team: string, things: number][]
  ): Neighbours => ({
    where: `by ${type}`,
    type,
    total,
    teams: teams.map(([team, things]) => ({ team, things })),
  });

  const named = (
    team: string,
    rest: Partial<NamedByAlerts> = {},
  ): NamedByAlerts => ({
    team,
    raw: `@acme/${team}`,
    inside: false,
    at,
    ...rest,
  });

  it.each<[string, ClaimView[], Neighbours[], string[], NamedByAlerts[]?]>([
    ['nothing', [], [], []],
    [
      'the directory before the namespace before the author',
      [],
      [
        around('author', 1, ['c', 1]),
        around('namespace', 1, ['b', 1]),
        around('directory', 1, ['a', 1]),
      ],
      ['a', 'b', 'c'],
    ],
    [
      'a share of a directory may weigh less than all of a namespace',
      [],
      [around('directory', 10, ['a', 3]), around('namespace', 2, ['b', 2])],
      ['b', 'a'],
    ],
    [
      'what decides before all around it',
      [
        claim('object-label', 'x', { decisive: true }),
        claim('codeowners', 'y'),
      ],
      [
        around('directory', 1, ['group:default/y', 1]),
        around('namespace', 1, ['group:default/y', 1]),
      ],
      ['group:default/x', 'group:default/y'],
    ],
    [
      'three at most, by name where equal',
      [],
      [around('directory', 4, ['d', 1], ['c', 1], ['b', 1], ['a', 1])],
      ['a', 'b', 'c'],
    ],
    [
      'whom alerts about it name, after its directory and its namespace',
      [],
      [around('namespace', 1, ['b', 1]), around('directory', 1, ['a', 1])],
      ['a', 'b', 'c'],
      [named('c')],
    ],
    [
      'what a person said of an alert before a label of one',
      [],
      [],
      ['d', 'c'],
      [named('c'), named('d', { said: true })],
    ],
  ])('%s', (_, claims, neighbours, expected, alerts = []) => {
    expect(
      suggestOwners({ claims, owners: [] }, { around: neighbours, alerts }).map(
        ({ team }) => team,
      ),
    ).toEqual(expected);
  });

  it.each<[Partial<NamedByAlerts>, string]>([
    [{}, 'alerts about it name @acme/pay, last on 2026-11-28'],
    [
      { inside: true },
      'alerts about what runs in it name @acme/pay, last on 2026-11-28',
    ],
    [
      { said: true },
      'somebody said of an alert about it that it is theirs, on 2026-11-28',
    ],
  ])('tells why: %j', (rest, text) => {
    expect(
      suggestOwners(
        { claims: [], owners: [] },
        { around: [], alerts: [named('pay', rest)] },
      ),
    ).toEqual([{ team: 'pay', why: [{ type: 'alert', text }] }]);
  });
});
