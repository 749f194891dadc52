import * as reader from '@plumbline/gitops-reader';
import { PinnedCommit } from '../types';
import { changesOfPins, FollowedPin } from './changesOfPins';
import { Landing } from './LandingWalk';
import { PinLocator } from './PinnedText';

jest.mock('@plumbline/gitops-reader', () => {
  const actual = jest.requireActual('@plumbline/gitops-reader');
  return { ...actual, parseYaml: jest.fn(actual.parseYaml) };
});
const parseYaml = jest.mocked(reader.parseYaml);

/** A branch whose commits change files, each called by its content. */
class Branch {
  readonly #files = new Map<string, string>();
  readonly #commits: PinnedCommit[] = [];
  /** What was asked for, call by call. */
  readonly asked: string[][] = [];
  readonly absent = new Set<string>();

  /** `undefined`: the file goes. */
  commit(changes: Record<string, string | undefined>): this {
    const files = Object.entries(changes).map(([path, after]) => {
      const before = this.#files.get(path);
      if (after === undefined) {
        this.#files.delete(path);
      } else {
        this.#files.set(path, after);
      }
      return {
        path,
        ...(before !== undefined && { before }),
        ...(after !== undefined && { after }),
      };
    });
    this.#commits.unshift({
      revision: String(this.#commits.length),
      parents: [],
      at: '2026-11-23T00:00:00Z',
      author: 'a',
      subject: 's',
      files,
    });
    return this;
  }

  async changes(pins: FollowedPin[]): Promise<string[]> {
    parseYaml.mockClear();
    const landings: Landing[] = this.#commits.map(commit => ({
      commit,
      files: commit.files.map(file => ({ ...file, by: commit })),
    }));
    const { asked, absent } = this;
    const { changes, complete } = await changesOfPins(landings, pins, {
      async *contents(oids) {
        const names = [...new Set(oids)];
        asked.push(names);
        for (const oid of names) {
          if (!absent.has(oid)) {
            yield [oid, oid];
          }
        }
      },
      turn: async () => {},
    });
    return [
      ...changes.map(
        ({ pinId, landed, change: { from = '', to = '', renamedFrom } }) =>
          `${landed}: ${pinId} ${from}>${to}${renamedFrom ? ` was ${renamedFrom}` : ''}`,
      ),
      ...[...complete].map(id => `${id} complete`),
    ];
  }
}

const locator = (key: string): PinLocator => ({
  type: 'path',
  document: '0',
  steps: [key],
  before: '',
  after: '',
});

const pin = (id: number, path: string, key = 'version'): FollowedPin => ({
  id,
  path,
  walked: path,
  locator: locator(key),
});

describe('changesOfPins', () => {
  it('parses each content once, however many lines it pins', async () => {
    const services = Array.from({ length: 300 }, (_, id) => `service${id}`);
    const file = (bumped: number) =>
      services.map((name, id) => `${name}: v${+(id < bumped)}\n`).join('');
    const branch = new Branch();
    for (let bumped = 0; bumped <= 20; bumped += 1) {
      branch.commit({ 'versions.yaml': file(bumped) });
    }
    const changes = await branch.changes(
      services.map((name, id) => pin(id, 'versions.yaml', name)),
    );
    expect(changes.slice(0, 2)).toEqual(['20: 19 v0>v1', '19: 18 v0>v1']);
    expect(changes).toHaveLength(20 + 300 + 300);
    expect(parseYaml).toHaveBeenCalledTimes(21);
    expect(branch.asked).toHaveLength(1);
  });

  it.each([
    ['as it is', 'version: 1\n', '3: 0 1>1 was z/k.yaml'],
    ['with a change', 'version: 2\n', '3: 0 1>2 was z/k.yaml'],
  ])(
    'looks for what a file held before it was moved %s',
    async (_, to, moved) => {
      const branch = new Branch()
        .commit({ 'z/k.yaml': 'version: 0\n', 'b/k.yaml': 'version: b\n' })
        .commit({ 'z/k.yaml': 'version: 1 # first\n' })
        .commit({ 'z/k.yaml': 'version: 1\n', 'b/k.yaml': 'version: c\n' })
        .commit({ 'a/k.yaml': to, 'z/k.yaml': undefined })
        .commit({ 'a/k.yaml': 'version: 3\n' });
      const followed = pin(0, 'a/k.yaml');
      expect(await branch.changes([followed])).toEqual([
        `4: 0 ${to.trim().slice(-1)}>3`,
        moved,
        '1: 0 0>1',
        '0: 0 >0',
        '0 complete',
      ]);
      expect(followed.walked).toBe('z/k.yaml');
    },
  );

  it('holds a part of large contents, and knows them all the same', async () => {
    const large = (version: number) =>
      `version: ${version}\n#${' '.repeat(1024 * 1024 - 20)}`;
    const branch = new Branch();
    // Back to what is held no more, and over one that cannot be had.
    for (const version of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 13]) {
      branch.commit({ 'k.yaml': large(version) });
    }
    branch.absent.add(large(6));
    expect(await branch.changes([pin(0, 'k.yaml')])).toEqual([
      '13: 0 1>13',
      '12: 0 12>1',
      '11: 0 11>12',
      '10: 0 10>11',
      '9: 0 9>10',
      '8: 0 8>9',
      '7: 0 7>8',
      '6: 0 >7',
      '5: 0 5>',
      '4: 0 4>5',
      '3: 0 3>4',
      '2: 0 2>3',
      '1: 0 1>2',
      '0: 0 >1',
      '0 complete',
    ]);
    expect(
      branch.asked.slice(1).map(oids => oids.map(oid => oid.slice(0, 12))),
    ).toEqual([['version: 1\n#']]);
  });
});
