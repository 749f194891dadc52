import { RouteRef, SubRouteRef } from '@backstage/core-plugin-api';
import {
  routeResolutionApiRef,
  useApiHolder,
} from '@backstage/frontend-plugin-api';
import { useVersionedContext } from '@backstage/version-bridge';
import { useLocation } from 'react-router-dom';

/** How apps of the old frontend system tell where pages are: what their `useRouteRef` asks, which throws where there is none. */
interface LegacyRoutes {
  resolve(
    page: RouteRef<undefined> | SubRouteRef<undefined>,
    from: { pathname: string },
  ): (() => string) | undefined;
}

/**
 * Where a page of another plugin is, in apps of either frontend system. Nothing where it is not installed.
 *
 * @public
 */
export function usePagePath(
  page: RouteRef<undefined> | SubRouteRef<undefined>,
): string | undefined {
  const { pathname } = useLocation();
  const routes = useApiHolder().get(routeResolutionApiRef);
  const legacyRoutes = useVersionedContext<{ 1: LegacyRoutes }>(
    'routing-context',
  )?.atVersion(1);
  return routes
    ? routes.resolve(page, { sourcePath: pathname })?.()
    : legacyRoutes?.resolve(page, { pathname })?.();
}
