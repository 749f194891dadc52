import { mockServices } from '@backstage/backend-test-utils';
import { FactIndexSeed, liveObject } from '@plumbline/gitops-lookup/testUtils';
import { TeamFact } from '@plumbline/gitops-reader';
import { Knex } from 'knex';
import { testDatabases } from '../../__testUtils__/databases';
import { fill } from '../../__testUtils__/fill';
import { label, seed } from '../../__testUtils__/ownershipSeed';
import { DatabaseOwnership } from '../DatabaseOwnership';
import { OwnershipWorker } from './OwnershipWorker';
import { isOwner } from '../teamRules';

jest.setTimeout(120_000);

const databases = testDatabases();
const now = new Date('2026-11-28T10:00:00.000Z');

const group = (name: string, aliases: string[] = []): TeamFact => ({
  ref: `group:default/${name}`,
  aliases: [name, ...aliases],
  contacts: [{ type: 'chat', value: `#${name}` }],
});
const payments = group('payments');
const paymentsTeam = group('payments-team', ['@acme/pay']);
const idle = group('squad-payments');

/** One Deployment per mark. */
function labelled(marks: string[], teams: TeamFact[]): FactIndexSeed {
  return seed({
    repositories: [],
    clusters: [
      {
        facts: {
          cluster: 'prod',
          skipped: [],
          objects: marks.map((mark, at) =>
            liveObject('Deployment', `shop/app-${at}`, 'prod', {
              claims: [label(mark, 'Deployment', `app-${at}`)],
            }),
          ),
        },
      },
    ],
    teams,
  });
}

describe.each(databases.ids)('teams of one name on %s', id => {
  async function open(
    marks: string[],
    teams: TeamFact[],
  ): Promise<{ database: Knex; ownership: DatabaseOwnership }> {
    const database = await databases.migrated(id);
    await fill(database, labelled(marks, teams));
    await new OwnershipWorker({
      client: database,
      reader: database,
      ownership: {},
      entityNames: ['{name}'],
      limits: { driftDueMs: 24 * 3_600_000 },
      logger: mockServices.logger.mock(),
      now: () => now,
    }).drain();
    return {
      database,
      ownership: new DatabaseOwnership(database, () => now),
    };
  }

  const owned = async (ownership: DatabaseOwnership, mark: string) =>
    (await ownership.owned(mark, {})).items.map(({ name }) => name).sort();

  /** Whether a member of a group may see a team: by its page, and by lists. */
  async function sees(
    ownership: DatabaseOwnership,
    member: string,
    team: string,
  ): Promise<[boolean, boolean]> {
    const claims = [`group:default/${member}`, 'user:default/jo'];
    const resource = await ownership.resource(`group:default/${team}`);
    const listed = await ownership.teams({}, isOwner.toQuery({ claims }));
    return [
      resource !== undefined && isOwner.apply(resource, { claims }),
      listed.items.some(({ ref }) => ref === `group:default/${team}`),
    ];
  }

  it('gives each what it owns, whatever was read first, and shows it to its own alone', async () => {
    for (const teams of [
      [payments, paymentsTeam, idle],
      [idle, paymentsTeam, payments],
    ]) {
      const { ownership } = await open(
        [
          'group:default/payments',
          'group:default/payments-team',
          'Payments',
          '@acme/pay',
          'payments team',
          'team-payments',
        ],
        teams,
      );
      expect(await owned(ownership, 'payments')).toEqual(['app-0', 'app-2']);
      expect(await owned(ownership, '@acme/pay')).toEqual([
        'app-1',
        'app-3',
        'app-4',
      ]);
      // What may mean any of them is nobody's but its own.
      expect(await owned(ownership, 'team-payments')).toEqual(['app-5']);
      const all = (await ownership.teams({})).items;
      expect(
        all.map(({ ref, known, counts, contacts }) => [
          ref.slice(14),
          known,
          counts.workloads,
          contacts?.[0].value,
        ]),
      ).toEqual([
        ['payments', true, 2, '#payments'],
        ['payments-team', true, 3, '#payments-team'],
        ['squad-payments', true, 0, '#squad-payments'],
        ['team-payments', false, 1, undefined],
      ]);
      await expect(ownership.team('payments-team')).resolves.toMatchObject({
        team: { ref: 'group:default/payments-team' },
        contacts: [{ value: '#payments-team' }],
        clashes: expect.arrayContaining([
          { ref: 'group:default/payments', mark: expect.any(String) },
        ]),
      });
      await expect(ownership.team('payments-squad')).rejects.toThrow(
        /payments-squad/,
      );
      for (const member of ['payments', 'payments-team', 'squad-payments']) {
        for (const team of ['payments', 'payments-team', 'squad-payments']) {
          expect([
            member,
            team,
            ...(await sees(ownership, member, team)),
          ]).toEqual([member, team, member === team, member === team]);
        }
        expect(await sees(ownership, member, 'team-payments')).toEqual([
          false,
          false,
        ]);
      }
    }
  });

  it('shows a team to those who are it under a name that only one has', async () => {
    const { ownership } = await open(['payments', 'core'], [paymentsTeam]);
    expect(await owned(ownership, 'payments')).toEqual(['app-0']);
    for (const [member, team, expected] of [
      ['payments-team', 'payments-team', true],
      ['squad-payments', 'payments-team', true],
      ['core', 'core', true],
      ['core', 'payments-team', false],
      // No directory says that they are one.
      ['core-team', 'core', false],
    ] as const) {
      expect([member, team, ...(await sees(ownership, member, team))]).toEqual([
        member,
        team,
        expected,
        expected,
      ]);
    }
  });
});
