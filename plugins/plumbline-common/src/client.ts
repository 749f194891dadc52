import { ResponseError } from '@backstage/errors';
import {
  Answer,
  FactKind,
  FactsPage,
  FactsQuery,
  FileView,
  PlumblineApi,
  RepositoryOverview,
  SourcesPage,
  SourcesQuery,
} from './types';

/**
 * Talks to the Plumbline backend.
 *
 * @public
 */
export class PlumblineClient implements PlumblineApi {
  readonly #discovery: { getBaseUrl(pluginId: string): Promise<string> };
  readonly #fetch: typeof fetch;

  constructor(options: {
    discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
    fetchApi: { fetch: typeof fetch };
  }) {
    this.#discovery = options.discoveryApi;
    this.#fetch = options.fetchApi.fetch;
  }

  async lookup(question: string): Promise<Answer> {
    const response = await this.#request('/v1/lookup', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: question }),
    });
    return response.json();
  }

  async sources(query: SourcesQuery): Promise<SourcesPage> {
    return (await this.#request(`/v1/sources?${paramsOf(query)}`)).json();
  }

  async facts<K extends FactKind>(
    kind: K,
    query: FactsQuery,
  ): Promise<FactsPage<K>> {
    return (await this.#request(`/v1/facts/${kind}?${paramsOf(query)}`)).json();
  }

  async repository(name: string): Promise<RepositoryOverview> {
    return (
      await this.#request(`/v1/repositories/${encodeURIComponent(name)}`)
    ).json();
  }

  async refresh(sourceId: string): Promise<void> {
    await this.#request(`/v1/sources/${encodeURIComponent(sourceId)}/refresh`, {
      method: 'POST',
    });
  }

  async file(
    repository: string,
    revision: string,
    path: string,
  ): Promise<FileView> {
    const params = new URLSearchParams({ repository, revision, path });
    return (await this.#request(`/v1/file?${params}`)).json();
  }

  async #request(path: string, init?: RequestInit): Promise<Response> {
    const baseUrl = await this.#discovery.getBaseUrl('plumbline');
    const response = await this.#fetch(`${baseUrl}${path}`, {
      ...init,
      headers: { accept: 'application/json', ...init?.headers },
    });
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
    return response;
  }
}

function paramsOf(query: object): URLSearchParams {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined) {
      params.set(key, String(value));
    }
  }
  return params;
}
