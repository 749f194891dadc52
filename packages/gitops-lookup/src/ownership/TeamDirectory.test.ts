import { Claim, TeamFact } from '@plumbline/gitops-reader';
import { resolveOwners } from './resolveOwners';
import { TeamDirectory } from './TeamDirectory';
import { normalizeTeam } from './teamKey';

function team(
  ref: string,
  aliases: string[],
  rest: Partial<TeamFact> = {},
): TeamFact {
  return { ref: `group:${ref}`, aliases, contacts: [], ...rest };
}

const core = team('default/core', ['core', 'Platform']);
const platform = team('default/platform', ['platform', '@acme/platform']);
const infra = team('default/infra', ['infra', 'Platform Team']);
const payments = team('default/payments', ['payments', 'Pay']);
const paymentsTeam = team('default/payments-team', ['@acme/pay']);
const configured = (fact: TeamFact) => ({ ...fact, configured: true });

/** Teams in both orders: which of two was stored first says nothing. */
const inBothOrders = (teams: TeamFact[]) => [teams, [...teams].reverse()];

describe('TeamDirectory', () => {
  it.each<[string, TeamFact[], { [mark: string]: string | undefined }]>([
    [
      'takes the name of a team before the title of another',
      [core, platform],
      {
        '@acme/platform': 'group:default/platform',
        'group:default/platform': 'group:default/platform',
        Platform: 'group:default/platform',
        core: 'group:default/core',
      },
    ],
    [
      'takes an alias that one team has',
      [core, team('default/other', [])],
      { 'team-platform': 'group:default/core', '@acme/unheard': undefined },
    ],
    [
      'leaves an alias alone that several teams have',
      [core, infra],
      { platform: undefined, infra: 'group:default/infra' },
    ],
    [
      'believes the configuration before directories',
      [configured(core), infra, platform],
      { '@acme/platform': 'group:default/core' },
    ],
    [
      'takes names of the configuration before its aliases',
      [configured(core), configured(platform)],
      { Platform: 'group:default/platform' },
    ],
    [
      'takes a name where the configuration gives an alias to several',
      [configured(core), configured(infra), platform],
      { 'squad-platform': 'group:default/platform' },
    ],
    [
      'takes a mark for the team that is called exactly so, and folded only where one fits',
      [payments, paymentsTeam],
      {
        'group:default/payments': 'group:default/payments',
        'group:default/payments-team': 'group:default/payments-team',
        'Group:payments-team': 'group:default/payments-team',
        Payments: 'group:default/payments',
        'payments team': 'group:default/payments-team',
        '@acme/payments': 'group:default/payments',
        '@acme/payments-team': 'group:default/payments-team',
        '@acme/pay': 'group:default/payments-team',
        'team-pay': undefined,
        'squad-payments': undefined,
        'group:default/squad-payments': undefined,
      },
    ],
    [
      'takes the ref of a team for that team, whatever else the configuration names alike',
      [
        configured(team('default/payments_eu', [])),
        team('default/payments-eu', []),
      ],
      {
        'group:default/payments-eu': 'group:default/payments-eu',
        'group:default/payments_eu': 'group:default/payments_eu',
        payments_eu: 'group:default/payments_eu',
        '@acme/payments-eu': 'group:default/payments_eu',
      },
    ],
    [
      'takes a folded name for the one team that fits',
      [paymentsTeam],
      {
        'group:default/payments': 'group:default/payments-team',
        '@acme/squad-payments': 'group:default/payments-team',
      },
    ],
    [
      'tells handles of several organisations apart',
      [
        team('acme/platform', ['platform', '@acme/platform']),
        team('other/platform', ['platform', '@other/platform']),
      ],
      {
        '@acme/platform': 'group:acme/platform',
        '@Other/Platform': 'group:other/platform',
        'other/platform': 'group:other/platform',
        platform: undefined,
      },
    ],
    [
      'leaves refs as they are that differ in how they are written',
      [team('default/pay_eu', []), team('default/pay-eu', [])],
      {
        'group:default/pay_eu': 'group:default/pay_eu',
        'group:default/pay-eu': 'group:default/pay-eu',
        'Pay EU': undefined,
        'pay_eu-team': undefined,
      },
    ],
    [
      'joins what the configuration names by an alias, and nothing else that folds alike',
      [
        configured(team('default/payments', ['payments', 'payments-team'])),
        payments,
        paymentsTeam,
        team('default/squad-payments', []),
      ],
      {
        'group:default/payments-team': 'group:default/payments',
        'group:default/squad-payments': 'group:default/squad-payments',
        'team-payments': 'group:default/payments',
      },
    ],
    [
      'keeps groups of groups apart, and takes a short name where one team alone has it or says that it is that group',
      [
        team('default/devops', ['devops']),
        team('default/backend', ['backend', '@acme/payments/backend']),
        team('other/backend', ['backend']),
      ],
      {
        '@acme/payments/backend': 'group:default/backend',
        '@acme/search/backend': undefined,
        '@acme/search/devops': 'group:default/devops',
      },
    ],
    [
      'takes an address as it is written, and its name for the person whom a directory knows',
      [
        { ...payments, aliases: ['oncall@payments.acme.example'] },
        { ref: 'user:default/jo', aliases: ['jo'], contacts: [] },
      ],
      {
        'oncall@payments.acme.example': 'group:default/payments',
        'mailto:OnCall@payments.acme.example': 'group:default/payments',
        'oncall@search.acme.example': undefined,
        'jo@acme.example': 'user:default/jo',
      },
    ],
    [
      'takes an alias of a repository for no team that others know',
      [
        payments,
        team('default/payments', ['payments'], { onlyIn: 'acme/fork' }),
        team('default/web', ['web'], { onlyIn: 'acme/fork' }),
      ],
      { payments: 'group:default/payments', web: 'group:default/web' },
    ],
  ])('%s', (_, teams, expected) => {
    for (const ordered of inBothOrders(teams)) {
      const directory = new TeamDirectory(ordered);
      const found = Object.keys(expected).map(mark => [
        mark,
        directory.get(mark)?.ref,
      ]);
      expect(Object.fromEntries(found)).toEqual(expected);
    }
  });

  it('tells whom a mark may mean that several teams have', () => {
    const directory = new TeamDirectory([core, infra]);
    expect(directory.namesakes('Platform')).toEqual([core, infra]);
    expect(directory.namesakes('core')).toEqual([]);
    expect(directory.namesakes('unheard')).toEqual([]);
    expect(directory.refOf('Platform')).toBe('group:default/platform');
  });

  it('knows one team under the namespaces of two directories, as that has it which has one of its own', () => {
    for (const ordered of inBothOrders([
      team('acme/payments', ['payments', '@acme/payments']),
      team('default/payments', ['payments', '@Acme/Payments', 'pay-crew']),
      team('default/paying', ['paying', '@acme/payments']),
    ])) {
      const directory = new TeamDirectory(ordered);
      for (const mark of ['@acme/payments', 'payments', 'pay-crew']) {
        expect(directory.refOf(mark)).toBe('group:acme/payments');
      }
      expect(directory.refOf('paying')).toBe('group:default/paying');
    }
  });

  it('takes the ref of an entity before one that merely stands for a handle', () => {
    for (const ordered of inBothOrders([
      team('acme/platform', ['platform', '@acme/platform'], { listed: true }),
      team('other/platform', ['platform', '@other/platform'], { listed: true }),
      team('default/platform', ['platform', '@acme/platform']),
    ])) {
      const directory = new TeamDirectory(ordered);
      expect(
        ['@acme/platform', 'group:acme/platform', 'platform'].map(mark =>
          directory.refOf(mark),
        ),
      ).toEqual(Array(3).fill('group:default/platform'));
      expect(directory.refOf('@other/platform')).toBe('group:other/platform');
    }
  });

  it('reaches the people of an alias from the repository that has it, and those of a team from what describes it', () => {
    const person = (value: string) => ({ type: 'person' as const, value });
    const at = (repository: string): Claim['evidence'] => ({
      type: 'file',
      location: { repository, revision: 'r', path: 'OWNERS' },
    });
    const aliasOf = (onlyIn: string, name: string, member: string) =>
      team(`default/${name}`, [name], {
        onlyIn,
        title: name,
        contacts: [person(member)],
      });
    for (const ordered of inBothOrders([
      aliasOf('acme/a', 'maintainers', '@jo-a'),
      aliasOf('acme/b', 'maintainers', '@jo-b'),
      aliasOf('acme/fork', 'payments', '@mallory'),
      { ...payments, title: 'Payments', contacts: [person('@pay')] },
    ])) {
      const directory = new TeamDirectory(ordered);
      const reached = (raw: string, repository: string) => {
        const { owners } = resolveOwners(
          [{ source: 'owners-file', raw, evidence: at(repository) }],
          directory,
        );
        return owners.map(owner => [
          owner.team,
          ...directory.contactsOf(owner).map(({ value }) => value),
        ]);
      };
      expect(reached('maintainers', 'acme/a')).toEqual([
        ['group:default/maintainers', '@jo-a'],
      ]);
      expect(reached('maintainers', 'acme/b')).toEqual([
        ['group:default/maintainers', '@jo-b'],
      ]);
      expect(reached('maintainers', 'acme/c')).toEqual([
        ['user:default/maintainers'],
      ]);
      expect(reached('payments', 'acme/fork')).toEqual([
        ['group:default/payments', '@pay'],
      ]);
      expect(directory.get('payments')?.title).toBe('Payments');
    }
  });

  it('tells whether marks mean one team', () => {
    const unknown = new TeamDirectory([]);
    expect(unknown.keyOf('team-payments')).toBe(unknown.keyOf('Payments'));
    for (const [one, other] of [
      ['@acme/payments/backend', '@acme/search/backend'],
      ['oncall@payments.acme.example', 'oncall@search.acme.example'],
    ]) {
      expect(unknown.refOf(one)).not.toBe(unknown.refOf(other));
      expect(unknown.keyOf(one)).not.toBe(unknown.keyOf(other));
      expect(unknown.keyOf(one)).toBe(unknown.keyOf(unknown.refOf(one)));
      expect(normalizeTeam(unknown.refOf(one))).toBe(unknown.refOf(one));
    }
    for (const ordered of inBothOrders([payments, paymentsTeam])) {
      const directory = new TeamDirectory(ordered);
      expect(directory.keyOf('@acme/pay')).toBe(
        directory.keyOf('payments-team'),
      );
      for (const mark of ['payments', 'squad-payments']) {
        expect(directory.keyOf(mark)).not.toBe(
          directory.keyOf('payments-team'),
        );
      }
      expect(directory.namesakes('squad-payments')).toHaveLength(2);
    }
  });

  it('sees two teams disagree whose names fold to one', () => {
    const claims = ['payments', 'payments-team'].map((raw, at): Claim => ({
      source: at === 0 ? 'object-label' : 'codeowners',
      raw,
      evidence: {
        type: 'file',
        location: { repository: 'acme/app', revision: 'r', path: 'a', line: 1 },
      },
    }));
    const contested = (teams: TeamFact[]) =>
      resolveOwners(claims, new TeamDirectory(teams)).contested;
    expect(contested([payments, paymentsTeam])).toBe(true);
    expect(contested([payments])).toBe(false);
    expect(contested([])).toBe(false);
  });

  it('is not sure of an owner whom several may be, and takes no group for a person', () => {
    const claim = (source: Claim['source'], raw: string): Claim => ({
      source,
      raw,
      evidence: {
        type: 'file',
        location: { repository: 'acme/app', revision: 'r', path: 'OWNERS' },
      },
    });
    for (const source of ['object-label', 'owners-file'] as const) {
      expect(
        resolveOwners(
          [claim(source, 'platform')],
          new TeamDirectory([core, infra]),
        ).owners,
      ).toMatchObject([
        { team: 'group:default/platform', confidence: 'guess' },
      ]);
    }
  });
});
