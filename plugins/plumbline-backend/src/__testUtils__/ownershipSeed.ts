import {
  declaredObject,
  FactIndexSeed,
  liveObject,
  repositoryFacts,
} from '@plumbline/gitops-lookup/testUtils';
import {
  Claim,
  DeclaredObject,
  LiveObject,
  TeamFact,
} from '@plumbline/gitops-reader';

/** The repository of the seed. */
export const repository = 'acme/app';

/** What a label of an object says. */
export function label(raw: string, kind: string, name: string): Claim {
  return {
    source: 'object-label',
    raw,
    evidence: {
      type: 'object',
      cluster: 'prod',
      object: { apiVersion: 'v1', kind, namespace: 'shop', name },
      field: 'metadata.labels.team',
      text: raw,
    },
  };
}

/** What CODEOWNERS says. */
export function rule(raw: string, line: number): Claim {
  return {
    source: 'codeowners',
    raw,
    evidence: {
      type: 'file',
      location: { repository, revision: 'HEAD', path: 'CODEOWNERS', line },
    },
  };
}

/** A team with marks of its own. */
export const payments: TeamFact = {
  ref: 'group:default/payments',
  title: 'Payments',
  aliases: ['@acme/payments', 'pay-crew'],
  contacts: [{ type: 'chat', value: '#payments' }],
};

const cartPod = liveObject('Pod', 'shop/cart-7d4b9c-x2x2x', 'prod', {
  controller: {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    namespace: 'shop',
    name: 'cart-7d4b9c',
  },
});

/** What the cluster reports. */
export function live(): LiveObject[] {
  return [
    liveObject('Namespace', 'shop', 'prod', {
      claims: [label('shop-team', 'Namespace', 'shop')],
    }),
    liveObject('Deployment', 'shop/cart', 'prod', {
      claims: [label('pay-crew', 'Deployment', 'cart')],
    }),
    cartPod,
    liveObject('Deployment', 'shop/web', 'prod'),
    liveObject('Pod', 'other/alone', 'prod'),
  ];
}

function declared(): DeclaredObject[] {
  return [
    {
      ...declaredObject(
        'Deployment',
        'shop/cart',
        `${repository}:apps/cart/a.yaml:3`,
      ),
      environment: 'production',
      claims: [rule('@acme/checkout', 2)],
    },
    {
      ...declaredObject(
        'Deployment',
        'shop/cart',
        `${repository}:apps/cart/a.yaml:3`,
      ),
      environment: 'staging',
      claims: [rule('@acme/checkout', 2)],
    },
    declaredObject('Deployment', 'lost', `${repository}:apps/lost/a.yaml:1`),
  ];
}

/** A repository, a cluster and a team, with marks that agree, disagree and are missing. */
export function seed(rest: Partial<FactIndexSeed> = {}): FactIndexSeed {
  return {
    repositories: [
      {
        facts: repositoryFacts({
          repository,
          objects: declared(),
          ownership: {
            repositoryClaims: [],
            codeowners: {
              path: 'CODEOWNERS',
              text: '/docs/\n/apps/cart/ @acme/checkout\n',
            },
          },
        }),
        files: [
          'CODEOWNERS',
          'apps/cart/a.yaml',
          'apps/cart/b.yaml',
          'apps/lost/a.yaml',
          'docs/a.md',
        ],
      },
    ],
    clusters: [
      {
        facts: {
          cluster: 'prod',
          environment: 'production',
          objects: live(),
          skipped: [],
        },
      },
    ],
    teams: [payments],
    ...rest,
  };
}
