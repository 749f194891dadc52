import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inspectDirectory } from './checkout';
import { KnownDirectories } from './knownDirectories';
import { TestRepository } from './testUtils';

describe('directories that are looked at again', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'plumbline-known-'));
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  const at = path.join(root, 'app');
  const repository = TestRepository.create(at);
  const other = TestRepository.create(path.join(root, 'other'));
  const known = new KnownDirectories(0);

  it.each<[what: string, change: () => void]>([
    ['before the first commit', () => {}],
    ['after a commit', () => repository.commit('First', { 'a.yaml': '1' })],
    ['after another one', () => repository.commit('Second')],
    ['on another branch', () => repository.git('checkout', '-qb', 'env/prod')],
    ['on no branch', () => repository.git('checkout', '-q', '--detach')],
    ['on a branch again', () => repository.git('checkout', '-q', 'main')],
    ['with packed refs', () => repository.git('pack-refs', '--all')],
    [
      'with an address',
      () =>
        repository.git(
          'remote',
          'add',
          'origin',
          'https://git.example/acme/app',
        ),
    ],
    [
      'with a working tree elsewhere',
      () => repository.git('config', 'core.worktree', other.dir),
    ],
    [
      'when another repository is in its place',
      () => {
        renameSync(at, path.join(root, 'moved'));
        renameSync(other.dir, at);
        repository.commit('Other', { 'b.yaml': '1' });
      },
    ],
    [
      'when it is no repository any more',
      () => rmSync(path.join(at, '.git'), { recursive: true }),
    ],
  ])('are seen as git sees them %s', async (_, change) => {
    change();
    for (let times = 0; times < 3; times++) {
      expect(await known.inspect(at)).toEqual(await inspectDirectory(at));
    }
  });
});
