import { Octokit } from '@octokit/rest';
import { connect, GithubClientDeps } from './connect';
import { explainGithubError } from './explainGithubError';
import { Organization } from './organizations';

const pageSize = 100;

/** A repository as the listing needs it. */
export interface GithubRepository {
  name: string;
  nameWithOwner: string;
  url: string;
  isArchived: boolean;
  /** Absent while the repository is empty. */
  head?: { defaultBranch: string; revision: string };
}

/** A team as the listing needs it. */
export interface GithubTeam {
  slug: string;
  name: string;
  url: string;
}

interface RepositoriesPage {
  organization?: {
    repositories: {
      totalCount: number;
      pageInfo: { hasNextPage: boolean; endCursor?: string | null };
      nodes?:
        | ({
            name: string;
            nameWithOwner: string;
            url: string;
            isArchived: boolean;
            defaultBranchRef?: {
              name: string;
              target?: { oid: string } | null;
            } | null;
          } | null)[]
        | null;
    };
  } | null;
}

/**
 * One call for 100 repositories, heads included: a head that has not moved saves the git call for its repository, and a
 * pass over 2,000 repositories costs 20 calls.
 */
const repositoriesQuery = `
  query plumblineRepositories($organization: String!, $after: String) {
    organization(login: $organization) {
      repositories(first: ${pageSize}, after: $after, orderBy: { field: NAME, direction: ASC }) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes {
          name
          nameWithOwner
          url
          isArchived
          defaultBranchRef { name target { oid } }
        }
      }
    }
  }
`;

/** What is asked of GitHub's API. Every answer is complete, or an error that says why in a line. */
export class GithubClient {
  readonly #deps: GithubClientDeps;
  /** Pages of teams as they were last seen: GitHub does not count an answer that says they are unchanged. */
  readonly #teamPages = new Map<
    string,
    { etag: string; teams: GithubTeam[] }
  >();

  constructor(deps: GithubClientDeps) {
    this.#deps = deps;
  }

  async repositories(
    organization: Organization,
    signal: AbortSignal,
  ): Promise<GithubRepository[]> {
    const what = `Could not list the repositories of ${organization.name}`;
    return this.#ask(what, organization, signal, async octokit => {
      const found = new Map<string, GithubRepository>();
      let after: string | undefined;
      let total = 0;
      do {
        const page: RepositoriesPage = await octokit.graphql(
          repositoriesQuery,
          {
            organization: organization.name,
            after,
            request: { signal },
          },
        );
        const repositories = page.organization?.repositories;
        if (!repositories?.nodes || repositories.nodes.includes(null)) {
          throw new Error('GitHub left out a part of the list');
        }
        for (const node of repositories.nodes) {
          if (node) {
            found.set(node.nameWithOwner, toRepository(node));
          }
        }
        total = repositories.totalCount;
        const { hasNextPage, endCursor } = repositories.pageInfo;
        if (hasNextPage && (!endCursor || endCursor === after)) {
          throw new Error('GitHub left out a part of the list');
        }
        after = hasNextPage ? (endCursor ?? undefined) : undefined;
      } while (after);
      if (found.size < total) {
        throw new Error(`GitHub listed ${found.size} of ${total} repositories`);
      }
      return [...found.values()];
    });
  }

  async teams(
    organization: Organization,
    signal: AbortSignal,
  ): Promise<GithubTeam[]> {
    const what = `Could not list the teams of ${organization.name}`;
    return this.#ask(what, organization, signal, async octokit => {
      const teams: GithubTeam[] = [];
      // By number, not by the Link header: that of an unchanged page may be as old as the page.
      for (let page = 1; ; page += 1) {
        const found = await this.#teamPage(octokit, organization, page, signal);
        teams.push(...found);
        if (found.length < pageSize) {
          return teams;
        }
      }
    });
  }

  async #teamPage(
    octokit: Octokit,
    organization: Organization,
    page: number,
    signal: AbortSignal,
  ): Promise<GithubTeam[]> {
    const key = `${organization.host} ${organization.name} ${page}`;
    const known = this.#teamPages.get(key);
    try {
      const { data, headers } = await octokit.rest.teams.list({
        org: organization.name,
        per_page: pageSize,
        page,
        headers: known ? { 'if-none-match': known.etag } : {},
        request: { signal },
      });
      const teams = data.map(team => ({
        slug: team.slug,
        name: team.name,
        url: team.html_url,
      }));
      if (headers.etag) {
        this.#teamPages.set(key, { etag: headers.etag, teams });
      }
      return teams;
    } catch (error) {
      if (known && (error as { status?: number }).status === 304) {
        return known.teams;
      }
      throw error;
    }
  }

  async #ask<T>(
    what: string,
    organization: Organization,
    signal: AbortSignal,
    run: (octokit: Octokit) => Promise<T>,
  ): Promise<T> {
    try {
      return await run(await connect(organization, this.#deps));
    } catch (error) {
      signal.throwIfAborted();
      throw explainGithubError(what, organization, error);
    }
  }
}

function toRepository(
  node: NonNullable<
    NonNullable<
      NonNullable<RepositoriesPage['organization']>['repositories']['nodes']
    >[number]
  >,
): GithubRepository {
  const { name, nameWithOwner, url, isArchived, defaultBranchRef } = node;
  const revision = defaultBranchRef?.target?.oid;
  return {
    name,
    nameWithOwner,
    url,
    isArchived,
    ...(defaultBranchRef && revision
      ? { head: { defaultBranch: defaultBranchRef.name, revision } }
      : {}),
  };
}
