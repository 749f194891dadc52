import { mockServices } from '@backstage/backend-test-utils';
import { readSettings } from './settings';

function settings(plumbline: object) {
  return readSettings(
    mockServices.rootConfig({
      data: JSON.parse(JSON.stringify({ plumbline })),
    }),
  );
}

describe('readSettings', () => {
  it('needs no configuration at all', () => {
    expect(readSettings(mockServices.rootConfig({ data: {} }))).toMatchObject({
      teams: [],
      schedule: { frequency: { minutes: 5 }, scope: 'global' },
      keepGoneMs: 14 * 24 * 3600 * 1000,
      keepAlertsMs: 30 * 24 * 3_600_000,
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
        ],
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
        },
        schedule: {
          frequency: { minutes: 1 },
          timeout: { minutes: 2 },
          scope: 'local',
        },
        keepGone: { days: 1 },
        kubernetes: { timeouts: { connect: '5s' } },
        storage: { directory: './data' },
      }),
    ).toEqual({
      precedence: ['codeowners'],
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
        },
      ],
      promotion: {
        services: [
          {
            name: 'cart',
            members: [{ service: 'cart-*', environment: 'live' }],
          },
        ],
      },
      schedule: expect.objectContaining({
        frequency: { minutes: 1 },
        scope: 'global',
      }),
      keepGoneMs: 24 * 3600 * 1000,
      keepAlertsMs: 30 * 24 * 3_600_000,
    });
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
});
