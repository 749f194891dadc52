import {
  checkBranch,
  describeAddress,
  hostKindOfSource,
  parseRemote,
} from './address';

describe('addresses', () => {
  it.each([
    [
      'https://github.com/acme/app-config.git',
      'acme/app-config',
      'https://github.com/acme/app-config',
    ],
    [
      'git@github.com:acme/app-config.git',
      'acme/app-config',
      'https://github.com/acme/app-config',
    ],
    [
      'ssh://git@gitlab.com:2222/group/sub/app.git',
      'group/sub/app',
      'https://gitlab.com/group/sub/app',
    ],
    [
      'https://user:secret@gitlab.com:8443/group/app/',
      'group/app',
      'https://gitlab.com:8443/group/app',
    ],
    ['https://github.acme.example/acme/app.git', 'acme/app', undefined],
    ['https://git.acme.example/app.git', 'app', undefined],
    ['https://git.acme.example/team/app.git', 'team/app', undefined],
  ])('describes %s', (url, name, webUrl) => {
    expect(describeAddress(url)).toMatchObject({ name, webUrl });
  });

  it.each([
    ['git@github.com:acme/app.git', 'github'],
    ['https://ghe.acme.example/acme/app', 'github'],
    ['https://acme.ghe.com/acme/app', 'github'],
    ['git@gitlab.acme.example:acme/shop/app.git', 'gitlab'],
    ['https://git.acme.example/acme/app', undefined],
  ])('knows the kind of the host of %s', (url, kind) => {
    expect(describeAddress(url)?.hostKind).toBe(kind);
  });

  it('goes by what is known of a host before its name', () => {
    const url = 'ssh://git@git.acme.example/acme/app.git';
    expect(hostKindOfSource({ url })).toBeUndefined();
    expect(hostKindOfSource({ url, hostKind: 'gitlab' })).toBe('gitlab');
    expect(
      hostKindOfSource({
        url: '/srv/git/app',
        webUrl: 'https://gitlab.acme.example/acme/app',
      }),
    ).toBe('gitlab');
  });

  it.each(['/srv/git/app', 'file:///srv/git/app', 'ext::sh', ''])(
    'has no name for %s',
    url => expect(describeAddress(url)).toBeUndefined(),
  );

  it('keeps credentials out of what git gets', () => {
    expect(
      parseRemote('https://me:s%40cret@git.acme.example/a/b'),
    ).toMatchObject({
      url: 'https://git.acme.example/a/b',
      username: 'me',
      password: 's@cret',
    });
  });

  it.each([
    '--upload-pack=touch /tmp/x',
    '-oProxyCommand=x',
    'ext::sh -c touch% /tmp/x',
    'ext::sh',
    'fd::17',
    'https::https://git.acme.example/a/b',
    'ftp://git.acme.example/a/b',
    'git://git.acme.example/a/b',
    'ssh://-oProxyCommand=touch/a/b',
    'ssh://-oProxyCommand=x@git.acme.example/a/b',
    '-oProxyCommand=x@git.acme.example:a/b',
    'git@-oProxyCommand=x:a/b',
    'git@git.acme.example:-a',
    'https://git.acme.example/a\nb',
    'https://git.acme.example/a b',
    'https://git.acme.example',
    'file://host/share',
    'relative/path',
    'C:\\repo',
    '',
  ])('refuses %j', url => {
    expect(() => parseRemote(url)).toThrow(
      /is not the address of a repository/,
    );
  });

  it.each(['main', 'release/1.2', 'refs/heads/main', 'feature_x-1', 'käse'])(
    'accepts the branch %s',
    branch =>
      expect(checkBranch(branch)).toBe(branch.replace('refs/heads/', '')),
  );

  it.each([
    '-main',
    '--upload-pack=x',
    '',
    '@',
    'a..b',
    'a b',
    'a~1',
    'a^',
    'a:b',
    'a?',
    'a*',
    'a[b',
    'a\\b',
    'a@{1}',
    '/a',
    'a/',
    'a//b',
    'a.lock',
    'a/.b',
    'a.',
    'a\nb',
    'x'.repeat(300),
  ])('refuses the branch %j', branch => {
    expect(() => checkBranch(branch)).toThrow(/is not the name of a branch/);
  });
});
