import { claimsForPath } from '../claimsForPath';
import { memoryTree } from '../memoryTree';
import { readRepository } from '../readRepository';

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
          'filters:\n  ".*":\n    approvers: [d]\n  "dashboards/.*":\n    approvers: [e]\n  "(a+)+$":\n    approvers: [f]\n',
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
    expect(findings.map(({ rule }) => rule)).toEqual(['owners-filter-unread']);
  });
});
