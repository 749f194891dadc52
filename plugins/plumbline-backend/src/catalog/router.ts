import { HttpAuthService } from '@backstage/backend-plugin-api';
import { Router } from 'express';
import { queryOf } from '../api/checkedRequest';
import { credentialsFrom } from '../api/credentialsFrom';
import { AuthorizedCatalogEntries } from './AuthorizedCatalogEntries';

/** The routes of `openapi.yaml` for the catalog and the search. */
export function addCatalogRoutes(
  router: Router,
  {
    entries,
    httpAuth,
  }: { entries: AuthorizedCatalogEntries; httpAuth: HttpAuthService },
): void {
  const credentialsOf = credentialsFrom(httpAuth);

  router.get('/v1/catalog-entries', async (request, response) => {
    const credentials = await credentialsOf(request);
    response.json(
      await entries.entries(queryOf<'CatalogEntries'>(request), {
        credentials,
      }),
    );
  });

  router.get('/v1/config-files', async (request, response) => {
    const credentials = await credentialsOf(request);
    response.json(
      await entries.files(queryOf<'ConfigFiles'>(request), { credentials }),
    );
  });
}
