import { Confidence } from '@plumbline/gitops-lookup';
import { ClaimSource, Contact } from '@plumbline/gitops-reader';
import { ClientOptions, createRequest, paramsOf } from './request';

/**
 * What entities that Plumbline makes are managed by: their `backstage.io/managed-by-origin-location`.
 *
 * @public
 */
export const PLUMBLINE_LOCATION = 'plumbline:index';

/** What an entity of the catalog can stand for. @public */
export type CatalogEntryType =
  'cluster' | 'repository' | 'team' | 'namespace' | 'service';

/** A thing for which the catalog can have an entity. @public */
export interface CatalogEntry {
  /** Stays the same as long as the thing is where it is. */
  id: string;
  type: CatalogEntryType;
  name: string;
  title?: string;
  /** Refs of teams, the first decides. Empty: nobody is known to own it. */
  owners: string[];
  /** What decided. */
  ownerSource?: ClaimSource;
  /** How sure it is that the first of them owns it. */
  ownerConfidence?: Confidence;
  contested: boolean;
  repository?: string;
  /** Directory of a service. */
  path?: string;
  /** Where a person can look at it. */
  url?: string;
  cluster?: string;
  environment?: string;
  /** Environments of a service, in the order of promotion. */
  environments?: string[];
  /** The product that a service is part of. */
  partOf?: string;
  /** The System of that name, made by somebody else. */
  system?: string;
  /** A repository or cluster of which it is not known yet all that it has: what is missing need not be gone. */
  unread?: boolean;
  /**
   * Of a team without an entity: the repositories, clusters and providers that have something of it. Absent where that are too many to tell.
   */
  sources?: string[];
  /** How to reach a team. */
  contacts?: Contact[];
  /** The entity that stands for it already, made by somebody else. */
  entity?: string;
  /** Of a service, where several stand for it and none more than the others. */
  entities?: string[];
  /** The entry of another repository that is the same service: that one has the entity. */
  sameAs?: string;
  /** Why services of several repositories are one, in words. */
  sameBecause?: string;
}

/** @public */
export interface CatalogEntriesPage {
  items: CatalogEntry[];
  /** Opaque; absent on the last page. */
  nextCursor?: string;
  /** When the catalog itself was last read, RFC 3339: absent while nobody knows what has an entity. */
  catalogAsOf?: string;
  /** What that read changed is still being worked out: nobody knows yet what has an entity. */
  catalogPending?: boolean;
  /** Why that is not the state of now, where it is not. */
  catalogError?: string;
  /** Providers whose list is not known, or not complete: `provider:github`. */
  unlisted?: string[];
  /** One of them never told any: what is not listed may be its own. */
  neverListed?: boolean;
  /** What is wrong in the catalog: groups that are parents of each other. */
  notes: string[];
}

/** @public */
export interface CatalogEntriesQuery {
  cursor?: string;
  /** 1 to 1000, 500 by default. */
  limit?: number;
}

/**
 * Asks the Plumbline backend for what the catalog can have entities of.
 *
 * @public
 */
export class CatalogEntriesClient {
  readonly #request: ReturnType<typeof createRequest>;

  constructor(options: ClientOptions) {
    this.#request = createRequest(options);
  }

  async page(query: CatalogEntriesQuery): Promise<CatalogEntriesPage> {
    return (
      await this.#request(`/v1/catalog-entries?${paramsOf(query)}`)
    ).json();
  }
}

/** A file that declares or configures objects. @public */
export interface ConfigFile {
  repository: string;
  path: string;
  /** Some of the objects: `Deployment shop/cart`. */
  objects: string[];
}

/** @public */
export interface ConfigFilesPage {
  items: ConfigFile[];
  /** Opaque; absent on the last page. */
  nextCursor?: string;
}

/**
 * Asks the Plumbline backend for the files that configure something.
 *
 * @public
 */
export class ConfigFilesClient {
  readonly #request: ReturnType<typeof createRequest>;

  constructor(options: ClientOptions) {
    this.#request = createRequest(options);
  }

  async page(query: CatalogEntriesQuery): Promise<ConfigFilesPage> {
    return (await this.#request(`/v1/config-files?${paramsOf(query)}`)).json();
  }
}
