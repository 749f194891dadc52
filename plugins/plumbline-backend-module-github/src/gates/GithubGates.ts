import { RootConfigService } from '@backstage/backend-plugin-api';
import { ScmIntegrationRegistry } from '@backstage/integration';
import {
  GateReading,
  PinnedRepository,
  PromotionGates,
} from '@plumbline/plugin-plumbline-node';
import { connect, GithubClientDeps } from '../connect';
import { explainGithubError } from '../explainGithubError';
import { Budget, BudgetSpentError } from './Budget';
import { Memory } from './Memory';
import { RepositoryReading } from './RepositoryReading';

const DEFAULT_REQUESTS = 300;

export interface GithubGatesDeps extends GithubClientDeps {
  integrations: ScmIntegrationRegistry;
  now?: () => Date;
}

/** Pull requests, checks, approvals and deployments of GitHub, for the repositories that pin versions. */
export class GithubGates implements PromotionGates {
  readonly id = 'github';
  readonly #integrations: ScmIntegrationRegistry;
  readonly #deps: GithubGatesDeps;
  readonly #requests: number;

  private constructor(deps: GithubGatesDeps, requests: number) {
    this.#deps = deps;
    this.#integrations = deps.integrations;
    this.#requests = requests;
  }

  /** `undefined` unless the configuration asks for it. */
  static fromConfig(
    config: RootConfigService,
    deps: GithubGatesDeps,
  ): GithubGates | undefined {
    const github = config.getOptionalConfig('plumbline.promotion.github');
    return (
      github &&
      new GithubGates(
        deps,
        github.getOptionalNumber('requests') ?? DEFAULT_REQUESTS,
      )
    );
  }

  knows(repository: Pick<PinnedRepository, 'name' | 'webUrl'>): boolean {
    return this.#placeOf(repository) !== undefined;
  }

  async *read(
    repositories: AsyncIterable<PinnedRepository>,
    { signal }: { signal: AbortSignal },
  ): AsyncIterable<GateReading> {
    const budgets = new Map<string, Budget>();
    for await (const repository of repositories) {
      signal.throwIfAborted();
      const place = this.#placeOf(repository);
      if (!place) {
        const { name } = repository;
        yield {
          repository: name,
          error: 'it is on no GitHub that is set up',
        };
        continue;
      }
      const whose = `${place.host}/${place.name}`.toLowerCase();
      const budget = budgets.get(whose) ?? new Budget(this.#requests);
      if (!budget.spent) {
        const reading = await this.#readOne(
          { repository, place, first: !budgets.has(whose) },
          budget,
          signal,
        );
        if (reading) {
          yield reading;
        }
        if (budget.limited) {
          this.#deps.logger.info('Left the rest of a rate limit to others', {
            organization: whose,
          });
        }
      }
      budgets.set(whose, budget);
    }
  }

  /** Undefined where the budget was spent before all was asked: it is the first one next time. */
  async #readOne(
    {
      repository,
      place,
      first,
    }: { repository: PinnedRepository; place: GithubPlace; first: boolean },
    budget: Budget,
    signal: AbortSignal,
  ): Promise<GateReading | undefined> {
    const { name } = repository;
    const memory = new Memory(repository.memory);
    try {
      const octokit = await connect(place, this.#deps);
      octokit.hook.wrap('request', async (request, options) => {
        budget.take();
        try {
          const response = await request(options);
          budget.saw(response.headers);
          return response;
        } catch (error) {
          budget.saw(headersOf(error));
          throw error;
        }
      });
      const reading = new RepositoryReading({
        octokit,
        place: { owner: place.name, repo: place.repository },
        repository,
        memory,
        now: this.#deps.now?.() ?? new Date(),
        signal,
      });
      const changes = await reading.changes();
      const deployments = await reading.deployments();
      return {
        repository: name,
        changes,
        ...(deployments
          ? { deployments }
          : {
              problem: `GitHub does not show deployments of ${name} to these credentials`,
            }),
        memory: memory.toString(),
      };
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof BudgetSpentError) {
        return first && !budget.limited
          ? {
              repository: name,
              error: `${name} takes more than the ${this.#requests} requests of one pass: allow more in plumbline.promotion.github.requests`,
              memory: memory.toString({ complete: false }),
            }
          : undefined;
      }
      const { message } = explainGithubError(
        `Could not read what is open in ${name}`,
        {
          ...place,
          repository: `${place.name}/${place.repository}`,
          needs: 'pull requests, checks, commit statuses and deployments',
        },
        error,
      );
      return { repository: name, error: message };
    }
  }

  /** Where GitHub has it: what Plumbline calls a repository may be the name of a stranger's there. */
  #placeOf({
    webUrl,
  }: Pick<PinnedRepository, 'name' | 'webUrl'>): GithubPlace | undefined {
    if (!webUrl || !URL.canParse(webUrl)) {
      return undefined;
    }
    const { host, apiBaseUrl } =
      this.#integrations.github.byUrl(webUrl)?.config ?? {};
    const [, name, repository] =
      /^\/([\w.-]+)\/([\w.-]+?)(?:\.git)?\/?$/.exec(new URL(webUrl).pathname) ??
      [];
    return name && repository && host && apiBaseUrl
      ? { name, repository, host, apiBaseUrl }
      : undefined;
  }
}

/** An organisation, and a repository of it. */
interface GithubPlace {
  name: string;
  repository: string;
  host: string;
  apiBaseUrl: string;
}

/** Of an answer that octokit throws: also "unchanged" is one. */
function headersOf(error: unknown): { [name: string]: unknown } {
  const response =
    error instanceof Error && 'response' in error ? error.response : undefined;
  return typeof response === 'object' && response && 'headers' in response
    ? { ...Object(response.headers) }
    : {};
}
