/**
 * What happened at Acme between August and November 2026, newest last. `adds` names what a commit brought (a path or the
 * beginning of paths), `before` what its lines said until then: [now, before].
 */

const author = (name, mailbox) => `${name} <${mailbox}@acme.example>`;
const platform = author('Platform engineering', 'platform');
const checkout = author('Checkout engineering', 'checkout');
const payments = author('Payments engineering', 'payments');
const search = author('Catalog and search engineering', 'catalog-search');
const identity = author('Identity engineering', 'identity');
const data = author('Data engineering', 'data-platform');
const security = author('Security engineering', 'security');
const sre = author('SRE on-call', 'sre');
const bot = author('Release bot', 'release-bot');

const overlay = (service, environment) =>
  `apps/${service}/overlays/${environment}/kustomization.yaml`;

/** A commit that moves a service's image tag in one environment. */
const release = (at, service, environment, before, now, number, more = {}) => ({
  at,
  by: more.by ?? bot,
  subject: more.subject ?? `${service}: ${now} to ${environment} (#${number})`,
  before: {
    [more.path ?? overlay(service, environment)]: [
      [`newTag: ${now}\n`, `newTag: ${before}\n`],
    ],
  },
});

const ingest = environment => ({
  by: data,
  path: `teams/data-platform/events-ingest/overlays/${environment}/kustomization.yaml`,
});

export const history = {
  'app-config': {
    commits: [
      {
        at: '2026-08-03T08:12:00Z',
        by: platform,
        subject: 'One directory per service, one overlay per environment (#1)',
        adds: [
          'README.md',
          'docs/promotion.md',
          '.github/CODEOWNERS',
          'components/',
        ],
      },
      {
        at: '2026-08-04T09:40:00Z',
        by: checkout,
        subject: 'Move cart, checkout and pricing out of the monolith (#4)',
        adds: ['apps/cart/', 'apps/checkout-web/', 'apps/pricing/'],
      },
      {
        at: '2026-08-05T10:05:00Z',
        by: payments,
        subject: 'payments-api and the ledger (#7)',
        adds: ['apps/payments-api/', 'apps/payments-ledger/'],
      },
      {
        at: '2026-08-06T13:20:00Z',
        by: identity,
        subject: 'Sign-in and profiles (#9)',
        adds: ['apps/auth-gateway/', 'apps/user-profile/'],
      },
      {
        at: '2026-08-11T07:55:00Z',
        by: search,
        subject: 'Catalog and search (#15)',
        adds: ['apps/search-', 'apps/catalog-api/'],
      },
      {
        at: '2026-08-12T14:02:00Z',
        by: platform,
        subject: 'Check that every overlay builds (#16)',
        adds: ['.github/workflows/'],
      },
      {
        at: '2026-08-17T11:31:00Z',
        by: payments,
        subject: 'CODEOWNERS: pricing belongs to payments now (#22)',
        before: {
          '.github/CODEOWNERS': [
            [
              '/apps/pricing/              @acme/payments   # moved from checkout in August\n',
              '/apps/pricing/              @acme/checkout\n',
            ],
          ],
        },
      },
      {
        at: '2026-08-24T09:10:00Z',
        by: data,
        subject: 'Events, reports and the warehouse, secrets with SOPS (#31)',
        adds: ['teams/data-platform/', '.sops.yaml'],
      },
      {
        at: '2026-08-27T15:44:00Z',
        by: payments,
        subject: 'fraud-scorer, its model key from the CSI driver (#36)',
        adds: ['apps/fraud-scorer/'],
      },
      {
        at: '2026-09-02T08:20:00Z',
        by: checkout,
        subject: 'promo-widget and banner for the season (#44)',
        adds: ['apps/promo-widget/', 'apps/banner/'],
      },
      {
        at: '2026-09-03T16:58:00Z',
        by: platform,
        subject:
          'feature-flags: nobody owns it until the vendor is replaced (#47)',
        adds: ['apps/feature-flags/'],
        before: {
          '.github/CODEOWNERS': [
            [
              "\n# Nobody's, on purpose, until the vendor's successor is chosen.\n/apps/feature-flags/\n",
              '',
            ],
          ],
        },
      },
      {
        at: '2026-09-07T12:00:00Z',
        by: search,
        subject: 'Try recommendations (#52)',
        adds: ['apps/recommendations/'],
      },
      {
        at: '2026-09-14T10:26:00Z',
        by: search,
        subject: 'search-suggest goes to the checkout team (#58)',
        before: {
          '.github/CODEOWNERS': [
            [
              '# The suggestions in the search box went to the checkout team; the rule above still matches them.\n/apps/search-suggest/       @acme/checkout\n\n',
              '',
            ],
          ],
        },
      },
      {
        at: '2026-09-15T13:13:00Z',
        by: sre,
        subject: 'How to roll back (#60)',
        adds: ['docs/runbooks/'],
      },
      {
        at: '2026-09-21T09:33:00Z',
        by: payments,
        subject: 'tax-us, for one region (#67)',
        adds: ['apps/tax-us/'],
      },
      release(
        '2026-09-22T11:02:00Z',
        'user-profile',
        'production-eu',
        '1.15.1',
        '1.15.2',
        70,
      ),
      release(
        '2026-09-23T08:47:00Z',
        'user-profile',
        'production-us',
        '1.15.1',
        '1.15.2',
        71,
      ),
      {
        at: '2026-09-28T09:00:00Z',
        by: search,
        subject: 'banner: catalog-search runs it in the US from now on (#76)',
        before: {
          [overlay('banner', 'production-us')]: [
            ['team: catalog-search\n', 'team: checkout\n'],
          ],
        },
      },
      release(
        '2026-10-01T10:15:00Z',
        'catalog-api',
        'production-eu',
        '4.1.2',
        '4.1.3',
        83,
      ),
      release(
        '2026-10-02T10:20:00Z',
        'catalog-api',
        'production-us',
        '4.1.2',
        '4.1.3',
        84,
      ),
      release(
        '2026-10-05T12:40:00Z',
        'search-api',
        'production-eu',
        '8.6.1',
        '8.6.2',
        90,
      ),
      release(
        '2026-10-06T08:05:00Z',
        'search-api',
        'production-us',
        '8.6.1',
        '8.6.2',
        91,
      ),
      release(
        '2026-10-08T13:37:00Z',
        'events-ingest',
        'production-us',
        '0.14.0',
        '0.14.1',
        95,
        ingest('production-us'),
      ),
      release(
        '2026-10-09T07:30:00Z',
        'events-ingest',
        'production-eu',
        '0.14.0',
        '0.14.1',
        96,
        ingest('production-eu'),
      ),
      release(
        '2026-10-20T14:11:00Z',
        'catalog-api',
        'staging',
        '4.1.3',
        '4.2.0',
        112,
      ),
      release(
        '2026-10-21T09:18:00Z',
        'pricing',
        'production-eu',
        '3.4.0',
        '3.4.1',
        113,
      ),
      release(
        '2026-10-28T10:50:00Z',
        'cart',
        'production-eu',
        '1.8.1',
        '1.8.2',
        124,
      ),
      release(
        '2026-10-29T09:05:00Z',
        'cart',
        'production-us',
        '1.8.1',
        '1.8.2',
        125,
      ),
      {
        ...release(
          '2026-11-02T23:41:00Z',
          'events-ingest',
          'production-eu',
          '0.14.1',
          '0.14.2-hotfix.1',
          131,
          ingest('production-eu'),
        ),
        subject:
          'events-ingest: hotfix 0.14.2-hotfix.1 straight to production-eu (#131)',
      },
      release(
        '2026-11-04T11:11:00Z',
        'events-ingest',
        'staging',
        '0.14.1',
        '0.15.0',
        134,
        ingest('staging'),
      ),
      release(
        '2026-11-05T15:20:00Z',
        'payments-api',
        'production-eu',
        '7.2.3',
        '7.2.4',
        137,
      ),
      release(
        '2026-11-06T08:25:00Z',
        'payments-api',
        'production-us',
        '7.2.3',
        '7.2.4',
        138,
      ),
      {
        at: '2026-11-09T09:46:00Z',
        by: checkout,
        subject: 'cart: more memory in production-eu before the season (#142)',
        before: {
          'apps/cart/overlays/production-eu/resources.yaml': [
            [
              '              cpu: 500m\n              memory: 768Mi\n',
              '              cpu: 500m\n              memory: 512Mi\n',
            ],
            [
              '            limits:\n              memory: 768Mi\n',
              '            limits:\n              memory: 512Mi\n',
            ],
          ],
        },
      },
      {
        ...release(
          '2026-11-11T17:08:00Z',
          'fraud-scorer',
          'production-eu',
          '1.3.4',
          '1.3.5',
          147,
        ),
        by: payments,
        subject: 'fraud-scorer: 1.3.5 to production-eu, staging follows (#147)',
      },
      release(
        '2026-11-12T10:32:00Z',
        'payments-api',
        'staging',
        '7.2.4',
        '7.2.5',
        149,
      ),
      release(
        '2026-11-12T15:10:00Z',
        'catalog-api',
        'dev',
        '4.2.0',
        '4.3.0',
        150,
      ),
      release(
        '2026-11-13T09:55:00Z',
        'search-api',
        'staging',
        '8.6.2',
        '9.0.0',
        151,
      ),
      release(
        '2026-11-16T09:21:00Z',
        'auth-gateway',
        'staging',
        '2.6.1',
        '2.7.0',
        156,
      ),
      release(
        '2026-11-17T10:02:00Z',
        'auth-gateway',
        'production-eu',
        '2.6.1',
        '2.7.0',
        159,
      ),
      release(
        '2026-11-17T13:30:00Z',
        'auth-gateway',
        'production-us',
        '2.6.1',
        '2.7.0',
        160,
      ),
      {
        ...release(
          '2026-11-18T01:12:00Z',
          'auth-gateway',
          'production-eu',
          '2.7.0',
          '2.6.1',
          163,
        ),
        by: sre,
        subject: 'Revert "auth-gateway: 2.7.0 to production-eu (#159)" (#163)',
      },
      release(
        '2026-11-18T10:20:00Z',
        'payments-ledger',
        'dev',
        '2.1.0',
        '2.2.0',
        165,
      ),
      release('2026-11-19T08:44:00Z', 'cart', 'staging', '1.8.2', '1.9.0', 168),
      release(
        '2026-11-19T14:03:00Z',
        'checkout-web',
        'staging',
        '5.11.4',
        '5.12.0',
        170,
      ),
      release(
        '2026-11-20T09:15:00Z',
        'auth-gateway',
        'dev',
        '2.7.0',
        '2.8.0',
        174,
      ),
      release(
        '2026-11-20T15:49:00Z',
        'payments-api',
        'dev',
        '7.2.5',
        '7.3.0',
        177,
      ),
    ],
  },

  'platform-config': {
    commits: [
      {
        at: '2026-08-03T07:00:00Z',
        by: platform,
        subject: 'Bootstrap the clusters with Flux (#1)',
        adds: ['README.md', 'clusters/', 'catalog-info.yaml'],
      },
      {
        at: '2026-08-03T10:30:00Z',
        by: platform,
        subject: 'Namespaces, ingress and certificates (#2)',
        adds: [
          'platform/namespaces/',
          'platform/ingress-nginx/',
          'platform/cert-manager/',
          'environments/',
        ],
      },
      {
        at: '2026-08-07T09:20:00Z',
        by: sre,
        subject: 'Monitoring, with the first objective (#6)',
        adds: ['platform/monitoring/'],
      },
      {
        at: '2026-08-10T08:00:00Z',
        by: platform,
        subject:
          'External Secrets, and Sealed Secrets for those who came early (#8)',
        adds: ['platform/external-secrets/', 'platform/sealed-secrets/'],
      },
      {
        at: '2026-08-13T14:45:00Z',
        by: platform,
        subject: 'Ship the logs of all nodes (#11)',
        adds: ['platform/log-shipper/'],
      },
      {
        at: '2026-08-20T12:10:00Z',
        by: platform,
        subject: 'Flux deploys the services in dev (#17)',
        adds: ['clusters/dev/apps.yaml'],
        before: {
          'clusters/dev/kustomization.yaml': [['  - apps.yaml\n', '']],
        },
      },
      {
        at: '2026-09-01T09:00:00Z',
        by: platform,
        subject: 'Describe the teams, for the portal (#21)',
        adds: ['org/'],
      },
      {
        at: '2026-10-12T11:36:00Z',
        by: platform,
        subject: 'cert-manager 1.19.1, production-us stays on 1.18.2 (#29)',
        before: {
          'platform/cert-manager/release.yaml': [['"1.19.1"', '"1.18.2"']],
          'environments/production-us/kustomization.yaml': [
            [
              `  - target:
      kind: HelmRelease
      name: cert-manager
    patch: |-
      - op: replace
        path: /spec/chart/spec/version
        value: "1.18.2"
`,
              '',
            ],
          ],
        },
      },
      {
        at: '2026-11-03T16:22:00Z',
        by: sre,
        subject: 'Suspend policies in prod-us during the incident (#34)',
        before: {
          'clusters/prod-us/platform.yaml': [['  suspend: true\n', '']],
        },
      },
      {
        at: '2026-11-10T08:31:00Z',
        by: sre,
        subject: 'kube-prometheus-stack 79.5.0 (#37)',
        before: {
          'platform/monitoring/release.yaml': [['"79.5.0"', '"78.3.2"']],
        },
      },
    ],
  },

  policy: {
    commits: [
      {
        at: '2026-08-14T09:00:00Z',
        by: security,
        subject: 'No privileged containers, no floating images (#1)',
        adds: [
          'README.md',
          'catalog-info.yaml',
          '.github/CODEOWNERS',
          'validating-admission/',
          'kyverno/images/',
          'clusters/',
        ],
      },
      {
        at: '2026-08-18T10:00:00Z',
        by: security,
        subject: 'Test the policies before they merge (#3)',
        adds: ['.github/workflows/', 'tests/'],
      },
      {
        at: '2026-09-08T13:00:00Z',
        by: platform,
        subject: 'Namespaces name their team (#9)',
        adds: ['kyverno/team-labels/'],
        before: {
          'clusters/staging/kustomization.yaml': [
            ['  - ../../kyverno/team-labels\n', ''],
          ],
          'clusters/prod-eu/kustomization.yaml': [
            ['  - ../../kyverno/team-labels\n', ''],
          ],
          'clusters/prod-us/kustomization.yaml': [
            ['  - ../../kyverno/team-labels\n', ''],
          ],
        },
      },
      {
        at: '2026-10-15T15:30:00Z',
        by: platform,
        subject: 'Let the log shipper read the nodes (#14)',
        adds: ['exceptions/'],
      },
    ],
  },

  'legacy-monolith': {
    commits: [
      {
        at: '2026-08-02T18:00:00Z',
        by: checkout,
        subject: 'Import the storefront from the old server',
        adds: ['README.md', 'chart/', 'k8s/', 'platform/', '.github/'],
      },
      {
        at: '2026-08-19T09:12:00Z',
        by: security,
        subject: 'Probes are policy now (#12)',
        adds: ['policies/', 'CODEOWNERS'],
      },
      {
        at: '2026-09-10T10:00:00Z',
        by: checkout,
        subject: 'storefront: 2026.9.4 to production-us (#19)',
        before: {
          'chart/values-production-us.yaml': [['"2026.9.4"', '"2026.8.1"']],
        },
      },
      {
        at: '2026-10-07T12:34:00Z',
        by: checkout,
        subject: 'Chart 3.8.1: the worker scales on its own (#26)',
        before: {
          'chart/Chart.yaml': [['version: 3.8.1\n', 'version: 3.6.0\n']],
        },
      },
      {
        at: '2026-10-14T08:08:00Z',
        by: checkout,
        subject: 'storefront: 2026.10.2 to production-eu (#28)',
        before: {
          'chart/values-production-eu.yaml': [['"2026.10.2"', '"2026.9.4"']],
        },
      },
    ],
    branches: {
      'env/production': {
        from: 'Probes are policy now',
        commits: [
          {
            at: '2026-09-03T22:15:00Z',
            by: sre,
            subject: 'Six web pods for the sale',
            after: {
              'chart/values-production-eu.yaml': [
                ['replicas: 4\n', 'replicas: 6\n'],
              ],
            },
          },
          {
            at: '2026-09-04T07:40:00Z',
            by: checkout,
            subject: 'Storefront on its own host name',
            after: {
              'chart/values-production-eu.yaml': [
                [
                  'host: storefront.production-eu.acme.example\n',
                  'host: www.acme.example\n',
                ],
              ],
            },
          },
        ],
      },
      'env/staging': {
        from: 'Import the storefront',
        commits: [
          {
            at: '2026-08-25T13:00:00Z',
            by: checkout,
            subject: 'No worker in staging',
            after: {
              'chart/values.yaml': [
                ['  enabled: true\n', '  enabled: false\n'],
              ],
            },
          },
        ],
      },
    },
  },

  'argocd-apps': {
    commits: [
      {
        at: '2026-08-04T08:00:00Z',
        by: platform,
        subject: 'Argo CD deploys staging and production (#1)',
        adds: [
          'README.md',
          'CODEOWNERS',
          'projects/',
          'root-',
          'applicationsets/',
        ],
      },
      {
        at: '2026-08-19T11:00:00Z',
        by: checkout,
        subject: 'The storefront, as long as it lives (#5)',
        adds: [
          'applications/staging/storefront.yaml',
          'applications/prod-eu/storefront.yaml',
          'applications/prod-us/storefront.yaml',
        ],
      },
      {
        at: '2026-08-24T09:30:00Z',
        by: data,
        subject: 'Events, reports and the warehouse (#7)',
        adds: ['staging', 'prod-eu', 'prod-us'].flatMap(cluster => [
          `applications/${cluster}/events-ingest.yaml`,
          ...(cluster === 'prod-us'
            ? []
            : [
                `applications/${cluster}/nightly-report.yaml`,
                `applications/${cluster}/warehouse-db.yaml`,
              ]),
        ]),
      },
      {
        at: '2026-09-18T14:00:00Z',
        by: sre,
        subject: 'Production waits for a person to heal it (#12)',
        before: {
          'applicationsets/apps-prod-eu.yaml': [
            ['selfHeal: false', 'selfHeal: true'],
          ],
          'applicationsets/apps-prod-us.yaml': [
            ['selfHeal: false', 'selfHeal: true'],
          ],
        },
      },
    ],
  },
};
