import {
  AlertDetail,
  Answer,
  FileView,
  SourceStatus,
} from '@plumbline/plugin-plumbline-common';

const revision = '4f1c0b7e9d2a36c58e0b1f7a94d3c2e5b6a7980d';
const platformRevision = 'a90d71c2be6f43e85d1c07b9f2a4e6d80b3c5f17';

function ago(minutes: number): string {
  return new Date(Date.now() - minutes * 60_000).toISOString();
}

/** Nothing matched. @public */
export const sampleNothing: Answer = {
  query: 'chekout-srv',
  candidates: [],
  owners: [],
  unowned: null,
  contested: false,
  claims: [],
  contact: [],
  config: [],
  version: { declared: [], running: [] },
  drift: [],
  secrets: [],
  links: [],
  asOf: {
    'repository:acme/app-config': ago(2),
    'cluster:prod-eu': ago(1),
  },
  stale: [],
  unknown: [],
  tookMs: 3,
};

/** One owner, everything known. @public */
export const sampleAnswer: Answer = {
  query: '{namespace="shop", pod="cart-6f5c9799d8-mf6hp"}',
  subject: {
    type: 'object',
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    namespace: 'shop',
    name: 'cart',
    cluster: 'prod-eu',
    environment: 'production',
    status: '2 of 3 ready',
    reasons: [
      'pod cart-6f5c9799d8-mf6hp → ReplicaSet cart-6f5c9799d8 (owner reference)',
      'ReplicaSet cart-6f5c9799d8 → Deployment cart (owner reference)',
    ],
    confidence: 'certain',
  },
  candidates: [
    {
      subject: {
        type: 'object',
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        namespace: 'shop',
        name: 'cart',
        cluster: 'prod-us',
        environment: 'production',
        reasons: [],
        confidence: 'likely',
      },
      owners: ['group:default/payments'],
      query: 'Deployment/shop/cart cluster=prod-us',
    },
    {
      subject: {
        type: 'object',
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        namespace: 'shop',
        name: 'cart',
        cluster: 'staging',
        environment: 'staging',
        reasons: [],
        confidence: 'likely',
      },
      owners: ['group:default/payments'],
      query: 'Deployment/shop/cart cluster=staging',
    },
  ],
  owners: [
    {
      team: 'group:default/payments',
      title: 'Payments',
      raw: '@acme/payments',
      source: 'codeowners',
      confidence: 'likely',
      evidence: {
        type: 'file',
        location: {
          repository: 'acme/app-config',
          revision,
          path: '.github/CODEOWNERS',
          line: 12,
        },
        text: '/apps/cart/  @acme/payments',
      },
    },
  ],
  unowned: null,
  contested: false,
  claims: [
    {
      team: 'group:default/payments',
      raw: '@acme/payments',
      source: 'codeowners',
      decisive: true,
      evidence: {
        type: 'file',
        location: {
          repository: 'acme/app-config',
          revision,
          path: '.github/CODEOWNERS',
          line: 12,
        },
        text: '/apps/cart/  @acme/payments',
      },
    },
    {
      team: 'group:default/payments',
      raw: 'payments',
      source: 'path-convention',
      decisive: false,
      evidence: {
        type: 'file',
        location: {
          repository: 'acme/app-config',
          revision,
          path: 'teams/payments/cart/deployment.yaml',
        },
      },
    },
    {
      team: 'group:default/platform',
      raw: '@acme/platform',
      source: 'repository-default',
      decisive: false,
      evidence: {
        type: 'file',
        location: {
          repository: 'acme/app-config',
          revision,
          path: 'catalog-info.yaml',
          line: 9,
        },
        text: 'owner: platform',
      },
    },
  ],
  contact: [
    {
      team: 'group:default/payments',
      type: 'oncall',
      value: 'Payments primary',
      url: 'https://oncall.acme.example/payments',
    },
    {
      team: 'group:default/payments',
      type: 'chat',
      value: '#payments-oncall',
      url: 'https://chat.acme.example/payments-oncall',
    },
    {
      team: 'group:default/payments',
      type: 'email',
      value: 'payments@acme.example',
    },
  ],
  config: [
    {
      role: 'manifest',
      repository: 'acme/app-config',
      revision,
      path: 'apps/cart/base/deployment.yaml',
      line: 1,
      note: 'declares it',
    },
    {
      role: 'overlay',
      repository: 'acme/app-config',
      revision,
      path: 'apps/cart/overlays/production/kustomization.yaml',
      line: 14,
      note: 'sets image tag and replicas',
    },
    {
      role: 'values',
      repository: 'acme/app-config',
      revision,
      path: 'apps/cart/overlays/production/values-eu-central-1.yaml',
      line: 3,
    },
    {
      role: 'application',
      repository: 'acme/platform-config',
      revision: platformRevision,
      path: 'argocd/production/cart.yaml',
      line: 1,
      note: 'Application cart deploys it',
      url: 'https://git.acme.example/acme/platform-config/blob/main/argocd/production/cart.yaml#L1',
    },
  ],
  lastChange: {
    revision,
    at: ago(47),
    author: 'Payments on-call',
    subject: 'Raise the memory limit of cart in production',
    pullRequest: '412',
    path: 'apps/cart/overlays/production/kustomization.yaml',
    repository: 'acme/app-config',
    url: 'https://git.acme.example/acme/app-config/pull/412',
  },
  version: {
    declared: [
      {
        kind: 'image',
        name: 'ghcr.io/acme/cart',
        value: '2.18.0',
        key: 'images[name=ghcr.io/acme/cart].newTag',
        evidence: {
          type: 'file',
          location: {
            repository: 'acme/app-config',
            revision,
            path: 'apps/cart/overlays/production/kustomization.yaml',
            line: 14,
          },
        },
      },
      {
        kind: 'image',
        name: 'ghcr.io/acme/otel-agent',
        value: '1.4.2',
        key: 'spec.template.spec.containers[1].image',
        evidence: {
          type: 'file',
          location: {
            repository: 'acme/app-config',
            revision,
            path: 'apps/cart/base/deployment.yaml',
            line: 41,
          },
        },
      },
    ],
    running: [
      {
        kind: 'image',
        name: 'ghcr.io/acme/cart',
        value: '2.17.3',
        key: 'spec.template.spec.containers[0].image',
        evidence: {
          type: 'object',
          cluster: 'prod-eu',
          object: {
            apiVersion: 'apps/v1',
            kind: 'Deployment',
            namespace: 'shop',
            name: 'cart',
          },
          field: 'spec.template.spec.containers[0].image',
        },
      },
      {
        kind: 'image',
        name: 'ghcr.io/acme/otel-agent',
        value: '1.4.2',
        key: 'spec.template.spec.containers[1].image',
        evidence: {
          type: 'object',
          cluster: 'prod-eu',
          object: {
            apiVersion: 'apps/v1',
            kind: 'Deployment',
            namespace: 'shop',
            name: 'cart',
          },
          field: 'spec.template.spec.containers[1].image',
        },
      },
    ],
  },
  drift: [],
  secrets: [
    {
      mechanism: 'external-secrets',
      kind: 'ExternalSecret',
      namespace: 'shop',
      name: 'cart-database',
      store: 'vault-production',
      environment: 'production',
      location: {
        repository: 'acme/app-config',
        revision,
        path: 'apps/cart/base/external-secret.yaml',
        line: 1,
      },
    },
    {
      mechanism: 'sealed-secrets',
      kind: 'SealedSecret',
      namespace: 'shop',
      name: 'cart-payment-provider',
      environment: 'production',
      location: {
        repository: 'acme/app-config',
        revision,
        path: 'apps/cart/overlays/production/sealed-secret.yaml',
        line: 1,
      },
    },
  ],
  links: [
    {
      title: 'Runbook',
      url: 'https://runbooks.acme.example/cart/KubePodCrashLooping',
    },
  ],
  asOf: {
    'repository:acme/app-config': ago(2),
    'repository:acme/platform-config': ago(6),
    'cluster:prod-eu': ago(1),
  },
  stale: [],
  unknown: [],
  tookMs: 8,
};

/** Two marks that name different teams, partly on old data. @public */
export const sampleContested: Answer = {
  ...sampleAnswer,
  query: 'Deployment/shop/checkout env=production',
  subject: {
    type: 'object',
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    namespace: 'shop',
    name: 'checkout',
    cluster: 'prod-eu',
    environment: 'production',
    status: 'CrashLoopBackOff',
    reasons: ['Deployment shop/checkout in prod-eu has this name'],
    confidence: 'certain',
  },
  candidates: [],
  contested: true,
  owners: [
    {
      team: 'group:default/storefront',
      title: 'Storefront',
      raw: 'team-storefront',
      source: 'object-label',
      confidence: 'certain',
      evidence: {
        type: 'object',
        cluster: 'prod-eu',
        object: {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          namespace: 'shop',
          name: 'checkout',
        },
        field: 'metadata.labels.team',
        text: 'team-storefront',
      },
    },
  ],
  claims: [
    {
      team: 'group:default/storefront',
      raw: 'team-storefront',
      source: 'object-label',
      decisive: true,
      evidence: {
        type: 'object',
        cluster: 'prod-eu',
        object: {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          namespace: 'shop',
          name: 'checkout',
        },
        field: 'metadata.labels.team',
        text: 'team-storefront',
      },
    },
    ...sampleAnswer.claims.map(claim => ({ ...claim, decisive: false })),
  ],
  contact: [
    {
      team: 'group:default/storefront',
      type: 'chat',
      value: '#storefront',
    },
  ],
  stale: [
    {
      source: 'cluster:prod-eu',
      reason: 'last read 3 h ago: connect ETIMEDOUT',
    },
  ],
  asOf: {
    'repository:acme/app-config': ago(2),
    'cluster:prod-eu': ago(184),
  },
  unknown: ['Whether production runs what Git declares: prod-eu is stale.'],
};

/** Nobody claims it. @public */
export const sampleUnowned: Answer = {
  ...sampleNothing,
  query: 'CronJob/batch/nightly-export',
  subject: {
    type: 'object',
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    namespace: 'batch',
    name: 'nightly-export',
    cluster: 'prod-us',
    environment: 'production',
    reasons: ['CronJob batch/nightly-export in prod-us has this name'],
    confidence: 'certain',
  },
  unowned: 'nobody',
  unknown: [
    'No file in the indexed repositories declares it: somebody may have applied it by hand.',
  ],
};

/** Marked as owned by nobody. @public */
export const sampleExplicitlyUnowned: Answer = {
  ...sampleUnowned,
  query: 'scripts/legacy',
  subject: {
    type: 'path',
    repository: 'acme/app-config',
    path: 'scripts/legacy',
  },
  unowned: 'explicit',
  claims: [
    {
      raw: '',
      source: 'codeowners',
      decisive: true,
      evidence: {
        type: 'file',
        location: {
          repository: 'acme/app-config',
          revision,
          path: '.github/CODEOWNERS',
          line: 21,
        },
        text: '/scripts/legacy/',
      },
    },
  ],
  unknown: [],
};

/** One source in each state. @public */
export const sampleSources: SourceStatus[] = [
  {
    id: 'repository:acme/app-config',
    kind: 'repository',
    name: 'acme/app-config',
    provider: 'github',
    state: 'ok',
    webUrl: 'https://git.acme.example/acme/app-config',
    revision,
    lastSuccess: ago(2),
    lastAttempt: ago(2),
    tookMs: 1840,
    counts: { files: 412, objects: 268, findings: 14, skipped: 2 },
    skipped: [
      {
        path: 'apps/search/base/broken.yaml',
        reason: 'not YAML: bad indentation at line 17',
      },
      { path: 'dumps/catalog.yaml', reason: 'larger than 5 MiB' },
    ],
  },
  {
    id: 'repository:acme/platform-config',
    kind: 'repository',
    name: 'acme/platform-config',
    provider: 'github',
    state: 'stale',
    webUrl: 'https://git.acme.example/acme/platform-config',
    revision: platformRevision,
    lastSuccess: ago(185),
    lastAttempt: ago(1),
    error: 'fetch failed: connect ETIMEDOUT git.acme.example:443',
    tookMs: 930,
    counts: { files: 188, objects: 97, findings: 3, skipped: 0 },
  },
  {
    id: 'repository:acme/legacy-monolith',
    kind: 'repository',
    name: 'acme/legacy-monolith',
    provider: 'git',
    state: 'failed',
    lastAttempt: ago(4),
    error:
      'No repository at /srv/git/legacy-monolith: the folder does not exist',
  },
  {
    id: 'cluster:prod-eu',
    kind: 'cluster',
    name: 'prod-eu',
    environment: 'production',
    provider: 'snapshots',
    state: 'ok',
    lastSuccess: ago(1),
    lastAttempt: ago(1),
    tookMs: 420,
    counts: { objects: 1312, skipped: 0 },
  },
  {
    id: 'cluster:prod-us',
    kind: 'cluster',
    name: 'prod-us',
    environment: 'production',
    provider: 'snapshots',
    state: 'reading',
    lastAttempt: ago(0),
  },
  {
    id: 'cluster:staging',
    kind: 'cluster',
    name: 'staging',
    environment: 'staging',
    provider: 'snapshots',
    state: 'waiting',
  },
  {
    id: 'cluster:dev-old',
    kind: 'cluster',
    name: 'dev-old',
    environment: 'development',
    provider: 'snapshots',
    state: 'gone',
    lastSuccess: ago(60 * 24 * 9),
    lastAttempt: ago(60 * 24 * 9),
    counts: { objects: 77, skipped: 1 },
  },
];

/** A file with a masked value. @public */
export const sampleFile: FileView = {
  repository: 'acme/app-config',
  revision,
  path: 'apps/cart/overlays/production/kustomization.yaml',
  content: [
    'apiVersion: kustomize.config.k8s.io/v1beta1',
    'kind: Kustomization',
    'namespace: shop',
    'resources:',
    '  - ../../base',
    '  - sealed-secret.yaml',
    'secretGenerator:',
    '  - name: cart-legacy',
    '    literals:',
    '      - password=********',
    '',
    'images:',
    '  - name: ghcr.io/acme/cart',
    '    newTag: 2.18.0',
    '',
    'replicas:',
    '  - name: cart',
    '    count: 3',
    '',
  ].join('\n'),
  truncated: false,
  masked: [10],
  webUrl:
    'https://git.acme.example/acme/app-config/blob/main/apps/cart/overlays/production/kustomization.yaml',
};

/** An alert with its owner, as it came a minute before the sample answers. @public */
export const sampleAlert: AlertDetail = {
  id: 'alert-1',
  receiver: 'alertmanager',
  name: 'KubePodCrashLooping',
  severity: 'critical',
  status: 'firing',
  labels: {
    alertname: 'KubePodCrashLooping',
    namespace: 'shop',
    pod: 'cart-6f5c9799d8-mf6hp',
    severity: 'critical',
  },
  annotations: {
    summary: 'Pod is crash looping.',
    description: 'Pod shop/cart-6f5c9799d8-mf6hp restarts again and again.',
  },
  links: [],
  startsAt: ago(35),
  firstReceived: ago(35),
  lastReceived: ago(35),
  deliveries: 1,
  ownership: 'owned',
  resolution: {
    subject: sampleAnswer.subject,
    owners: sampleAnswer.owners,
    contested: false,
    environment: 'production',
    cluster: 'prod-eu',
    query: sampleAnswer.query,
    resolvedAt: '2026-11-23T02:00:06Z',
    unknown: [],
  },
  answer: {
    ...sampleAnswer,
    onCall: [
      {
        team: 'group:default/payments',
        person: 'user:default/first-responder',
        contact: '+49 30 1234567',
        until: '2026-11-23T08:00:00Z',
        escalation: ['Payments lead'],
        source: 'rota',
        asOf: '2026-11-23T01:59:00Z',
      },
    ],
  },
};

/** An alert that nobody claims. @public */
export const sampleUnownedAlert: AlertDetail = {
  ...sampleAlert,
  id: 'alert-2',
  name: 'KubeJobFailed',
  severity: 'warning',
  labels: {
    alertname: 'KubeJobFailed',
    namespace: 'legacy',
    job_name: 'report-29923680',
  },
  annotations: {},
  ownership: 'nobody',
  resolution: {
    subject: sampleUnowned.subject,
    owners: [],
    contested: false,
    query: sampleUnowned.query,
    resolvedAt: '2026-11-23T02:00:06Z',
    unknown: [],
  },
  answer: sampleUnowned,
};
