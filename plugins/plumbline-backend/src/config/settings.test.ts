import { mockServices } from '@backstage/backend-test-utils';
import { readSettings } from './settings';

function settings(plumbline: object) {
  return readSettings(
    mockServices.rootConfig({
      data: JSON.parse(JSON.stringify({ plumbline })),
    }),
  );
}

const rota = {
  team: 'payments',
  timeZone: 'Europe/Berlin',
  rotation: 'weekly',
  handover: 'mon 09:00',
  start: '2026-01-05',
  people: [{ name: 'a' }, { ref: 'user:default/b', contact: '+49 30 1' }],
};

describe('readSettings', () => {
  it('needs no configuration at all', () => {
    expect(readSettings(mockServices.rootConfig({ data: {} }))).toMatchObject({
      teams: [],
      schedule: { frequency: { minutes: 5 }, scope: 'global' },
      keepGoneMs: 14 * 24 * 3600 * 1000,
      keepAlertsMs: 30 * 24 * 3_600_000,
      troubles: { driftDueMs: 24 * 3_600_000 },
    });
  });

  it('reads every key', () => {
    expect(
      settings({
        repositories: [
          { path: './app-config' },
          { url: 'https://git.example/a.git', branch: 'main', name: 'a' },
          { github: { organization: 'acme', exclude: ['old-*'] } },
        ],
        clusters: [
          { name: 'prod-eu', environment: 'production', snapshot: './prod' },
          { name: 'prod-us', kubernetes: { url: 'https://prod-us.example' } },
          {
            name: 'prod-ap',
            push: { token: 'x', maxBytes: 1, maxObjects: 1, minInterval: '5s' },
          },
        ],
        argocd: {
          installations: [
            { installationId: 'platform' },
            {
              cluster: 'prod-eu',
              namespace: 'argo-shop',
              applicationNamespaces: ['shop'],
              instanceLabelKey: 'acme.example/application',
            },
          ],
        },
        teams: [
          {
            name: 'payments',
            title: 'Payments',
            aliases: ['@acme/pay'],
            contacts: [{ type: 'chat', value: '#payments' }],
          },
        ],
        environments: [{ name: 'qa' }, { name: 'live', aliases: ['prd-*'] }],
        ownership: { precedence: ['codeowners'], labels: ['squad'] },
        promotion: {
          services: [
            {
              name: 'cart',
              members: [{ service: 'cart-*', environment: 'live' }],
            },
          ],
          freezes: [
            {
              name: 'Christmas',
              timeZone: 'Europe/Berlin',
              from: '2026-12-18T16:00',
              to: '2027-01-04T08:00',
            },
          ],
          notifications: { stuck: {}, arrived: { environments: ['live'] } },
          windows: [
            {
              name: 'Office hours',
              environments: ['live'],
              teams: ['@acme/pay'],
              timeZone: 'Europe/Berlin',
              weekly: [
                { from: 'sat-mon 09:00', to: '24:00' },
                { from: 'Fri 16:00', to: 'fri 08:00' },
              ],
            },
          ],
        },
        schedule: {
          frequency: { minutes: 1 },
          timeout: { minutes: 2 },
          scope: 'local',
        },
        keepGone: { days: 1 },
        catalog: {
          read: false,
          names: ['svc-{name}'],
          schedule: { frequency: { hours: 1 }, timeout: { minutes: 2 } },
        },
        kubernetes: { timeouts: { connect: '5s' } },
        storage: { directory: './data' },
      }),
    ).toEqual({
      precedence: ['codeowners'],
      argocd: [
        { namespaces: ['argocd'], installationId: 'platform' },
        {
          cluster: 'prod-eu',
          namespaces: ['argo-shop', 'shop'],
          instanceLabelKey: 'acme.example/application',
        },
      ],
      reading: {
        ownershipLabels: ['squad'],
        environments: [
          { name: 'qa', aliases: [] },
          { name: 'live', aliases: ['prd-*'] },
        ],
      },
      teams: [
        {
          ref: 'group:default/payments',
          title: 'Payments',
          aliases: ['payments', '@acme/pay'],
          contacts: [{ type: 'chat', value: '#payments' }],
          configured: true,
        },
      ],
      catalog: {
        read: false,
        names: ['svc-{name}'],
        schedule: { frequency: { hours: 1 }, timeout: { minutes: 2 } },
      },
      promotion: {
        services: [
          {
            name: 'cart',
            members: [{ service: 'cart-*', environment: 'live' }],
          },
        ],
        notifications: {
          stuck: { days: 7 },
          arrived: { environments: ['live'] },
        },
        gatesSchedule: { frequency: { minutes: 5 }, timeout: { minutes: 15 } },
        calendar: [
          {
            kind: 'freeze',
            name: 'Christmas',
            timeZone: 'Europe/Berlin',
            range: { from: '2026-12-18T16:00', to: '2027-01-04T08:00' },
          },
          {
            kind: 'window',
            name: 'Office hours',
            environments: ['live'],
            teams: ['@acme/pay'],
            timeZone: 'Europe/Berlin',
            weekly: [
              ...[6, 7, 1].map(weekday => ({
                from: { weekday, minutes: 540 },
                to: { weekday, minutes: 1440 },
              })),
              {
                from: { weekday: 5, minutes: 960 },
                to: { weekday: 5, minutes: 480 },
              },
            ],
          },
        ],
      },
      schedule: expect.objectContaining({
        frequency: { minutes: 1 },
        scope: 'global',
      }),
      onCall: {
        rotas: [],
        schedule: { frequency: { minutes: 3 }, timeout: { minutes: 2 } },
      },
      keepGoneMs: 24 * 3600 * 1000,
      keepAlertsMs: 30 * 24 * 3_600_000,
      troubles: { driftDueMs: 24 * 3_600_000 },
    });
  });

  it('reads rotas', () => {
    expect(
      settings({
        onCall: {
          rotas: [
            {
              ...rota,
              overrides: [
                {
                  from: '2026-01-06T09:00',
                  to: '2026-01-06T17:00',
                  person: 'user:default/b',
                },
              ],
            },
          ],
        },
      }).onCall.rotas,
    ).toEqual([
      {
        team: 'payments',
        timeZone: 'Europe/Berlin',
        weekday: 1,
        minutes: 540,
        start: '2026-01-05',
        people: [
          { person: 'a' },
          { person: 'user:default/b', contact: '+49 30 1' },
        ],
        escalation: [],
        overrides: [
          {
            from: '2026-01-06T09:00',
            to: '2026-01-06T17:00',
            person: 'user:default/b',
            contact: '+49 30 1',
          },
        ],
      },
    ]);
  });

  it.each([
    [
      { repositorys: [] },
      `plumbline.repositorys: unknown key; did you mean 'repositories'?`,
    ],
    [{ xyzzy: 1 }, 'plumbline.xyzzy: unknown key'],
    [
      { repositories: [{ pth: './a' }] },
      `plumbline.repositories[0].pth: unknown key; did you mean 'path'?`,
    ],
    [
      { repositories: [{ github: { organisation: 'acme' } }] },
      `plumbline.repositories[0].github.organisation: unknown key; did you mean 'organization'?`,
    ],
    [
      { repositories: [{ path: './a', url: 'https://git.example/a' }] },
      'plumbline.repositories[0]: needs exactly one of path, url and github',
    ],
    [
      { repositories: { path: './a' } },
      'plumbline.repositories: expected array, received object',
    ],
    [
      { environments: [{ alias: 'x' }] },
      'plumbline.environments[0].name: required',
    ],
    [
      { clusters: [{ name: 'a' }] },
      'plumbline.clusters[0]: needs exactly one of snapshot, push and kubernetes',
    ],
    [
      { clusters: [{ name: 'a', snapshot: 'x', push: {} }] },
      'plumbline.clusters[0]: needs exactly one of snapshot, push and kubernetes',
    ],
    [
      { clusters: [{ name: 'a', push: { maxByte: 1 } }] },
      "plumbline.clusters[0].push.maxByte: unknown key; did you mean 'maxBytes'?",
    ],
    [
      {
        clusters: [
          { name: 'a', snapshot: 'x' },
          { name: 'a', push: { token: 'x' } },
        ],
      },
      "plumbline.clusters[1].name: another cluster is named 'a' already",
    ],
    [
      { pages: { oncall: 'https://portal.example/who' } },
      'plumbline.pages.oncall: is no path such as /on-call',
    ],
    [
      { argocd: { instanceLabelKey: 'acme.example/application' } },
      'plumbline.argocd.instanceLabelKey: unknown key',
    ],
    [
      { argocd: { installations: [{ instanceLabelKey: 'an app' }] } },
      'plumbline.argocd.installations[0].instanceLabelKey: is no key of a label',
    ],
    [
      { argocd: { installations: [{}, { namespace: 'argocd' }] } },
      'plumbline.argocd.installations[1]: is in the same cluster and namespace as installations[0]',
    ],
    [
      { alerts: { alertmanger: { token: 'x' } } },
      "plumbline.alerts.alertmanger: unknown key; did you mean 'alertmanager'?",
    ],
    [
      { onCall: { everybody: true } },
      'plumbline.onCall.everybody: unknown key',
    ],
    [
      { ownership: { precedence: ['codeowner'] } },
      `did you mean 'codeowners'?`,
    ],
    [
      { teams: [{ name: 'a', contacts: [{ type: 'fax', value: '1' }] }] },
      'plumbline.teams[0].contacts[0].type: must be one of email, chat, oncall, url',
    ],
  ])('names what is wrong in %j', (block, message) => {
    expect(() => settings(block)).toThrow(message);
  });

  it('leaves blocks of modules that it does not know to them', () => {
    expect(() =>
      settings({
        alerts: { acmePager: { token: 'x' } },
        onCall: { spreadsheet: { url: 'https://sheets.example/1' } },
      }),
    ).not.toThrow();
  });

  it.each([
    ['payments_eu', 'group:default/payments_eu'],
    ['Group:acme/Pay.EU', 'group:acme/pay.eu'],
    ['user:jo_1', 'user:default/jo_1'],
    ['Payments EU', 'group:default/payments-eu'],
    ['@acme/payments', 'group:default/payments'],
  ])('takes a team by the ref of the catalog: %s', (name, ref) => {
    expect(settings({ teams: [{ name }] }).teams).toMatchObject([
      { ref, aliases: [name] },
    ]);
  });

  it.each<[object, string]>([
    [{ timeZone: 'Mars/Base' }, '.timeZone: must be a time zone'],
    [{ handover: '09:00' }, '.handover: must be a weekday and a time'],
    [{ handover: 'mon 24:00' }, '.handover: must be a weekday and a time'],
    [{ handover: 'day 09:00' }, '.handover: must be a weekday and a time'],
    [{ rotation: 'daily' }, '.handover: must be a time as in 09:00'],
    [{ start: '2026-02-30' }, '.start: must be a day as in 2026-01-05'],
    [{ people: [] }, '.people: '],
    [{ people: [{}] }, '.people[0]: needs exactly one of name and ref'],
    [
      { overrides: [{ from: 'soon', to: '2026-01-06T09:00', person: 'b' }] },
      '.overrides[0].from: must be a time as in',
    ],
    [
      {
        overrides: [
          { from: '2026-01-06T09:00', to: '2026-01-06T08:00Z', person: 'b' },
        ],
      },
      '.overrides[0].to: must be later than from',
    ],
  ])('names what is wrong in a rota with %j', (part, message) => {
    expect(() =>
      settings({ onCall: { rotas: [{ ...rota, ...part }] } }),
    ).toThrow(`plumbline.onCall.rotas[0]${message}`);
  });

  it.each<[object, string]>([
    [{}, ': needs either from and to, or weekly'],
    [{ from: '2026-12-18T16:00' }, ': needs either from and to, or weekly'],
    [
      { from: '2026-12-18', to: '2027-01-04T08:00' },
      '.from: must be a time as in',
    ],
    [
      { from: '2026-12-18T16:00', to: '2026-12-18T15:00Z' },
      '.to: must be later than from',
    ],
    [
      {
        timeZone: 'Mars/Base',
        weekly: [{ from: 'fri 16:00', to: 'mon 08:00' }],
      },
      '.timeZone: must be a time zone as in europe/berlin',
    ],
    [
      { weekly: [{ from: '16:00', to: 'mon 08:00' }] },
      '.weekly[0].from: must be weekdays and a time',
    ],
    [
      { weekly: [{ from: 'day 16:00', to: 'mon 08:00' }] },
      '.weekly[0].from: must be weekdays and a time',
    ],
    [
      { weekly: [{ from: 'fri 24:00', to: 'mon 08:00' }] },
      '.weekly[0].from: must be weekdays and a time',
    ],
    [
      { weekly: [{ from: 'fri 16:00', to: 'mon 24:01' }] },
      '.weekly[0].to: must be a time',
    ],
    [
      { weekly: [{ from: 'fri 16:00', to: 'mon-tue 08:00' }] },
      '.weekly[0].to: must be a time',
    ],
    [
      { weekly: [{ from: 'mon-fri 16:00', to: 'sat 08:00' }] },
      '.weekly[0].to: must be a time alone',
    ],
    [
      { weekly: [{ from: 'mon-fri 16:00', to: '08:00' }] },
      '.weekly[0].to: must be later than from',
    ],
    [
      {
        environments: ['qa', 'prod-eu'],
        weekly: [{ from: 'fri 16:00', to: 'mon 08:00' }],
      },
      ".environments[1]: 'prod-eu' is called 'production' here",
    ],
  ])('names what is wrong in a freeze with %j', (part, message) => {
    const freeze = { name: 'Christmas', timeZone: 'Europe/Berlin', ...part };
    expect(() => settings({ promotion: { freezes: [freeze] } })).toThrow(
      `plumbline.promotion.freezes[0]${message}`,
    );
  });
});
