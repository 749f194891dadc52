import { mkdtempSync, rmSync, symlinkSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { listCommit, Listings } from './listing';
import { TestRepository } from './testUtils';

describe('Listings', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'plumbline-listings-'));
  afterAll(() => rmSync(root, { recursive: true }));

  const create = (name: string) => {
    const repository = TestRepository.create(path.join(root, name));
    return {
      repository,
      store: { gitDir: path.join(repository.dir, '.git'), name },
      remove: (file: string) => unlinkSync(path.join(repository.dir, file)),
    };
  };

  it('lists a commit from the one before as it would without it', async () => {
    const { repository, store, remove } = create('a');
    const listings = new Listings();
    const commits = [
      repository.commit('First', {
        'a.yaml': 'a',
        'b/a.yaml': 'ba',
        'b.yaml': 'b',
        'b-c/x': 'x',
        'ä/ö.yaml': 'umlauts',
        'z.yaml': 'z',
      }),
      repository.commit('Change', { 'b/a.yaml': 'changed', 'a.yaml': 'aa' }),
      repository.commit('Add in many places', {
        '0': '',
        'b/0': '0',
        b0: '0',
        'ä/a': 'a',
        '𝄞': 'beyond the basic plane',
        ﬀ: 'before it in bytes, after it in JavaScript',
        'zz/z': '',
      }),
    ];
    remove('b/a.yaml');
    remove('z.yaml');
    commits.push(repository.commit('Delete', { 'z.yaml/now': 'a directory' }));
    remove('a.yaml');
    symlinkSync('b.yaml', path.join(repository.dir, 'a.yaml'));
    commits.push(repository.commit('Link'), repository.commit('Nothing'));
    // Also backwards, as after a forced push.
    for (const commit of [...commits, ...commits.reverse()]) {
      const fresh = await listCommit(store, commit, 100);
      expect(await listings.list(store, commit, 100)).toEqual(fresh);
    }
  });

  it('shares the files that a commit leaves alone', async () => {
    const { repository, store } = create('b');
    const listings = new Listings();
    const first = repository.commit('First', { a: 'a', b: 'b' });
    const second = repository.commit('Second', { b: 'c' });
    const before = await listings.list(store, first, 100);
    const after = await listings.list(store, second, 100);
    expect(after[0]).toBe(before[0]);
    expect(after[1]).not.toBe(before[1]);
  });

  it('reads short contents along with what has changed, and tells all sizes', async () => {
    const { repository, store } = create('f');
    const listings = new Listings();
    const first = repository.commit('First', { a: 'a', b: 'b' });
    await listings.list(store, first, 200);
    const long = 'x'.repeat(100_000);
    const huge = 'x'.repeat(17 * 1024 * 1024);
    const few = repository.commit('Few', { b: 'c', empty: '', huge, long });
    const listed = await listings.list(store, few, 200);
    expect(listed).toEqual(await listCommit(store, few, 200));
    const content = (name: string) => {
      const file = listed.find(({ path: known }) => known === name);
      const found = listings.contentOf(store.gitDir, file?.digest ?? '');
      return found && Buffer.from(found).toString();
    };
    expect(['a', 'b', 'long', 'huge'].map(content)).toEqual([
      undefined,
      'c',
      undefined,
      undefined,
    ]);
    listings.forgetContents(store.gitDir);
    expect(content('b')).toBeUndefined();
    const many = repository.commit(
      'Many',
      Object.fromEntries(
        Array.from({ length: 120 }, (_, index) => [`m${index}`, `${index}`]),
      ),
    );
    expect(await listings.list(store, many, 200)).toEqual(
      await listCommit(store, many, 200),
    );
  });

  it('lists anew when the commit of before is gone, and forgets what is too much', async () => {
    const { repository, store } = create('c');
    const listings = new Listings(2);
    const first = repository.commit('First', { a: 'a', b: 'b' });
    const before = await listings.list(store, first, 100);
    expect(await listings.list(store, first, 100)).toBe(before);
    const other = create('d');
    const elsewhere = other.repository.commit('Elsewhere', { c: 'c' });
    // The same place, with other commits in it.
    await listings.list({ ...other.store, gitDir: store.gitDir }, first, 100);
    rmSync(store.gitDir, { recursive: true });
    repository.git('clone', '-q', '--bare', other.repository.dir, '.git');
    expect(await listings.list(store, elsewhere, 100)).toMatchObject([
      { path: 'c' },
    ]);
    await listings.list(other.store, elsewhere, 100);
    const third = other.repository.commit('Third', { d: 'd', e: 'e' });
    const large = await listings.list(other.store, third, 100);
    expect(await listings.list(other.store, third, 100)).not.toBe(large);
  });

  it('refuses a tree with too many files, however it came about', async () => {
    const { repository, store } = create('e');
    const listings = new Listings();
    const first = repository.commit('First', { a: 'a', b: 'b' });
    const second = repository.commit('Second', { c: 'c' });
    await listings.list(store, first, 2);
    await expect(listings.list(store, second, 2)).rejects.toThrow(
      'more than 2',
    );
  });
});
