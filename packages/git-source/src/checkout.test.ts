import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { openCheckout } from './checkout';
import { openCommit } from './commit';
import { readSubject } from './history';
import { readAll, temporaryDirectory, TestRepository } from './testUtils';

const base = temporaryDirectory();

describe('openCheckout', () => {
  it('shows the working files, with changes that no commit holds', async () => {
    const repository = TestRepository.create(path.join(base, 'shop'));
    const head = repository.commit('First', {
      '.gitignore': 'ignored/\n',
      'a.yaml': 'a: 1\n',
      'sub/b.yaml': 'b: 1\n',
      'gone.yaml': 'x\n',
      'tricky\tname\n.yaml': 'odd\n',
      '-rf.yaml': 'dash\n',
    });
    repository.git('remote', 'add', 'origin', 'git@github.com:acme/shop.git');
    repository.write({
      'a.yaml': 'a: 2\n',
      'new.yaml': 'n: 1\n',
      'ignored/x.yaml': 'no\n',
    });
    execFileSync('rm', [path.join(repository.dir, 'gone.yaml')]);

    const checkout = await openCheckout(repository.dir);
    expect(checkout.tree.repository).toBe('acme/shop');
    expect(checkout.tree.revision).toBe(head);
    expect(checkout.webUrl).toBe('https://github.com/acme/shop');
    const files = await checkout.tree.list();
    expect(files.map(file => file.path).sort()).toEqual([
      '-rf.yaml',
      '.gitignore',
      'a.yaml',
      'new.yaml',
      'sub/b.yaml',
      'tricky\tname\n.yaml',
    ]);
    expect(new Set(files.map(file => file.digest)).size).toBe(files.length);
    expect(
      await readAll(
        checkout.tree.read([
          'a.yaml',
          'new.yaml',
          'ignored/x.yaml',
          '-rf.yaml',
        ]),
      ),
    ).toEqual({
      'a.yaml': 'a: 2\n',
      'new.yaml': 'n: 1\n',
      'ignored/x.yaml': '<there is no such file>',
      '-rf.yaml': 'dash\n',
    });
    const changes = await checkout.lastChanges([
      'a.yaml',
      'new.yaml',
      '-rf.yaml',
    ]);
    expect([...changes.keys()].sort()).toEqual(['-rf.yaml', 'a.yaml']);

    // A directory below is a tree of its own.
    const below = await openCheckout(path.join(repository.dir, 'sub'));
    expect((await below.tree.list()).map(file => file.path)).toEqual([
      'b.yaml',
    ]);
    expect(below).toMatchObject({
      webUrl: undefined,
      tree: { revision: head },
    });
    expect((await below.lastChanges(['b.yaml'])).get('b.yaml')).toMatchObject({
      revision: head,
      path: 'b.yaml',
    });
    const ignored = await openCheckout(path.join(repository.dir, 'ignored'));
    expect(ignored.tree.revision).toBe('working-tree');
    expect((await ignored.tree.list()).map(file => file.path)).toEqual([
      'x.yaml',
    ]);
  });

  it('never leaves the directory', async () => {
    const outside = path.join(base, 'outside');
    mkdirSync(outside);
    writeFileSync(path.join(outside, 'secret.yaml'), 'secret\n');
    const repository = TestRepository.create(path.join(base, 'links'));
    repository.commit('First', {
      'dir/secret.yaml': 'tracked\n',
      'ok.yaml': 'ok\n',
    });
    execFileSync('rm', ['-r', path.join(repository.dir, 'dir')]);
    symlinkSync(outside, path.join(repository.dir, 'dir'));
    symlinkSync('/etc/passwd', path.join(repository.dir, 'passwd'));
    symlinkSync('ok.yaml', path.join(repository.dir, 'inner.yaml'));

    const { tree } = await openCheckout(repository.dir);
    const types = Object.fromEntries(
      (await tree.list()).map(file => [file.path, file.type]),
    );
    expect(types).toEqual({
      dir: 'symlink',
      'dir/secret.yaml': 'symlink',
      'inner.yaml': 'symlink',
      passwd: 'symlink',
      'ok.yaml': 'file',
    });
    const read = await readAll(
      tree.read([
        ...Object.keys(types),
        '../outside/secret.yaml',
        '/etc/passwd',
      ]),
    );
    expect(read['ok.yaml']).toBe('ok\n');
    expect(read.passwd).toMatch(/^<it is a symlink/);
    expect(read['dir/secret.yaml']).toMatch(/^<it is a symlink, or behind one/);
    expect(read['../outside/secret.yaml']).toMatch(/no such file/);
    expect(read['/etc/passwd']).toMatch(/no such file/);
  });

  it('walks a directory without git, and a file changes its digest', async () => {
    const dir = path.join(base, 'plain');
    mkdirSync(path.join(dir, 'node_modules/x'), { recursive: true });
    mkdirSync(path.join(dir, 'a'));
    writeFileSync(path.join(dir, 'node_modules/x/y.yaml'), '');
    writeFileSync(path.join(dir, 'a/one.yaml'), '1');
    execFileSync('mkfifo', [path.join(dir, 'pipe')]);
    const { tree, lastChanges } = await openCheckout(dir);
    expect(tree).toMatchObject({
      repository: 'plain',
      revision: 'working-tree',
    });
    const [first, ...others] = await tree.list();
    expect(others).toEqual([]);
    expect(first).toMatchObject({ path: 'a/one.yaml', size: 1, type: 'file' });
    expect(await lastChanges(['a/one.yaml'])).toEqual(new Map());
    writeFileSync(path.join(dir, 'a/one.yaml'), '2');
    const [again] = await (await openCheckout(dir)).tree.list();
    expect(again.digest).not.toBe(first.digest);
  });

  it('says what is wrong with a directory', async () => {
    const empty = path.join(base, 'empty');
    mkdirSync(empty);
    const file = path.join(base, 'file');
    writeFileSync(file, '');
    const bare = path.join(base, 'bare.git');
    execFileSync('git', ['init', '-q', '--bare', bare]);
    await expect(openCheckout(empty)).rejects.toThrow(/empty is empty/);
    await expect(openCheckout(file)).rejects.toThrow(/file is not a directory/);
    await expect(openCheckout(path.join(base, 'no'))).rejects.toThrow(
      /There is no directory/,
    );
    await expect(openCheckout(bare)).rejects.toThrow(/bare repository/);
  });

  it('refuses a file of 50 MB by size and reads the rest', async () => {
    const repository = TestRepository.create(path.join(base, 'large'));
    repository.commit('Large', {
      'large.yaml': Buffer.alloc(50 * 1024 * 1024, 'a'),
      'small.yaml': 's\n',
    });
    const expected = {
      'large.yaml':
        '<the file has 50.0 MiB, more than the 16.0 MiB that are read>',
      'small.yaml': 's\n',
    };
    for (const { tree } of [
      await openCheckout(repository.dir),
      await openCommit({
        gitDir: path.join(repository.dir, '.git'),
        revision: 'HEAD',
        repository: 'large',
      }),
    ]) {
      expect(await readAll(tree.read(['large.yaml', 'small.yaml']))).toEqual(
        expected,
      );
    }
  });

  it('runs no program that the settings of a checkout name', async () => {
    const repository = TestRepository.create(path.join(base, 'hostile'));
    repository.commit('First', {
      'a.yaml': 'a\n',
      '.gitattributes': '* filter=evil diff=evil\n',
    });
    const mark = path.join(base, 'ran');
    const script = path.join(base, 'evil.sh');
    writeFileSync(script, `#!/bin/sh\ntouch ${mark}\n`);
    chmodSync(script, 0o755);
    for (const key of [
      'core.fsmonitor',
      'core.sshCommand',
      'core.pager',
      'filter.evil.clean',
      'filter.evil.smudge',
      'diff.external',
      'diff.evil.command',
      'diff.evil.textconv',
      'gpg.program',
      'credential.helper',
      'remote.origin.uploadpack',
    ]) {
      repository.git('config', key, script);
    }
    repository.git('config', 'log.showSignature', 'true');
    repository.git('config', 'remote.origin.url', `ext::${script}`);
    repository.git('config', 'remote.origin.promisor', 'true');
    writeFileSync(path.join(repository.dir, 'a.yaml'), 'changed\n');
    const checkout = await openCheckout(repository.dir);
    expect(await readAll(checkout.tree.read(['a.yaml']))).toEqual({
      'a.yaml': 'changed\n',
    });
    await checkout.lastChanges(['a.yaml']);
    const commit = await openCommit({
      gitDir: path.join(repository.dir, '.git'),
      revision: 'main',
      repository: 'hostile',
    });
    expect(await readAll(commit.tree.read(['a.yaml']))).toEqual({
      'a.yaml': 'a\n',
    });
    await commit.lastChanges(['a.yaml']);
    // The object is lost and a promisor is named: still nothing is fetched through it.
    execFileSync('find', [
      path.join(repository.dir, '.git/objects'),
      '-path',
      `*/${repository.git('rev-parse', 'main:a.yaml').slice(2)}`,
      '-delete',
    ]);
    const lost = await openCommit({
      gitDir: path.join(repository.dir, '.git'),
      revision: 'main',
      repository: 'hostile',
    });
    await readAll(lost.tree.read(['a.yaml'])).catch(() => {});
    expect(() => execFileSync('ls', [mark], { stdio: 'ignore' })).toThrow();
  });
});

describe('openCommit', () => {
  it('reads blobs, and names those that are missing', async () => {
    const repository = TestRepository.create(path.join(base, 'commit'));
    const files: Record<string, string> = {};
    for (let index = 0; index < 300; index++) {
      files[`d${index % 7}/f${index}.yaml`] = `value: ${index}\n`.repeat(index);
    }
    const revision = repository.commit('Many', {
      ...files,
      'lost.yaml': 'lost\n',
    });
    repository.commit('Later', { 'later.yaml': 'x' });
    const oid = repository.git('rev-parse', `${revision}:lost.yaml`);
    execFileSync('rm', [
      '-f',
      path.join(repository.dir, '.git/objects', oid.slice(0, 2), oid.slice(2)),
    ]);
    const { tree, close } = await openCommit({
      gitDir: path.join(repository.dir, '.git'),
      revision,
      repository: 'acme/commit',
    });
    const listed = await tree.list();
    expect(listed).toHaveLength(301);
    expect(listed.find(file => file.path === 'd1/f1.yaml')).toEqual({
      path: 'd1/f1.yaml',
      size: 9,
      digest: repository.git('rev-parse', `${revision}:d1/f1.yaml`),
      type: 'file',
    });
    expect(
      await readAll(tree.read([...Object.keys(files), 'lost.yaml'])),
    ).toEqual({
      ...files,
      'lost.yaml': '<its content is missing in the repository>',
    });
    // A reader that stops early leaves nothing behind.
    for await (const file of tree.read(Object.keys(files))) {
      expect(file).toHaveProperty('content');
      break;
    }
    await close();
    await expect(readAll(tree.read(['d1/f1.yaml']))).rejects.toThrow(
      /was closed/,
    );
  });

  it.each(['no-such-branch', '--all', '-h', 'HEAD:a.yaml', ''])(
    'refuses the revision %j',
    async revision => {
      const repository = TestRepository.create(
        path.join(base, `rev${revision.length}`),
      );
      repository.commit('First', { 'a.yaml': 'a' });
      await expect(
        openCommit({
          gitDir: path.join(repository.dir, '.git'),
          revision,
          repository: 'acme/a',
        }),
      ).rejects.toThrow(/Could not find the commit/);
    },
  );
});

describe('history', () => {
  it('tells when each path got its state, following first parents', async () => {
    const repository = TestRepository.create(path.join(base, 'history'));
    const first = repository.commit('First', {
      'a.yaml': '1',
      'b.yaml': '1',
      'c.yaml': '1',
      'deep/x y\n.yaml': '1',
    });
    const second = repository.commit('Bump a (#12)', { 'a.yaml': '2' });
    repository.git('checkout', '-q', '-b', 'feature');
    repository.commit('work in progress', { 'b.yaml': '2' });
    repository.git('checkout', '-q', 'main');
    repository.commit('Nothing');
    repository.git(
      'merge',
      '-q',
      '--no-ff',
      'feature',
      '-m',
      'Merge pull request #13 from acme/feature',
      '-m',
      'Raise the limit of b',
    );
    const merge = repository.git('rev-parse', 'HEAD');
    const open = () =>
      openCommit({
        gitDir: path.join(repository.dir, '.git'),
        revision: 'main',
        repository: 'acme/history',
      });
    const paths = [
      'a.yaml',
      'b.yaml',
      'c.yaml',
      'deep/x y\n.yaml',
      'none.yaml',
    ];
    const changes = await (await open()).lastChanges(paths);
    expect(changes).toEqual(
      new Map([
        [
          'b.yaml',
          expect.objectContaining({
            revision: merge,
            subject: 'Raise the limit of b',
            pullRequest: '13',
          }),
        ],
        [
          'a.yaml',
          {
            revision: second,
            at: '2026-01-01T02:00:00Z',
            author: 'Payments on-call',
            subject: 'Bump a (#12)',
            pullRequest: '12',
            path: 'a.yaml',
          },
        ],
        ['c.yaml', expect.objectContaining({ revision: first })],
        ['deep/x y\n.yaml', expect.objectContaining({ revision: first })],
      ]),
    );
    expect(JSON.stringify([...changes])).not.toContain('@acme.example');
    // The same without pathspecs.
    const many = [
      ...paths,
      ...Array.from({ length: 100 }, (_, i) => `no${i}.yaml`),
    ];
    expect(await (await open()).lastChanges(many)).toEqual(changes);
    // Asked one by one, of one walk; also again, and after its end.
    const log = (await open()).changeLog();
    const answers = [];
    for (const asked of [...paths, ...paths]) {
      answers.push(...(await log.lastChanges([asked])));
    }
    expect(new Map(answers.slice(0, changes.size))).toEqual(changes);
    expect(answers.slice(changes.size)).toEqual(answers.slice(0, changes.size));
    await log.close();
    expect(await log.lastChanges(['none.yaml'])).toEqual(new Map());
    expect([
      ...(await (await open()).lastChanges(paths, { since: second })).keys(),
    ]).toEqual(['b.yaml']);

    // In a shallow clone the oldest commit seems to have added everything: that is not told.
    const shallow = path.join(base, 'shallow');
    execFileSync('git', [
      'clone',
      '-q',
      '--depth=1',
      `file://${repository.dir}`,
      shallow,
    ]);
    const clone = await openCheckout(shallow);
    expect(await clone.lastChanges(['a.yaml', 'b.yaml'])).toEqual(new Map());
  });

  it.each([
    ['Fix (#7)', '', { subject: 'Fix (#7)', pullRequest: '7' }],
    ['Fix #7', '', { subject: 'Fix #7' }],
    [
      'Merge pull request #8 from a/b',
      '',
      { subject: 'Merge pull request #8 from a/b', pullRequest: '8' },
    ],
    [
      "Merge branch 'x' into 'main'",
      'Raise limit\n\nSee merge request acme/app!9\n',
      { subject: 'Raise limit', pullRequest: '9' },
    ],
    [
      'Merged PR 10: Title',
      '',
      { subject: 'Merged PR 10: Title', pullRequest: '10' },
    ],
    [
      'Merged in fix (pull request #11)',
      'Fix it',
      { subject: 'Fix it', pullRequest: '11' },
    ],
  ])('reads the subject %s', (subject, body, expected) => {
    expect(readSubject(subject, body)).toEqual(expected);
  });
});
