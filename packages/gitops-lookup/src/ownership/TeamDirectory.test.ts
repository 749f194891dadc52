import { Claim, TeamFact } from '@plumbline/gitops-reader';
import { resolveOwners } from './resolveOwners';
import { TeamDirectory } from './TeamDirectory';

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
      { Platform: 'group:default/platform' },
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

  it('knows one team under the namespaces of two directories, as the first has it', () => {
    const directory = new TeamDirectory([
      team('acme/payments', ['payments', '@acme/payments']),
      team('default/payments', ['payments', '@Acme/Payments', 'pay-crew']),
      team('default/paying', ['paying', '@acme/payments']),
    ]);
    for (const mark of ['@acme/payments', 'payments', 'pay-crew']) {
      expect(directory.refOf(mark)).toBe('group:acme/payments');
    }
    expect(directory.refOf('paying')).toBe('group:default/paying');
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
