import Ajv, { ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { buildSchema, graphql } from 'graphql';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, IncomingMessage, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import { githubSchema } from './githubSchema';

export interface StandInRepository {
  name: string;
  isArchived?: boolean;
  /** Absent: an empty repository. */
  oid?: string;
}

export interface Answer {
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
  /** Name of the schema in GitHub's OpenAPI description that the body has to obey. */
  schema?: string;
}

const schema = buildSchema(githubSchema);

/** GitHub's description of its REST API. Large, so read once. */
const { components } = JSON.parse(
  readFileSync(
    require.resolve('@octokit/openapi/generated/api.github.com.json'),
    'utf8',
  ),
);
const ajv = addFormats(new Ajv({ strict: false }));
ajv.addSchema({ components }, 'github');
const validators = new Map<string, ValidateFunction>();

/** Throws unless the body obeys the named schema; `team[]` is a list of `team`. */
function validate(name: string, body: unknown): void {
  const ref = { $ref: `github#/components/schemas/${name.replace('[]', '')}` };
  const validator =
    validators.get(name) ??
    ajv.compile(name.endsWith('[]') ? { type: 'array', items: ref } : ref);
  validators.set(name, validator);
  if (!validator(body)) {
    const errors = ajv.errorsText(validator.errors);
    throw new Error(`GitHub would not answer this ${name}: ${errors}`);
  }
}

/**
 * Stands in for GitHub's API on loopback. REST answers are validated against GitHub's own OpenAPI description before they
 * are sent; GraphQL queries are checked and answered by graphql-js on GitHub's own schema. An answer that GitHub could not
 * give makes the request, and `problems`, fail.
 */
export class StandInGithub {
  repositories: StandInRepository[] = [];
  /** `of`: their organisation, where that is not acme. */
  teams: { slug: string; name: string; parent?: string; of?: string }[] = [];
  token = 'ghs_standin';
  readonly requests: { path: string; status: number }[] = [];
  readonly problems: string[] = [];
  /** Answers to GET, by path below the API, with a name of their own each. */
  readonly answers = new Map<string, Pick<Answer, 'body' | 'schema'>>();
  /** What every answer says of the rate limit. */
  rateLimit: Record<string, string> = {};
  /** Takes the place of the answer to a request. */
  override?: (path: string, count: number) => Answer | undefined;
  #url = '';
  readonly #server = createServer((request, response) => {
    this.#handle(request, response).catch(error => {
      this.problems.push(String(error));
      response.writeHead(599).end(String(error));
    });
  });

  private constructor() {}

  static async start(): Promise<StandInGithub> {
    const standIn = new StandInGithub();
    await new Promise<void>(resolve => {
      standIn.#server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = standIn.#server.address() as AddressInfo;
    standIn.#url = `http://127.0.0.1:${port}`;
    return standIn;
  }

  get apiBaseUrl(): string {
    return `${this.#url}/api/v3`;
  }

  /** Stops, and fails if it was asked anything that GitHub would refuse. */
  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => {
      this.#server.close(resolve);
    });
    if (this.problems.length > 0) {
      throw new Error(this.problems.join('\n'));
    }
  }

  async #handle(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk as Buffer);
    }
    const url = new URL(request.url ?? '/', this.#url);
    const answer =
      this.override?.(url.pathname, this.requests.length) ??
      (await this.#answer(request, url, Buffer.concat(chunks).toString()));
    this.requests.push({
      path: url.pathname + url.search,
      status: answer.status,
    });
    if (answer.schema) {
      validate(answer.schema, answer.body);
    }
    response.writeHead(answer.status, {
      'content-type': 'application/json; charset=utf-8',
      ...answer.headers,
    });
    response.end(
      answer.body === undefined ? undefined : JSON.stringify(answer.body),
    );
  }

  async #answer(
    request: IncomingMessage,
    url: URL,
    text: string,
  ): Promise<Answer> {
    if (request.headers.authorization !== `token ${this.token}`) {
      return problem(401, 'Bad credentials');
    }
    if (request.method === 'POST' && url.pathname === '/api/graphql') {
      return this.#graphql(JSON.parse(text));
    }
    const [, organization] =
      /^\/api\/v3\/orgs\/(acme|other)\/teams$/.exec(url.pathname) ?? [];
    if (request.method === 'GET' && organization) {
      return this.#listTeams(request, url, organization);
    }
    const known = this.answers.get(url.pathname.replace('/api/v3', ''));
    if (request.method === 'GET' && known) {
      const etag = etagOf(known.body);
      return request.headers['if-none-match'] === etag
        ? { status: 304, headers: { etag, ...this.rateLimit } }
        : { status: 200, headers: { etag, ...this.rateLimit }, ...known };
    }
    return problem(404, 'Not Found');
  }

  async #graphql(question: {
    query: string;
    variables: { organization: string; after?: string };
  }): Promise<Answer> {
    const rootValue = {
      organization: ({ login }: { login: string }) => {
        if (login !== 'acme') {
          return null;
        }
        return {
          login,
          repositories: ({
            first,
            after,
          }: {
            first: number;
            after?: string;
          }) => {
            const from = Number(after ?? 0);
            const nodes = this.repositories.slice(from, from + first);
            const end = from + nodes.length;
            return {
              totalCount: this.repositories.length,
              totalDiskUsage: 0,
              pageInfo: {
                hasNextPage: end < this.repositories.length,
                hasPreviousPage: from > 0,
                endCursor: nodes.length ? String(end) : null,
                startCursor: nodes.length ? String(from + 1) : null,
              },
              nodes: nodes.map(repository => ({
                name: repository.name,
                nameWithOwner: `acme/${repository.name}`,
                url: `https://github.acme.example/acme/${repository.name}`,
                isArchived: repository.isArchived ?? false,
                isDisabled: false,
                isEmpty: repository.oid === undefined,
                defaultBranchRef: repository.oid
                  ? { name: 'main', target: { oid: repository.oid } }
                  : null,
              })),
            };
          },
        };
      },
    };
    const result = await graphql({
      schema,
      source: question.query,
      variableValues: question.variables,
      rootValue,
    });
    if (result.errors) {
      throw new Error(
        `GitHub would refuse the query: ${result.errors[0].message}`,
      );
    }
    const missing = result.data?.organization === null;
    return {
      status: 200,
      body: missing
        ? {
            data: { organization: null },
            errors: [
              {
                type: 'NOT_FOUND',
                path: ['organization'],
                locations: [{ line: 3, column: 5 }],
                message: `Could not resolve to an Organization with the login of '${question.variables.organization}'.`,
              },
            ],
          }
        : result,
    };
  }

  #listTeams(request: IncomingMessage, url: URL, organization: string): Answer {
    const perPage = Number(url.searchParams.get('per_page') ?? 30);
    const page = Number(url.searchParams.get('page') ?? 1);
    const simple = (team: { slug: string; name: string }) => {
      const id = this.teams.findIndex(({ slug }) => slug === team.slug) + 1;
      const api = `${this.apiBaseUrl}/organizations/1/team/${id}`;
      return {
        id,
        node_id: `T_${id}`,
        url: api,
        html_url: `https://github.acme.example/orgs/${organization}/teams/${team.slug}`,
        members_url: `${api}/members{/member}`,
        repositories_url: `${api}/repos`,
        name: team.name,
        slug: team.slug,
        description: null,
        privacy: 'closed',
        notification_setting: 'notifications_enabled',
        permission: 'pull',
        type: 'organization',
        organization_id: 1,
      };
    };
    const body = this.teams
      .filter(({ of = 'acme' }) => of === organization)
      .slice((page - 1) * perPage, page * perPage)
      .map(team => {
        const parent = this.teams.find(({ slug }) => slug === team.parent);
        return { ...simple(team), parent: parent ? simple(parent) : null };
      });
    const etag = etagOf(body);
    if (request.headers['if-none-match'] === etag) {
      return { status: 304, headers: { etag } };
    }
    return { status: 200, headers: { etag }, body, schema: 'team[]' };
  }
}

function etagOf(body: unknown): string {
  const hash = createHash('sha256').update(JSON.stringify(body));
  return `W/"${hash.digest('hex')}"`;
}

/** An error as GitHub words it. */
export function problem(
  status: number,
  message: string,
  headers: Record<string, string> = {},
): Answer {
  return {
    status,
    headers,
    body: {
      message,
      documentation_url: 'https://docs.github.com/rest',
      status: String(status),
    },
    schema: 'basic-error',
  };
}
