import {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { InputError, NotFoundError } from '@backstage/errors';
import {
  AttentionPage,
  AttentionQuery,
  CompareQuery,
  MatrixPage,
  MatrixQuery,
  plumblineReadPermission,
  PromotedService,
  ServiceComparison,
} from '@plumbline/plugin-plumbline-common';
import { EnvironmentRule } from '@plumbline/gitops-reader';
import { requirePermission } from '../api/requirePermission';
import { compareService } from './compare/compareService';
import { ConfigurationReader } from './compare/ConfigurationReader';
import { placesOf } from './compare/placesOf';
import { PromotionStore } from './store/PromotionStore';

export interface PromotionOptions {
  credentials: BackstageCredentials;
}

/** What can be asked about promotion, by whomever. */
export interface PromotionService {
  matrix(query: MatrixQuery, options: PromotionOptions): Promise<MatrixPage>;
  service(id: string, options: PromotionOptions): Promise<PromotedService>;
  compare(
    id: string,
    query: CompareQuery,
    options: PromotionOptions,
  ): Promise<ServiceComparison>;
  attention(
    query: AttentionQuery,
    options: PromotionOptions,
  ): Promise<AttentionPage>;
}

export interface DefaultPromotionOptions {
  store: PromotionStore;
  configuration: ConfigurationReader;
  environments?: readonly EnvironmentRule[];
  now: () => Date;
}

export class DefaultPromotion implements PromotionService {
  readonly #store: PromotionStore;
  readonly #configuration: ConfigurationReader;
  readonly #environments: readonly EnvironmentRule[] | undefined;
  readonly #now: () => Date;

  constructor(options: DefaultPromotionOptions) {
    this.#store = options.store;
    this.#configuration = options.configuration;
    this.#environments = options.environments;
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

  async compare(id: string, query: CompareQuery): Promise<ServiceComparison> {
    const service = await this.service(id);
    const { from, to } = placesOf(service, query);
    const both = await this.#configuration.readBoth(from, to);
    return compareService(
      service,
      { ...from, configuration: both.from },
      { ...to, configuration: both.to },
      this.#environments,
    );
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

  async compare(
    id: string,
    query: CompareQuery,
    options: PromotionOptions,
  ): Promise<ServiceComparison> {
    await this.#mayRead(options);
    return await this.#service.compare(id, query, options);
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
