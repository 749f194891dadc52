import {
  AttentionPage,
  AttentionQuery,
  CompareQuery,
  MatrixPage,
  MatrixQuery,
  PromotedService,
  PromotionApi,
  ServiceComparison,
} from '@plumbline/plugin-plumbline-common';

export const now = Date.now();
const ago = (days: number) =>
  new Date(now - days * 24 * 3600_000).toISOString();
const seconds = (days: number) => Math.floor((now - days * 86_400_000) / 1000);

/** Two services: a cart that waits before production, and a web that runs what nobody asked for. */
export const sampleMatrix: MatrixPage = {
  environments: [
    { name: 'staging', clusters: ['staging'] },
    { name: 'production', clusters: ['prod-eu', 'prod-us'] },
  ],
  repositories: ['acme/app-config'],
  teams: ['group:default/checkout'],
  authors: ['Checkout robot'],
  services: {
    id: ['cart-1', 'web-2'],
    name: ['cart', 'web'],
    repository: [0, 0],
    teams: [[0], []],
  },
  cells: {
    service: [0, 0, 0, 1],
    environment: [0, 1, 1, 1],
    cluster: ['', 'prod-eu', 'prod-us', 'prod-eu'],
    namespace: ['', '', '', ''],
    version: ['1.3.0', '1.1.0', '1.3.0', 'v5'],
    more: [0, 0, 0, 0],
    verdict: ['first', 'behind', 'same', 'diverged'],
    relation: ['first', 'behind', 'same', 'unknown'],
    runs: ['unknown', 'as-declared', 'missing', 'diverged'],
    since: [seconds(20), seconds(90), seconds(2), 0],
    waiting: [0, seconds(20), 0, 0],
    versions: [-1, 2, -1, -1],
    commits: [-1, -1, -1, -1],
    commit: ['a1b2c3d4e5f6', '', '', ''],
    author: [0, -1, -1, -1],
    freeze: [-1, -1, -1, 0],
  },
  freezes: [{ kind: 'freeze', name: 'Christmas' }],
  totalItems: 2,
  freshness: {
    asOf: ago(0.1),
    problems: [{ source: 'cluster:prod-us', error: 'it does not answer' }],
    reading: ['acme/big'],
  },
};

export const sampleService: PromotedService = {
  id: 'cart-1',
  name: 'cart',
  teams: ['group:default/checkout'],
  members: [{ repository: 'acme/app-config', name: 'cart', path: 'apps/cart' }],
  reasons: [
    'acme/app-config calls it cart below apps/cart in each of these places',
  ],
  cells: [
    {
      environment: 'staging',
      main: 0,
      more: 0,
      pins: [
        {
          kind: 'image',
          name: 'ghcr.io/acme/cart',
          value: '1.3.0',
          repository: 'acme/app-config',
          path: 'apps/cart/staging/kustomization.yaml',
          line: 7,
          key: 'images[0].newTag',
          url: 'https://host.example/acme/app-config/blob/a/apps/cart/staging/kustomization.yaml#L7',
          history: [
            {
              from: '1.2.0',
              to: '1.3.0',
              commit: 'a1b2c3d4e5f6a1b2c3d4e5f6a1b2c3d4e5f6a1b2',
              at: ago(20),
              author: 'Checkout robot',
              subject: 'Bump cart to 1.3.0',
              url: 'https://host.example/acme/app-config/commit/a1b2',
              freeze: { kind: 'freeze', name: 'Sale' },
            },
            {
              from: '1.1.0',
              to: '1.2.0',
              commit: 'b1b2c3d4e5f6a1b2c3d4e5f6a1b2c3d4e5f6a1b2',
              at: ago(40),
              author: 'Checkout robot',
              subject: 'Bump cart to 1.2.0',
              url: 'data:text/html,<script>alert(1)</script>',
            },
          ],
        },
      ],
      running: { state: 'unknown', reason: 'no cluster was read' },
      verdict: 'first',
      relation: 'first',
      reason: 'no environment comes before it',
      since: ago(20),
      runs: 'unknown',
      runsReason: 'no cluster of staging was read',
    },
    {
      environment: 'production',
      cluster: 'prod-eu',
      main: 0,
      more: 0,
      pins: [
        {
          kind: 'image',
          name: 'ghcr.io/acme/cart',
          value: '1.1.0',
          repository: 'acme/app-config',
          path: 'apps/cart/production/kustomization.yaml',
          line: 9,
          key: 'images[0].newTag',
        },
      ],
      running: {
        state: 'known',
        versions: [
          {
            cluster: 'prod-eu',
            kind: 'Deployment',
            namespace: 'shop',
            object: 'cart',
            pinned: 'image',
            name: 'ghcr.io/acme/cart',
            value: '1.1.0',
          },
        ],
        asOf: ago(0.01),
      },
      verdict: 'behind',
      relation: 'behind',
      reason: '1.1.0 is older than 1.3.0',
      before: { environment: 'staging' },
      lag: { versions: 2, waitingSince: ago(40) },
      since: ago(90),
      runs: 'as-declared',
      pace: { changes: 1, days: 90, medianLeadHours: 30 },
      freeze: { kind: 'window', name: 'Office hours' },
      pending: [
        {
          source: 'github',
          title: '#12 Bump cart to 1.3.0',
          url: 'https://host.example/acme/app-config/pull/12',
          to: '1.3.0',
          state: 'blocked',
          gates: [
            { kind: 'check', name: 'build', state: 'failed' },
            { kind: 'check', name: 'lint', state: 'failed', required: false },
            {
              kind: 'approval',
              name: 'review',
              state: 'waiting',
              reason: '0 of 1 approvals',
            },
          ],
          since: ago(3),
          asOf: ago(0.01),
        },
      ],
    },
  ],
  freshness: { asOf: ago(0.1), problems: [], reading: [] },
};

export const sampleAttention: AttentionPage = {
  items: [
    {
      kind: 'stuck',
      environment: 'production',
      cluster: 'prod-eu',
      version: '1.1.0',
      since: ago(40),
      reason: '1.1.0 is older than 1.3.0',
      service: { id: 'cart-1', name: 'cart' },
      teams: ['group:default/checkout'],
    },
    {
      kind: 'diverged',
      environment: 'production',
      cluster: 'prod-eu',
      reason: 'Git asks for v5, prod-eu runs v4',
      service: { id: 'web-2', name: 'web' },
      teams: [],
    },
  ],
  freshness: sampleMatrix.freshness,
};

export const sampleComparison: ServiceComparison = {
  id: 'cart-1',
  name: 'cart',
  from: { environment: 'staging' },
  to: { environment: 'production', cluster: 'prod-eu' },
  versions: [
    {
      kind: 'image',
      name: 'ghcr.io/acme/cart',
      from: { value: '1.3.0' },
      to: { value: '1.1.0' },
      order: 'newer',
    },
  ],
  configuration: [
    {
      document: 'Deployment cart',
      key: 'spec.replicas',
      from: {
        path: 'apps/cart/staging/patch.yaml',
        line: 6,
        url: '/x',
        value: '1',
      },
      to: {
        path: 'apps/cart/production/patch.yaml',
        line: 6,
        url: '/y',
        value: '4',
      },
    },
    {
      key: 'env.PASSWORD',
      to: { path: 'apps/cart/production/values.yaml', line: 3, url: '/z' },
    },
    {
      key: 'namespace',
      from: { path: 'a.yaml', line: 1, url: '/x', value: 'shop-staging' },
      to: { path: 'b.yaml', line: 1, url: '/y', value: 'shop-production' },
      byName: true,
    },
  ],
  hidden: 2,
  more: 0,
  unread: [
    {
      repository: 'acme/app-config',
      path: 'app.env',
      reason: 'it is no YAML or JSON',
    },
  ],
  changes: sampleService.cells[0].pins[0].history,
  freshness: sampleService.freshness,
};

/** Answers from what it is given, and remembers what it was asked. */
export class FakePromotionApi implements PromotionApi {
  readonly asked: [name: keyof PromotionApi, query: unknown][] = [];
  error: Error | undefined;
  page: MatrixPage = sampleMatrix;
  promoted: PromotedService = sampleService;
  attentionPage: AttentionPage = sampleAttention;
  comparison: ServiceComparison = sampleComparison;

  matrix(query: MatrixQuery): Promise<MatrixPage> {
    return this.#answer('matrix', query, this.page);
  }

  service(id: string): Promise<PromotedService> {
    return this.#answer('service', id, this.promoted);
  }

  compare(id: string, query: CompareQuery): Promise<ServiceComparison> {
    return this.#answer('compare', [id, query], this.comparison);
  }

  attention(query: AttentionQuery): Promise<AttentionPage> {
    return this.#answer('attention', query, this.attentionPage);
  }

  async #answer<T>(
    name: keyof PromotionApi,
    query: unknown,
    answer: T,
  ): Promise<T> {
    this.asked.push([name, query]);
    if (this.error) {
      throw this.error;
    }
    return answer;
  }
}
