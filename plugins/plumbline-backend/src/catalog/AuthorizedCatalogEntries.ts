import {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  CatalogEntriesPage,
  CatalogEntriesQuery,
  ConfigFilesPage,
  plumblineReadPermission,
  plumblineTeamReadPermission,
} from '@plumbline/plugin-plumbline-common';
import { Knex } from 'knex';
import { requirePermission } from '../api/requirePermission';
import { FindOptions } from '../ownership/derive/findThings';
import { pageOfEntries } from './pageOfEntries';
import { pageOfFiles } from './pageOfFiles';

export interface CatalogEntriesOptions {
  reader: Knex;
  permissions: PermissionsService;
  find: FindOptions;
}

/**
 * The only door to what the catalog and the search are told: all of it, or nothing. Who may see some teams alone asks for those.
 */
export class AuthorizedCatalogEntries {
  readonly #options: CatalogEntriesOptions;

  constructor(options: CatalogEntriesOptions) {
    this.#options = options;
  }

  /** What the catalog can have entities of. */
  async entries(
    query: CatalogEntriesQuery,
    { credentials }: { credentials: BackstageCredentials },
  ): Promise<CatalogEntriesPage> {
    const { reader, permissions, find } = this.#options;
    await this.#requireRead(credentials);
    const [decision] = await permissions.authorizeConditional(
      [{ permission: plumblineTeamReadPermission }],
      { credentials },
    );
    if (decision.result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(
        `Needs the permission ${plumblineTeamReadPermission.name} for all teams`,
      );
    }
    return await pageOfEntries(reader, query, find);
  }

  /** Files that configure something. */
  async files(
    query: CatalogEntriesQuery,
    { credentials }: { credentials: BackstageCredentials },
  ): Promise<ConfigFilesPage> {
    await this.#requireRead(credentials);
    return await pageOfFiles(this.#options.reader, query);
  }

  async #requireRead(credentials: BackstageCredentials): Promise<void> {
    await requirePermission(
      this.#options.permissions,
      plumblineReadPermission,
      { credentials },
    );
  }
}
