import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import { createLookup, MemoryIndex } from '@plumbline/gitops-lookup';
import {
  AlertsPage,
  AlertsQuery,
  MatrixPage,
  MatrixQuery,
  plumblineReadPermission,
  PromotedService,
} from '@plumbline/plugin-plumbline-common';
import { AlertsOptions } from '../alerts/AlertsService';
import { PromotionOptions } from '../promotion/PromotionService';
import { PlumblineOptions } from '../api/PlumblineService';
import { registerActions } from './registerActions';

const team = 'group:default/payments';
const asOf = '2026-11-23T02:00:00.000Z';
const evidence = {
  type: 'object' as const,
  cluster: 'prod',
  object: {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    namespace: 'shop',
    name: 'cart',
  },
  field: 'metadata.labels.team',
};

const page: AlertsPage = {
  items: [
    {
      id: 'a1',
      receiver: 'alertmanager',
      name: 'PodLoops',
      severity: 'critical',
      status: 'firing',
      labels: { namespace: 'shop' },
      annotations: { summary: 'not handed on' },
      links: [],
      startsAt: asOf,
      firstReceived: asOf,
      lastReceived: asOf,
      deliveries: 1,
      ownership: 'nobody',
    },
  ],
  totalItems: 3,
  nextCursor: 'more',
  summary: { firing: 3, unowned: 1, resolving: 0, resolved: 0 },
};

const freshness = {
  asOf,
  problems: [{ source: 'cluster:eu', error: 'does not answer' }],
  reading: [],
};
/** Services in the order of their names, with the paths that a search finds them by as well. */
const known = [
  ...Array.from({ length: 60 }, (_, at) => ({
    id: `addon-${at}`,
    name: `addon-${String(at).padStart(2, '0')}`,
    path: 'apps/cart/addons',
  })),
  { id: 'cart-1', name: 'cart', path: 'apps/cart' },
  { id: 'cart-cache-2', name: 'cart-cache', path: 'apps/cart/cache' },
  { id: 'web-3', name: 'web', path: 'shop/web' },
  { id: 'web-4', name: 'web', path: 'pay/web' },
];

/** As the store answers: a whole name, or a text that a name or a path holds; a page at a time. */
function matrixOf({ name, text, limit }: MatrixQuery): MatrixPage {
  const found = known.filter(
    each =>
      (name === undefined || each.name === name.toLowerCase()) &&
      (text === undefined ||
        `${each.name} ${each.path}`.includes(text.toLowerCase())),
  );
  const shown = found.slice(0, limit);
  return {
    environments: [],
    repositories: [],
    teams: [],
    authors: [],
    services: {
      id: shown.map(({ id }) => id),
      name: shown.map(each => each.name),
      repository: [],
      teams: [],
    },
    cells: {
      service: [],
      environment: [],
      cluster: [],
      namespace: [],
      version: [],
      more: [],
      verdict: [],
      relation: [],
      runs: [],
      since: [],
      waiting: [],
      versions: [],
      commits: [],
      commit: [],
      author: [],
    },
    totalItems: found.length,
    freshness,
  };
}

const cart: PromotedService = {
  id: 'cart-1',
  name: 'cart',
  teams: [team],
  members: [{ repository: 'acme/app', name: 'cart', path: 'apps/cart' }],
  reasons: [],
  freshness,
  cells: [
    {
      environment: 'production',
      cluster: 'eu',
      pins: [
        {
          kind: 'image',
          name: 'cart',
          value: '1.0',
          repository: 'acme/app',
          path: 'prod.yaml',
          line: 7,
          key: 'images[0].newTag',
        },
      ],
      main: 0,
      more: 0,
      running: { state: 'unknown', reason: 'nobody looked' },
      verdict: 'behind',
      relation: 'behind',
      reason: '1.0 is older than 1.1',
      runs: 'unknown',
      since: asOf,
      lag: { waitingSince: asOf },
      freeze: { kind: 'freeze', name: 'Sale', until: asOf },
      pending: [
        {
          source: 'github',
          title: '#12 Cart 1.1',
          to: '1.1',
          url: 'https://github.acme.example/acme/app/pull/12',
          state: 'waiting',
          gates: [
            { kind: 'check', name: 'ci', state: 'passed' },
            { kind: 'check', name: 'lint', state: 'failed', required: false },
            {
              kind: 'approval',
              name: 'review',
              state: 'waiting',
              reason: '0 of 1 approvals',
            },
          ],
        },
      ],
    },
  ],
};

type Asked = string | AlertsQuery | MatrixQuery;

describe('registerActions', () => {
  const asked: { what: Asked; credentials: object }[] = [];
  const reader = mockCredentials.user('user:default/reader');

  /** Services that let one person in, as those do that ask for permission. */
  function open() {
    asked.length = 0;
    const guard = (
      what: Asked,
      { credentials }: PlumblineOptions | AlertsOptions | PromotionOptions,
    ) => {
      asked.push({ what, credentials });
      if (credentials !== reader) {
        throw new NotAllowedError('no');
      }
    };
    const lookup = createLookup({ index: new MemoryIndex() });
    const registry = actionsRegistryServiceMock({
      logger: mockServices.logger.mock(),
    });
    registerActions({
      actionsRegistry: registry,
      portal: { pages: {}, portalUrl: 'https://portal.example/oncall' },
      plumbline: {
        lookup: async (question, options) => {
          guard(question, options);
          return {
            ...(await lookup.answer(question)),
            owners: [
              {
                team,
                title: 'Payments',
                raw: 'payments',
                source: 'object-label',
                confidence: 'certain',
                evidence,
              },
            ],
            claims: [
              {
                team,
                raw: 'payments',
                source: 'object-label',
                decisive: true,
                evidence,
              },
              {
                raw: '',
                source: 'codeowners',
                decisive: false,
                evidence: {
                  type: 'file',
                  location: {
                    repository: 'acme/app',
                    revision: 'a',
                    path: 'CODEOWNERS',
                    line: 7,
                  },
                },
              },
            ],
            unowned: null,
            onCall: [
              {
                team,
                person: 'First',
                source: 'rota',
                asOf,
                url: 'https://rota.example',
              },
            ],
            config: [
              {
                role: 'manifest',
                repository: 'acme/app',
                revision: 'a',
                path: 'cart.yaml',
                line: 3,
              },
            ],
          };
        },
      },
      alerts: {
        alerts: async (query, options) => {
          guard(query, options);
          return page;
        },
      },
      promotion: {
        matrix: async (query, options) => {
          guard(query, options);
          return matrixOf(query);
        },
        service: async (id, options) => {
          expect(options.credentials).toBe(reader);
          const found = known.find(each => each.id === id);
          if (!found) {
            throw new NotFoundError(`There is no service ${id}`);
          }
          return { ...cart, id, name: found.name };
        },
        compare: async (id, query, options) => {
          expect(options.credentials).toBe(reader);
          return {
            id,
            name: 'cart',
            from: { environment: query.from ?? '' },
            to: { environment: query.to ?? '', cluster: 'eu' },
            versions: [
              {
                kind: 'image',
                name: 'cart',
                from: { value: '1.1' },
                to: { value: '1.0' },
                order: 'newer',
              },
            ],
            configuration: [
              {
                document: 'Deployment cart',
                key: 'spec.replicas',
                from: { path: 'staging.yaml', line: 3, url: '/', value: '1' },
                to: { path: 'prod.yaml', line: 4, url: '/' },
              },
            ],
            hidden: 1,
            more: 0,
            unread: [
              { repository: 'acme/app', path: 'x.yaml', reason: 'too large' },
            ],
            changes: [
              {
                from: '1.0',
                to: '1.1',
                commit: 'a',
                at: asOf,
                author: 'Shop',
                subject: 'Cart 1.1',
              },
            ],
            freshness,
          };
        },
      },
    });
    return registry;
  }

  const question = 'Deployment/shop/cart';

  it.each<[string, object, object, string | object]>([
    [
      'find-alert-owner',
      { question },
      {
        owners: [{ team, title: 'Payments', confidence: 'certain' }],
        contested: false,
        onCall: [{ team, person: 'First', source: 'rota', asOf }],
        config: ['acme/app:cart.yaml:3'],
        text: expect.stringContaining('Owner     Payments'),
      },
      question,
    ],
    [
      'explain-owner',
      { question },
      {
        claims: [
          {
            team,
            mark: 'payments',
            source: 'object-label',
            decisive: true,
            evidence: 'Deployment shop/cart in prod metadata.labels.team',
          },
          {
            mark: '',
            source: 'codeowners',
            decisive: false,
            evidence: 'acme/app:CODEOWNERS:7',
          },
        ],
      },
      question,
    ],
    [
      'list-open-alerts',
      { team, limit: 1 },
      {
        items: [
          {
            id: 'a1',
            name: 'PodLoops',
            severity: 'critical',
            startsAt: asOf,
            labels: { namespace: 'shop' },
            owners: [],
            ownership: 'nobody',
          },
        ],
        totalItems: 3,
        nextCursor: 'more',
      },
      { status: 'firing', team, limit: 1 },
    ],
    [
      'promotion-status',
      { service: 'Cart', team },
      {
        found: `One service of ${team} is called Cart`,
        services: [
          {
            id: 'cart-1',
            name: 'cart',
            repositories: ['acme/app'],
            teams: [team],
            places: [
              {
                place: 'production/eu',
                environment: 'production',
                cluster: 'eu',
                version: '1.0',
                pinnedAt: 'acme/app:prod.yaml:7',
                since: asOf,
                verdict: 'behind',
                reason: '1.0 is older than 1.1',
                runs: 'unknown',
                waitingSince: asOf,
                freeze: `Sale until ${asOf}`,
                pending: [
                  '#12 Cart 1.1 brings 1.1: waiting; waits for review (0 of 1 approvals); https://github.acme.example/acme/app/pull/12',
                ],
              },
            ],
          },
        ],
        others: [],
        asOf,
        problems: ['cluster:eu: does not answer'],
      },
      { name: 'Cart', team, limit: 50 },
    ],
    [
      'compare-environments',
      { service: 'Cart', from: 'staging', to: 'production' },
      {
        id: 'cart-1',
        name: 'cart',
        from: 'staging',
        to: 'production/eu',
        versions: [
          {
            kind: 'image',
            name: 'cart',
            from: '1.1',
            to: '1.0',
            order: 'newer',
          },
        ],
        configuration: [
          {
            document: 'Deployment cart',
            key: 'spec.replicas',
            from: '1 (staging.yaml:3)',
            to: 'may be a secret (prod.yaml:4)',
          },
        ],
        hidden: 1,
        more: 0,
        unread: ['acme/app:x.yaml: too large'],
        changes: [`1.0 to 1.1, ${asOf}, by Shop: Cart 1.1`],
      },
      { name: 'Cart', limit: 50 },
    ],
  ])('%s', async (name, input, output, what) => {
    const registry = open();
    const invoke = (of: object, credentials: typeof reader) =>
      registry.invoke({
        id: `test:${name}`,
        input: JSON.parse(JSON.stringify(of)),
        credentials,
      });
    await expect(invoke(input, reader)).resolves.toMatchObject({ output });
    expect(asked).toEqual([{ what, credentials: reader }]);
    await expect(
      invoke(input, mockCredentials.user('user:default/stranger')),
    ).rejects.toThrow('no');
    await expect(invoke({ question: '', limit: 0 }, reader)).rejects.toThrow();
    expect(asked).toHaveLength(2);
    expect(registry.actions.get(`test:${name}`)).toMatchObject({
      visibilityPermission: plumblineReadPermission,
      attributes: { readOnly: true, destructive: false, idempotent: true },
    });
  });

  it.each<[service: string, found: string, whole: string[], others: number]>([
    ['cart', 'One service is called cart', ['cart-1'], 0],
    [
      'WEB',
      '2 services are called WEB, each a service of its own: ids and repositories tell them apart',
      ['web-3', 'web-4'],
      0,
    ],
    ['web-4', 'One service is called web-4', ['web-4'], 0],
    [
      'cart-c',
      'No service is called cart-c; 1 mentions it in name, path or version',
      ['cart-cache-2'],
      0,
    ],
    [
      'apps/cart',
      'No service is called apps/cart; 62 mention it in name, path or version, first 50',
      [],
      50,
    ],
    ['none', 'No service is called none, and none mentions it', [], 0],
  ])('promotion-status of %s', async (service, found, whole, others) => {
    const { output } = await open().invoke({
      id: 'test:promotion-status',
      input: { service },
      credentials: reader,
    });
    expect(output).toMatchObject({
      found,
      services: whole.map(id => ({ id })),
    });
    expect(output).toHaveProperty('others.length', others);
  });

  it.each([
    [
      'web',
      '2 services are called web, each a service of its own: ids and repositories tell them apart. Ask by id: web (web-3), web (web-4)',
    ],
    [
      'cart-c',
      'No service is called cart-c; 1 mentions it in name, path or version; cart-cache (cart-cache-2)',
    ],
    ['none', 'No service is called none, and none mentions it'],
  ])('compare-environments of %s', async (service, problem) => {
    const compare = (wanted: string) =>
      open().invoke({
        id: 'test:compare-environments',
        input: { service: wanted, from: 'staging', to: 'production' },
        credentials: reader,
      });
    await expect(compare(service)).rejects.toThrow(problem);
    await expect(compare('web-4')).resolves.toMatchObject({
      output: { id: 'web-4' },
    });
  });
});
