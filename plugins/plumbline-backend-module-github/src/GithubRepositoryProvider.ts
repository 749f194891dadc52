import { RootConfigService } from '@backstage/backend-plugin-api';
import { ScmIntegrationRegistry } from '@backstage/integration';
import { TeamFact } from '@plumbline/gitops-reader';
import {
  RepositoryDescriptor,
  RepositoryProvider,
} from '@plumbline/plugin-plumbline-node';
import { GithubClientDeps } from './connect';
import { GithubClient } from './GithubClient';
import { Organization, readOrganizations } from './organizations';

/** Repositories and teams of GitHub organisations. */
export class GithubRepositoryProvider implements RepositoryProvider {
  readonly id = 'github';
  readonly #organizations: Organization[];
  readonly #client: GithubClient;
  readonly #deps: GithubClientDeps;

  private constructor(organizations: Organization[], deps: GithubClientDeps) {
    this.#organizations = organizations;
    this.#client = new GithubClient(deps);
    this.#deps = deps;
  }

  /** `undefined` when the configuration names no organisation. */
  static fromConfig(
    config: RootConfigService,
    deps: GithubClientDeps & { integrations: ScmIntegrationRegistry },
  ): GithubRepositoryProvider | undefined {
    const organizations = readOrganizations(config, deps.integrations);
    return organizations.length > 0
      ? new GithubRepositoryProvider(organizations, deps)
      : undefined;
  }

  async repositories(options: {
    signal: AbortSignal;
  }): Promise<RepositoryDescriptor[]> {
    const found = new Map<string, RepositoryDescriptor>();
    // One after the other, as GitHub asks for.
    for (const organization of this.#organizations) {
      const repositories = await this.#client.repositories(
        organization,
        options.signal,
      );
      for (const repository of repositories) {
        const { name, nameWithOwner, url, head, isArchived } = repository;
        // An empty repository says nothing; it is listed as soon as it has a commit.
        if (!isArchived && head && organization.includes(name)) {
          found.set(url, {
            name: nameWithOwner,
            url: `${url}.git`,
            webUrl: url,
            hostKind: 'github',
            ...head,
            credentials: () => this.#credentials(url),
          });
        }
      }
    }
    return [...found.values()];
  }

  async teams(options: { signal: AbortSignal }): Promise<TeamFact[]> {
    const found = new Map<
      string,
      { slug: string; name: string; url: string; organization: string }
    >();
    const having = new Map<string, Set<string>>();
    for (const organization of this.#organizations) {
      const teams = await this.#client.teams(organization, options.signal);
      for (const { slug, name, url } of teams) {
        found.set(url, { slug, name, url, organization: organization.name });
        const known = having.get(slug) ?? new Set<string>();
        having.set(slug, known.add(organization.name.toLowerCase()));
      }
    }
    return [...found.values()].map(({ slug, name, url, organization }) => {
      const mark = `@${organization}/${slug}`;
      // Two organisations may call two teams alike.
      const isShared = (having.get(slug)?.size ?? 0) > 1;
      const namespace = isShared ? organization.toLowerCase() : 'default';
      return {
        ref: `group:${namespace}/${slug}`,
        title: name,
        aliases: [slug, mark],
        contacts: [{ type: 'url', value: mark, url }],
        listed: true,
      };
    });
  }

  async #credentials(
    url: string,
  ): Promise<{ username: string; password: string } | undefined> {
    const { token } = await this.#deps.credentials.getCredentials({ url });
    return token ? { username: 'x-access-token', password: token } : undefined;
  }
}
