import { ResponseError } from '@backstage/errors';

/** What a client of the backend needs of its surroundings. @public */
export interface ClientOptions {
  discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
  fetchApi: { fetch: typeof fetch };
}

/** Requests of the Plumbline backend. They throw a `ResponseError` for everything but success. */
export function createRequest({
  discoveryApi,
  fetchApi,
}: ClientOptions): (path: string, init?: RequestInit) => Promise<Response> {
  return async (path, init) => {
    const baseUrl = await discoveryApi.getBaseUrl('plumbline');
    const response = await fetchApi.fetch(`${baseUrl}${path}`, {
      ...init,
      headers: { accept: 'application/json', ...init?.headers },
    });
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
    return response;
  };
}

/** The parts of a query that are told. */
export function paramsOf(query: object): URLSearchParams {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined) {
      params.set(key, String(value));
    }
  }
  return params;
}
