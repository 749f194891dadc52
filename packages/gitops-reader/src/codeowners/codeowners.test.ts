import { Codeowners } from '.';
import { matchSegment } from './pattern';

function ownersOf(text: string, path: string): string[] | 'no rule' {
  return new Codeowners(text).ruleFor(path)?.owners ?? 'no rule';
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
    expect(matching.filter(path => !codeowners.ruleFor(path))).toEqual([]);
    expect(others.filter(path => codeowners.ruleFor(path))).toEqual([]);
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
      { line: 2, text: line, message: expect.stringMatching(message) },
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
    const started = performance.now();
    const owners = paths.map(path => codeowners.ruleFor(path)?.owners[0]);
    expect(performance.now() - started).toBeLessThan(2000);
    expect(owners.slice(-1)).toEqual(['@team-49']);
  });

  it('does not hang on a pattern made to', () => {
    const started = performance.now();
    const codeowners = new Codeowners(
      `${'*a'.repeat(30)}b @o\n${'**/a/'.repeat(30)}b @o\n`,
    );
    expect(codeowners.ruleFor('a'.repeat(4000))).toBeUndefined();
    expect(codeowners.ruleFor('a/'.repeat(2000))).toBeUndefined();
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it.each([
    ['*', '', false],
    ['**', '', true],
    ['a*', 'a', true],
    ['a\\*', 'a*', true],
    ['a\\*', 'ab', false],
    ['*\\?', 'b?', true],
  ])('matches the segment %s with "%s": %s', (pattern, text, expected) => {
    expect(matchSegment(pattern, text)).toBe(expected);
  });
});
