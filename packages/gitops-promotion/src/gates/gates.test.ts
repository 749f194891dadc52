import { PromotedBranch, PromotionFact } from '@plumbline/gitops-reader';
import { pendingInKargo } from './kargo';
import { pendingInPromoter } from './promoter';
import {
  bumpsIn,
  pendingOfDeployments,
  pendingOfPullRequests,
} from './pullRequests';
import { stateOf } from './stateOf';
import {
  Gate,
  GatedPlace,
  PendingPromotion,
  PinBump,
  PinnedLine,
  PromotionObject,
  ProposedChange,
} from './types';

const now = new Date('2026-11-23T12:00:00Z');
const environmentOf = (name: string) =>
  new Map([
    ['prod', 'production'],
    ['production', 'production'],
    ['staging', 'staging'],
  ]).get(name.replace(/-.*/, ''));
const options = { now, environmentOf };
const place: GatedPlace = {
  environment: 'production',
  cluster: 'prod-eu',
  clusters: ['prod-eu', 'prod-us'],
  repositories: ['acme/app'],
  members: [{ name: 'cart', path: 'apps/cart' }],
  pins: [
    {
      kind: 'image',
      name: 'ghcr.io/acme/cart',
      value: '1.0',
      repository: 'acme/app',
      path: 'prod/kustomization.yaml',
      key: 'images[0].newTag',
    },
  ],
};

function told(pending: PendingPromotion[]): string[] {
  return pending.flatMap(({ title, to, state, gates }) => [
    `${title}${to ? ` (${to})` : ''}: ${state}`,
    ...gates.map(
      ({ kind, name, state: own, reason }) =>
        `  ${kind} ${name} ${own}${reason ? `: ${reason}` : ''}`,
    ),
  ]);
}

type Stage = Extract<PromotionFact, { type: 'stage' }>;
type Freight = Extract<PromotionFact, { type: 'freight' }>;

function object(
  name: string,
  fact: PromotionFact,
  more: Partial<PromotionObject> = {},
): PromotionObject {
  return {
    cluster: 'hub',
    namespace: 'shop',
    name,
    createdAt: '2026-11-20T00:00:00Z',
    fact,
    ...more,
  };
}

function stage(name: string, more: Partial<Stage> = {}): PromotionObject {
  return object(name, {
    tool: 'kargo',
    type: 'stage',
    freight: [],
    requested: [
      { warehouse: 'shop', direct: false, stages: ['staging'], all: false },
    ],
    autoPromotion: true,
    held: false,
    ...more,
  });
}

function freight(
  name: string,
  value: string,
  more: Partial<Freight> = {},
  createdAt = '2026-11-20T00:00:00Z',
): PromotionObject {
  return object(
    name,
    {
      tool: 'kargo',
      type: 'freight',
      alias: `lucky-${name}`,
      warehouse: 'shop',
      artefacts: [{ kind: 'image', name: 'ghcr.io/acme/cart', value }],
      currentlyIn: [],
      verifiedIn: [],
      approvedFor: [],
      ...more,
    },
    { createdAt },
  );
}

const verified = { verifiedIn: [{ stage: 'staging' }] };
const soak = [
  {
    warehouse: 'shop',
    direct: false,
    stages: ['staging'],
    all: true,
    soak: '24h',
  },
];
const run = (phase: string, more: Partial<PromotionObject> = {}) =>
  object(
    `run-${phase}`,
    {
      tool: 'kargo',
      type: 'promotion',
      stage: 'prod',
      freight: 'b',
      phase,
      by: 'admin',
    },
    more,
  );

describe('pendingInKargo', () => {
  it.each<[string, PromotionObject[], string[]]>([
    ['no freight', [stage('prod')], []],
    [
      'freight that has come nowhere',
      [stage('prod'), freight('b', '1.1')],
      [
        'Freight lucky-b to stage prod (1.1): waiting',
        '  verification staging waiting: it is not there yet',
      ],
    ],
    [
      'freight of another thing, of another warehouse, of another project, or what stands here',
      [
        stage('prod'),
        freight('a', '1.0'),
        freight('b', '1.1', { artefacts: [] }),
        freight('c', '1.1', { warehouse: 'other' }),
        { ...freight('d', '1.1'), namespace: 'other' },
      ],
      [],
    ],
    [
      'freight that is being verified',
      [
        stage('prod'),
        freight('b', '1.1', { currentlyIn: [{ stage: 'staging' }] }),
      ],
      [
        'Freight lucky-b to stage prod (1.1): waiting',
        '  verification staging waiting: it is being verified there',
      ],
    ],
    [
      'freight that soaks',
      [
        stage('prod', { requested: soak }),
        freight('b', '1.1', {
          ...verified,
          currentlyIn: [{ stage: 'staging', since: '2026-11-23T00:00:00Z' }],
        }),
      ],
      [
        'Freight lucky-b to stage prod (1.1): waiting',
        '  verification staging passed',
        '  time 24h in staging waiting: until 2026-11-24T00:00:00.000Z',
      ],
    ],
    [
      'freight that soaked once, where nobody promotes by itself',
      [
        stage('prod', { requested: soak, autoPromotion: false }),
        freight('b', '1.1', {
          verifiedIn: [{ stage: 'staging', soaked: '24h0m1s' }],
        }),
      ],
      [
        'Freight lucky-b to stage prod (1.1): waiting',
        '  verification staging passed',
        '  time 24h in staging passed',
        '  approval promotion waiting: nothing promotes to prod by itself',
      ],
    ],
    [
      'freight that somebody approved',
      [stage('prod'), freight('b', '1.1', { approvedFor: ['prod'] })],
      [
        'Freight lucky-b to stage prod (1.1): ready',
        '  approval approval for prod passed',
      ],
    ],
    [
      'a stage whose promotion was stopped',
      [stage('prod', { held: true }), freight('b', '1.1', verified)],
      [
        'Freight lucky-b to stage prod (1.1): waiting',
        '  verification staging passed',
        '  approval automatic promotion waiting: it was stopped for prod',
      ],
    ],
    [
      'the newest of what is newer than what is there',
      [
        stage('prod', { freight: ['b'] }),
        freight('a', '0.9', verified, '2026-11-18T00:00:00Z'),
        freight('b', '1.0', verified, '2026-11-19T00:00:00Z'),
        freight('d', '1.2', verified, '2026-11-22T00:00:00Z'),
        freight('c', '1.1', verified, '2026-11-21T00:00:00Z'),
      ],
      [
        'Freight lucky-d to stage prod (1.2): ready',
        '  verification staging passed',
      ],
    ],
    [
      'older freight alone, where what is there holds what is pinned',
      [
        stage('prod', { freight: ['b'] }),
        freight('a', '0.9', verified, '2026-11-18T00:00:00Z'),
        freight('b', '1.0', verified, '2026-11-19T00:00:00Z'),
      ],
      [],
    ],
    [
      'older freight alone, where the stage tells nothing, or of freight that nobody shows',
      [
        stage('prod'),
        freight('a', '0.9', verified, '2026-11-18T00:00:00Z'),
        freight('b', '1.0', verified, '2026-11-19T00:00:00Z'),
        stage('prod-eu', { freight: ['gone'] }),
      ],
      [],
    ],
    [
      'freight of a second warehouse, however old',
      [
        stage('prod', {
          freight: ['b'],
          requested: ['shop', 'extra'].map(warehouse => ({
            warehouse,
            direct: true,
            stages: [],
            all: false,
          })),
        }),
        freight('a', '1.1', { warehouse: 'extra' }, '2026-11-18T00:00:00Z'),
        freight('b', '1.0', {}, '2026-11-19T00:00:00Z'),
      ],
      ['Freight lucky-a to stage prod (1.1): ready'],
    ],
    [
      'freight that soaks for centuries',
      [
        stage('prod', { requested: [{ ...soak[0], soak: '999999999999h' }] }),
        freight('b', '1.1', {
          ...verified,
          currentlyIn: [{ stage: 'staging', since: '2026-11-23T00:00:00Z' }],
        }),
      ],
      [
        'Freight lucky-b to stage prod (1.1): waiting',
        '  verification staging passed',
        '  time 999999999999h in staging waiting',
      ],
    ],
    [
      'a promotion that runs, after one that failed',
      [
        stage('prod'),
        freight('b', '1.1', verified),
        run('Failed'),
        run('Running', { createdAt: '2026-11-21T00:00:00Z' }),
      ],
      [
        'Freight lucky-b to stage prod (1.1): running',
        '  verification staging passed',
        '  run promotion waiting: Running, asked for by admin',
      ],
    ],
    [
      'a promotion that failed, as the stage tells',
      [
        stage('prod', { promotion: { freight: 'b', phase: 'Errored' } }),
        freight('b', '1.1', verified),
      ],
      [
        'Freight lucky-b to stage prod (1.1): blocked',
        '  verification staging passed',
        '  run promotion failed: Errored',
      ],
    ],
    [
      'a stage of the cluster beside it',
      [stage('prod-us'), freight('b', '1.1', verified)],
      [],
    ],
    [
      'the stage of this cluster',
      [stage('prod-eu'), freight('b', '1.1', verified)],
      [
        'Freight lucky-b to stage prod-eu (1.1): ready',
        '  verification staging passed',
      ],
    ],
  ])('%s', (_, objects, expected) =>
    expect(told(pendingInKargo(objects, place, options))).toEqual(expected),
  );
});

const promoterRepository = object('app', {
  tool: 'gitops-promoter',
  type: 'repository',
  name: 'Acme/App',
});
const branches = (...more: Partial<PromotedBranch>[]): PromotedBranch[] =>
  more.map((own, at) => ({
    branch: ['environment/staging', 'environment/production'][at],
    autoMerge: true,
    active: 'a'.repeat(40),
    proposed: 'a'.repeat(40),
    statuses: [],
    ...own,
  }));
const strategy = (...more: Partial<PromotedBranch>[]) =>
  object('shop', {
    tool: 'gitops-promoter',
    type: 'strategy',
    repository: 'app',
    branches: branches(...more),
  });
const proposed = { proposed: 'b'.repeat(40), subject: 'Cart 1.1' };
const policy = object('shop-production', {
  tool: 'gitops-promoter',
  type: 'policy',
  repository: 'app',
  strategy: 'shop',
  branches: branches({}, { ...proposed, subject: undefined }).slice(1),
});
const status = (
  of: 'active' | 'proposed',
  key: string,
  phase?: string,
): PromotedBranch['statuses'][number] => ({ of, key, ...(phase && { phase }) });

describe('pendingInPromoter', () => {
  it.each<[string, PromotionObject[], string[]]>([
    ['what every environment has', [promoterRepository, strategy({}, {})], []],
    [
      'a strategy of a repository that nobody knows',
      [strategy({}, proposed)],
      [],
    ],
    [
      'a commit that its checks and the environment before hold up',
      [
        promoterRepository,
        policy,
        strategy(
          {
            statuses: [
              status('active', 'argocd-health', 'pending'),
              status('proposed', 'lint', 'failure'),
            ],
          },
          {
            ...proposed,
            statuses: [
              status('active', 'argocd-health', 'failure'),
              status('proposed', 'timer', 'success'),
              status('proposed', 'lint'),
            ],
          },
        ),
      ],
      [
        'Cart 1.1 (bbbbbbbbbbbb): waiting',
        '  time timer passed',
        '  check lint unknown',
        '  check environment/staging: argocd-health waiting',
      ],
    ],
    [
      'a commit that a person merges',
      [promoterRepository, strategy({}, { ...proposed, autoMerge: false })],
      [
        'Cart 1.1 (bbbbbbbbbbbb): waiting',
        '  approval merge waiting: a person merges to this branch',
      ],
    ],
    [
      'a pull request that was closed, as it tells itself',
      [
        promoterRepository,
        strategy({}, proposed),
        object('pr', {
          tool: 'gitops-promoter',
          type: 'pull-request',
          repository: 'app',
          branch: 'environment/production',
          state: 'closed',
        }),
      ],
      [
        'Cart 1.1 (bbbbbbbbbbbb): blocked',
        '  merge pull request failed: it was closed without being merged',
      ],
    ],
    ...[
      'cart',
      'apps/cart/overlays/production',
      'apps',
      'teams/shop/cart-prod',
    ].map((path): [string, PromotionObject[], string[]] => [
      `the directory ${path} of a branch that several share`,
      [
        promoterRepository,
        strategy({}, { ...proposed, path }),
        object('pr', {
          tool: 'gitops-promoter',
          type: 'pull-request',
          repository: 'app',
          branch: 'environment/production',
          from: 'environment/production-next/web',
          state: 'closed',
        }),
      ],
      ['Cart 1.1 (bbbbbbbbbbbb): ready'],
    ]),
    ...['web', 'apps/web', 'apps/cart-web', 'app'].map(
      (path): [string, PromotionObject[], string[]] => [
        `the directory ${path}, which is of something else`,
        [promoterRepository, strategy({}, { ...proposed, path })],
        [],
      ],
    ),
    [
      'a strategy for the service beside others of the repository',
      [
        promoterRepository,
        strategy({}, { ...proposed, subject: 'All' }),
        object('cart-branches', {
          tool: 'gitops-promoter',
          type: 'strategy',
          repository: 'app',
          branches: [
            { ...branches({}, proposed)[1], branch: 'cart/production' },
          ],
        }),
      ],
      ['Cart 1.1 (bbbbbbbbbbbb): ready'],
    ],
    [
      'branches that wait for others than the one before',
      [
        promoterRepository,
        strategy(
          { statuses: [status('active', 'health', 'failure')] },
          { ...proposed, after: [] },
        ),
      ],
      ['Cart 1.1 (bbbbbbbbbbbb): ready'],
    ],
    [
      'a policy without its strategy',
      [promoterRepository, policy],
      ['bbbbbbbbbbbb to environment/production (bbbbbbbbbbbb): ready'],
    ],
  ])('%s', (_, objects, expected) =>
    expect(told(pendingInPromoter(objects, place, options))).toEqual(expected),
  );
});

describe('bumpsIn', () => {
  const pin = (key: string, value: string, line?: number) => ({
    path: 'values.yaml',
    key,
    name: 'ghcr.io/acme/cart',
    value,
    ...(line !== undefined && { line }),
  });
  const both = [
    pin('staging.image.tag', '1.0', 3),
    pin('production.image.tag', '1.0', 7),
  ];

  it.each<[string, string, PinnedLine[], string[]]>([
    [
      'a tag',
      '@@ -1,3 +1,3 @@\n images:\n-    newTag: 1.0\n+    newTag: 1.1',
      [pin('images[name=cart].newTag', '1.0', 2)],
      ['images[name=cart].newTag 1.0 > 1.1'],
    ],
    [
      'a whole image, with a comment and a digest',
      `-image: ghcr.io/acme/cart:1.0@sha256:${'a'.repeat(64)} # x\n+image: ghcr.io/acme/cart:1.1@sha256:${'b'.repeat(64)} # x`,
      [pin('spec.image', '1.0')],
      ['spec.image 1.0 > 1.1'],
    ],
    [
      'a tag within braces, and one of JSON',
      '-image: { name: 1.0, tag: 1.0 }\n+image: { name: 1.0, tag: 1.1 }\n context\n-"digest":"1.0",\n+"digest":"1.2",',
      [pin('image.tag', '1.0'), pin('digest', '1.0')],
      ['image.tag 1.0 > 1.1', 'digest 1.0 > 1.2'],
    ],
    [
      'an item of a list',
      '-  - https://git.example/a?ref=1.0\n+  - https://git.example/a?ref=1.1',
      [pin('resources.0', '1.0')],
      ['resources.0 1.0 > 1.1'],
    ],
    [
      'part of another version',
      '-tag: 11.0\n+tag: 11.1',
      [pin('tag', '1.0')],
      [],
    ],
    [
      'the beginning of one',
      '-tag: 1.0.3\n+tag: 1.0.4',
      [pin('tag', '1.0')],
      [],
    ],
    ['another line', '-replicas: 1\n+replicas: 2', [pin('tag', '1.0')], []],
    ['a line that goes', '-tag: 1.0', [pin('tag', '1.0')], ['tag 1.0 > ']],
    [
      'what is no version',
      '-tag: 1.0\n+tag: see the wiki',
      [pin('tag', '1.0')],
      ['tag 1.0 > '],
    ],
    ['nothing pinned', '-tag: 1.0\n+tag: 1.1', [pin('tag', '')], []],
    [
      'the same value under another key',
      '@@ -4,2 +4,2 @@\n-  PASSWORD: dev\n+  PASSWORD: hunter2secret',
      [pin('image.tag', 'dev', 9)],
      [],
    ],
    [
      'the same value under another key, where the line was',
      '@@ -4,2 +4,2 @@\n-  PASSWORD: dev\n+  PASSWORD: hunter2secret',
      [pin('image.tag', 'dev', 4)],
      ['image.tag dev > '],
    ],
    [
      'one of two lines that look alike',
      '@@ -5,3 +5,3 @@\n production:\n   image:\n-    tag: 1.0\n+    tag: 1.1',
      both,
      ['production.image.tag 1.0 > 1.1'],
    ],
    [
      'two lines that look alike, each to its own',
      '@@ -2,6 +2,6 @@\n   image:\n-    tag: 1.0\n+    tag: 1.1\n \n production:\n   image:\n-    tag: 1.0\n+    tag: 1.2',
      both,
      ['staging.image.tag 1.0 > 1.1', 'production.image.tag 1.0 > 1.2'],
    ],
    [
      'two lines that look alike, of a file that has moved on',
      '@@ -15,1 +15,1 @@\n-    tag: 1.0\n+    tag: 1.1',
      both,
      [],
    ],
    [
      'one thing that is pinned twice',
      '@@ -7,1 +7,1 @@\n-tag: 1.0\n+tag: 1.1',
      [pin('tag', '1.0', 3), pin('tag', '1.0', 7), pin('tag', '1.0', 7)],
      ['tag 1.0 > 1.1 (7)'],
    ],
    [
      'a line that moves within its block',
      '@@ -1,2 +1,2 @@\n-tag: 1.0\n-a: b\n+a: b\n+tag: 1.0',
      [pin('tag', '1.0', 1)],
      [],
    ],
  ])('%s', (_, patch, pins, expected) =>
    expect(
      bumpsIn(patch, pins).map(
        ({ key, from, to = '', line }) =>
          `${key} ${from} > ${to}${line === undefined ? '' : ` (${line})`}`,
      ),
    ).toEqual(expected),
  );
});

const check = (state: Gate['state'], more: Partial<Gate> = {}): Gate => ({
  kind: 'check',
  name: 'ci',
  state,
  ...more,
});

describe('pull requests and deployments', () => {
  const bump: PinBump = {
    key: 'images[0].newTag',
    name: 'ghcr.io/acme/cart',
    from: '1.0',
    to: '1.1',
  };
  const change = (more: Partial<ProposedChange> = {}) => ({
    repository: 'acme/app',
    source: 'github',
    asOf: '2026-11-23T11:00:00Z',
    change: {
      id: '#12',
      title: 'Cart 1.1',
      files: [
        {
          path: 'prod/kustomization.yaml',
          versions: [bump],
        },
      ],
      gates: [check('passed')],
      ...more,
    },
  });

  it('belong to the places whose lines they touch', () => {
    const other = { path: 'dev/kustomization.yaml', versions: [bump] };
    const path = 'prod/kustomization.yaml';
    expect(
      told(
        pendingOfPullRequests(
          [
            change(),
            change({ files: [other] }),
            { ...change(), repository: 'acme/other' },
            change({
              id: '#13',
              title: 'More memory',
              files: [
                { path, versions: [{ ...bump, key: 'images[1].newTag' }] },
              ],
            }),
            change({ id: '#14', title: 'Not shown', files: [{ path }] }),
            change({
              id: '#15',
              title: 'Removed',
              files: [{ path, versions: [{ ...bump, to: undefined }] }],
            }),
          ],
          place,
        ),
      ).filter(line => !line.startsWith('  ')),
    ).toEqual([
      '#12 Cart 1.1 (1.1): ready',
      '#14 Not shown: ready',
      '#15 Removed: ready',
    ]);
  });

  it('belong to the environment that they go to', () => {
    const deployment = (environment: string, running: boolean) => ({
      repository: 'acme/app',
      source: 'github',
      asOf: '2026-11-23T11:00:00Z',
      deployment: { environment, ref: 'v1.1', running, gates: [] },
    });
    expect(
      told(
        pendingOfDeployments(
          [
            deployment('production', true),
            deployment('prod-us', true),
            deployment('staging', true),
            { ...deployment('production', true), repository: 'acme/other' },
          ],
          place,
          options,
        ),
      ),
    ).toEqual(['Deployment of v1.1 to production: running']);
  });

  it.each<[Gate[], PendingPromotion['state']]>([
    [[], 'ready'],
    [[check('passed'), check('failed', { required: false })], 'ready'],
    [[check('passed'), check('unknown')], 'unknown'],
    [[check('unknown'), check('waiting')], 'waiting'],
    [[check('waiting'), check('failed')], 'blocked'],
    [[check('failed'), check('waiting', { kind: 'run' })], 'running'],
  ])('%j comes to %s', (gates, state) => expect(stateOf(gates)).toBe(state));
});
