import { JsonObject, PromotionFact } from '../facts';
import { readLiveObject } from './readLiveObject';

const at = '2026-11-23T01:00:00Z';
const sha = 'ab'.repeat(20);

function kargo(kind: string, rest: JsonObject): JsonObject {
  return {
    apiVersion: 'kargo.akuity.io/v1alpha1',
    kind,
    metadata: { name: 'prod', namespace: 'shop' },
    ...rest,
  };
}

function promoter(kind: string, rest: JsonObject): JsonObject {
  return {
    apiVersion: 'promoter.argoproj.io/v1alpha1',
    kind,
    metadata: {
      name: 'shop',
      namespace: 'shop',
      labels: { 'promoter.argoproj.io/promotion-strategy': 'shop' },
    },
    ...rest,
  };
}

const state: JsonObject = {
  branch: 'environment/production',
  active: { dry: { sha: 'cd'.repeat(20) } },
  proposed: {
    dry: { sha, commitTime: at, subject: 'Cart 1.1', author: 'somebody' },
    commitStatuses: [
      {
        key: 'timer',
        phase: 'pending',
        url: 'https://portal.example/1',
        description: 'quotes hunter2',
      },
      { key: 'not a word' },
    ],
  },
  pullRequest: {
    id: '12',
    state: 'open',
    url: 'https://github.acme.example/acme/app/pull/12',
  },
};
const branch = {
  branch: 'environment/production',
  active: 'cd'.repeat(20),
  proposed: sha,
  proposedAt: at,
  subject: 'Cart 1.1',
  autoMerge: false,
  statuses: [
    {
      of: 'proposed' as const,
      key: 'timer',
      phase: 'pending',
      url: 'https://portal.example/1',
    },
  ],
  pullRequest: {
    id: '12',
    state: 'open',
    url: 'https://github.acme.example/acme/app/pull/12',
  },
};

describe('objects of promotion tools', () => {
  it.each<[string, JsonObject, PromotionFact | undefined, string[]]>([
    [
      'a Stage',
      kargo('Stage', {
        spec: {
          requestedFreight: [
            {
              origin: { kind: 'Warehouse', name: 'shop' },
              sources: {
                stages: ['staging'],
                requiredSoakTime: '24h',
                availabilityStrategy: 'All',
              },
            },
            { origin: { kind: 'Warehouse' } },
          ],
        },
        status: {
          freightHistory: [
            { id: '1', items: { 'Warehouse/shop': { name: 'freight-a' } } },
            { id: '0', items: { 'Warehouse/shop': { name: 'freight-0' } } },
          ],
          health: { status: 'Healthy', issues: ['quotes hunter2'] },
          autoPromotionEnabled: true,
          autoPromotionHolds: { 'Warehouse/shop': {} },
          currentPromotion: {
            name: 'prod.1',
            freight: { name: 'freight-b' },
            status: { phase: 'Running', message: 'quotes hunter2' },
          },
          lastPromotion: { name: 'prod.0' },
        },
      }),
      {
        tool: 'kargo',
        type: 'stage',
        freight: ['freight-a'],
        requested: [
          {
            warehouse: 'shop',
            direct: false,
            stages: ['staging'],
            all: true,
            soak: '24h',
          },
        ],
        autoPromotion: true,
        held: true,
        health: 'Healthy',
        promotion: {
          name: 'prod.1',
          freight: 'freight-b',
          phase: 'Running',
        },
      },
      ['kargo-project shop'],
    ],
    [
      'a Stage that nobody has looked at',
      kargo('Stage', {}),
      {
        tool: 'kargo',
        type: 'stage',
        freight: [],
        requested: [],
        autoPromotion: false,
        held: false,
      },
      ['kargo-project shop'],
    ],
    [
      'Freight',
      kargo('Freight', {
        alias: 'lucky-cart',
        origin: { kind: 'Warehouse', name: 'shop' },
        images: [
          { repoURL: 'ghcr.io/acme/cart', tag: '1.1', digest: 'sha256:0' },
          { repoURL: 'ghcr.io/acme/none' },
        ],
        charts: [
          { repoURL: 'https://charts.example', name: 'x', version: '2' },
        ],
        commits: [
          {
            repoURL: 'https://github.acme.example/acme/app.git',
            id: sha,
            message: 'quotes hunter2',
          },
        ],
        status: {
          currentlyIn: { staging: { since: at } },
          verifiedIn: { staging: { verifiedAt: at, longestSoak: '1h0m0s' } },
          approvedFor: { prod: { approvedAt: at } },
        },
      }),
      {
        tool: 'kargo',
        type: 'freight',
        alias: 'lucky-cart',
        warehouse: 'shop',
        artefacts: [
          { kind: 'image', name: 'ghcr.io/acme/cart', value: '1.1' },
          { kind: 'chart', name: 'x', value: '2' },
          {
            kind: 'revision',
            name: 'https://github.acme.example/acme/app.git',
            value: sha,
          },
        ],
        currentlyIn: [{ stage: 'staging', since: at }],
        verifiedIn: [{ stage: 'staging', at, soaked: '1h0m0s' }],
        approvedFor: ['prod'],
      },
      [
        'freight chart x',
        'freight image ghcr.io/acme/cart',
        'freight revision https://github.acme.example/acme/app.git',
      ],
    ],
    [
      'a Promotion',
      {
        ...kargo('Promotion', {
          spec: { stage: 'prod', freight: 'freight-b', steps: [] },
          status: { phase: 'Failed', message: 'quotes hunter2', startedAt: at },
        }),
        metadata: {
          name: 'prod.1',
          namespace: 'shop',
          annotations: { 'kargo.akuity.io/create-actor': 'admin' },
        },
      },
      {
        tool: 'kargo',
        type: 'promotion',
        stage: 'prod',
        freight: 'freight-b',
        phase: 'Failed',
        by: 'admin',
        startedAt: at,
      },
      ['kargo-project shop'],
    ],
    ['a Warehouse', kargo('Warehouse', {}), undefined, []],
    [
      'a PromotionStrategy',
      promoter('PromotionStrategy', {
        spec: {
          gitRepositoryRef: { name: 'app' },
          environments: [
            { branch: 'environment/staging' },
            { branch: 'environment/production', autoMerge: false },
          ],
        },
        status: { environments: [state] },
      }),
      {
        tool: 'gitops-promoter',
        type: 'strategy',
        repository: 'app',
        branches: [
          { branch: 'environment/staging', autoMerge: true, statuses: [] },
          branch,
        ],
      },
      ['promotes shop/app'],
    ],
    [
      'a PromotionStrategy of directories, in an order of its own',
      promoter('PromotionStrategy', {
        spec: {
          gitRepositoryRef: { name: 'app' },
          activePath: './cart/',
          environments: [
            { branch: 'eu', activePath: '../../etc' },
            { branch: 'us', activePath: 'us/cart', dependsOn: ['eu', 7] },
          ],
        },
      }),
      {
        tool: 'gitops-promoter',
        type: 'strategy',
        repository: 'app',
        branches: [
          {
            branch: 'eu',
            autoMerge: true,
            statuses: [],
            path: 'cart',
            after: [],
          },
          {
            branch: 'us',
            autoMerge: true,
            statuses: [],
            path: 'us/cart',
            after: ['eu'],
          },
        ],
      },
      ['promotes shop/app'],
    ],
    [
      'a ChangeTransferPolicy',
      promoter('ChangeTransferPolicy', {
        spec: {
          gitRepositoryRef: { name: 'app' },
          activeBranch: 'environment/production',
          proposedBranch: 'environment/production-next',
          autoMerge: false,
        },
        status: state,
      }),
      {
        tool: 'gitops-promoter',
        type: 'policy',
        repository: 'app',
        strategy: 'shop',
        branches: [branch],
      },
      ['promotes shop/app'],
    ],
    [
      'a PullRequest',
      promoter('PullRequest', {
        spec: {
          gitRepositoryRef: { name: 'app' },
          targetBranch: 'environment/production',
          sourceBranch: 'environment/production-next',
        },
        status: { state: 'open', url: 'data:text/html,x' },
      }),
      {
        tool: 'gitops-promoter',
        type: 'pull-request',
        repository: 'app',
        branch: 'environment/production',
        from: 'environment/production-next',
        state: 'open',
      },
      ['promotes shop/app'],
    ],
    [
      'a GitRepository',
      promoter('GitRepository', {
        spec: {
          github: { owner: 'Acme', name: 'app' },
          scmProviderRef: { name: 'github', kind: 'ScmProvider' },
        },
      }),
      { tool: 'gitops-promoter', type: 'repository', name: 'Acme/app' },
      ['promoted-repository acme/app'],
    ],
    [
      'a GitRepository of Flux',
      {
        ...promoter('GitRepository', {}),
        apiVersion: 'source.toolkit.fluxcd.io/v1',
      },
      undefined,
      [],
    ],
  ])('%s', (_, object, promotion, links) => {
    const read = readLiveObject(object, 'hub');
    expect(read?.promotion).toEqual(promotion);
    expect(read?.links ?? []).toEqual(links);
    expect(JSON.stringify(read)).not.toContain('hunter2');
  });
});
