import { claimsForPath } from '../../claims/claimsForPath';
import { memoryTree } from '../../files/memoryTree';
import { readRepository } from '../../readRepository';

describe('ownersReader', () => {
  it('asks the nearest file that names approvers', async () => {
    const { ownership, teams, findings } = await readRepository(
      memoryTree({
        OWNERS: '# comment\n\napprovers:\n- root-team\n- one\n',
        OWNERS_ALIASES: 'aliases:\n  root-team:\n    - two\n    - three\n',
        'a/OWNERS': 'reviewers: [nobody]\napprovers: [x, x, y]\n',
        'a/b/OWNERS': 'reviewers: [z]\n',
        'c/OWNERS': 'options: {no_parent_owners: true}\n',
        'd/OWNERS':
          'filters:\n  ".*":\n    approvers: [d]\n  "dashboards/.*":\n    approvers: [e]\n  "(?=a)a":\n    approvers: [f]\n',
        'e/OWNERS': '[',
        'f/OWNERS': 'approvers: {a: 1}',
      }),
    );
    const owners = (path: string) =>
      claimsForPath(ownership, 'acme/app-config', 'r', path).map(
        ({ raw, catchAll }) => (catchAll ? `${raw} (all)` : raw),
      );
    const root = ['root-team (all)', 'one (all)'];
    expect(owners('x.yaml')).toEqual(root);
    expect(owners('a/x.yaml')).toEqual(['x', 'y']);
    expect(owners('a/b/x.yaml')).toEqual(['x', 'y']);
    expect(owners('c/x.yaml')).toEqual([]);
    expect(owners('d/x.yaml')).toEqual(['d']);
    expect(owners('d/dashboards/x.yaml')).toEqual(['d', 'e']);
    expect(owners('e/x.yaml')).toEqual(root);
    expect(owners('f/x.yaml')).toEqual(root);
    expect(
      claimsForPath(ownership, 'acme/app-config', 'r', 'a/x')[0].evidence,
    ).toMatchObject({ location: { path: 'a/OWNERS', line: 2 } });
    expect(teams.map(({ ref }) => ref)).toEqual(['group:default/root-team']);
    expect(
      teams[0].contacts.map(({ type, value, evidence }) => [
        type,
        value,
        evidence?.type === 'file' && evidence.location.line,
      ]),
    ).toEqual([
      ['person', '@two', 3],
      ['person', '@three', 4],
    ]);
    expect(findings.map(({ rule }) => rule)).toEqual(['owners-filter-unread']);
  });

  const read = (files: Record<string, string>) =>
    readRepository(memoryTree(files));

  it('ends what outer directories claim, whatever filters leave over', async () => {
    const { ownership } = await read({
      OWNERS: 'approvers: [root]',
      'a/OWNERS':
        'options: {no_parent_owners: true}\nfilters:\n  "\\\\.md$": {approvers: [docs]}\n',
      'b/OWNERS': 'options: {no_parent_owners: true}\napprovers: [b]\n',
      'a/upstream/x/OWNERS': 'approvers: [others]',
      'c/OWNERS': 'emeritus_approvers: [old]\nrequired_reviewers: [r]\n',
    });
    const owners = (path: string) =>
      claimsForPath(ownership, 'acme/app-config', 'r', path).map(
        ({ raw }) => raw,
      );
    expect(owners('a/x.md')).toEqual(['docs']);
    expect(owners('a/x.yaml')).toEqual([]);
    expect(owners('a/upstream/x/y.md')).toEqual(['docs']);
    expect(owners('b/x.yaml')).toEqual(['b']);
    expect(owners('c/x.yaml')).toEqual(['root']);
  });

  it('finds names that stand for nobody', async () => {
    const { findings } = await read({
      OWNERS_ALIASES: 'aliases:\n  Web-Team: [x]\n  empty: []\n',
      OWNERS: 'approvers:\n- web-team\n- jo\n- sig-web\n- acme/web\n',
      'a/OWNERS': 'filters:\n  ".*":\n    approvers:\n    - ops-approvers\n',
      'b/OWNERS': '- jo@acme.example\n',
    });
    expect(
      findings.map(({ rule, location: { path, line } }) => [rule, path, line]),
    ).toEqual([
      ['owners-names-nobody', 'OWNERS_ALIASES', 3],
      ['owners-unknown-alias', 'OWNERS', 4],
      ['owners-unknown-alias', 'OWNERS', 5],
      ['owners-unknown-alias', 'a/OWNERS', 4],
    ]);
  });
});
