import { TeamsPage, TeamsQuery } from '@plumbline/plugin-plumbline-common';
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

const kept = (name: string): unknown[] =>
  JSON.parse(localStorage.getItem(`plumbline.saved.teams${name}`) ?? '[]');

describe('saveTeams', () => {
  beforeEach(() => localStorage.clear());

  it('keeps what one user was shown from the next one', async () => {
    const now = new Date('2026-11-23T02:00:00Z');
    keepFor('user:default/a');
    await saveTeams(organisation(2, 'secret'), now);
    expect(kept('')).toHaveLength(2);
    const failing = {
      teams: async () => {
        throw new Error('You may not see teams');
      },
    };
    keepFor('user:default/b');
    await expect(saveTeams(failing, now)).rejects.toThrow();
    expect(kept('')).toEqual([]);
    await saveTeams(organisation(1, 'open'), now);
    expect(kept('')).toMatchObject([{ team: 'group:default/open-0' }]);
  });

  it.each([
    [500, 500, []],
    [501, 500, [500]],
    [3, 3, []],
  ])(
    'of %d teams keeps %d, and tells where there are more',
    async (size, most, cut) => {
      await saveTeams(organisation(size, 'team'));
      expect(kept('')).toHaveLength(most);
      expect(kept('.cut')).toEqual(cut);
    },
  );
});
