import {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { InputError, NotFoundError } from '@backstage/errors';
import {
  AttentionPage,
  AttentionQuery,
  MatrixPage,
  MatrixQuery,
  plumblineReadPermission,
  PromotedService,
} from '@plumbline/plugin-plumbline-common';
import { requirePermission } from '../../api/requirePermission';
import { PromotionStore } from '../store/PromotionStore';

export interface PromotionOptions {
  credentials: BackstageCredentials;
}

/** What can be asked about promotion, by whomever. */
export interface PromotionService {
  matrix(query: MatrixQuery, options: PromotionOptions): Promise<MatrixPage>;
  service(id: string, options: PromotionOptions): Promise<PromotedService>;
  attention(
    query: AttentionQuery,
    options: PromotionOptions,
  ): Promise<AttentionPage>;
}

export class DefaultPromotion implements PromotionService {
  readonly #store: PromotionStore;
  readonly #now: () => Date;

  constructor(options: { store: PromotionStore; now: () => Date }) {
    this.#store = options.store;
    this.#now = options.now;
  }

  async matrix(query: MatrixQuery): Promise<MatrixPage> {
    if (query.since !== undefined && Number.isNaN(Date.parse(query.since))) {
      throw new InputError('since: must be a date and time, as in RFC 3339');
    }
    return await this.#store.matrix(query, this.#now());
  }

  async service(id: string): Promise<PromotedService> {
    const service = await this.#store.service(id, this.#now());
    if (!service) {
      throw new NotFoundError(`There is no service ${id}`);
    }
    return service;
  }

  async attention(query: AttentionQuery): Promise<AttentionPage> {
    return await this.#store.attention(query, this.#now());
  }
}

/** The only door: asks for permission before anything else happens. */
export class AuthorizedPromotion implements PromotionService {
  readonly #service: PromotionService;
  readonly #permissions: PermissionsService;

  constructor(service: PromotionService, permissions: PermissionsService) {
    this.#service = service;
    this.#permissions = permissions;
  }

  async matrix(
    query: MatrixQuery,
    options: PromotionOptions,
  ): Promise<MatrixPage> {
    await this.#mayRead(options);
    return await this.#service.matrix(query, options);
  }

  async service(
    id: string,
    options: PromotionOptions,
  ): Promise<PromotedService> {
    await this.#mayRead(options);
    return await this.#service.service(id, options);
  }

  async attention(
    query: AttentionQuery,
    options: PromotionOptions,
  ): Promise<AttentionPage> {
    await this.#mayRead(options);
    return await this.#service.attention(query, options);
  }

  async #mayRead(options: PromotionOptions): Promise<void> {
    await requirePermission(
      this.#permissions,
      plumblineReadPermission,
      options,
    );
  }
}
