import { PermissionsService } from '@backstage/backend-plugin-api';
import { Answer } from '@plumbline/gitops-lookup';
import {
  ClusterOverview,
  FactKind,
  FactsPage,
  FactsQuery,
  FileView,
  plumblineReadPermission,
  plumblineRefreshPermission,
  RepositoryOverview,
  SourcesPage,
  SourcesQuery,
} from '@plumbline/plugin-plumbline-common';
import { PlumblineOptions, PlumblineService } from './PlumblineService';
import { requirePermission } from './requirePermission';

/** The only door: asks for permission before anything else happens. */
export class AuthorizedPlumbline implements PlumblineService {
  readonly #service: PlumblineService;
  readonly #permissions: PermissionsService;

  constructor(service: PlumblineService, permissions: PermissionsService) {
    this.#service = service;
    this.#permissions = permissions;
  }

  async lookup(question: string, options: PlumblineOptions): Promise<Answer> {
    await this.#mayRead(options);
    return await this.#service.lookup(question, options);
  }

  async sources(
    query: SourcesQuery,
    options: PlumblineOptions,
  ): Promise<SourcesPage> {
    await this.#mayRead(options);
    return await this.#service.sources(query, options);
  }

  async refresh(sourceId: string, options: PlumblineOptions): Promise<void> {
    await requirePermission(
      this.#permissions,
      plumblineRefreshPermission,
      options,
    );
    await this.#service.refresh(sourceId, options);
  }

  async file(
    request: { repository: string; revision: string; path: string },
    options: PlumblineOptions,
  ): Promise<FileView> {
    await this.#mayRead(options);
    return await this.#service.file(request, options);
  }

  async facts<K extends FactKind>(
    kind: K,
    query: FactsQuery,
    options: PlumblineOptions,
  ): Promise<FactsPage<K>> {
    await this.#mayRead(options);
    return await this.#service.facts(kind, query, options);
  }

  async repository(
    name: string,
    options: PlumblineOptions,
  ): Promise<RepositoryOverview> {
    await this.#mayRead(options);
    return await this.#service.repository(name, options);
  }

  async cluster(
    name: string,
    options: PlumblineOptions,
  ): Promise<ClusterOverview> {
    await this.#mayRead(options);
    return await this.#service.cluster(name, options);
  }

  async #mayRead(options: PlumblineOptions): Promise<void> {
    await requirePermission(
      this.#permissions,
      plumblineReadPermission,
      options,
    );
  }
}
