import { mockServices } from '@backstage/backend-test-utils';
import {
  DefaultGithubCredentialsProvider,
  ScmIntegrations,
} from '@backstage/integration';
import {
  Gate,
  GateReading,
  PinnedRepository,
} from '@plumbline/plugin-plumbline-node';
import { exampleOf } from '../__testUtils__/exampleOf';
import { problem, StandInGithub } from '../__testUtils__/StandInGithub';
import { GithubGates } from './GithubGates';
import { gatesOf } from './gatesOf';

let github: StandInGithub;

beforeEach(async () => {
  github = await StandInGithub.start();
});
afterEach(() => github.close());

const sha = 'c'.repeat(40);
const repo = '/repos/acme/app';
const repository: PinnedRepository = {
  name: 'acme/app',
  webUrl: 'https://github.acme.example/acme/app',
  branch: 'main',
  pins: [
    {
      path: 'prod/kustomization.yaml',
      line: 1,
      key: 'images[0].newTag',
      name: 'ghcr.io/acme/cart',
      value: '1.0',
    },
  ],
};

function create(requests?: number): GithubGates {
  const config = mockServices.rootConfig({
    data: {
      integrations: {
        github: [
          {
            host: 'github.acme.example',
            apiBaseUrl: github.apiBaseUrl,
            token: 'ghs_standin',
          },
        ],
      },
      plumbline: { promotion: { github: { requests } } },
    },
  });
  const integrations = ScmIntegrations.fromConfig(config);
  const gates = GithubGates.fromConfig(config, {
    integrations,
    credentials:
      DefaultGithubCredentialsProvider.fromIntegrations(integrations),
    logger: mockServices.logger.mock(),
    secondMs: 1,
    now: () => new Date('2026-11-23T12:00:00Z'),
  });
  if (!gates) {
    throw new Error('No gates');
  }
  return gates;
}

async function read(
  repositories: PinnedRepository[] = [repository],
  gates = create(),
): Promise<GateReading[]> {
  async function* due() {
    yield* repositories;
  }
  const readings: GateReading[] = [];
  const { signal } = new AbortController();
  for await (const reading of gates.read(due(), { signal })) {
    readings.push(reading);
  }
  return readings;
}

function answer(path: string, schema: string, body: unknown): void {
  github.answers.set(`${repo}${path}`, { schema, body });
}

function pull(number: number, title: string): object {
  return {
    number,
    title,
    html_url: `https://github.acme.example/acme/app/pull/${number}`,
    created_at: '2026-11-20T00:00:00Z',
    head: { sha, ref: 'bump', label: 'acme:bump' },
    base: { ref: 'main', sha, label: 'acme:main' },
  };
}

/** A repository with a pull request that bumps a version, another one, and a deployment that waits for somebody. */
function fill(): void {
  answer('/pulls', 'pull-request-simple[]', [
    exampleOf('pull-request-simple', pull(12, 'Cart 1.1')),
    exampleOf('pull-request-simple', pull(13, 'Docs')),
  ]);
  answer('/pulls/12/files', 'diff-entry[]', [
    exampleOf('diff-entry', {
      filename: 'prod/kustomization.yaml',
      status: 'modified',
      patch: '@@ -1 +1 @@\n-  newTag: 1.0\n+  newTag: 1.1\n+# hunter2',
    }),
  ]);
  answer('/pulls/13/files', 'diff-entry[]', [
    exampleOf('diff-entry', { filename: 'README.md', status: 'modified' }),
  ]);
  answer(
    '/pulls/12',
    'pull-request',
    exampleOf('pull-request', {
      ...pull(12, 'Cart 1.1'),
      state: 'open',
      mergeable: true,
      mergeable_state: 'blocked',
    }),
  );
  answer('/pulls/12/reviews', 'pull-request-review[]', [
    exampleOf('pull-request-review', {
      user: exampleOf('simple-user', { login: 'ann' }),
      state: 'APPROVED',
    }),
  ]);
  github.answers.set(`${repo}/commits/${sha}/check-runs`, {
    body: {
      total_count: 1,
      check_runs: [
        exampleOf('check-run', {
          name: 'ci',
          status: 'in_progress',
          html_url: 'https://ci.example/1',
        }),
      ],
    },
  });
  answer(
    `/commits/${sha}/status`,
    'combined-commit-status',
    exampleOf('combined-commit-status', {
      statuses: [
        exampleOf('simple-commit-status', {
          context: 'lint',
          state: 'failure',
          target_url: 'https://lint.example/1',
        }),
      ],
    }),
  );
  answer('/rules/branches/main', 'repository-rule-detailed[]', [
    {
      type: 'required_status_checks',
      parameters: {
        strict_required_status_checks_policy: false,
        required_status_checks: [{ context: 'ci' }, { context: 'e2e' }],
      },
      ruleset_id: 1,
      ruleset_source: 'acme/app',
      ruleset_source_type: 'Repository',
    },
  ]);
  github.answers.set(`${repo}/environments`, {
    body: {
      total_count: 1,
      environments: [
        exampleOf('environment', {
          name: 'production',
          protection_rules: [
            {
              id: 1,
              node_id: 'x',
              type: 'required_reviewers',
              reviewers: [
                {
                  type: 'User',
                  reviewer: exampleOf('simple-user', { login: 'ann' }),
                },
              ],
            },
            { id: 2, node_id: 'y', type: 'wait_timer', wait_timer: 30 },
          ],
        }),
      ],
    },
  });
  answer('/deployments', 'deployment[]', [
    exampleOf('deployment', { id: 7, ref: 'v1.1', environment: 'production' }),
    exampleOf('deployment', { id: 6, ref: 'v1.0', environment: 'production' }),
    exampleOf('deployment', { id: 5, ref: 'v1.1', environment: 'staging' }),
  ]);
  answer('/deployments/7/statuses', 'deployment-status[]', []);
  answer('/deployments/5/statuses', 'deployment-status[]', [
    exampleOf('deployment-status', { state: 'success' }),
  ]);
}

const expected = {
  repository: 'acme/app',
  changes: [
    {
      id: '#12',
      title: 'Cart 1.1',
      url: 'https://github.acme.example/acme/app/pull/12',
      createdAt: '2026-11-20T00:00:00Z',
      files: [
        {
          path: 'prod/kustomization.yaml',
          versions: [
            {
              key: 'images[0].newTag',
              name: 'ghcr.io/acme/cart',
              from: '1.0',
              to: '1.1',
            },
          ],
        },
      ],
      gates: [
        {
          kind: 'approval',
          name: 'review',
          state: 'passed',
          reason: 'approved by ann',
        },
        {
          kind: 'check',
          name: 'ci',
          state: 'waiting',
          reason: 'in_progress',
          url: 'https://ci.example/1',
        },
        {
          kind: 'check',
          name: 'lint',
          state: 'failed',
          reason: 'failure',
          required: false,
          url: 'https://lint.example/1',
        },
        {
          kind: 'check',
          name: 'e2e',
          state: 'waiting',
          reason: 'it has not reported yet',
        },
      ],
    },
  ],
  deployments: [
    {
      environment: 'production',
      ref: 'v1.1',
      running: false,
      createdAt: '2026-11-20T00:00:00Z',
      gates: [
        {
          kind: 'approval',
          name: 'deployment review',
          state: 'waiting',
          reason: 'by ann',
        },
        {
          kind: 'time',
          name: 'wait timer',
          state: 'waiting',
          reason: '30 minutes',
        },
        {
          kind: 'check',
          name: 'deployment',
          state: 'waiting',
          reason: 'pending',
        },
      ],
    },
  ],
};

describe('GithubGates', () => {
  it('reads what is on its way, and next time only what has changed', async () => {
    fill();
    const [first] = await read();
    expect(first).toEqual({ ...expected, memory: expect.any(String) });
    expect(JSON.stringify(first)).not.toContain('hunter2');
    const asked = github.requests.splice(0);
    expect(asked.every(({ status }) => status === 200)).toBe(true);

    const memory = 'memory' in first ? first.memory : undefined;
    const [second] = await read([{ ...repository, memory }]);
    expect(second).toEqual(first);
    expect(github.requests.map(({ status }) => status)).toEqual(
      github.requests.map(() => 304),
    );
    // The files of a head are known for good.
    expect(github.requests.length).toBe(asked.length - 2);
  });

  it('asks about a repository where it is, whatever Plumbline calls it', async () => {
    fill();
    const [reading] = await read([{ ...repository, name: 'shop/deploy' }]);
    expect(reading).toMatchObject({
      ...expected,
      repository: 'shop/deploy',
    });
  });

  it('tells what GitHub does not show as unknown', async () => {
    fill();
    const hide = (...parts: string[]) =>
      parts.forEach(part => github.answers.delete(`${repo}${part}`));
    hide(
      `/commits/${sha}/check-runs`,
      '/rules/branches/main',
      '/environments',
      '/deployments/5/statuses',
    );
    const [reading] = await read();
    expect(reading).toMatchObject({
      changes: [
        {
          gates: [{ name: 'review' }, { kind: 'check', state: 'unknown' }],
        },
      ],
      deployments: [
        {
          environment: 'production',
          gates: [
            { name: 'environment rules', state: 'unknown' },
            { name: 'deployment', state: 'waiting' },
          ],
        },
        {
          environment: 'staging',
          gates: [{ name: 'deployment', state: 'unknown' }],
        },
      ],
    });
    hide('/deployments');
    const [hidden] = await read();
    expect(hidden).not.toHaveProperty('deployments');
    expect(hidden).toMatchObject({
      changes: [{ id: '#12' }],
      problem:
        'GitHub does not show deployments of acme/app to these credentials',
    });
  });

  it('tells of what failed lately, and of nothing that ended', async () => {
    fill();
    const ended = (state: string, created_at: string) =>
      answer('/deployments/7/statuses', 'deployment-status[]', [
        exampleOf('deployment-status', { state, created_at }),
      ]);
    const deployments = async () => {
      const [reading] = await read();
      return 'deployments' in reading ? reading.deployments : undefined;
    };
    ended('failure', '2026-11-22T00:00:00Z');
    expect(await deployments()).toMatchObject([
      { gates: [{}, {}, { kind: 'run', state: 'failed' }] },
    ]);
    ended('failure', '2026-11-02T00:00:00Z');
    expect(await deployments()).toEqual([]);
    ended('success', '2026-11-22T00:00:00Z');
    expect(await deployments()).toEqual([]);
  });

  it('looks at the branch that is followed, page by page', async () => {
    fill();
    github.answers.set(repo, { body: { default_branch: 'release' } });
    answer(
      '/pulls',
      'pull-request-simple[]',
      Array.from({ length: 100 }, () =>
        exampleOf('pull-request-simple', pull(13, 'Docs')),
      ),
    );
    await read([{ ...repository, branch: undefined }]);
    const pulls = github.requests.filter(({ path }) =>
      path.includes('/pulls?'),
    );
    expect(pulls).toHaveLength(10);
    expect(pulls.every(({ path }) => path.includes('base=release'))).toBe(true);
  });

  it('stops where its budget is spent, and leaves others some of the rate limit', async () => {
    answer('/pulls', 'pull-request-simple[]', []);
    github.answers.set(`${repo}/environments`, { body: { environments: [] } });
    const many = Array.from({ length: 20 }, () => repository);
    expect(await read(many, create(11))).toHaveLength(5);
    expect(github.requests.splice(0)).toHaveLength(11);

    // One that takes more than a pass is told of, and is in nobody's way next time.
    fill();
    const [large] = await read([repository], create(3));
    expect(github.requests.splice(0)).toHaveLength(3);
    expect(large).toMatchObject({
      error: expect.stringContaining('more than the 3 requests of one pass'),
      memory: expect.stringContaining('lines 12'),
    });

    github.rateLimit = {
      'x-ratelimit-limit': '5000',
      'x-ratelimit-remaining': '999',
    };
    expect(await read(many)).toEqual([]);
    expect(github.requests.splice(0)).toHaveLength(1);
    github.rateLimit = {};
    github.override = () =>
      problem(403, 'API rate limit exceeded', {
        'x-ratelimit-limit': '5000',
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': '2000000000',
      });
    expect(await read(many)).toMatchObject([
      { error: expect.stringContaining('rate limit') },
    ]);
    expect(github.requests).toHaveLength(1);
    github.override = undefined;
  });

  it('says why a repository cannot be read, and goes on with the next', async () => {
    answer('/pulls', 'pull-request-simple[]', []);
    github.answers.set(`${repo}/environments`, { body: {} });
    const gone = {
      ...repository,
      name: 'shop/gone',
      webUrl: 'https://github.acme.example/acme/gone',
    };
    expect(await read([gone, repository])).toMatchObject([
      {
        repository: 'shop/gone',
        error:
          'Could not read what is open in shop/gone: github.acme.example shows no repository acme/gone to these credentials',
      },
      { repository: 'acme/app', changes: [], deployments: [] },
    ]);
    github.override = () => problem(403, 'Resource not accessible');
    expect(await read()).toMatchObject([
      {
        error: expect.stringContaining(
          'they need read access to pull requests, checks',
        ),
      },
    ]);
    github.override = undefined;
  });

  it.each<[PinnedRepository['name'], string | undefined, boolean]>([
    ['acme/app', 'https://github.acme.example/acme/app', true],
    ['shop/deploy', 'https://github.acme.example/acme/app.git', true],
    ['acme/app', 'https://github.acme.example/acme', false],
    ['acme/app', 'https://git.example/acme/app', false],
    ['acme/app', undefined, false],
    ['app', 'https://github.acme.example/app', false],
  ])('knows %s at %s: %s', (name, webUrl, known) =>
    expect(create().knows({ name, webUrl })).toBe(known),
  );
});

describe('gatesOf', () => {
  const state = { draft: false, mergeable: true, mergeableState: 'clean' };
  const rules = { checks: [], approvals: 0 };
  const told = (gates: Gate[]) =>
    gates.map(
      ({ kind, name, state: own, required = true }) =>
        `${kind} ${name} ${own}${required ? '' : ', not required'}`,
    );

  it.each<[string, Partial<Parameters<typeof gatesOf>[0]>, string[]]>([
    ['nothing', {}, []],
    ['a draft', { state: { ...state, draft: true } }, ['merge draft waiting']],
    [
      'conflicts',
      { state: { ...state, mergeable: false, mergeableState: 'dirty' } },
      ['merge conflicts failed'],
    ],
    [
      'what GitHub has not worked out',
      { state: { ...state, mergeable: null, mergeableState: 'unknown' } },
      ['merge conflicts unknown'],
    ],
    [
      'a branch that moved on',
      { state: { ...state, mergeableState: 'behind' } },
      ['merge branch waiting'],
    ],
    [
      'rules that nobody shows',
      { state: { ...state, mergeableState: 'blocked' }, rules: undefined },
      ['merge branch rules waiting'],
    ],
    [
      'a failed check under rules that nobody shows',
      {
        state: { ...state, mergeableState: 'blocked' },
        rules: undefined,
        checks: [{ name: 'ci', state: 'failed' }],
      },
      ['check ci failed, not required', 'merge branch rules unknown'],
    ],
    [
      'a failed check that GitHub lets through',
      { checks: [{ name: 'ci', state: 'failed' }] },
      ['check ci failed, not required'],
    ],
    [
      'the last word of each person',
      {
        rules: { ...rules, approvals: 2 },
        reviews: [
          { user: 'ann', state: 'CHANGES_REQUESTED' },
          { user: 'bob', state: 'APPROVED' },
          { user: 'cy', state: 'APPROVED' },
          { user: 'ann', state: 'APPROVED' },
          { user: 'cy', state: 'CHANGES_REQUESTED' },
          { user: 'bob', state: 'COMMENTED' },
        ],
      },
      ['approval review passed', 'approval changes requested failed'],
    ],
    [
      'one approval of two',
      {
        rules: { ...rules, approvals: 2 },
        reviews: [{ user: 'ann', state: 'APPROVED' }],
      },
      ['approval review waiting'],
    ],
  ])('%s', (_, more, gates) =>
    expect(
      told(gatesOf({ state, reviews: [], checks: [], rules, ...more })),
    ).toEqual(gates),
  );
});
