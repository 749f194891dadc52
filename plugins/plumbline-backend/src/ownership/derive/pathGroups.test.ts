import { groupPaths } from './pathGroups';

/** Owners by the longest path that is told. */
function ownersBy(rules: { [path: string]: string }): (path: string) => string {
  return path => {
    const [best] = Object.keys(rules)
      .filter(rule => path.startsWith(rule))
      .sort((a, b) => b.length - a.length);
    return best === undefined ? 'nobody' : rules[best];
  };
}

describe('groupPaths', () => {
  it.each<[string, string[], { [path: string]: string }, string[]]>([
    ['nothing', [], {}, []],
    [
      'one part where all is of one',
      ['a.yaml', 'apps/b.yaml', 'apps/x/c.yaml'],
      { '': 'a' },
      [' 3 a.yaml'],
    ],
    [
      'a directory of others, and what is beside it',
      ['a.yaml', 'b.yaml', 'apps/c.yaml', 'apps/x/d.yaml'],
      { '': 'a', 'apps/': 'b' },
      ['* 2 a.yaml', 'apps 2 apps/c.yaml'],
    ],
    [
      'files of one directory with owners of their own',
      ['apps/a.yaml', 'apps/b.yaml', 'docs/c.md'],
      { 'apps/a': 'a', 'apps/b': 'b' },
      [
        'apps/a.yaml 1 apps/a.yaml',
        'apps/b.yaml 1 apps/b.yaml',
        'docs 1 docs/c.md',
      ],
    ],
    [
      'the same directory twice, deep down',
      ['apps/x/base/a.yaml', 'apps/y/base/a.yaml', 'apps/y/base/b.yaml'],
      { 'apps/x': 'x', 'apps/y': 'y' },
      ['apps/y 2 apps/y/base/a.yaml', 'apps/x 1 apps/x/base/a.yaml'],
    ],
    [
      'no deeper than told',
      ['a/b/c/d/1', 'a/b/c/e/2'],
      { 'a/b/c/d': 'd', 'a/b/c/e': 'e' },
      ['a/b/c/d/1 1 a/b/c/d/1', 'a/b/c/e/2 1 a/b/c/e/2'],
    ],
    [
      'names that every object has',
      ['__proto__/a', 'constructor/b'],
      { __proto: 'p', constructor: 'c' },
      ['__proto__ 1 __proto__/a', 'constructor 1 constructor/b'],
    ],
  ])('%s', (_, files, rules, expected) => {
    expect(
      groupPaths(files, ownersBy(rules), { maxDepth: 3 }).map(
        ({ path, files: count, sample }) => `${path} ${count} ${sample}`,
      ),
    ).toEqual(expected);
  });

  it('is bounded', () => {
    const files = Array.from({ length: 2_000 }, (_, at) => `d${at}/a`);
    expect(groupPaths(files, path => path)).toHaveLength(500);
  });
});
