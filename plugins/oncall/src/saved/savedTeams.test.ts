import { TeamsPage, TeamsQuery } from '@plumbline/plugin-plumbline-common';
import { fakeError } from '@plumbline/plugin-plumbline-react/testUtils';
import { keepFor } from './keepFor';
import { saveTeams } from './savedTeams';

const counts = {
  services: 0,
  workloads: 0,
  namespaces: 0,
  paths: 0,
  repositories: 0,
  clusters: 0,
  contested: 0,
  findings: 0,
};

/** An organisation of so many teams. */
function organisation(size: number, name: string) {
  return {
    async teams({ cursor = '0', limit = 100 }: TeamsQuery): Promise<TeamsPage> {
      const from = Number(cursor);
      const next = from + limit;
      return {
        items: Array.from(
          { length: Math.min(limit, size - from) },
          (_, at) => ({
            ref: `group:default/${name}-${from + at}`,
            known: true,
            counts,
            contacts: [
              { type: 'chat', value: '#x', team: `group:default/${name}` },
            ],
          }),
        ),
        totalItems: size,
        pending: 0,
        ...(next < size && { nextCursor: `${next}` }),
      };
    },
  };
}

const kept = (): { teams: unknown[]; cut?: boolean } =>
  JSON.parse(
    localStorage.getItem('plumbline.saved.teams') ?? '{ "teams": [] }',
  );

const failing = (error: Error) => ({
  teams: async () => {
    throw error;
  },
});

describe('saveTeams', () => {
  beforeEach(() => localStorage.clear());

  it('keeps what one user was shown from the next one', async () => {
    const now = new Date('2026-11-23T02:00:00Z');
    keepFor('user:default/a');
    await saveTeams(organisation(2, 'secret'), now);
    expect(kept().teams).toHaveLength(2);
    keepFor('user:default/b');
    await expect(saveTeams(failing(new Error('down')), now)).rejects.toThrow();
    expect(kept().teams).toEqual([]);
    await saveTeams(organisation(1, 'open'), now);
    expect(kept().teams).toMatchObject([{ team: 'group:default/open-0' }]);
  });

  it('keeps them for an hour, through failures, and not for who may see them no longer', async () => {
    const at = (minutes: number) =>
      new Date(1_800_000_000_000 + minutes * 60_000);
    await saveTeams(organisation(2, 'team'), at(0));
    await saveTeams(failing(new Error('not asked')), at(59));
    await expect(
      saveTeams(failing(new Error('down')), at(61)),
    ).rejects.toThrow();
    expect(kept().teams).toHaveLength(2);
    await expect(
      saveTeams(failing(fakeError(403, 'not for you')), at(62)),
    ).rejects.toThrow();
    expect(kept().teams).toEqual([]);
  });

  it.each([
    [500, 500, false],
    [501, 500, true],
    [3, 3, false],
  ])(
    'of %d teams keeps %d, and tells where there are more',
    async (size, most, cut) => {
      await saveTeams(organisation(size, 'team'));
      expect(kept().teams).toHaveLength(most);
      expect(kept().cut).toBe(cut);
    },
  );
});
