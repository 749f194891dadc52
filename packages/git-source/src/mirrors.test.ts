import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { GitMirrors, GitSource } from './mirrors';
import {
  readAll,
  temporaryDirectory,
  TestGitServer,
  TestRepository,
} from './testUtils';

jest.setTimeout(60_000);

const base = temporaryDirectory();
let count = 0;
function fresh(name = 'repo') {
  count += 1;
  const root = path.join(base, `${name}-${count}`);
  const repository = TestRepository.create(path.join(root, 'acme', 'app'));
  const directory = path.join(root, 'storage');
  return {
    root,
    repository,
    directory,
    mirrors: GitMirrors.create({ directory }),
    url: `file://${repository.dir}`,
  };
}
/** Everything on disk below a directory, as one text. */
function allBytes(directory: string): string {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry =>
      readFileSync(path.join(entry.parentPath, entry.name), 'latin1'),
    )
    .join('\n');
}
const mirrorIn = (directory: string) =>
  path.join(
    directory,
    readdirSync(directory).find(name => name.endsWith('.git')) ?? 'none',
  );
function hasBlob(directory: string, oid: string): boolean {
  try {
    execFileSync(
      'git',
      ['--git-dir', mirrorIn(directory), 'cat-file', '-e', oid],
      { stdio: 'ignore' },
    );
    return true;
  } catch {
    return false;
  }
}

describe('a remote over HTTP with credentials', () => {
  it('costs what it must and no more, and keeps the credentials to itself', async () => {
    const { root, repository, directory, mirrors } = fresh();
    const files: Record<string, string> = {};
    for (let index = 0; index < 200; index++) {
      files[`apps/f${index}.yaml`] = `value: ${index}\n`;
    }
    const first = repository.commit('First (#1)', {
      ...files,
      'unread.png': 'picture',
    });
    const server = await TestGitServer.start({
      root,
      username: 'x-token',
      password: 's3cret-pass',
    });
    try {
      let asked = 0;
      const source: GitSource = {
        name: 'acme/app',
        url: `${server.url}/acme/app`,
        credentials: async () => {
          asked += 1;
          return { username: 'x-token', password: 's3cret-pass' };
        },
      };
      expect(await mirrors.head(source)).toBe(first);
      // Once the capabilities, once the refs.
      expect(server.take()).toHaveLength(2);

      const opened = await mirrors.open(source);
      expect(opened.tree).toMatchObject({
        repository: 'acme/app',
        revision: first,
      });
      // The capabilities, the refs and what is new, then which other branches there are.
      expect(server.take()).toHaveLength(5);
      const listed = await opened.tree.list();
      expect(listed).toHaveLength(201);
      expect(listed[0].size).toBe(-1);
      expect(await readAll(opened.tree.read(Object.keys(files)))).toEqual(
        files,
      );
      // All blobs in one round trip, and only those that were asked for.
      expect(server.take().length).toBeLessThanOrEqual(3);
      expect(
        hasBlob(directory, repository.git('rev-parse', 'HEAD:apps/f7.yaml')),
      ).toBe(true);
      expect(
        hasBlob(directory, repository.git('rev-parse', 'HEAD:unread.png')),
      ).toBe(false);
      expect(await readAll(opened.tree.read(Object.keys(files)))).toEqual(
        files,
      );
      expect(
        (await opened.lastChanges(['apps/f7.yaml'])).get('apps/f7.yaml')
          ?.pullRequest,
      ).toBe('1');
      expect(server.take()).toEqual([]);
      await opened.close();

      expect(await mirrors.head(source)).toBe(first);
      expect(server.take()).toHaveLength(2);

      const second = repository.commit('Bump (#2)', {
        'apps/f7.yaml': 'value: changed\n',
      });
      const again = await mirrors.open(source);
      expect(again.tree.revision).toBe(second);
      expect(await readAll(again.tree.read(Object.keys(files)))).toEqual({
        ...files,
        'apps/f7.yaml': 'value: changed\n',
      });
      expect(server.take().length).toBeLessThanOrEqual(8);
      expect([
        ...(
          await again.lastChanges(Object.keys(files), { since: first })
        ).keys(),
      ]).toEqual(['apps/f7.yaml']);

      // The caller knows a head that is here: nothing is asked at all.
      server.failWith = 500;
      const offline = await mirrors.open({ ...source, revision: second });
      expect(await readAll(offline.tree.read(['apps/f7.yaml']))).toEqual({
        'apps/f7.yaml': 'value: changed\n',
      });
      expect(
        Buffer.from(
          (await mirrors.readFile('acme/app', first, 'apps/f7.yaml')) ?? [],
        ).toString(),
      ).toBe('value: 7\n');
      expect(
        await mirrors.readFile('acme/app', first, 'unread.png'),
      ).toBeUndefined();
      expect(
        await mirrors.readFile('acme/app', first, '../../config'),
      ).toBeUndefined();
      expect(
        await mirrors.readFile('acme/app', '--help', 'apps/f7.yaml'),
      ).toBeUndefined();
      expect(
        await mirrors.readFile('acme/other', first, 'apps/f7.yaml'),
      ).toBeUndefined();
      expect(server.take()).toEqual([]);
      server.failWith = undefined;

      expect(asked).toBeGreaterThan(2);
      const disk = allBytes(directory);
      expect(disk).not.toContain('s3cret-pass');
      expect(disk).not.toContain(
        Buffer.from('x-token:s3cret-pass').toString('base64'),
      );
    } finally {
      await server.close();
    }
  });

  it('says in a line why a repository cannot be read, and keeps what it has', async () => {
    const { root, repository, directory, mirrors } = fresh();
    const revision = repository.commit('First', { 'a.yaml': 'a' });
    const server = await TestGitServer.start({
      root,
      username: 'me',
      password: 's3cret-pass',
    });
    const source: GitSource = {
      name: 'acme/app',
      url: `${server.url.replace('//', '//me:s3cret-pass@')}/acme/app`,
    };
    const opened = await mirrors.open(source);
    await readAll(opened.tree.read(['a.yaml']));
    const failure = async (change: Partial<GitSource>) => {
      const failed = await mirrors
        .open({ ...source, ...change })
        .catch((error: Error) => error);
      const message = failed instanceof Error ? failed.message : '';
      expect(message).not.toMatch(/s3cret|me:/);
      expect(message).not.toContain('\n');
      return message.replace(server.url, 'URL');
    };
    const url = server.url;
    expect(await failure({ url: `${url}/acme/app` })).toBe(
      'Could not fetch URL/acme/app: the host asks for credentials and none are configured, or the repository does not exist',
    );
    expect(
      await failure({
        url: url.replace('//', '//me:s3cret-nope@').concat('/acme/app'),
      }),
    ).toMatch(/the host asks for credentials|refuses the credentials/);
    expect(await failure({ branch: 'nope' })).toBe(
      'Could not fetch URL/acme/app: there is no branch nope',
    );
    expect(await failure({ url: `${source.url}-gone` })).toBe(
      'Could not fetch URL/acme/app-gone: there is no repository at this address, or no access to it',
    );
    await expect(mirrors.head({ ...source, branch: 'nope' })).rejects.toThrow(
      'there is no branch nope',
    );
    server.failWith = 403;
    expect(await failure({})).toMatch(/do not give access/);
    server.failWith = 503;
    expect(await failure({})).toMatch(/the host answers with status 503/);
    await server.close();
    expect(await failure({})).toMatch(/refuses connections/);
    expect(
      Buffer.from(
        (await mirrors.readFile('acme/app', revision, 'a.yaml')) ?? [],
      ).toString(),
    ).toBe('a');
    expect(
      readdirSync(directory).filter(name => !name.endsWith('.git')),
    ).toEqual([]);
    for (const bad of [
      'ext::sh -c id',
      '--upload-pack=id',
      'https://u:s3cret@host/a b',
    ]) {
      expect(await failure({ url: bad })).toMatch(
        /is not the address of a repository/,
      );
    }
    expect(await failure({ branch: '--upload-pack=id' })).toMatch(
      /is not the name of a branch/,
    );
  });
});

describe('a remote over file URLs', () => {
  it.each([[true], [false]])(
    'follows a branch, with partial clones %s',
    async allowFilter => {
      const { repository, directory, mirrors, url } = fresh();
      repository.git('config', 'uploadpack.allowFilter', String(allowFilter));
      repository.commit('First', { 'a.yaml': '1', 'b.yaml': '1' });
      repository.git('checkout', '-q', '-b', 'release');
      const release = repository.commit('Release', { 'a.yaml': 'release' });
      repository.git('checkout', '-q', 'main');
      const source: GitSource = { name: 'acme/app', url };
      const onRelease = { ...source, branch: 'release' };
      expect(await mirrors.head(onRelease)).toBe(release);
      expect(
        await readAll((await mirrors.open(onRelease)).tree.read(['a.yaml'])),
      ).toEqual({ 'a.yaml': 'release' });
      const opened = await mirrors.open(source);
      expect(
        hasBlob(directory, repository.git('rev-parse', 'HEAD:a.yaml')),
      ).toBe(!allowFilter);
      // Rewritten history: the new head is taken, the old commit can still be read by those who have it open.
      const old = opened.tree.revision;
      expect(await readAll(opened.tree.read(['a.yaml', 'b.yaml']))).toEqual({
        'a.yaml': '1',
        'b.yaml': '1',
      });
      repository.git('checkout', '-q', '--orphan', 'fresh');
      const rewritten = repository.commit('Rewritten', { 'a.yaml': 'new' });
      repository.git('branch', '-f', 'main');
      repository.git('checkout', '-q', 'main');
      const reopened = await mirrors.open(source);
      expect(reopened.tree.revision).toBe(rewritten);
      expect(await readAll(reopened.tree.read(['a.yaml']))).toEqual({
        'a.yaml': 'new',
      });
      expect(
        Buffer.from(
          (await mirrors.readFile('acme/app', old, 'a.yaml')) ?? [],
        ).toString(),
      ).toBe('1');
      expect(existsSync(path.join(mirrorIn(directory), 'FETCH_HEAD'))).toBe(
        false,
      );
    },
  );

  it('makes a damaged mirror again', async () => {
    const { repository, directory, mirrors, url } = fresh();
    repository.git('config', 'uploadpack.allowFilter', 'true');
    repository.commit('First', { 'a.yaml': '1', 'd/b.yaml': '2' });
    const source: GitSource = { name: 'acme/app', url };
    const expectGood = async () =>
      expect(
        await readAll(
          (await mirrors.open(source)).tree.read(['a.yaml', 'd/b.yaml']),
        ),
      ).toEqual({ 'a.yaml': '1', 'd/b.yaml': '2' });
    await expectGood();
    const mirror = mirrorIn(directory);
    const packs = () =>
      readdirSync(path.join(mirror, 'objects/pack'))
        .map(name => path.join(mirror, 'objects/pack', name))
        .filter(name => name.endsWith('.pack'));
    const damages: (() => void)[] = [
      () => rmSync(path.join(mirror, 'HEAD')),
      () => rmSync(path.join(mirror, 'objects'), { recursive: true }),
      () =>
        packs().forEach(pack => {
          rmSync(pack);
          writeFileSync(pack, 'rubbish');
        }),
      () => writeFileSync(path.join(mirror, 'config'), '[core'),
      () => {
        rmSync(mirror, { recursive: true });
        mkdirSync(mirror);
      },
      () => mkdirSync(`${mirror}.new-left-over`),
    ];
    for (const damage of damages) {
      damage();
      repository.commit('Next');
      await expectGood();
    }
    expect(readdirSync(directory)).toContain(path.basename(mirror));
  });

  it('gathers many packs into one', async () => {
    const { repository, directory, mirrors, url } = fresh();
    repository.git('config', 'uploadpack.allowFilter', 'true');
    const source: GitSource = { name: 'acme/app', url };
    let revision = '';
    for (let index = 0; index < 30; index++) {
      revision = repository.commit(`Change ${index}`, {
        'a.yaml': `${index}`,
        'b.yaml': 'same',
      });
      const { tree } = await mirrors.open(source);
      expect(await readAll(tree.read(['a.yaml', 'b.yaml']))).toEqual({
        'a.yaml': `${index}`,
        'b.yaml': 'same',
      });
    }
    const packs = readdirSync(
      path.join(mirrorIn(directory), 'objects/pack'),
    ).filter(name => name.endsWith('.pack'));
    expect(packs.length).toBeLessThan(50);
    expect(
      await mirrors.readFile('acme/app', revision, 'b.yaml'),
    ).toBeDefined();
  }, 60_000);

  it('is safe with several at once, also after a holder died', async () => {
    const { repository, directory, url } = fresh();
    repository.git('config', 'uploadpack.allowFilter', 'true');
    const revision = repository.commit('First', { 'a.yaml': '1' });
    const source: GitSource = { name: 'acme/app', url };
    const all = await Promise.all(
      Array.from({ length: 6 }, async () => {
        const { tree } = await GitMirrors.create({ directory }).open(source);
        return [tree.revision, await readAll(tree.read(['a.yaml']))];
      }),
    );
    expect(all).toEqual(Array(6).fill([revision, { 'a.yaml': '1' }]));
    // A lock of a process of this machine that is gone.
    writeFileSync(`${mirrorIn(directory)}.lock`, `999999999 ${hostname()} x`);
    await GitMirrors.create({ directory }).open(source);
    // A lock that somebody holds is waited for, until the caller gives up.
    writeFileSync(
      `${mirrorIn(directory)}.lock`,
      `${process.pid} ${hostname()} x`,
    );
    await expect(
      GitMirrors.create({ directory }).open(source, {
        signal: AbortSignal.timeout(100),
      }),
    ).rejects.toThrow(/abort|timeout/i);
  });

  it('tells an empty repository from one that is gone', async () => {
    const { repository, mirrors, url } = fresh();
    const source: GitSource = { name: 'acme/app', url };
    await expect(mirrors.head(source)).rejects.toThrow(/has no commits yet/);
    await expect(mirrors.open(source)).rejects.toThrow(/has no commits yet/);
    repository.commit('First', { 'a.yaml': '1' });
    await mirrors.open(source);
    renameSync(repository.dir, `${repository.dir}-moved`);
    await expect(mirrors.head(source)).rejects.toThrow(
      /Could not look up file:.*: there is no (git )?repository at this address/,
    );
    await expect(mirrors.open(source)).rejects.toThrow(
      /Could not fetch file:.*: there is no (git )?repository at this address/,
    );
  });
});

describe('a path on this machine', () => {
  it('is read in place, at the head of its branch', async () => {
    const { root, repository, directory, mirrors } = fresh();
    const source: GitSource = { name: 'acme/app', url: repository.dir };
    await expect(mirrors.head(source)).rejects.toThrow(/has no commits yet/);
    const revision = repository.commit('First', { 'a.yaml': 'committed' });
    repository.write({ 'a.yaml': 'edited' });
    const bare = path.join(root, 'bare.git');
    execFileSync('git', ['clone', '-q', '--bare', repository.dir, bare]);
    for (const url of [repository.dir, bare]) {
      const opened = await mirrors.open({ ...source, url });
      expect(await mirrors.head({ ...source, url })).toBe(revision);
      expect(opened.tree).toMatchObject({ repository: 'acme/app', revision });
      expect(await readAll(opened.tree.read(['a.yaml']))).toEqual({
        'a.yaml': 'committed',
      });
      expect(
        Buffer.from(
          (await GitMirrors.create({ directory }).readFile(
            'acme/app',
            revision,
            'a.yaml',
          )) ?? [],
        ).toString(),
      ).toBe('committed');
    }
    await expect(mirrors.head({ ...source, branch: 'nope' })).rejects.toThrow(
      /there is no branch nope/,
    );
    await expect(
      mirrors.head({ ...source, url: '/no/such/place' }),
    ).rejects.toThrow(/There is no directory/);
    expect(readdirSync(directory)).toEqual([expect.stringMatching(/\.path$/)]);
  });

  it('may be a directory without git, also inside a checkout', async () => {
    const { repository, mirrors } = fresh();
    repository.commit('First', { 'deploy/a.yaml': '1' });
    const source: GitSource = {
      name: 'deploy',
      url: path.join(repository.dir, 'deploy'),
    };
    const head = await mirrors.head(source);
    expect(head).toMatch(/^working-tree:[0-9a-f]{40}$/);
    expect(await mirrors.head(source)).toBe(head);
    const { tree } = await mirrors.open(source);
    expect(tree).toMatchObject({
      repository: 'deploy',
      revision: 'working-tree',
    });
    expect(await readAll(tree.read(['a.yaml']))).toEqual({ 'a.yaml': '1' });
    expect(
      Buffer.from(
        (await mirrors.readFile('deploy', 'working-tree', 'a.yaml')) ?? [],
      ).toString(),
    ).toBe('1');
    expect(
      await mirrors.readFile('deploy', 'working-tree', '../README.md'),
    ).toBeUndefined();
    repository.write({ 'deploy/a.yaml': '2' });
    expect(await mirrors.head(source)).not.toBe(head);
  });
});
