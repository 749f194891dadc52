import { Claim, ClaimSource, TeamFact } from '@plumbline/gitops-reader';
import {
  defaultPrecedence,
  resolveOwners,
  resolvePrecedence,
} from './resolveOwners';
import { TeamDirectory } from './TeamDirectory';
import { foldedMark, normalizeTeam, shortTeamKey, teamKey } from './teamKey';

function file(
  source: ClaimSource,
  raw: string,
  at: string,
  rest: Partial<Claim> = {},
): Claim {
  const [path, line] = at.split(':');
  return {
    source,
    raw,
    evidence: {
      type: 'file',
      location: {
        repository: 'acme/app-config',
        revision: 'a'.repeat(40),
        path,
        ...(line && { line: Number(line) }),
      },
    },
    ...rest,
  };
}

function label(
  source: ClaimSource,
  raw: string,
  field = 'metadata.labels.team',
): Claim {
  return {
    source,
    raw,
    evidence: {
      type: 'object',
      cluster: 'prod-eu',
      object: {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        namespace: 'shop',
        name: 'cart',
      },
      field,
    },
  };
}

const payments: TeamFact = {
  ref: 'group:default/payments',
  title: 'Payments',
  aliases: ['@acme/payments', 'pay-crew', 'pay@acme.example'],
  contacts: [],
};

function resolve(
  claims: Claim[],
  precedence?: ClaimSource[],
  teams = [payments],
) {
  const result = resolveOwners(claims, new TeamDirectory(teams), {
    precedence,
  });
  return {
    owners: result.owners.map(owner => `${owner.team} ${owner.confidence}`),
    unowned: result.unowned,
    contested: result.contested,
    decisive: result.claims.map(
      claim => `${claim.decisive ? '' : '-'}${claim.raw}`,
    ),
  };
}

describe('normalizeTeam and teamKey', () => {
  it.each([
    ['@acme/payments', 'group:default/payments', 'payments'],
    ['@someone', 'user:default/someone', 'user:someone'],
    [
      'jane.doe@acme.example',
      'user:default/jane.doe@acme.example',
      'user:jane.doe',
    ],
    ['team-payments', 'group:default/team-payments', 'payments'],
    ['Payments', 'group:default/payments', 'payments'],
    ['Payments Team', 'group:default/payments-team', 'payments'],
    ['squad_payments', 'group:default/squad-payments', 'payments'],
    ['group:default/payments', 'group:default/payments', 'payments'],
    ['group:payments', 'group:default/payments', 'payments'],
    ['Group:Default/Payments', 'group:default/payments', 'payments'],
    ['user:default/jane', 'user:default/jane', 'user:jane'],
    ['group:other/payments', 'group:other/payments', 'other/payments'],
    ['team', 'group:default/team', 'team'],
    ['team-team-x', 'group:default/team-team-x', 'x'],
    ['équipe paiement', 'group:default/équipe-paiement', 'équipe-paiement'],
  ])('%s', (mark, ref, key) => {
    expect(normalizeTeam(mark)).toBe(ref);
    expect(teamKey(mark)).toBe(key);
    expect(teamKey(ref)).toBe(key);
    expect(teamKey(key)).toBe(key);
  });

  it('keeps the groups that a group is in, and finds it by its name alone', () => {
    const mark = '@acme/sub/Payments';
    const ref = 'group:acme-sub/payments';
    expect([normalizeTeam(mark), normalizeTeam(ref)]).toEqual([ref, ref]);
    expect([foldedMark(mark), foldedMark(ref)]).toEqual([
      'acme-sub/payments',
      'acme-sub/payments',
    ]);
    expect([teamKey(mark), shortTeamKey(ref)]).toEqual([
      'payments',
      'payments',
    ]);
  });
});

describe('resolveOwners', () => {
  const codeowners = file(
    'codeowners',
    '@acme/checkout',
    '.github/CODEOWNERS:3',
  );
  const anyone = file('codeowners', '@acme/platform', '.github/CODEOWNERS:1', {
    catchAll: true,
  });
  const nobody = file('codeowners', '', '.github/CODEOWNERS:5', {
    explicitlyUnowned: true,
  });
  const path = file('path-convention', 'checkout', 'teams/checkout/cart.yaml');

  it('takes a name of GitLab for the group that a directory knows, and for none that contradicts it', () => {
    const said = (raw: string, ...more: Claim[]) =>
      resolve([
        file('codeowners', raw, 'CODEOWNERS:2', { mayBeGroup: true }),
        ...more,
      ]);
    expect(said('@pay-crew').owners).toEqual(['group:default/payments likely']);
    expect(said('@somebody').owners).toEqual(['user:default/somebody likely']);
    expect(
      said('@search', file('object-label', 'search', 'a.yaml:2')),
    ).toMatchObject({
      owners: ['group:default/search certain'],
      contested: false,
    });
    expect(
      said('@search', file('object-label', 'other', 'a.yaml:2')).contested,
    ).toBe(true);
  });

  it('is not sure of what software may have written, nor contradicts anything by a path', () => {
    const unsure = (raw: string) =>
      file('object-label', raw, 'a.yaml:2', { unsure: true });
    expect(resolve([unsure('node1')]).owners).toEqual([
      'group:default/node1 guess',
    ]);
    expect(resolve([unsure('team-payments')]).owners).toEqual([
      'group:default/payments certain',
    ]);
    expect(
      resolve([codeowners, file('path-convention', 'cart', 'teams/cart/a')])
        .contested,
    ).toBe(false);
  });

  it('takes names in OWNERS files for people, unless they are those of teams', () => {
    const owners = (raw: string) =>
      resolve([file('owners-file', raw, 'OWNERS:2')]).owners;
    expect(owners('Jo-Doe')).toEqual(['user:default/jo-doe likely']);
    expect(owners('pay-crew')).toEqual(['group:default/payments likely']);
    expect(owners('acme/web')).toEqual(['group:acme/web likely']);
  });

  it.each<[string, Claim[], Partial<ReturnType<typeof resolve>>]>([
    ['nothing', [], { owners: [], unowned: 'nobody', contested: false }],
    [
      'an empty mark',
      [label('object-label', ' ')],
      { owners: [], unowned: 'nobody' },
    ],
    [
      'the most specific source decides, another team contests',
      [codeowners, label('object-label', 'team-payments')],
      {
        owners: ['group:default/payments certain'],
        contested: true,
        decisive: ['team-payments', '-@acme/checkout'],
      },
    ],
    [
      'marks of the same team agree',
      [
        label('object-label', 'Team_Payments'),
        file('codeowners', '@acme/payments', 'CODEOWNERS:1'),
      ],
      { owners: ['group:default/payments certain'], contested: false },
    ],
    [
      'the directory knows aliases that no rule would',
      [
        label('namespace-label', 'pay-crew'),
        file('codeowners', 'pay@acme.example', 'CODEOWNERS:1'),
      ],
      { owners: ['group:default/payments likely'], contested: false },
    ],
    [
      'several owners of one line',
      [
        file('codeowners', '@acme/payments', 'CODEOWNERS:2'),
        file('codeowners', '@acme/checkout', 'CODEOWNERS:2'),
        path,
      ],
      {
        owners: [
          'group:default/payments likely',
          'group:default/checkout likely',
        ],
        contested: false,
      },
    ],
    [
      'approvers of one OWNERS file, on lines of their own',
      [
        file('owners-file', '@ann', 'apps/OWNERS:2'),
        file('owners-file', '@bob', 'apps/OWNERS:3'),
      ],
      { owners: ['user:default/ann likely', 'user:default/bob likely'] },
    ],
    [
      'the same team twice is one owner',
      [
        file('codeowners', '@acme/payments', 'CODEOWNERS:2'),
        file('codeowners', 'team-payments', 'CODEOWNERS:2'),
      ],
      { owners: ['group:default/payments likely'] },
    ],
    [
      'two labels of one rank: the first decides, the second contests',
      [
        label('object-label', 'payments'),
        label('object-label', 'checkout', 'metadata.annotations.owner'),
      ],
      { owners: ['group:default/payments certain'], contested: true },
    ],
    [
      'explicitly nobody',
      [nobody, path],
      { owners: [], unowned: 'explicit', contested: false },
    ],
    [
      'what may be of another thing contradicts nothing that is surely of this one',
      [
        label('object-label', 'payments'),
        file('codeowners', '@acme/search', 'CODEOWNERS:1', { doubtful: true }),
      ],
      { owners: ['group:default/payments certain'], contested: false },
    ],
    [
      'of two that may be of another thing, one contradicts the other',
      [
        file('object-label', 'payments', 'a.yaml:1', { doubtful: true }),
        file('codeowners', '@acme/search', 'CODEOWNERS:1', { doubtful: true }),
      ],
      { owners: ['group:default/payments guess'], contested: true },
    ],
    [
      'a label wins over explicitly nobody, and is not contested by it',
      [nobody, label('object-label', 'payments')],
      {
        owners: ['group:default/payments certain'],
        unowned: null,
        contested: false,
      },
    ],
    [
      'a catch-all when nothing else speaks',
      [anyone],
      { owners: ['group:default/platform likely'], contested: false },
    ],
    [
      'a catch-all steps back for something specific',
      [anyone, path],
      { owners: ['group:default/checkout guess'], contested: false },
    ],
    [
      'a catch-all does not contest',
      [label('object-label', 'payments'), anyone],
      { owners: ['group:default/payments certain'], contested: false },
    ],
    [
      'sections that add up, on lines of their own',
      [
        file('codeowners', '@acme/payments', 'CODEOWNERS:2', {
          together: '2,7',
        }),
        file('codeowners', '@acme/checkout', 'CODEOWNERS:7', {
          together: '2,7',
        }),
        file('codeowners', '@acme/other', 'CODEOWNERS:9'),
      ],
      {
        owners: [
          'group:default/payments likely',
          'group:default/checkout likely',
        ],
        contested: true,
      },
    ],
    [
      'a hint when nothing else speaks',
      [file('role-binding', 'payments', 'rbac.yaml:9')],
      { owners: ['group:default/payments guess'], contested: false },
    ],
    [
      'a hint steps back for a catch-all that ranks before it',
      [file('role-binding', 'payments', 'rbac.yaml:9'), anyone],
      { owners: ['group:default/platform likely'], contested: false },
    ],
    [
      'a hint does not contest',
      [
        label('object-label', 'payments'),
        file('chart-maintainer', 'jo@acme.example', 'Chart.yaml:4'),
        file('role-binding', 'checkout', 'rbac.yaml:9'),
      ],
      { owners: ['group:default/payments certain'], contested: false },
    ],
  ])('%s', (_, claims, expected) => {
    expect(resolve(claims)).toMatchObject(expected);
  });

  it('follows a configured precedence; what it leaves out is shown and never decides', () => {
    const claims = [label('object-label', 'payments'), codeowners];
    expect(resolve(claims, ['codeowners', 'object-label']).owners).toEqual([
      'group:default/checkout likely',
    ]);
    expect(
      resolve([label('object-label', 'payments')], ['codeowners']),
    ).toMatchObject({
      owners: [],
      unowned: 'nobody',
      decisive: ['-payments'],
    });
  });

  it('is not surer than the subject, save for the alert’s own word', () => {
    const sure = (source: ClaimSource) =>
      resolveOwners([label(source, 'payments')], new TeamDirectory([]), {
        subjectConfidence: 'guess',
      }).owners[0].confidence;
    expect(sure('object-label')).toBe('guess');
    expect(sure('alert-label')).toBe('certain');
  });
});

describe('resolvePrecedence', () => {
  it('names what it does not know, and what would be right', () => {
    expect(() => resolvePrecedence(['codeowners', 'code-owners'])).toThrow(
      /'code-owners'; allowed are alert-label, object-label, .*repository-default$/,
    );
    expect(() => resolvePrecedence(['codeowners', 'codeowners'])).toThrow(
      /twice/,
    );
    expect(resolvePrecedence(undefined)).toBe(defaultPrecedence);
  });
});
