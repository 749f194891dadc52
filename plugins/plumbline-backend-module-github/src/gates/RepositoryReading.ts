import { bumpsIn } from '@plumbline/gitops-promotion';
import {
  HostDeployment,
  PinnedLine,
  ProposedChange,
} from '@plumbline/plugin-plumbline-node';
import { Octokit } from '@octokit/rest';
import { createHash } from 'node:crypto';
import {
  BranchRules,
  Check,
  gatesOf,
  protectionGates,
  PullRequestState,
  Review,
  toCheck,
} from './gatesOf';
import { Memory, statusOf } from './Memory';

const PAGE = 100;
/** Of a pull request with more files than this, the others are not looked at. */
const MOST_FILE_PAGES = 3;
const MOST_DEPLOYMENTS = 30;

interface PullRequest {
  number: number;
  title: string;
  url: string;
  author?: string;
  createdAt: string;
  head: string;
  base: string;
}

interface Environment {
  name: string;
  rules: { type: string; reviewers?: string[]; minutes?: number }[];
}

/** One repository of GitHub, as far as it tells what is on its way to pinned lines. */
export class RepositoryReading {
  readonly #octokit: Octokit;
  readonly #pins: PinnedLine[];
  readonly #memory: Memory;
  readonly #place: { owner: string; repo: string; request: RequestOptions };

  constructor(options: {
    octokit: Octokit;
    place: { owner: string; repo: string };
    pins: PinnedLine[];
    memory: Memory;
    signal: AbortSignal;
  }) {
    this.#octokit = options.octokit;
    this.#pins = options.pins;
    this.#memory = options.memory;
    this.#place = { ...options.place, request: { signal: options.signal } };
  }

  /** The open pull requests that touch a file with pinned versions, out of the hundred that changed last. */
  async changes(): Promise<ProposedChange[]> {
    const changes: ProposedChange[] = [];
    for (const pull of await this.#pullRequests()) {
      const files = await this.#touched(pull);
      if (files.length === 0) {
        continue;
      }
      const { title, url, author, createdAt } = pull;
      changes.push({
        id: `#${pull.number}`,
        title,
        url,
        ...(author && { author }),
        createdAt,
        files,
        gates: gatesOf({
          state: await this.#state(pull),
          reviews: await this.#reviews(pull),
          checks: await this.#checks(pull),
          rules: await this.#rules(pull.base),
        }),
      });
    }
    return changes;
  }

  /** Of each environment the last deployment, where it has not ended or went wrong. */
  async deployments(): Promise<HostDeployment[]> {
    const environments = (await this.#environments()) ?? [];
    if (environments.length === 0) {
      return [];
    }
    const seen = new Set<string>();
    const open: HostDeployment[] = [];
    for (const deployment of (await this.#lastDeployments()) ?? []) {
      const { environment, ref, createdAt } = deployment;
      if (seen.has(environment)) {
        continue;
      }
      seen.add(environment);
      const status = await this.#deploymentStatus(deployment.id);
      const { state = 'pending', url } = status ?? {};
      if (['success', 'inactive'].includes(state)) {
        continue;
      }
      const failed = ['failure', 'error'].includes(state);
      // One that runs has come through the protection of its environment.
      const waits = ['waiting', 'pending', 'queued'].includes(state);
      const rules =
        environments.find(({ name }) => name === environment)?.rules ?? [];
      open.push({
        environment,
        ref,
        running: state === 'in_progress',
        ...(url && { url }),
        createdAt,
        gates: [
          ...protectionGates(rules, waits),
          {
            kind: 'run',
            name: 'deployment',
            state: failed ? 'failed' : 'passed',
            ...(failed && { reason: state }),
          },
        ],
      });
    }
    return open;
  }

  async #pullRequests(): Promise<PullRequest[]> {
    return this.#memory.ask('pulls', async headers => {
      const { data, headers: said } = await this.#octokit.rest.pulls.list({
        ...this.#place,
        headers,
        state: 'open',
        sort: 'updated',
        direction: 'desc',
        per_page: PAGE,
      });
      return {
        etag: said.etag,
        value: data.map(pull => ({
          number: pull.number,
          title: pull.title,
          url: pull.html_url,
          ...(pull.user && { author: pull.user.login }),
          createdAt: pull.created_at,
          head: pull.head.sha,
          base: pull.base.ref,
        })),
      };
    });
  }

  /** The files never change while the head stays; what is pinned may. */
  async #touched({
    number,
    head,
  }: PullRequest): Promise<ProposedChange['files']> {
    const paths = new Set(this.#pins.map(({ path }) => path));
    const wanted = this.#pins.map(pin => JSON.stringify(pin)).sort();
    return this.#memory.once(
      `lines ${number} ${head} ${hashOf(wanted.join('\n'))}`,
      async () => {
        const touched: ProposedChange['files'] = [];
        for (let page = 1; page <= MOST_FILE_PAGES; page += 1) {
          const { data } = await this.#octokit.rest.pulls.listFiles({
            ...this.#place,
            pull_number: number,
            per_page: PAGE,
            page,
          });
          for (const { filename, previous_filename, patch } of data) {
            const pinned = [filename, previous_filename ?? ''].find(path =>
              paths.has(path),
            );
            if (pinned !== undefined) {
              touched.push({
                path: pinned,
                // GitHub leaves out the patch of a large file.
                ...(patch !== undefined && {
                  versions: bumpsIn(
                    patch,
                    this.#pins.filter(({ path }) => path === pinned),
                  ),
                }),
              });
            }
          }
          if (data.length < PAGE) {
            break;
          }
        }
        return touched;
      },
    );
  }

  async #state({ number }: PullRequest): Promise<PullRequestState> {
    return this.#memory.ask(`pull ${number}`, async headers => {
      const { data, headers: said } = await this.#octokit.rest.pulls.get({
        ...this.#place,
        headers,
        pull_number: number,
      });
      return {
        etag: said.etag,
        value: {
          draft: data.draft ?? false,
          mergeable: data.mergeable,
          mergeableState: data.mergeable_state,
        },
      };
    });
  }

  async #reviews({ number }: PullRequest): Promise<Review[]> {
    return this.#memory.ask(`reviews ${number}`, async headers => {
      const { data, headers: said } =
        await this.#octokit.rest.pulls.listReviews({
          ...this.#place,
          headers,
          pull_number: number,
          per_page: PAGE,
        });
      return {
        etag: said.etag,
        value: data.map(({ user, state }) => ({
          user: user?.login ?? 'somebody',
          state,
        })),
      };
    });
  }

  /** Check runs and commit statuses: GitHub keeps two lists. */
  async #checks({ head }: PullRequest): Promise<Check[] | undefined> {
    const runs = await this.#whereShown(() =>
      this.#memory.ask(`checks ${head}`, async headers => {
        const { data, headers: said } =
          await this.#octokit.rest.checks.listForRef({
            ...this.#place,
            headers,
            ref: head,
            filter: 'latest',
            per_page: PAGE,
          });
        return {
          etag: said.etag,
          value: data.check_runs.map(run =>
            toCheck({ ...run, url: run.html_url }),
          ),
        };
      }),
    );
    const statuses = await this.#whereShown(() =>
      this.#memory.ask(`status ${head}`, async headers => {
        const { data, headers: said } =
          await this.#octokit.rest.repos.getCombinedStatusForRef({
            ...this.#place,
            headers,
            ref: head,
            per_page: PAGE,
          });
        return {
          etag: said.etag,
          value: data.statuses.map(({ context, state, target_url }) =>
            toCheck({
              name: context,
              status: state === 'pending' ? 'pending' : 'completed',
              conclusion: state === 'pending' ? null : state,
              url: target_url,
            }),
          ),
        };
      }),
    );
    return runs && statuses ? [...runs, ...statuses] : undefined;
  }

  async #rules(branch: string): Promise<BranchRules | undefined> {
    return this.#whereShown(() =>
      this.#memory.ask(`rules ${branch}`, async headers => {
        const { data, headers: said } =
          await this.#octokit.rest.repos.getBranchRules({
            ...this.#place,
            headers,
            branch,
            per_page: PAGE,
          });
        const checks = data.flatMap(rule =>
          rule.type === 'required_status_checks'
            ? (rule.parameters?.required_status_checks ?? [])
            : [],
        );
        const approvals = data.map(rule =>
          rule.type === 'pull_request'
            ? (rule.parameters?.required_approving_review_count ?? 0)
            : 0,
        );
        return {
          etag: said.etag,
          value: {
            checks: [...new Set(checks.map(({ context }) => context))],
            approvals: Math.max(0, ...approvals),
          },
        };
      }),
    );
  }

  async #environments(): Promise<Environment[] | undefined> {
    return this.#whereShown(() =>
      this.#memory.ask('environments', async headers => {
        const { data, headers: said } =
          await this.#octokit.rest.repos.getAllEnvironments({
            ...this.#place,
            headers,
            per_page: PAGE,
          });
        return {
          etag: said.etag,
          value: (data.environments ?? []).map(
            ({ name, protection_rules = [] }) => ({
              name,
              rules: protection_rules.map(rule => ({
                type: rule.type,
                ...('wait_timer' in rule && { minutes: rule.wait_timer }),
                ...('reviewers' in rule && {
                  reviewers: (rule.reviewers ?? []).flatMap(
                    ({ reviewer }) => nameOf(reviewer) ?? [],
                  ),
                }),
              })),
            }),
          ),
        };
      }),
    );
  }

  async #lastDeployments() {
    return this.#whereShown(() =>
      this.#memory.ask('deployments', async headers => {
        const { data, headers: said } =
          await this.#octokit.rest.repos.listDeployments({
            ...this.#place,
            headers,
            per_page: MOST_DEPLOYMENTS,
          });
        return {
          etag: said.etag,
          value: data.map(({ id, environment, ref, created_at }) => ({
            id,
            environment,
            ref,
            createdAt: created_at,
          })),
        };
      }),
    );
  }

  async #deploymentStatus(
    id: number,
  ): Promise<{ state: string; url?: string } | null | undefined> {
    return this.#whereShown(() =>
      this.#memory.ask(`deployment ${id}`, async headers => {
        const { data, headers: said } =
          await this.#octokit.rest.repos.listDeploymentStatuses({
            ...this.#place,
            headers,
            deployment_id: id,
            per_page: 1,
          });
        const [status] = data;
        return {
          etag: said.etag,
          value: status
            ? {
                state: status.state,
                ...(status.log_url && { url: status.log_url }),
              }
            : null,
        };
      }),
    );
  }

  /** Undefined where GitHub does not show it to these credentials, or does not have it in this plan. */
  async #whereShown<T>(ask: () => Promise<T>): Promise<T | undefined> {
    try {
      return await ask();
    } catch (error) {
      const status = statusOf(error);
      if (status === 404 || (status === 403 && !isRateLimit(error))) {
        return undefined;
      }
      throw error;
    }
  }
}

interface RequestOptions {
  signal: AbortSignal;
}

/** Of a team or a person. */
function nameOf(
  reviewer: { slug?: string } | { login?: string } | undefined,
): string | undefined {
  if (!reviewer) {
    return undefined;
  }
  if ('slug' in reviewer) {
    return reviewer.slug;
  }
  return 'login' in reviewer ? reviewer.login : undefined;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 16);
}

function isRateLimit(error: unknown): boolean {
  return error instanceof Error && /rate limit/i.test(error.message);
}
