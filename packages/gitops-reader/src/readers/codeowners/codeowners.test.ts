import { Codeowners } from '.';
import { matchSegment } from './pattern';

function ownersOf(text: string, path: string): string[] | 'no rule' {
  return new Codeowners(text).rulesFor(path)[0]?.owners ?? 'no rule';
}

/** Owners by the rules of GitLab, section by section. */
function gitlabOwners(text: string, path: string): string[][] {
  return new Codeowners(text, 'gitlab')
    .rulesFor(path)
    .map(({ owners }) => owners);
}

describe('Codeowners', () => {
  const table = [
    '* @g',
    'apps/ @a',
    'docs/* @d',
    '/infra/ @i',
    '/infra/vendor',
    'internal/README.md @r',
  ].join('\n');

  it.each([
    ['x/apps/y/z.yaml', ['@a']],
    ['docs/a.md', ['@d']],
    ['docs/b/c.md', ['@g']],
    ['x/docs/a.md', ['@g']],
    ['infra/net/vpc.tf', ['@i']],
    ['infra/vendor/k.yaml', []],
    ['docs/internal/README.md', ['@g']],
    ['internal/README.md', ['@r']],
    ['infra', ['@g']],
    ['x/infra/net.tf', ['@g']],
    ['apps', ['@g']],
  ])('gives %s to %j by the rules of GitHub', (path, owners) => {
    expect(ownersOf(table, path)).toEqual(owners);
  });

  it.each<[pattern: string, matching: string[], others: string[]]>([
    ['*', ['a', 'a/b/c'], []],
    ['**', ['a', 'a/b/c'], []],
    ['/**', ['a', 'a/b/c'], []],
    ['**/*', ['a', 'a/b/c'], []],
    ['**/', ['a/b', 'a/b/c'], ['a']],
    ['/*', ['a', '.github'], ['a/b']],
    ['/', [], ['a', 'a/b']],
    ['*.js', ['a.js', 'x/y/a.js', 'x.js/y'], ['a.jsx', 'a.js.map']],
    ['/*.js', ['a.js', 'x.js/y'], ['x/a.js']],
    ['logs', ['logs', 'logs/a', 'x/logs/a', 'x/logs'], ['logs2', 'x/catalogs']],
    ['/logs', ['logs', 'logs/a'], ['x/logs']],
    ['logs/', ['logs/a', 'x/logs/a/b'], ['logs', 'x/logs']],
    [
      '/apps/github',
      ['apps/github', 'apps/github/x/y'],
      ['apps/githubx', 'x/apps/github'],
    ],
    ['apps/github', ['apps/github/x'], ['x/apps/github/x']],
    ['apps/*', ['apps/a'], ['apps/a/b', 'x/apps/a', 'apps']],
    ['apps/*/', ['apps/a/b', 'apps/a/b/c'], ['apps/a']],
    ['apps/*/x', ['apps/a/x', 'apps/a/x/y'], ['apps/x', 'apps/a/b/x']],
    ['/apps/**', ['apps/a', 'apps/a/b'], ['apps', 'x/apps/a']],
    ['**/logs', ['logs', 'logs/a', 'x/y/logs/a'], ['x/logs2']],
    ['**/logs/*.txt', ['logs/a.txt', 'x/logs/a.txt'], ['logs/x/a.txt']],
    [
      'a/**/b',
      ['a/b', 'a/x/b', 'a/x/y/b', 'a/x/b/c'],
      ['a', 'a/xb', 'b', 'x/a/b'],
    ],
    ['a/**/*.md', ['a/x.md', 'a/b/c/x.md'], ['x.md', 'a/x.mdx']],
    ['a/**/b/**/c', ['a/b/c', 'a/1/b/2/3/c', 'a/b/x/b/c'], ['a/c', 'a/b']],
    ['?.txt', ['a.txt', 'x/b.txt'], ['ab.txt', '.txt']],
    ['/a?c/', ['abc/x'], ['a/c/x', 'ac/x']],
    ['values-*-prod.yaml', ['x/values-eu-prod.yaml'], ['values-prod.yaml']],
    ['my\\ dir/', ['my dir/a', 'x/my dir/a'], ['my/a']],
    ['Apps/', ['Apps/a'], ['apps/a']],
    ['a+b.(c)', ['a+b.(c)'], ['aab.c']],
    ['/größe/', ['größe/a'], ['grosse/a']],
  ])('matches %s', (pattern, matching, others) => {
    const codeowners = new Codeowners(`${pattern} @o`);
    expect(codeowners.errors).toEqual([]);
    expect(matching.filter(path => !codeowners.rulesFor(path).length)).toEqual(
      [],
    );
    expect(others.filter(path => codeowners.rulesFor(path).length)).toEqual([]);
  });

  it('lets the last line that matches decide alone', () => {
    const text = '* @all\n/a/ @a @b\n*.md @docs\n/a/x/\n/a/x/y @y\n';
    expect(ownersOf(text, 'a/1')).toEqual(['@a', '@b']);
    expect(ownersOf(text, 'a/1.md')).toEqual(['@docs']);
    expect(ownersOf(text, 'a/x/1.md')).toEqual([]);
    expect(ownersOf(text, 'a/x/y')).toEqual(['@y']);
  });

  it('reads comments, blanks, e-mail addresses, tabs and CRLF', () => {
    const text = [
      '# nobody @x',
      '',
      '   ',
      '  /a\t@team_1   @acme/on-call.eu  # inline @y',
      '/b one@acme.example\r',
      '/c # nobody on purpose',
      '/d#e @z',
    ].join('\n');
    const { rules, errors } = new Codeowners(text);
    expect(errors).toEqual([]);
    expect(
      rules.map(({ line, pattern, owners }) => [line, pattern, owners]),
    ).toEqual([
      [4, '/a', ['@team_1', '@acme/on-call.eu']],
      [5, '/b', ['one@acme.example']],
      [6, '/c', []],
      [7, '/d', []],
    ]);
  });

  it.each([
    ['!/a @x', /pattern/],
    ['[abc] @x', /pattern/],
    ['[Section] @x', /pattern/],
    ['\\#a @x', /pattern/],
    ['a/***/b @x', /pattern/],
    ['/a acme/payments', /"acme\/payments" is no owner/],
    ['/a @x payments', /"payments" is no owner/],
    ['/a @acme/pay/ments', /is no owner/],
    ['/a @', /is no owner/],
  ])('skips the invalid line %s, and says so', (line, message) => {
    const { rules, errors } = new Codeowners(`* @all\n${line}\n`);
    // A line that is skipped must not look like one that leaves files without an owner.
    expect(rules.map(rule => rule.owners)).toEqual([['@all']]);
    expect(errors).toEqual([
      {
        line: 2,
        text: line,
        message: expect.stringMatching(message),
        ofOwners: String(message).includes('owner'),
      },
    ]);
  });

  it.each([
    ['*', true],
    ['**', true],
    ['/**', true],
    ['**/*', true],
    ['/*', false],
    ['*.*', false],
    ['*/', false],
    ['a/**', false],
  ])('knows whether %s catches all: %s', (pattern, all) => {
    expect(new Codeowners(`${pattern} @o`).rules[0].all).toBe(all);
  });

  it('meets thousands of rules with tens of thousands of paths in no time', () => {
    const lines = ['* @all'];
    const paths: string[] = [];
    for (let i = 0; i < 5000; i++) {
      lines.push(`/services/s${i}/ @team-${i % 50}`, `name-${i}.yaml @x`);
      for (let j = 0; j < 6; j++) {
        paths.push(`services/s${i}/overlays/e${j}/deployment.yaml`);
      }
    }
    const codeowners = new Codeowners(lines.join('\n'));
    const started = process.cpuUsage().user;
    const owners = paths.map(path => codeowners.rulesFor(path)[0]?.owners[0]);
    expect(process.cpuUsage().user - started).toBeLessThan(2_000_000);
    expect(owners.slice(-1)).toEqual(['@team-49']);
  });

  it('does not hang on a pattern made to', () => {
    const started = process.cpuUsage().user;
    const codeowners = new Codeowners(
      `${'*a'.repeat(30)}b @o\n${'**/a/'.repeat(30)}b @o\n`,
    );
    expect(codeowners.rulesFor('a'.repeat(4000))).toEqual([]);
    expect(codeowners.rulesFor('a/'.repeat(2000))).toEqual([]);
    expect(process.cpuUsage().user - started).toBeLessThan(1_000_000);
  });

  it.each([
    ['*', '', false],
    ['**', '', true],
    ['a*', 'a', true],
    ['a\\*', 'a*', true],
    ['a\\*', 'ab', false],
    ['*\\?', 'b?', true],
    ['[a-c]*.md', 'b1.md', true],
    ['[!a-c]x', 'bx', false],
    ['[^a-c]x', 'dx', true],
    ['*[0-9]', 'a1b2', true],
    ['[\\]a]b', ']b', true],
    ['[a', 'a', false],
    ['[a', '[a', false],
    ['[]', '', false],
  ])('matches the segment %s with "%s": %s', (pattern, text, expected) => {
    expect(matchSegment(pattern, text)).toBe(expected);
  });

  it.each([
    ['x/apps/y/z.yaml', [['@a']]],
    ['docs/a.md', [['@d']]],
    ['docs/b/c.md', [['@g']]],
    ['x/docs/a.md', [['@d']]],
    ['infra/net/vpc.tf', [['@i']]],
    ['infra/vendor/k.yaml', [[]]],
    ['docs/internal/README.md', [['@r']]],
  ])('gives %s to %j by the rules of GitLab', (path, owners) => {
    expect(gitlabOwners(table, path)).toEqual(owners);
  });

  it.each<[pattern: string, matching: string[], others: string[]]>([
    ['*', ['a', 'a/b/c', '.a'], []],
    ['/', ['a', 'a/b'], []],
    ['/*', ['a'], ['a/b']],
    ['/**', ['a'], ['a/b']],
    ['/apps/**', ['apps/a'], ['apps', 'apps/a/b']],
    ['/apps/**/*', ['apps/a', 'apps/a/b/c'], ['apps']],
    ['/apps/', ['apps/a', 'apps/a/b'], ['apps', 'x/apps/a']],
    ['apps', ['apps', 'x/apps'], ['apps/a']],
    ['apps/', ['apps/a', 'x/apps/a/b'], ['apps']],
    ['apps/x', ['apps/x', 'y/apps/x'], ['apps/x/y']],
    ['/docs/**/index.md', ['docs/index.md', 'docs/a/b/index.md'], ['index.md']],
    ['/a*b', ['ab', 'a1b'], ['a/b', 'a1bc']],
    ['[ab].md', ['a.md', 'x/b.md'], ['c.md']],
    ['\\#x', ['#x', 'a/#x'], ['x']],
    ['my\\ dir/', ['my dir/a'], ['my/a']],
  ])('matches %s as GitLab does', (pattern, matching, others) => {
    const codeowners = new Codeowners(`${pattern} @o`, 'gitlab');
    expect(codeowners.errors).toEqual([]);
    expect(matching.filter(path => !codeowners.rulesFor(path).length)).toEqual(
      [],
    );
    expect(others.filter(path => codeowners.rulesFor(path).length)).toEqual([]);
  });

  it.each<[what: string, text: string, path: string, owners: string[][]]>([
    [
      'sections add up',
      '* @g\n[Docs]\n*.md @d\n[Ops]\n/a/ @o\n',
      'a/x.md',
      [['@g'], ['@d'], ['@o']],
    ],
    [
      'the last line of a section',
      '[Docs]\n*.md @d\nx.md @x\n',
      'x.md',
      [['@x']],
    ],
    [
      'sections of one name, whatever its case, are one',
      '[Docs]\n*.md @d\n[Ops]\n*.md @o\n[ DOCS ]\nx.md @x\n',
      'x.md',
      [['@x'], ['@o']],
    ],
    [
      'default owners',
      '^[Docs][2] @d/e/f a@b.example\n*.md\nx.md @x\n',
      'y.md',
      [['@d/e/f', 'a@b.example']],
    ],
    ['no default owners', '[Docs] @d\nx.md @x\n', 'x.md', [['@x']]],
    ['exclusion', '* @g\n!*.md\n/a/x.md @x\n', 'a/x.md', [[]]],
    [
      'exclusion in one section',
      '* @g\n[Docs]\n!x.md\n*.md @d\n',
      'x.md',
      [['@g'], []],
    ],
    [
      'names after a hash',
      '*.md @d # and @e but not f',
      'x.md',
      [['@d', '@e']],
    ],
    ['malformed owners', '*.md d @e f', 'x.md', [['@e']]],
    ['roles', '*.md @@maintainer @e', 'x.md', [['@e']]],
    [
      'a header that is none',
      '[Docs]\n*.md @d\n[Ops\n*.md @o',
      'x.md',
      [['@o']],
    ],
    ['a range at the start', '[ab]/x @o', 'b/x', [['@o']]],
  ])('reads as GitLab does: %s', (_, text, path, owners) => {
    expect(gitlabOwners(text, path)).toEqual(owners);
  });

  it('is quick with rules that no name leads to', () => {
    const lines = Array.from({ length: 500 }, (_, i) => `*-${i}-*.yaml @t${i}`);
    const paths = Array.from(
      { length: 10_000 },
      (_, i) => `apps/app-${i}/overlays/prod/some-${i % 700}-patch.yaml`,
    );
    const codeowners = new Codeowners(lines.join('\n'));
    const started = process.cpuUsage().user;
    const owned = paths.filter(path => codeowners.rulesFor(path).length > 0);
    expect(process.cpuUsage().user - started).toBeLessThan(1_000_000);
    expect(owned).toHaveLength(7200);
  });

  it.each([
    '['.repeat(200_000),
    `[${'a '.repeat(100_000)}`,
    `/a ${','.repeat(200_000)}b`,
    `/a ${'@a '.repeat(50_000)}`,
    `${'\\'.repeat(200_000)} @a`,
    `x${' '.repeat(200_000)}@@`,
  ])('does not hang on a line made to', line => {
    const started = process.cpuUsage().user;
    for (const dialect of ['github', 'gitlab'] as const) {
      new Codeowners(`${line}\n`, dialect).rulesFor('a/b');
    }
    expect(process.cpuUsage().user - started).toBeLessThan(1_000_000);
  });
});
