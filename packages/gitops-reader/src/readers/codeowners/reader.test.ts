import { claimsForPath } from '../../claims/claimsForPath';
import { memoryTree } from '../../files/memoryTree';
import { readRepository } from '../../readRepository';
import { HostKind } from '../../files/tree';

describe('codeownersReader', () => {
  const read = (files: Record<string, string>) =>
    readRepository(memoryTree(files));

  it.each<
    [
      what: string,
      files: Record<string, string>,
      path: string | undefined,
      dialect: string | undefined,
      guess: RegExp[],
    ]
  >([
    [
      '.github',
      { '.github/CODEOWNERS': '* @a', CODEOWNERS: '* @b' },
      '.github/CODEOWNERS',
      'github',
      [],
    ],
    [
      '.gitlab',
      { '.gitlab/CODEOWNERS': '* @a' },
      '.gitlab/CODEOWNERS',
      'gitlab',
      [],
    ],
    [
      '.gitlab, but the root comes first',
      { '.gitlab/CODEOWNERS': '* @a', CODEOWNERS: '* @b' },
      'CODEOWNERS',
      'gitlab',
      [],
    ],
    [
      'a pipeline of GitLab',
      { CODEOWNERS: '* @a', '.gitlab-ci.yml': 'x: 1' },
      'CODEOWNERS',
      'gitlab',
      [],
    ],
    [
      'workflows of GitHub',
      { 'docs/CODEOWNERS': '* @a', '.github/workflows/x.yaml': 'x: 1' },
      'docs/CODEOWNERS',
      'github',
      [],
    ],
    [
      'sections',
      { CODEOWNERS: '* @a\n[Ops]\nx/ @b' },
      'CODEOWNERS',
      'gitlab',
      [],
    ],
    [
      'sections beside .github',
      { CODEOWNERS: '[Ops]\nx/ @b', '.github/x.md': '' },
      'CODEOWNERS',
      'gitlab',
      [/sections/],
    ],
    [
      'groups in groups',
      { CODEOWNERS: '* @a\n/x/ @acme/shop/checkout' },
      'CODEOWNERS',
      'gitlab',
      [],
    ],
    ['a role', { CODEOWNERS: '* @@maintainer' }, 'CODEOWNERS', 'gitlab', []],
    [
      'no sign',
      { CODEOWNERS: '* @a' },
      'CODEOWNERS',
      'github',
      [/nothing in the repository/],
    ],
    ['none', { 'x/CODEOWNERS': '* @a' }, undefined, undefined, []],
  ])(
    'tells the file and its dialect by %s',
    async (_, files, path, dialect, guess) => {
      const { ownership, guesses } = await read(files);
      expect(ownership.codeowners?.path).toBe(path);
      expect(ownership.codeowners?.dialect).toBe(dialect);
      expect(
        guesses
          .filter(({ about }) => about === 'codeowners-dialect')
          .map(({ why }) => why),
      ).toEqual(guess.map(words => expect.stringMatching(words)));
    },
  );

  it.each<[string, HostKind, Record<string, string>, [string, string[]][]]>([
    [
      'GitLab without its files',
      'gitlab',
      {
        CODEOWNERS:
          '* @acme/platform\n/apps/cart/ @acme/shop/checkout\ninternal/* @acme/internal',
      },
      [
        ['apps/cart/d.yaml', ['@acme/shop/checkout']],
        ['x/internal/d.yaml', ['@acme/internal']],
      ],
    ],
    [
      'GitHub with a pipeline of GitLab',
      'github',
      {
        CODEOWNERS: '* @acme/platform\n/apps/cart @acme/checkout',
        '.gitlab-ci.yml': 'x: 1',
      },
      [['apps/cart/d.yaml', ['@acme/checkout']]],
    ],
    [
      'GitLab, where GitHub is mirrored',
      'gitlab',
      { '.github/CODEOWNERS': '/apps/cart @acme/checkout' },
      [['apps/cart/d.yaml', ['@acme/checkout']]],
    ],
  ])('reads as its host does: %s', async (_, hostKind, files, expected) => {
    const { ownership, guesses } = await readRepository(
      memoryTree(files, { hostKind }),
    );
    expect(guesses).toEqual([]);
    for (const [path, owners] of expected) {
      expect(
        claimsForPath(ownership, 'acme/app-config', 'r', path).map(
          ({ raw }) => raw,
        ),
      ).toEqual(owners);
    }
  });

  it('says the same of a path and of the object that it declares', async () => {
    const text =
      '* @g\n[Ops] @ops\n/a/\n[Docs]\n!/a/\n* @d\n[Yaml]\n*.yml @y1\n[More]\n*.yml @y2';
    const { ownership, objects } = await read({
      '.gitlab/CODEOWNERS': text,
      'a/pod.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: x}',
    });
    const claims = claimsForPath(
      ownership,
      'acme/app-config',
      objects[0].location.revision,
      'a/pod.yaml',
    );
    expect(objects[0].claims).toEqual(claims);
    expect(
      claims.map(({ raw, together, catchAll, evidence }) => [
        raw,
        together,
        catchAll,
        evidence.type === 'file' && evidence.location.line,
      ]),
    ).toEqual([
      ['@ops', undefined, undefined, 3],
      ['@g', undefined, true, 1],
    ]);
    const both = claimsForPath(ownership, 'acme/app-config', 'r', 'b.yml');
    expect(both.map(({ raw, together }) => [raw, together])).toEqual([
      ['@y1', '8,10'],
      ['@y2', '8,10'],
      ['@g', '1,6'],
      ['@d', '1,6'],
    ]);
    const other = claimsForPath(ownership, 'acme/app-config', 'r', 'b');
    expect(other.map(({ raw, catchAll }) => [raw, catchAll])).toEqual([
      ['@g', true],
      ['@d', true],
    ]);
  });

  it('finds rules that do nothing and name nobody', async () => {
    const { findings } = await read({
      '.github/CODEOWNERS': [
        '* @all',
        '/a/ @a',
        '/a/b/ @b',
        '/a/b/ @c',
        '/gone/ @g',
        '/a/free',
        '/d team',
        '!/e @e',
      ].join('\n'),
      CODEOWNERS: '* @x',
      'a/1': '',
      'a/b/1': '',
      'a/free': '',
    });
    expect(
      findings.map(({ rule, severity, location: { path, line } }) => [
        rule,
        severity,
        line ?? path,
      ]),
    ).toEqual([
      ['codeowners-unread', 'warning', 'CODEOWNERS'],
      ['codeowners-names-nobody', 'warning', 7],
      ['codeowners-invalid-line', 'warning', 8],
      ['codeowners-shadowed', 'info', 3],
      ['codeowners-matches-nothing', 'info', 5],
      ['codeowners-names-nobody', 'info', 6],
    ]);
    expect(findings.every(({ fix }) => fix)).toBe(true);
  });

  it('warns of a rule without owners where nothing says that this is meant', async () => {
    const { findings } = await read({
      '.gitlab/CODEOWNERS': '/a/ @@owner\n/b/\n/c/ c\n',
      'a/1': '',
      'b/1': '',
      'c/1': '',
    });
    expect(
      findings.map(({ rule, severity, location: { line } }) => [
        rule,
        severity,
        line,
      ]),
    ).toEqual([
      ['codeowners-names-nobody', 'warning', 3],
      ['codeowners-names-nobody', 'info', 1],
      ['codeowners-names-nobody', 'warning', 2],
      ['codeowners-names-nobody', 'info', 3],
    ]);
  });

  it('counts the files that a rule without owners decides on, and is silent where there are none', async () => {
    const files = { '.github/x': '', 'a/1': '', 'a/2': '', 'b/1': '' };
    const told = async (rules: string) => {
      const { findings } = await read({
        '.github/CODEOWNERS': rules,
        ...files,
      });
      return findings
        .filter(({ rule }) => rule === 'codeowners-names-nobody')
        .map(({ message }) => message);
    };
    expect(await told('*\n/.github/ @ops\n/a/ @a\n')).toEqual([
      'Leaves 1 file that "*" matches without an owner',
    ]);
    expect(await told('*\n/.github/ @ops\n/a/ @a\n/b/ @b\n')).toEqual([]);
    expect(await told('* @all\n/a/\n/a/* @a\n')).toEqual([]);
  });

  it('gives nobody by a file that GitHub does not load', async () => {
    const { ownership, findings } = await read({
      '.github/CODEOWNERS': `* @a\n${'#'.repeat(3 * 1024 * 1024)}`,
    });
    expect(ownership.codeowners).toBeUndefined();
    expect(findings.map(({ rule }) => rule)).toEqual(['codeowners-too-large']);
  });
});
