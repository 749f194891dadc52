import { linkToCommit, linkToFile } from './links';

const location = {
  repository: 'acme/app',
  revision: 'a'.repeat(40),
  path: 'apps/cart/a b#1.yaml',
  line: 7,
};
const rev = location.revision;

function source(webUrl?: string) {
  return { id: '', kind: 'repository' as const, name: 'acme/app', webUrl };
}

describe('linkToFile', () => {
  it.each([
    [
      'https://github.com/acme/app',
      `https://github.com/acme/app/blob/${rev}/apps/cart/a%20b%231.yaml#L7`,
    ],
    [
      'https://gitlab.example/acme/app/',
      `https://gitlab.example/acme/app/-/blob/${rev}/apps/cart/a%20b%231.yaml#L7`,
    ],
    [
      'https://git.gitlab.example/acme/app',
      `https://git.gitlab.example/acme/app/-/blob/${rev}/apps/cart/a%20b%231.yaml#L7`,
    ],
    [
      undefined,
      `/sources/file?repository=acme%2Fapp&revision=${rev}&path=apps%2Fcart%2Fa+b%231.yaml#L7`,
    ],
    [
      'ftp://host.example/acme/app',
      `/sources/file?repository=acme%2Fapp&revision=${rev}&path=apps%2Fcart%2Fa+b%231.yaml#L7`,
    ],
  ])('%s', (webUrl, expected) => {
    expect(linkToFile(location, source(webUrl))).toBe(expected);
  });

  it('leads to the portal for files that no commit holds, and for a source that is not known', () => {
    expect(
      linkToFile(
        { repository: 'r', revision: 'working-tree', path: 'x' },
        source('https://github.com/acme/app'),
      ),
    ).toBe('/sources/file?repository=r&revision=working-tree&path=x');
    expect(linkToFile({ repository: 'r', revision: rev, path: 'x' })).toBe(
      `/sources/file?repository=r&revision=${rev}&path=x`,
    );
  });
});

describe('linkToCommit', () => {
  it.each([
    [
      'https://github.com/acme/app/',
      `https://github.com/acme/app/commit/${rev}`,
    ],
    [
      'https://gitlab.example/acme/app',
      `https://gitlab.example/acme/app/-/commit/${rev}`,
    ],
    [
      'https://bitbucket.org/acme/app',
      `https://bitbucket.org/acme/app/commits/${rev}`,
    ],
    ['ftp://host.example/acme/app', undefined],
    [undefined, undefined],
  ])('%s', (webUrl, expected) => {
    expect(linkToCommit(rev, source(webUrl))).toBe(expected);
  });
});
