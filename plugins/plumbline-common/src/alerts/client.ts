import { ClientOptions, createRequest, paramsOf } from '../request';
import {
  AlertDetail,
  AlertReceiverStatus,
  AlertsPage,
  AlertsQuery,
  AlertStatistics,
  AlertVerdict,
  EnrichedAlert,
  LookedAt,
  OnCallDirectoryStatus,
  PlumblineAlertsApi,
} from './types';

/**
 * Asks the Plumbline backend about alerts.
 *
 * @public
 */
export class PlumblineAlertsClient implements PlumblineAlertsApi {
  readonly #request: (path: string, init?: RequestInit) => Promise<Response>;

  constructor(options: ClientOptions) {
    this.#request = createRequest(options);
  }

  async alerts(query: AlertsQuery): Promise<AlertsPage> {
    return (await this.#request(`/v1/alerts?${paramsOf(query)}`)).json();
  }

  async alert(id: string): Promise<AlertDetail> {
    return (await this.#request(pathOf(id))).json();
  }

  async look(id: string): Promise<void> {
    await this.#request(`${pathOf(id)}/look`, { method: 'POST' });
  }

  async lookAtAnswer({
    kind,
    namespace,
    name,
    cluster,
  }: LookedAt): Promise<void> {
    await this.#request(
      '/v1/alerts/look',
      posted({ kind, namespace, name, cluster }),
    );
  }

  async verdict(
    id: string,
    verdict: { verdict: 'right' | 'wrong'; team?: string },
  ): Promise<AlertVerdict> {
    return (
      await this.#request(`${pathOf(id)}/verdict`, posted(verdict))
    ).json();
  }

  async note(id: string): Promise<void> {
    await this.#request(`${pathOf(id)}/note`, { method: 'POST' });
  }

  async statistics(query: { weeks?: number }): Promise<AlertStatistics> {
    return (
      await this.#request(`/v1/alerts/statistics?${paramsOf(query)}`)
    ).json();
  }

  async receivers(): Promise<{ items: AlertReceiverStatus[] }> {
    return (await this.#request('/v1/alerts/receivers')).json();
  }

  async onCallDirectories(): Promise<{ items: OnCallDirectoryStatus[] }> {
    return (await this.#request('/v1/on-call/directories')).json();
  }

  async enrich(alerts: object[]): Promise<EnrichedAlert[]> {
    return (await this.#request('/v1/enrich', posted(alerts))).json();
  }
}

function pathOf(id: string): string {
  return `/v1/alerts/${encodeURIComponent(id)}`;
}

function posted(body: object): RequestInit {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
}
