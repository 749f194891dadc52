import { ClientOptions, createRequest, paramsOf } from './request';
import {
  Answer,
  ClusterOverview,
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
  readonly #request: (path: string, init?: RequestInit) => Promise<Response>;

  constructor(options: ClientOptions) {
    this.#request = createRequest(options);
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

  async cluster(name: string): Promise<ClusterOverview> {
    return (
      await this.#request(`/v1/clusters/${encodeURIComponent(name)}`)
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
}
