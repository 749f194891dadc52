import { createBackendPlugin } from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import {
  DefaultGithubCredentialsProvider,
  ScmIntegrations,
} from '@backstage/integration';
import {
  plumblinePromotionExtensionPoint,
  plumblineRepositoriesExtensionPoint,
  RepositoryProvider,
} from '@plumbline/plugin-plumbline-node';
import plumblineModuleGithub from '.';
import { GithubRepositoryProvider } from './GithubRepositoryProvider';
import { problem, StandInGithub } from './__testUtils__/StandInGithub';

const { signal } = new AbortController();
const oid = (index: number) => index.toString(16).padStart(40, '0');
let github: StandInGithub;

beforeEach(async () => {
  github = await StandInGithub.start();
});
afterEach(() => github.close());

function config(entry: object = {}, others: string[] = []) {
  return {
    integrations: {
      github: [
        {
          host: 'github.acme.example',
          apiBaseUrl: github.apiBaseUrl,
          token: 'ghs_standin',
        },
      ],
    },
    plumbline: {
      repositories: [
        { path: '/elsewhere' },
        {
          github: {
            organization: 'acme',
            host: 'github.acme.example',
            ...entry,
          },
        },
        ...others.map(organization => ({
          github: { organization, host: 'github.acme.example' },
        })),
      ],
    },
  };
}

function create(
  entry: object = {},
  others: string[] = [],
): GithubRepositoryProvider {
  const rootConfig = mockServices.rootConfig({ data: config(entry, others) });
  const integrations = ScmIntegrations.fromConfig(rootConfig);
  const provider = GithubRepositoryProvider.fromConfig(rootConfig, {
    integrations,
    credentials:
      DefaultGithubCredentialsProvider.fromIntegrations(integrations),
    logger: mockServices.logger.mock(),
    secondMs: 1,
  });
  if (!provider) {
    throw new Error('No provider');
  }
  return provider;
}

describe('repositories', () => {
  it('lists 2,000 with their heads in 20 calls, without archived and empty ones', async () => {
    github.repositories = Array.from({ length: 2000 }, (_, index) => ({
      name: `app-${index}`,
      oid: oid(index + 1),
    }));
    github.repositories[7].isArchived = true;
    github.repositories[8].oid = undefined;
    const list = await create().repositories({ signal });
    expect(github.requests).toHaveLength(20);
    expect(list).toHaveLength(1998);
    expect(list[0]).toMatchObject({
      name: 'acme/app-0',
      url: 'https://github.acme.example/acme/app-0.git',
      webUrl: 'https://github.acme.example/acme/app-0',
      defaultBranch: 'main',
      revision: oid(1),
    });
    // Git asks for the default branch as it is when a repository is read.
    expect(list[0].branch).toBeUndefined();
    expect(await list[0].credentials?.()).toEqual({
      username: 'x-access-token',
      password: 'ghs_standin',
    });
  });

  it.each([
    [{ include: 'app-*' }, ['app-1', 'App-2']],
    [{ exclude: ['app-*', '*.old'] }, ['infra', 'dot.new']],
    [{ include: ['app-*', 'infra'], exclude: ['*-2'] }, ['app-1', 'infra']],
    [{ include: 'dot?new' }, []],
  ])('filters by %j', async (entry, expected) => {
    github.repositories = ['app-1', 'App-2', 'infra', 'dot.new', 'x.old'].map(
      (name, index) => ({ name, oid: oid(index + 1) }),
    );
    const list = await create(entry).repositories({ signal });
    expect(list.map(({ name }) => name)).toEqual(
      expected.map(name => `acme/${name}`),
    );
  });

  it('never gives a part of the list', async () => {
    github.repositories = Array.from({ length: 150 }, (_, index) => ({
      name: `app-${index}`,
      oid: oid(index + 1),
    }));
    github.override = (path, count) =>
      path === '/api/graphql' && count > 0
        ? problem(403, 'Forbidden')
        : undefined;
    await expect(create().repositories({ signal })).rejects.toThrow(
      'Could not list the repositories of acme: the credentials do not allow it (Forbidden)',
    );
    const page = (data: object) => () => ({ status: 200, body: { data } });
    const repositories = (
      nodes: unknown[],
      totalCount: number,
      hasNextPage = false,
    ) => ({
      organization: {
        repositories: {
          totalCount,
          nodes,
          pageInfo: { hasNextPage, endCursor: null },
        },
      },
    });
    for (const body of [
      repositories([null], 1),
      repositories([], 3),
      repositories([], 0, true),
      { organization: null },
    ]) {
      github.override = page(body);
      await expect(create().repositories({ signal })).rejects.toThrow(
        /GitHub (left out|listed 0 of 3)/,
      );
    }
  });

  it('says in a line what is wrong', async () => {
    const message = async (entry: object = {}) => {
      const error = await create(entry)
        .repositories({ signal })
        .catch((failed: Error) => failed);
      const text = error instanceof Error ? error.message : '';
      expect(text).not.toMatch(/\n|ghs_/);
      return text.replace('Could not list the repositories of acme: ', '');
    };
    expect(await message({ organization: 'nobody' })).toBe(
      'Could not list the repositories of nobody: github.acme.example shows no organisation nobody to these credentials',
    );
    github.token = 'another';
    expect(await message()).toMatch(
      /refuses the credentials; check the token or app in integrations.github/,
    );
    github.override = () =>
      problem(403, 'API rate limit exceeded', {
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': String(Math.floor(Date.now() / 1000) + 3000),
      });
    expect(await message()).toMatch(
      /^the rate limit of github.acme.example is used up until \d\d:\d\d UTC$/,
    );
    github.override = () => ({
      status: 200,
      body: {
        errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }],
      },
    });
    expect(await message()).toMatch(
      /^the rate limit of github.acme.example is used up/,
    );
    github.override = () => ({
      status: 200,
      body: {
        data: { organization: null },
        errors: [
          {
            type: 'FORBIDDEN',
            message: 'Resource protected by organization SAML enforcement.',
          },
        ],
      },
    });
    expect(await message()).toMatch(/do not allow it \(Resource protected/);
    github.override = () =>
      problem(403, 'Resource protected', {
        'x-github-sso': 'required; url=https://github.acme.example/sso',
      });
    expect(await message()).toMatch(/single sign-on of acme/);
    github.override = () => problem(502, 'Server Error');
    expect(await message()).toMatch(/answers with status 502/);
    expect(github.requests.filter(({ status }) => status === 502)).toHaveLength(
      4,
    );
    await github.close();
    expect(await message()).toMatch(/cannot be reached/);
    github = await StandInGithub.start();
  });

  it('goes on after a failure that passes', async () => {
    github.repositories = [{ name: 'app', oid: oid(1) }];
    github.override = (_path, count) =>
      count === 0 ? problem(503, 'Service unavailable') : undefined;
    expect(await create().repositories({ signal })).toHaveLength(1);
  });
});

describe('teams', () => {
  it('lists teams with their marks; unchanged pages cost no rate limit', async () => {
    github.teams = Array.from({ length: 130 }, (_, index) => ({
      slug: `team-${index}`,
      name: `Team ${index}`,
      parent: index ? 'team-0' : undefined,
    }));
    const provider = create();
    const teams = await provider.teams({ signal });
    expect(teams).toHaveLength(130);
    expect(teams[3]).toEqual({
      ref: 'group:default/team-3',
      title: 'Team 3',
      aliases: ['team-3', '@acme/team-3'],
      contacts: [
        {
          type: 'url',
          value: '@acme/team-3',
          url: 'https://github.acme.example/orgs/acme/teams/team-3',
        },
      ],
      listed: true,
    });
    expect(github.requests.map(({ status }) => status)).toEqual([200, 200]);
    github.teams.push({ slug: 'new', name: 'New' });
    expect(await provider.teams({ signal })).toHaveLength(131);
    expect(github.requests.slice(2).map(({ status }) => status)).toEqual([
      304, 200,
    ]);
    github.override = (_path, count) =>
      count > 4 ? problem(404, 'Not Found') : undefined;
    await expect(provider.teams({ signal })).rejects.toThrow(
      /Could not list the teams of acme.*shows no organisation acme/,
    );
  });
});

it('tells teams apart that two organisations call alike', async () => {
  github.teams = [
    { slug: 'platform', name: 'Platform' },
    { slug: 'pay', name: 'Pay' },
    { slug: 'platform', name: 'Platform of others', of: 'other' },
  ];
  const teams = await create({}, ['other', 'acme']).teams({ signal });
  expect(teams.map(({ ref, aliases }) => [ref, ...aliases])).toEqual([
    ['group:acme/platform', 'platform', '@acme/platform'],
    ['group:default/pay', 'pay', '@acme/pay'],
    ['group:other/platform', 'platform', '@other/platform'],
  ]);
});

describe('the github module', () => {
  async function start(data: object) {
    const providers: RepositoryProvider[] = [];
    const gates: string[] = [];
    const backend = await startTestBackend({
      features: [
        createBackendPlugin({
          pluginId: 'plumbline',
          register(env) {
            env.registerExtensionPoint(plumblineRepositoriesExtensionPoint, {
              addProvider: (...added) => {
                providers.push(...added);
              },
              setOpener() {},
            });
            env.registerExtensionPoint(plumblinePromotionExtensionPoint, {
              addGates: (...added) => {
                gates.push(...added.map(({ id }) => `gates of ${id}`));
              },
            });
            env.registerInit({ deps: {}, async init() {} });
          },
        }),
        plumblineModuleGithub,
        mockServices.rootConfig.factory({
          data: JSON.parse(JSON.stringify(data)),
        }),
      ],
    });
    await backend.stop();
    return [...providers.map(({ id }) => id), ...gates];
  }

  it('adds a provider where an organisation is configured', async () => {
    expect(await start(config())).toEqual(['github']);
    expect(await start({})).toEqual([]);
    expect(await start({ plumbline: { promotion: { github: {} } } })).toEqual([
      'gates of github',
    ]);
  });

  it.each([
    [
      { host: 'unknown.example' },
      /plumbline\.repositories\[1\]\.github\.host: 'unknown\.example' is not the host/,
    ],
    [
      { organization: '../admin' },
      /plumbline\.repositories\[1\]\.github\.organization: '\.\.\/admin' is not the name/,
    ],
  ])('fails at start on %j', async (entry, message) => {
    await expect(start(config(entry))).rejects.toThrow(message);
  });
});
