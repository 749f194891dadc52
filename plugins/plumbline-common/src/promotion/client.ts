import { ClientOptions, createRequest, paramsOf } from '../request';
import {
  AttentionPage,
  AttentionQuery,
  CompareQuery,
  MatrixPage,
  MatrixQuery,
  PromotedService,
  PromotionApi,
  ServiceComparison,
} from './types';

/**
 * Asks the Plumbline backend about promotion.
 *
 * @public
 */
export class PromotionClient implements PromotionApi {
  readonly #request: (path: string, init?: RequestInit) => Promise<Response>;

  constructor(options: ClientOptions) {
    this.#request = createRequest(options);
  }

  async matrix(query: MatrixQuery): Promise<MatrixPage> {
    return (
      await this.#request(`/v1/promotion/matrix?${paramsOf(query)}`)
    ).json();
  }

  async service(id: string): Promise<PromotedService> {
    return (
      await this.#request(`/v1/promotion/services/${encodeURIComponent(id)}`)
    ).json();
  }

  async compare(id: string, query: CompareQuery): Promise<ServiceComparison> {
    const path = `/v1/promotion/services/${encodeURIComponent(id)}/compare`;
    return (await this.#request(`${path}?${paramsOf(query)}`)).json();
  }

  async attention(query: AttentionQuery): Promise<AttentionPage> {
    return (
      await this.#request(`/v1/promotion/attention?${paramsOf(query)}`)
    ).json();
  }
}
