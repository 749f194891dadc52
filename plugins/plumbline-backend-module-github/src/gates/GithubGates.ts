import { RootConfigService } from '@backstage/backend-plugin-api';
import { ScmIntegrationRegistry } from '@backstage/integration';
import {
  GateReading,
  PinnedRepository,
  PromotionGates,
} from '@plumbline/plugin-plumbline-node';
import { connect, GithubClientDeps } from '../connect';
import { explainGithubError } from '../explainGithubError';
import { Budget } from './Budget';
import { Memory } from './Memory';
import { RepositoryReading } from './RepositoryReading';

const DEFAULT_REQUESTS = 300;

/** Pull requests, checks, approvals and deployments of GitHub, for the repositories that pin versions. */
export class GithubGates implements PromotionGates {
  readonly id = 'github';
  readonly #integrations: ScmIntegrationRegistry;
  readonly #deps: GithubClientDeps;
  readonly #requests: number;

  private constructor(
    deps: GithubClientDeps & { integrations: ScmIntegrationRegistry },
    requests: number,
  ) {
    this.#deps = deps;
    this.#integrations = deps.integrations;
    this.#requests = requests;
  }

  /** `undefined` unless the configuration asks for it. */
  static fromConfig(
    config: RootConfigService,
    deps: GithubClientDeps & { integrations: ScmIntegrationRegistry },
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
    const budget = new Budget(this.#requests);
    for await (const repository of repositories) {
      signal.throwIfAborted();
      yield await this.#readOne(repository, budget, signal);
      if (budget.spent) {
        return;
      }
    }
  }

  async #readOne(
    repository: PinnedRepository,
    budget: Budget,
    signal: AbortSignal,
  ): Promise<GateReading> {
    const { name } = repository;
    const place = this.#placeOf(repository);
    if (!place) {
      return { repository: name, error: 'it is on no GitHub that is set up' };
    }
    try {
      const octokit = await connect(place, this.#deps);
      octokit.hook.wrap('request', async (request, options) => {
        budget.take();
        const response = await request(options);
        budget.saw(response.headers);
        return response;
      });
      const memory = new Memory(repository.memory);
      const reading = new RepositoryReading({
        octokit,
        place: { owner: place.name, repo: place.repository },
        pins: repository.pins,
        memory,
        signal,
      });
      const changes = await reading.changes();
      const deployments = await reading.deployments();
      return {
        repository: name,
        changes,
        deployments,
        memory: memory.toString(),
      };
    } catch (error) {
      signal.throwIfAborted();
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
