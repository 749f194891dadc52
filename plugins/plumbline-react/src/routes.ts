import {
  createRouteRef,
  createSubRouteRef,
} from '@backstage/frontend-plugin-api';

/** The On call page. @public */
export const oncallRouteRef = createRouteRef();

/** The Sources page. @public */
export const sourcesRouteRef = createRouteRef();

/** A file of an indexed repository; repository, revision and path stand in the query string. @public */
export const sourceFileRouteRef = createSubRouteRef({
  parent: sourcesRouteRef,
  path: '/file',
});
