import {
  Claim,
  ClaimSource,
  DeclaredObject,
  linkTo,
  LiveObject,
  OwnershipRules,
} from '@plumbline/gitops-reader';
import { Answer } from '../answer';
import { FactIndex } from '../factIndex';
import { MemoryIndex } from '../memory/MemoryIndex';
import * as fixtures from '../question/fixtures';
import { declaredObject, liveObject, repositoryFacts } from '../testUtils';
import { createLookup } from './createLookup';

const app = 'acme/app-config';

function claim(source: ClaimSource, raw: string, at = 'CODEOWNERS:1'): Claim {
  const [path, line] = at.split(':');
  return {
    source,
    raw,
    evidence: {
      type: 'file',
      location: {
        repository: app,
        revision: 'a'.repeat(40),
        path,
        line: Number(line),
      },
    },
  };
}

function labelled(
  object: LiveObject,
  team: string,
  source: ClaimSource = 'object-label',
): LiveObject {
  const { apiVersion, kind, namespace, name, cluster } = object;
  return {
    ...object,
    claims: [
      {
        source,
        raw: team,
        evidence: {
          type: 'object',
          cluster,
          object: { apiVersion, kind, namespace, name },
          field: 'metadata.labels.team',
        },
      },
    ],
  };
}

const ref = (kind: string, name: string) => {
  const object = liveObject(kind, name, '');
  return {
    apiVersion: object.apiVersion,
    kind,
    namespace: object.namespace,
    name: object.name,
  };
};

/** Cart, as a small organisation would have it: two production clusters, staging declared only. */
function shop(
  options: { teamIn?: (cluster: string) => string } = {},
): MemoryIndex {
  const index = new MemoryIndex();
  const cart = (environment: string, version: string): DeclaredObject => {
    const base = declaredObject(
      'Deployment',
      'shop/cart',
      `${app}:apps/cart/base/deployment.yaml:3`,
      {
        environment,
        builtBy: `apps/cart/overlays/${environment}`,
        secretRefs: ['cart-db'],
        claims: [claim('codeowners', '@acme/payments', '.github/CODEOWNERS:4')],
      },
    );
    const location = {
      ...base.location,
      path: `apps/cart/overlays/${environment}/kustomization.yaml`,
      line: 9,
    };
    return {
      ...base,
      config: [
        { role: 'overlay', location, note: 'sets image tag' },
        ...base.config,
      ],
      versions: [
        {
          kind: 'image',
          name: 'ghcr.io/acme/cart',
          value: version,
          key: 'images[name=ghcr.io/acme/cart].newTag',
          evidence: { type: 'file', location },
        },
      ],
    };
  };
  const rules: OwnershipRules = {
    codeowners: {
      path: '.github/CODEOWNERS',
      text: '* @acme/platform\n/apps/cart/ @acme/payments\n/apps/free/\n',
    },
    repositoryClaims: [],
  };
  index.addRepository(
    repositoryFacts({
      repository: app,
      ownership: rules,
      objects: [
        cart('staging', '1.5.0'),
        cart('production', '1.4.2'),
        declaredObject('Namespace', 'shop', `${app}:namespaces.yaml:1`, {
          claims: [claim('object-label', 'storefront', 'namespaces.yaml:6')],
        }),
        declaredObject(
          'Application',
          'argocd/shop',
          `${app}:argocd/shop.yaml:1`,
          {
            claims: [
              claim('codeowners', '@acme/platform', '.github/CODEOWNERS:1'),
            ],
            engine: { path: 'apps/cart/overlays/production' },
          },
        ),
      ],
      secrets: [
        {
          mechanism: 'external-secrets',
          kind: 'ExternalSecret',
          namespace: 'shop',
          name: 'cart-db',
          environment: 'production',
          store: 'vault',
          location: {
            repository: app,
            revision: 'a'.repeat(40),
            path: 'apps/cart/base/secret.yaml',
            line: 1,
          },
        },
      ],
      teams: [
        {
          ref: 'group:default/payments',
          title: 'Payments',
          aliases: ['@acme/payments'],
          contacts: [{ type: 'chat', value: '#payments-oncall' }],
        },
      ],
    }),
    {
      webUrl: 'https://git.example/acme/app-config',
      lastSuccess: '2026-11-23T01:00:00.000Z',
    },
    new Map([
      [
        'apps/cart/overlays/production/kustomization.yaml',
        {
          revision: 'b'.repeat(40),
          at: '2026-11-22T22:00:00.000Z',
          author: 'Payments on-call',
          subject: 'Promote cart 1.4.2',
          path: 'apps/cart/overlays/production/kustomization.yaml',
        },
      ],
    ]),
    [
      'README.md',
      'apps/free/x.yaml',
      'apps/cart/overlays/production/kustomization.yaml',
    ],
  );
  for (const cluster of ['prod-eu', 'prod-us']) {
    const root = ref('Deployment', 'shop/cart');
    const cart_ = liveObject('Deployment', 'shop/cart', cluster, {
      deployedBy: {
        kind: 'Application',
        namespace: 'argocd',
        name: 'shop',
        mark: 'argocd.argoproj.io/tracking-id',
      },
      annotations: {
        'example.com/dashboard': 'https://grafana.example/d/cart',
      },
      status: '2 of 3 ready',
    });
    const team = options.teamIn?.(cluster);
    index.addCluster(
      {
        cluster,
        environment: 'production',
        skipped: [],
        objects: [
          liveObject('Namespace', 'shop', cluster),
          team ? labelled(cart_, team) : cart_,
          ...(cluster === 'prod-eu'
            ? [
                liveObject('Pod', 'shop/cart-6f5c9799d8-mf6hp', cluster, {
                  controller: ref('ReplicaSet', 'shop/cart-6f5c9799d8'),
                  labels: { 'pod-template-hash': '6f5c9799d8' },
                  status: 'CrashLoopBackOff',
                }),
                liveObject('Service', 'shop/cart', cluster, {
                  points: { target: root },
                }),
                liveObject(
                  'HorizontalPodAutoscaler',
                  'shop/cart-hpa',
                  cluster,
                  { points: { target: root } },
                ),
                labelled(
                  liveObject('Node', 'worker-1', cluster, {
                    links: [
                      linkTo.nodeOf(cluster),
                      linkTo.address('10.30.1.17'),
                    ],
                  }),
                  'platform',
                ),
                liveObject('CronJob', 'shop/backup', cluster),
                liveObject('ReplicaSet', 'shop/gone-6f5c9799d8', cluster, {
                  controller: ref('Deployment', 'shop/gone'),
                }),
              ]
            : []),
        ],
      },
      {
        lastSuccess: '2026-11-23T02:00:00.000Z',
        aliases: [`https://${cluster}.example:6443`],
      },
    );
  }
  return index;
}

const now = () => new Date('2026-11-23T02:05:00Z');

function ask(
  question: string | object,
  index: FactIndex = shop(),
): Promise<Answer> {
  return createLookup({
    index,
    now,
    link: ({ revision, path, line }, source) =>
      source?.webUrl &&
      `${source.webUrl}/blob/${revision}/${path}${line ? `#L${line}` : ''}`,
  }).answer(typeof question === 'string' ? question : JSON.stringify(question));
}

function named({ subject }: Answer): string | undefined {
  switch (subject?.type) {
    case 'object': {
      const { kind, namespace, name, cluster, environment } = subject;
      return [kind, namespace, name, cluster ?? environment]
        .filter(Boolean)
        .join(' ');
    }
    case 'path':
      return subject.path;
    default:
      return subject?.team;
  }
}

/** The answer in short. */
function short(answer: Answer) {
  const owners = answer.owners.map(owner =>
    owner.team.replace('group:default/', ''),
  );
  return { subject: named(answer), owners: owners.join() };
}

describe('one answer', () => {
  it('holds the owner, the contact, the config of the environment, versions, change, secrets and ages', async () => {
    const answer = await ask(
      '{namespace="shop", pod="cart-6f5c9799d8-mf6hp", cluster="prod-eu", team=""}',
    );
    expect(answer).toMatchObject({
      subject: {
        type: 'object',
        kind: 'Deployment',
        namespace: 'shop',
        name: 'cart',
        cluster: 'prod-eu',
        environment: 'production',
        status: 'CrashLoopBackOff',
        confidence: 'certain',
        reasons: [
          'label pod: Pod shop/cart-6f5c9799d8-mf6hp',
          'Pod shop/cart-6f5c9799d8-mf6hp → Deployment shop/cart (owner reference)',
        ],
      },
      owners: [
        {
          team: 'group:default/storefront',
          raw: 'storefront',
          source: 'namespace-label',
          confidence: 'likely',
          url: `https://git.example/acme/app-config/blob/${'a'.repeat(40)}/namespaces.yaml#L6`,
        },
      ],
      unowned: null,
      contested: true,
      config: [
        { role: 'manifest', path: 'apps/cart/base/deployment.yaml', line: 3 },
        {
          role: 'overlay',
          path: 'apps/cart/overlays/production/kustomization.yaml',
          line: 9,
          note: 'sets image tag',
        },
        {
          role: 'application',
          path: 'argocd/shop.yaml',
          note: 'deploys it as Application argocd/shop',
        },
      ],
      lastChange: {
        repository: app,
        subject: 'Promote cart 1.4.2',
        at: '2026-11-22T22:00:00.000Z',
      },
      secrets: [{ name: 'cart-db', store: 'vault' }],
      links: [{ title: 'Dashboard', url: 'https://grafana.example/d/cart' }],
      asOf: {
        'cluster:prod-eu': '2026-11-23T02:00:00.000Z',
        [`repository:${app}`]: '2026-11-23T01:00:00.000Z',
      },
      stale: [],
    });
    expect(answer.version.declared.map(pin => pin.value)).toEqual(['1.4.2']);
    expect(
      answer.claims.map(({ raw, decisive }) => `${raw} ${decisive}`),
    ).toEqual(['storefront true', '@acme/payments false']);
    expect(answer.unknown).toEqual([
      'Drift and promotion are not part of this answer.',
    ]);
    expect(answer.tookMs).toBeGreaterThan(0);
  });

  it('costs a handful of queries', async () => {
    const index = shop();
    const calls: string[] = [];
    const counted = new Proxy(index, {
      get(target, name) {
        const value = Reflect.get(target, name, target);
        return typeof value === 'function'
          ? (...args: unknown[]) => {
              calls.push(String(name));
              return value.apply(target, args);
            }
          : value;
      },
    });
    await ask(
      '{namespace="shop", pod="cart-6f5c9799d8-mf6hp", cluster="prod-eu"}',
      counted,
    );
    expect(calls.length).toBeLessThanOrEqual(8);
  });
});

describe('questions', () => {
  const inEu = 'Deployment shop cart prod-eu';
  it.each<[string, string | object, { subject?: string; owners: string }]>([
    [
      'a pod',
      'namespace=shop pod=cart-6f5c9799d8-mf6hp',
      { subject: inEu, owners: 'storefront' },
    ],
    [
      'a pod that is gone, by the pattern of its name',
      '{namespace="shop",pod="cart-6f5c9799d8-x2k4z",cluster="prod-eu"}',
      { subject: inEu, owners: 'storefront' },
    ],
    [
      'an alias of the cluster',
      'Deployment/shop/cart cluster=https://prod-eu.example:6443',
      { subject: inEu, owners: 'storefront' },
    ],
    ['a Service', 'Service/shop/cart', { subject: inEu, owners: 'storefront' }],
    [
      'an autoscaler',
      '{namespace="shop",horizontalpodautoscaler="cart-hpa"}',
      { subject: inEu, owners: 'storefront' },
    ],
    [
      'a Job that is gone',
      fixtures.jobAlert,
      { subject: 'CronJob shop backup prod-eu', owners: 'storefront' },
    ],
    [
      'an exporter’s labels',
      fixtures.exportedAlert,
      { subject: inEu, owners: 'storefront' },
    ],
    [
      'an owner that is not reported',
      'ReplicaSet/shop/gone-6f5c9799d8',
      { subject: 'Deployment shop gone prod-eu', owners: 'storefront' },
    ],
    [
      'an environment that only Git knows',
      'Deployment/shop/cart env=staging',
      { subject: 'Deployment shop cart staging', owners: 'storefront' },
    ],
    [
      'a node',
      '{node="worker-1",job="kube-state-metrics",condition="Ready"}',
      { subject: 'Node worker-1 prod-eu', owners: 'platform' },
    ],
    [
      'a node by its address',
      '{job="kubelet",instance="10.30.1.17:10250",cluster="prod-eu"}',
      { subject: 'Node worker-1 prod-eu', owners: 'platform' },
    ],
    [
      'a node, beside the labels of its exporter',
      '{alertname="NodeRAIDDegraded",job="node-exporter",instance="worker-1",namespace="shop",pod="cart-6f5c9799d8-mf6hp",cluster="prod-eu"}',
      { subject: 'Node worker-1 prod-eu', owners: 'platform' },
    ],
    [
      'a rule about all of a cluster',
      '{alertname="KubeCPUOvercommit",cluster="prod-eu"}',
      { subject: undefined, owners: 'platform' },
    ],
    [
      'a job that runs a cluster',
      '{alertname="TargetDown",job="kube-scheduler",cluster="prod-eu"}',
      { subject: undefined, owners: 'platform' },
    ],
    [
      'a rule that names a cluster and leaves out the rest',
      '{alertname="KafkaConsumerLag",topic="orders",cluster="prod-eu"}',
      { subject: undefined, owners: '' },
    ],
    [
      'a job that tells of each container',
      '{alertname="MemoryHigh",job="kubelet",cluster="prod-eu"}',
      { subject: undefined, owners: '' },
    ],
    [
      'a cluster of which the nodes are nobody’s',
      '{alertname="KubeCPUOvercommit",cluster="prod-us"}',
      { subject: undefined, owners: '' },
    ],
    [
      'a namespace',
      '{namespace="shop",resourcequota="limits"}',
      { subject: 'Namespace shop prod-eu', owners: 'storefront' },
    ],
    ['a name', 'cart', { subject: inEu, owners: 'storefront' }],
    [
      'a name in a namespace',
      'shop cart',
      { subject: inEu, owners: 'storefront' },
    ],
    [
      'a name in an environment',
      'who owns cart in staging?',
      { subject: 'Deployment shop cart staging', owners: 'storefront' },
    ],
    [
      'a name in a cluster',
      'cart prod-us',
      { subject: 'Deployment shop cart prod-us', owners: 'storefront' },
    ],
    [
      'a part of a name',
      'backu',
      { subject: 'CronJob shop backup prod-eu', owners: 'storefront' },
    ],
    [
      'a name among other words',
      'cart latency in production',
      { subject: inEu, owners: 'storefront' },
    ],
    [
      'a workload before a longer name of something else',
      'why does worker-1 page me about backup again',
      { subject: 'CronJob shop backup prod-eu', owners: 'storefront' },
    ],
    [
      'words none of which is a name by itself',
      'latency of carts went up',
      { subject: undefined, owners: '' },
    ],
    [
      'a team',
      'payments',
      { subject: 'group:default/payments', owners: 'payments' },
    ],
    [
      'a team by its mark',
      '@acme/payments',
      { subject: 'group:default/payments', owners: 'payments' },
    ],
    [
      'a path that declares objects',
      'apps/cart/base/deployment.yaml',
      { subject: 'apps/cart/base/deployment.yaml', owners: 'payments' },
    ],
    [
      'a path that declares nothing',
      'README.md',
      { subject: 'README.md', owners: 'platform' },
    ],
    [
      'a directory',
      'apps/cart/base',
      { subject: 'apps/cart/base', owners: 'payments' },
    ],
    [
      'the end of a path',
      'overlays/production/kustomization.yaml',
      {
        subject: 'apps/cart/overlays/production/kustomization.yaml',
        owners: 'payments',
      },
    ],
    [
      'a page on the host',
      'https://github.com/acme/app-config/blob/main/apps/cart/base/deployment.yaml#L3',
      { subject: 'apps/cart/base/deployment.yaml', owners: 'payments' },
    ],
    [
      'a path that is not there, in a known repository',
      `${app}:apps/cart/new.yaml`,
      { subject: 'apps/cart/new.yaml', owners: 'payments' },
    ],
    [
      'a team on the alert',
      '{namespace="shop",deployment="cart",cluster="prod-eu",team="checkout"}',
      { subject: inEu, owners: 'checkout' },
    ],
    [
      'a team on an alert about nothing known',
      '{namespace="nope",team="payments"}',
      { subject: undefined, owners: 'payments' },
    ],
    [
      'a folder that is a known team',
      { labels: { alertname: 'x', grafana_folder: 'team-payments' } },
      { subject: undefined, owners: 'payments' },
    ],
    [
      'a folder that is none',
      { labels: { alertname: 'x', grafana_folder: 'Production' } },
      { subject: undefined, owners: '' },
    ],
    [
      'nothing known',
      'Deployment/shop/nothing',
      { subject: undefined, owners: '' },
    ],
    ['markup', '<script>alert(1)</script>', { subject: undefined, owners: '' }],
  ])('%s', async (_, question, expected) => {
    expect(short(await ask(question))).toEqual(expected);
  });

  it.each<[string, string, RegExp]>([
    ['an empty question', '', /question is empty/],
    ['too long a question', 'x'.repeat(70_000), /69 KiB; at most 64 KiB/],
    ['alerts about alerting', '{alertname="Watchdog"}', /nobody has to act/],
    [
      'an unknown cluster',
      '{namespace="shop",deployment="cart",cluster="prod-asia"}',
      /No cluster that is read is called prod-asia/,
    ],
    [
      'an unknown cluster with another name',
      '{namespace="shop",deployment="cart",cluster="galaxy"}',
      /No cluster that is read is called galaxy \(label cluster\)/,
    ],
    [
      'an unknown object',
      '{namespace="shop",deployment="nope"}',
      /Nothing indexed is called Deployment shop\/nope; this is its namespace/,
    ],
    [
      'an unknown object in an unknown namespace',
      'Deployment/x/nope',
      /Nothing indexed is called Deployment x\/nope .*neither in a cluster nor in a repository/,
    ],
    [
      'a cluster alone',
      '{alertname="KubeAPIErrorBudgetBurn",cluster="prod-eu"}',
      /names the cluster prod-eu and no object/,
    ],
    ['no object', '{alertname="Up",severity="x"}', /names no object/],
    [
      'an unknown path',
      'no/such/file.yaml',
      /No indexed repository has no\/such\/file.yaml/,
    ],
    ['an unknown word', 'zzz', /Nothing indexed is called zzz/],
    [
      'an object that Git does not declare',
      'CronJob/shop/backup',
      /No manifest in the indexed repositories declares CronJob shop\/backup/,
    ],
    [
      'an owner that is not reported',
      'ReplicaSet/shop/gone-6f5c9799d8',
      /names Deployment shop\/gone as the owner, but does not report it/,
    ],
  ])('says what it cannot tell: %s', async (_, question, expected) => {
    const answer = await ask(question);
    expect(answer.unknown[0] ?? '').toMatch(expected);
  });

  it.each([
    [24, 'platform'],
    [25, ''],
  ])(
    'answers for a cluster of %d nodes by all of them: %s',
    async (size, owners) => {
      const index = new MemoryIndex();
      index.addCluster({
        cluster: 'large',
        skipped: [],
        objects: Array.from({ length: size }, (_, at) =>
          labelled(
            liveObject('Node', `worker-${at}`, 'large', {
              links: [linkTo.nodeOf('large')],
            }),
            'platform',
          ),
        ),
      });
      const answer = await ask(
        '{alertname="KubeMemoryOvercommit",cluster="large"}',
        index,
      );
      expect(short(answer).owners).toBe(owners);
    },
  );

  it('tells explicitly unowned from claimed by nobody', async () => {
    expect(await ask('apps/free/x.yaml')).toMatchObject({
      owners: [],
      unowned: 'explicit',
    });
    const index = new MemoryIndex();
    index.addCluster({
      cluster: 'c',
      skipped: [],
      objects: [liveObject('Deployment', 'a/b', 'c')],
    });
    expect(await ask('Deployment/a/b', index)).toMatchObject({
      owners: [],
      unowned: 'nobody',
    });
    expect(await ask('Deployment/a/c', index)).toMatchObject({
      owners: [],
      unowned: null,
    });
  });
});

describe('environments of an organisation’s own', () => {
  const rings = () => {
    const index = new MemoryIndex();
    index.addRepository(
      repositoryFacts({
        repository: app,
        objects: [
          'ring-1',
          'Ring-2',
          'production',
          'production-downstream',
        ].map(environment => ({
          ...declaredObject(
            'Deployment',
            'shop/cart',
            `${app}:${environment}.yaml:1`,
          ),
          environment,
          claims: [claim('codeowners', `@acme/${environment.toLowerCase()}`)],
        })),
      }),
    );
    return index;
  };

  it.each([
    [
      'Deployment/shop/cart env=ring-2',
      'Deployment shop cart Ring-2',
      'ring-2',
    ],
    [
      'Deployment/shop/cart env=production-downstream',
      'Deployment shop cart production-downstream',
      'production-downstream',
    ],
    [
      'Deployment/shop/cart env=prd',
      'Deployment shop cart production',
      'production',
    ],
    [
      '{namespace="shop",deployment="cart",environment="ring-1"}',
      'Deployment shop cart ring-1',
      'ring-1',
    ],
  ])('%s', async (question, subject, owners) => {
    expect(short(await ask(question, rings()))).toEqual({ subject, owners });
  });
});

describe('several clusters', () => {
  const question = 'Deployment/shop/cart';

  it('answers with candidates when the owner is the same everywhere', async () => {
    const answer = await ask(question);
    expect(short(answer)).toEqual({
      subject: 'Deployment shop cart prod-eu',
      owners: 'storefront',
    });
    expect(answer.candidates.map(candidate => candidate.query)).toEqual([
      'Deployment/shop/cart cluster=prod-us',
      'Deployment/shop/cart env=staging',
    ]);
    expect(answer.unknown[0]).toMatch(
      /fits prod-eu, prod-us; the owner is the same in each, the rest is that of prod-eu/,
    );
    const [candidate] = answer.candidates;
    expect(short(await ask(candidate.query)).subject).toBe(
      'Deployment shop cart prod-us',
    );
  });

  it('never picks one when owners differ', async () => {
    const index = shop({
      teamIn: cluster => (cluster === 'prod-eu' ? 'payments' : 'checkout'),
    });
    const answer = await ask(question, index);
    expect(short(answer)).toEqual({
      subject: 'Deployment shop cart',
      owners: 'payments,checkout',
    });
    expect(answer.contested).toBe(true);
    expect(
      answer.candidates.map(({ query, owners }) => `${query} ${owners}`),
    ).toEqual([
      'Deployment/shop/cart cluster=prod-eu group:default/payments',
      'Deployment/shop/cart cluster=prod-us group:default/checkout',
      'Deployment/shop/cart env=staging group:default/storefront',
    ]);
    expect(answer.unknown[0]).toMatch(
      /owners differ: prod-eu → group:default\/payments, prod-us → group:default\/checkout/,
    );
    expect(short(await ask(`${question} cluster=prod-us`, index)).owners).toBe(
      'checkout',
    );
  });

  it('names no owner when different things with different owners are meant', async () => {
    const index = shop();
    index.addCluster({
      cluster: 'test',
      skipped: [],
      objects: [
        labelled(liveObject('Deployment', 'other/cart', 'test'), 'checkout'),
      ],
    });
    const answer = await ask('cart', index);
    expect(answer).toMatchObject({ owners: [], unowned: null });
    expect(answer.subject).toBeUndefined();
    expect(answer.candidates.map(({ query }) => query)).toEqual(
      expect.arrayContaining([
        'Deployment/other/cart cluster=test',
        'Deployment/shop/cart cluster=prod-eu',
      ]),
    );
  });

  it('says when it answers for another cluster than the one asked for', async () => {
    const answer = await ask(
      'HorizontalPodAutoscaler/shop/cart-hpa cluster=prod-us',
    );
    expect(answer.subject).toMatchObject({
      cluster: 'prod-eu',
      confidence: 'guess',
    });
    expect(answer.unknown[0]).toMatch(/not known in prod-us; this is prod-eu/);
  });
});

describe('how sure an owner is', () => {
  const inEu = '{namespace="shop",deployment="cart",cluster="prod-eu"';
  const alert = (label: string) => `${inEu},${label}}`;
  it.each<[string, string, string, RegExp]>([
    [
      'a pod by the pattern of its name alone',
      '{namespace="shop",pod="cart-6f5c9799d8-x2k4z",cluster="prod-us"}',
      'storefront guess',
      /./,
    ],
    [
      'a pod of a ReplicaSet that is there',
      '{namespace="shop",pod="gone-6f5c9799d8-x2k4z"}',
      'storefront likely',
      /names Deployment shop\/gone as the owner/,
    ],
    [
      'a cluster that is not read',
      '{namespace="shop",pod="cart-6f5c9799d8-mf6hp",cluster="prod-asia"}',
      'storefront guess',
      /not known in prod-asia; this is prod-eu/,
    ],
    [
      'an environment that is not the cluster’s',
      alert('env="staging"'),
      'storefront likely',
      /names the environment staging, but the cluster prod-eu belongs to production/,
    ],
    ['a number', alert('owner="42"'), 'storefront likely', /“42”.*no team/],
    ['an empty label', alert('team=""'), 'storefront likely', /./],
    [
      'a template',
      alert('team="{{ $labels.x }}"'),
      'storefront likely',
      /no team/,
    ],
    ['markup', alert('team="<b>x</b>"'), 'storefront likely', /no team/],
    [
      'two known teams',
      alert('team=" payments, storefront "'),
      'payments certain,storefront certain',
      /./,
    ],
    [
      'an object that is not there, in a namespace that another team made',
      '{namespace="made",pod="web-0"}',
      '',
      /Nothing indexed is called Pod made\/web-0; this is its namespace/,
    ],
    ['that namespace itself', '{namespace="made"}', 'platform guess', /./],
    ['a known team', alert('team="payments"'), 'payments certain', /./],
    [
      'a letter of another script',
      alert('team="pаyments"'),
      'pаyments guess',
      /“pаyments”, which is none of the teams that are known/,
    ],
  ])('%s', async (_, question, expected, told) => {
    const index = shop();
    index.addTeams([
      { ref: 'group:default/storefront', aliases: [], contacts: [] },
    ]);
    index.addRepository(
      repositoryFacts({
        repository: 'acme/namespaces',
        objects: [
          declaredObject('Namespace', 'made', 'acme/namespaces:made.yaml:1', {
            claims: [claim('repository-default', 'platform')],
          }),
        ],
      }),
    );
    const answer = await ask(question, index);
    expect(
      answer.owners
        .map(({ team, confidence }) => `${team.split('/')[1]} ${confidence}`)
        .join(),
    ).toBe(expected);
    expect(answer.unknown.join('\n')).toMatch(told);
  });

  it('knows a cluster that only Git names', async () => {
    const index = shop();
    index.addRepository(
      repositoryFacts({
        repository: 'acme/asia',
        objects: [
          declaredObject('Deployment', 'shop/cart', 'acme/asia:cart.yaml:1', {
            cluster: 'prod-asia',
            claims: [claim('codeowners', '@acme/asia')],
          }),
        ],
      }),
    );
    const answer = await ask('Deployment/shop/cart cluster=prod-asia', index);
    expect(answer.subject).toMatchObject({
      cluster: 'prod-asia',
      confidence: 'certain',
    });
    expect(answer.config.map(({ repository }) => repository)).toEqual([
      'acme/asia',
    ]);
  });
});

it('shows the declaration that the engine above was pointed at, and pairs its revision', async () => {
  const index = new MemoryIndex();
  const release = (directory: string) =>
    declaredObject('HelmRelease', 'web/nginx', `${app}:base/release.yaml:1`, {
      environment: 'production',
      builtBy: directory,
      config: [
        {
          role: 'overlay',
          location: {
            repository: app,
            revision: 'a'.repeat(40),
            path: `${directory}/kustomization.yaml`,
          },
        },
      ],
    });
  index.addRepository(
    repositoryFacts({
      repository: app,
      objects: [
        release('environments/production-us'),
        release('environments/production-eu'),
        declaredObject(
          'Kustomization',
          'flux-system/platform',
          `${app}:clusters/prod-eu/platform.yaml:1`,
          {
            cluster: 'prod-eu',
            engine: {
              path: './environments/production-eu',
              repoUrl: 'https://git.example/acme/app-config',
              revision: 'main',
            },
          },
        ),
      ],
    }),
  );
  const by = (kind: 'HelmRelease' | 'Kustomization', name: string) => {
    const [namespace, own] = name.split('/');
    return { kind, namespace, name: own, mark: 'x' };
  };
  const kustomization = liveObject(
    'Kustomization',
    'flux-system/platform',
    'prod-eu',
  );
  index.addCluster({
    cluster: 'prod-eu',
    environment: 'production',
    skipped: [],
    objects: [
      liveObject('Deployment', 'web/nginx', 'prod-eu', {
        deployedBy: by('HelmRelease', 'web/nginx'),
      }),
      liveObject('HelmRelease', 'web/nginx', 'prod-eu', {
        deployedBy: by('Kustomization', 'flux-system/platform'),
      }),
      {
        ...kustomization,
        versions: [
          {
            kind: 'revision',
            name: 'https://git.example/acme/app-config',
            value: 'main@sha1:b0119',
            key: 'status.lastAppliedRevision',
            evidence: {
              type: 'object',
              cluster: 'prod-eu',
              object: kustomization,
              field: 'status.lastAppliedRevision',
            },
          },
        ],
      },
    ],
  });
  for (const kind of ['Deployment', 'HelmRelease']) {
    const answer = await ask(`${kind}/web/nginx cluster=prod-eu`, index);
    expect(answer.config.map(({ path }) => path)).toContain(
      'environments/production-eu/kustomization.yaml',
    );
    expect(answer.config.map(({ path }) => path)).not.toContain(
      'environments/production-us/kustomization.yaml',
    );
  }
  const { version } = await ask('HelmRelease/web/nginx', index);
  expect(version.declared.map(({ name, value }) => [name, value])).toEqual([
    ['https://git.example/acme/app-config', 'main'],
  ]);
});

it('answers each alert of a payload', async () => {
  const answer = await ask([fixtures.jobAlert, fixtures.exportedAlert]);
  expect(short(answer).subject).toBe('CronJob shop backup prod-eu');
  expect(
    answer.candidates.map(({ subject, owners }) => [subject, owners]),
  ).toEqual([
    [
      expect.objectContaining({
        kind: 'Deployment',
        name: 'cart',
        cluster: 'prod-eu',
      }),
      ['group:default/storefront'],
    ],
  ]);
});

it('takes the labels of an operator’s workload before those of the resource behind it', async () => {
  const index = new MemoryIndex();
  const cluster = ref('Cluster', 'shop/db');
  index.addCluster({
    cluster: 'c',
    skipped: [],
    objects: [
      liveObject('Pod', 'shop/db-1', 'c', {
        controller: cluster,
      }),
      labelled(liveObject('Cluster', 'shop/db', 'c'), 'data'),
    ],
  });
  const answer = await ask('namespace=shop pod=db-1', index);
  expect(short(answer)).toEqual({
    subject: 'Cluster shop db c',
    owners: 'data',
  });
});

it('goes through the engine when Git declares only what deploys the object', async () => {
  const index = new MemoryIndex();
  index.addRepository(
    repositoryFacts({
      repository: app,
      objects: [
        declaredObject(
          'HelmRelease',
          'shop/redis',
          `${app}:clusters/prod/redis.yaml:1`,
          {
            claims: [claim('codeowners', '@acme/data', 'CODEOWNERS:7')],
            config: [
              {
                role: 'manifest',
                location: {
                  repository: app,
                  revision: 'a',
                  path: 'clusters/prod/redis.yaml',
                  line: 1,
                },
              },
              {
                role: 'values',
                location: {
                  repository: app,
                  revision: 'a',
                  path: 'clusters/prod/redis-values.yaml',
                },
              },
            ],
            versions: [
              {
                kind: 'chart',
                name: 'redis',
                value: '19.0.1',
                key: 'spec.chart.spec.version',
                evidence: {
                  type: 'file',
                  location: {
                    repository: app,
                    revision: 'a',
                    path: 'clusters/prod/redis.yaml',
                    line: 9,
                  },
                },
              },
            ],
          },
        ),
      ],
    }),
  );
  index.addCluster({
    cluster: 'prod',
    skipped: [],
    objects: [
      liveObject('StatefulSet', 'shop/redis', 'prod', {
        deployedBy: {
          kind: 'HelmRelease',
          namespace: 'shop',
          name: 'redis',
          mark: 'helm.toolkit.fluxcd.io/name',
        },
      }),
      labelled(
        liveObject('HelmRelease', 'shop/redis', 'prod', {
          engine: { chart: 'redis', revision: '19.0.1' },
        }),
        'cache',
      ),
    ],
  });
  const answer = await ask('namespace=shop pod=redis-0', index);
  expect(short(answer)).toEqual({
    subject: 'StatefulSet shop redis prod',
    owners: 'cache',
  });
  expect(answer.owners[0].source).toBe('engine-object');
  expect(answer.contested).toBe(true);
  expect(answer.config.map(({ role, path }) => `${role} ${path}`)).toEqual([
    'values clusters/prod/redis-values.yaml',
    'application clusters/prod/redis.yaml',
  ]);
  expect(answer.version.declared.map(pin => pin.value)).toEqual(['19.0.1']);
  expect(answer.unknown[0]).toMatch(
    /HelmRelease shop\/redis deploys it from redis 19.0.1/,
  );
});

it('says which sources are stale, and why', async () => {
  const index = new MemoryIndex();
  index.addCluster(
    {
      cluster: 'a',
      skipped: [],
      objects: [liveObject('Deployment', 'x/y', 'a')],
    },
    { lastSuccess: '2026-11-20T02:00:00.000Z' },
  );
  index.addCluster(
    {
      cluster: 'b',
      skipped: [],
      objects: [liveObject('Deployment', 'x/y', 'b')],
    },
    { lastSuccess: '2026-11-23T02:00:00.000Z', error: 'connection refused' },
  );
  expect((await ask('Deployment/x/y cluster=a', index)).stale).toEqual([
    { source: 'cluster:a', reason: 'last read 72 hours ago' },
  ]);
  expect((await ask('Deployment/x/y cluster=b', index)).stale).toEqual([
    { source: 'cluster:b', reason: 'connection refused' },
  ]);
});

it('takes contacts from annotations where the directory has none', async () => {
  const index = new MemoryIndex();
  index.addCluster({
    cluster: 'c',
    skipped: [],
    objects: [
      labelled(liveObject('Deployment', 'x/y', 'c'), 'search'),
      liveObject('Namespace', 'x', 'c', {
        annotations: {
          'acme.example/slack-channel': '#search',
          'a8r.io/chat': 'https://chat.example/search',
        },
      }),
    ],
  });
  expect((await ask('Deployment/x/y', index)).contact).toMatchObject([
    { type: 'chat', value: '#search', team: 'group:default/search' },
    {
      type: 'chat',
      value: 'https://chat.example/search',
      url: 'https://chat.example/search',
    },
  ]);
});

it.each<[string, string[]]>([
  ['search', ['#search']],
  ['team-search', ['#search']],
  ['payments', []],
])(
  'takes the contact of a namespace that is marked as that of search for %s',
  async (team, contacts) => {
    const index = new MemoryIndex();
    index.addCluster({
      cluster: 'c',
      skipped: [],
      objects: [
        labelled(liveObject('Deployment', 'x/y', 'c'), team),
        labelled(
          liveObject('Namespace', 'x', 'c', {
            annotations: { 'acme.example/slack-channel': '#search' },
          }),
          'search',
        ),
      ],
    });
    const { contact, owners } = await ask('Deployment/x/y', index);
    expect(owners).toMatchObject([{ raw: team }]);
    expect(contact.map(({ value }) => value)).toEqual(contacts);
  },
);

it('finds a file with spaces in its path before what its words say', async () => {
  const index = new MemoryIndex();
  index.addRepository(
    repositoryFacts({
      repository: app,
      objects: [declaredObject('Deployment', 'x/my', `${app}:dir/f.yaml:1`)],
    }),
    {},
    new Map(),
    ['my dir/f.yaml', 'dir/f.yaml'],
  );
  for (const question of [
    'my dir/f.yaml',
    '"my dir/f.yaml"',
    `${app}:my dir/f.yaml:3`,
  ]) {
    const { subject } = await ask(question, index);
    expect([question, subject]).toMatchObject([
      question,
      { type: 'path', path: 'my dir/f.yaml' },
    ]);
  }
});

it('answers for an Application itself, and for its ApplicationSet’s lines', async () => {
  const index = new MemoryIndex();
  index.addRepository(
    repositoryFacts({
      repository: app,
      objects: [
        declaredObject(
          'ApplicationSet',
          'argocd/apps',
          `${app}:argocd/apps.yaml:1`,
          {
            claims: [claim('codeowners', '@acme/platform')],
          },
        ),
      ],
    }),
  );
  for (const cluster of ['blue', 'green']) {
    index.addCluster({
      cluster,
      skipped: [],
      objects: [
        labelled(
          liveObject('Application', 'argocd/cart-api', cluster, {
            controller: ref('ApplicationSet', 'argocd/apps'),
            engine: { path: 'apps/cart' },
          }),
          'payments',
          'engine-object',
        ),
      ],
    });
  }
  // Parts of a name, narrowed by the name of a cluster.
  const answer = await ask('cart ap green', index);
  expect(short(answer)).toEqual({
    subject: 'Application argocd cart-api green',
    owners: 'payments',
  });
  expect(answer.candidates).toEqual([]);
  expect(answer.config.map(place => place.path)).toEqual(['argocd/apps.yaml']);
});

/** A live Application that deploys to a cluster, owned by the team of its name. */
const application = (cluster: string, destinationCluster?: string) =>
  labelled(
    liveObject('Application', 'argocd/cart', cluster, {
      engine: { ...(destinationCluster && { destinationCluster }) },
    }),
    `from-${cluster}`,
  );

it.each<[string, LiveObject[], string]>([
  ['where it stands', [application('eu'), application('hub', 'eu')], 'from-eu'],
  ['by the name of the cluster', [application('hub', 'eu')], 'from-hub'],
  ['by another name', [application('hub', 'https://eu.example')], 'from-hub'],
  ['not for another cluster', [application('hub', 'us')], ''],
  ['not for its own cluster alone', [application('hub')], ''],
  ['not from here to another cluster', [application('eu', 'us')], ''],
])(
  'takes an engine for the one of an object: %s',
  async (_, engines, owner) => {
    const index = new MemoryIndex();
    const cart = liveObject('Deployment', 'shop/cart', 'eu', {
      deployedBy: {
        kind: 'Application',
        namespace: 'argocd',
        name: 'cart',
        mark: 'argocd.argoproj.io/tracking-id',
      },
    });
    for (const cluster of ['eu', 'hub']) {
      index.addCluster(
        {
          cluster,
          objects: [cart, ...engines].filter(each => each.cluster === cluster),
          skipped: [],
        },
        cluster === 'eu' ? { aliases: ['https://eu.example'] } : {},
      );
    }
    const { owners } = await ask('Deployment/shop/cart cluster=eu', index);
    expect(owners.map(({ raw }) => raw).join()).toBe(owner);
  },
);

it('tells kinds of one name in two groups apart', async () => {
  const index = new MemoryIndex();
  const knative = { apiVersion: 'serving.knative.dev/v1' };
  index.addRepository(
    repositoryFacts({
      repository: app,
      objects: [
        declaredObject('Service', 'shop/cart', `${app}:knative/cart.yaml:1`, {
          ...knative,
          claims: [claim('codeowners', '@acme/serverless')],
        }),
        declaredObject('Service', 'shop/cart', `${app}:plain/cart.yaml:1`, {
          claims: [claim('codeowners', '@acme/plain')],
        }),
      ],
    }),
  );
  index.addCluster({
    cluster: 'prod',
    skipped: [],
    objects: [
      // The one that Knative makes, before the one that it makes it for.
      liveObject('Service', 'shop/cart', 'prod', {
        controller: { ...ref('Service', 'shop/cart'), ...knative },
      }),
      liveObject('Service', 'shop/cart', 'prod', knative),
      liveObject('Pod', 'shop/cart-1', 'prod', {
        controller: { ...ref('Service', 'shop/cart'), ...knative },
      }),
    ],
  });
  const answer = await ask('Pod/shop/cart-1 cluster=prod', index);
  expect(answer.subject).toMatchObject({ kind: 'Service', name: 'cart' });
  expect(answer.config.map(({ path }) => path)).toEqual(['knative/cart.yaml']);
  expect(answer.owners.map(({ raw }) => raw)).toEqual(['@acme/serverless']);
});

it.each([
  [49, false],
  [50, true],
])(
  'says that it did not look at all of %i Secrets’ makers: %s',
  async (count, says) => {
    const index = new MemoryIndex();
    index.addCluster({
      cluster: 'prod',
      skipped: [],
      objects: [
        liveObject('Deployment', 'shop/cart', 'prod', { secretRefs: ['db'] }),
        ...Array.from({ length: count }, (_, at) =>
          liveObject('ExternalSecret', `shop/e${at}`, 'prod', {
            secretStates: [{ name: 'db', state: 'ok' }],
            links: [linkTo.secret('shop', 'db')],
          }),
        ),
      ],
    });
    const { unknown } = await ask('Deployment/shop/cart cluster=prod', index);
    expect(unknown.some(note => note.startsWith('More objects, of all'))).toBe(
      says,
    );
  },
);
