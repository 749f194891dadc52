import { bumpsIn } from '@plumbline/gitops-promotion';
import {
  HostDeployment,
  PinnedRepository,
  ProposedChange,
} from '@plumbline/plugin-plumbline-node';
import { Octokit } from '@octokit/rest';
import { createHash } from 'node:crypto';
import {
  BranchRules,
  Check,
  deploymentGates,
  gatesOf,
  PullRequestState,
  Review,
  toCheck,
} from './gatesOf';
import { Memory, statusOf } from './Memory';

const PAGE = 100;
/** Of longer lists, the rest is not looked at: GitHub itself shows no more files than this of a pull request. */
const MOST_FILE_PAGES = 30;
const MOST_PAGES = 10;
/** One that failed longer ago is on its way no more. */
const FAILED_MS = 7 * 24 * 3600_000;

interface PullRequest {
  number: number;
  title: string;
  url: string;
  author?: string;
  createdAt: string;
  head: string;
}

interface Deployment {
  id: number;
  environment: string;
  ref: string;
  createdAt: string;
}

interface DeploymentStatus {
  state: string;
  createdAt: string;
  url?: string;
}

interface Environment {
  name: string;
  rules: { type: string; reviewers?: string[]; minutes?: number }[];
}

/** One repository of GitHub, as far as it tells what is on its way to pinned lines. */
export class RepositoryReading {
  readonly #octokit: Octokit;
  readonly #repository: Pick<PinnedRepository, 'pins' | 'branch'>;
  readonly #memory: Memory;
  readonly #now: Date;
  readonly #place: { owner: string; repo: string; request: RequestOptions };

  constructor(options: {
    octokit: Octokit;
    place: { owner: string; repo: string };
    repository: Pick<PinnedRepository, 'pins' | 'branch'>;
    memory: Memory;
    now: Date;
    signal: AbortSignal;
  }) {
    this.#octokit = options.octokit;
    this.#repository = options.repository;
    this.#memory = options.memory;
    this.#now = options.now;
    this.#place = { ...options.place, request: { signal: options.signal } };
  }

  /** The open pull requests to the branch that is followed that touch a file with pinned versions. */
  async changes(): Promise<ProposedChange[]> {
    const branch = this.#repository.branch ?? (await this.#defaultBranch());
    const touching: { pull: PullRequest; files: ProposedChange['files'] }[] =
      [];
    for (const pull of await this.#pullRequests(branch)) {
      const files = await this.#touched(pull);
      if (files.length > 0) {
        touching.push({ pull, files });
      }
    }
    const rules = touching.length > 0 ? await this.#rules(branch) : undefined;
    const changes: ProposedChange[] = [];
    for (const { pull, files } of touching) {
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
          rules,
        }),
      });
    }
    return changes;
  }

  /** Of each environment the last deployment, where it has not ended or went wrong lately. Undefined: GitHub shows none. */
  async deployments(): Promise<HostDeployment[] | undefined> {
    const environments = await this.#environments();
    if (environments?.length === 0) {
      return [];
    }
    const lately = await this.#deployments();
    if (!lately) {
      return undefined;
    }
    const last = new Map<string, Deployment>();
    for (const deployment of lately) {
      if (!last.has(deployment.environment)) {
        last.set(deployment.environment, deployment);
      }
    }
    for (const { name } of environments ?? []) {
      // Where there are no more than these, it was never deployed to.
      if (!last.has(name) && lately.length === PAGE) {
        const [deployment] = (await this.#deployments(name)) ?? [];
        if (deployment) {
          last.set(name, deployment);
        }
      }
    }
    const open: HostDeployment[] = [];
    for (const deployment of last.values()) {
      const status = await this.#deploymentStatus(deployment.id);
      const { state = status === null ? 'pending' : 'unknown', url } =
        status ?? {};
      const { environment, ref, createdAt } = deployment;
      const failed = ['failure', 'error'].includes(state);
      const since = Date.parse(status?.createdAt ?? createdAt);
      if (
        ['success', 'inactive'].includes(state) ||
        (failed && since < this.#now.getTime() - FAILED_MS)
      ) {
        continue;
      }
      open.push({
        environment,
        ref,
        running: state === 'in_progress',
        ...(url && { url }),
        createdAt,
        gates: deploymentGates(
          state,
          environments && {
            rules: [],
            ...environments.find(({ name }) => name === environment),
          },
        ),
      });
    }
    return open;
  }

  async #defaultBranch(): Promise<string> {
    return this.#memory.ask('branch', async headers => {
      const { data, headers: said } = await this.#octokit.rest.repos.get({
        ...this.#place,
        headers,
      });
      return { etag: said.etag, value: data.default_branch };
    });
  }

  async #pullRequests(branch: string): Promise<PullRequest[]> {
    return this.#pages(`pulls ${branch}`, async question => {
      const { data, headers } = await this.#octokit.rest.pulls.list({
        ...question,
        state: 'open',
        base: branch,
        sort: 'updated',
        direction: 'desc',
      });
      return {
        headers,
        items: data.map(pull => ({
          number: pull.number,
          title: pull.title,
          url: pull.html_url,
          ...(pull.user && { author: pull.user.login }),
          createdAt: pull.created_at,
          head: pull.head.sha,
        })),
      };
    });
  }

  /** The files never change while the head stays; what is pinned may. */
  async #touched({
    number,
    head,
  }: PullRequest): Promise<ProposedChange['files']> {
    const { pins } = this.#repository;
    const paths = new Set(pins.map(({ path }) => path));
    const wanted = pins.map(pin => JSON.stringify(pin)).sort();
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
                    pins.filter(({ path }) => path === pinned),
                  ),
                }),
              });
            }
          }
          if (data.length < PAGE) {
            break;
          }
        }
        // Of a file whose pinned lines stay, nothing is on its way.
        return touched.filter(({ versions }) => versions?.length !== 0);
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
    return this.#pages(`reviews ${number}`, async question => {
      const { data, headers } = await this.#octokit.rest.pulls.listReviews({
        ...question,
        pull_number: number,
      });
      return {
        headers,
        items: data.map(({ user, state }) => ({
          user: user?.login ?? 'somebody',
          state,
        })),
      };
    });
  }

  /** Check runs and commit statuses: GitHub keeps two lists. */
  async #checks({ head }: PullRequest): Promise<Check[] | undefined> {
    const runs = await this.#whereShown(() =>
      this.#pages(`checks ${head}`, async question => {
        const { data, headers } = await this.#octokit.rest.checks.listForRef({
          ...question,
          ref: head,
          filter: 'latest',
        });
        return {
          headers,
          items: data.check_runs.map(run =>
            toCheck({ ...run, url: run.html_url }),
          ),
        };
      }),
    );
    const statuses = await this.#whereShown(() =>
      this.#pages(`status ${head}`, async question => {
        const { data, headers } =
          await this.#octokit.rest.repos.getCombinedStatusForRef({
            ...question,
            ref: head,
          });
        return {
          headers,
          items: data.statuses.map(({ context, state, target_url }) =>
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
      this.#pages('environments', async question => {
        const { data, headers } =
          await this.#octokit.rest.repos.getAllEnvironments({ ...question });
        return {
          headers,
          items: (data.environments ?? []).map(
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

  /** The last ones of all environments, or the last one of one. */
  async #deployments(environment?: string): Promise<Deployment[] | undefined> {
    const key = environment === undefined ? '' : ` ${environment}`;
    return this.#whereShown(() =>
      this.#memory.ask(`deployments${key}`, async headers => {
        const { data, headers: said } =
          await this.#octokit.rest.repos.listDeployments({
            ...this.#place,
            headers,
            ...(environment !== undefined && { environment }),
            per_page: environment === undefined ? PAGE : 1,
          });
        return {
          etag: said.etag,
          value: data.map(({ id, environment: name, ref, created_at }) => ({
            id,
            environment: name,
            ref,
            createdAt: created_at,
          })),
        };
      }),
    );
  }

  /** Null: it has none yet. */
  async #deploymentStatus(
    id: number,
  ): Promise<DeploymentStatus | null | undefined> {
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
                createdAt: status.created_at,
                ...(status.log_url && { url: status.log_url }),
              }
            : null,
        };
      }),
    );
  }

  /** A list, page by page. */
  async #pages<T>(
    key: string,
    ask: (question: Question) => Promise<{
      items: T[];
      headers: { etag?: string };
    }>,
  ): Promise<T[]> {
    const all: T[] = [];
    for (let page = 1; page <= MOST_PAGES; page += 1) {
      const items = await this.#memory.ask(`${key} ${page}`, async headers => {
        const question = { ...this.#place, headers, per_page: PAGE, page };
        const answer = await ask(question);
        return { etag: answer.headers.etag, value: answer.items };
      });
      all.push(...items);
      if (items.length < PAGE) {
        break;
      }
    }
    return all;
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

interface Question {
  owner: string;
  repo: string;
  request: RequestOptions;
  headers: { 'if-none-match'?: string };
  per_page: number;
  page: number;
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
