import {
  RouteRef,
  routeResolutionApiRef,
  SubRouteRef,
  useApiHolder,
} from '@backstage/frontend-plugin-api';
import { useLocation } from 'react-router-dom';

/**
 * Where a page of another plugin is. Nothing where it is not installed, and in apps of the old frontend system, which do
 * not resolve routes of the new one.
 *
 * @public
 */
export function usePagePath(
  page: RouteRef<undefined> | SubRouteRef<undefined>,
): string | undefined {
  const { pathname } = useLocation();
  const routes = useApiHolder().get(routeResolutionApiRef);
  return routes?.resolve(page, { sourcePath: pathname })?.();
}
