import { createRouteRef, createSubRouteRef } from '@backstage/core-plugin-api';

// Made as both frontend systems know them: apps of the new one take these as well, those of the old one take no others.

/** The On call page. @public */
export const oncallRouteRef = createRouteRef({ id: 'oncall' });

/** The pages about promotion. @public */
export const promotionRouteRef = createRouteRef({ id: 'promotion' });

/** The pages about teams and what they own. @public */
export const teamsRouteRef = createRouteRef({ id: 'ownership' });

/** The Sources page. @public */
export const sourcesRouteRef = createRouteRef({ id: 'sources' });

/** A file of an indexed repository; repository, revision and path stand in the query string. @public */
export const sourceFileRouteRef = createSubRouteRef({
  id: 'sources-file',
  parent: sourcesRouteRef,
  path: '/file',
});
