import { mountedPath } from '@plumbline/gitops-lookup';
import {
  oncallRouteRef,
  promotionRouteRef,
  sourcesRouteRef,
  teamsRouteRef,
} from '../routes';
import { usePagePath } from './usePagePath';

/** Where the pages of this app are, by the path that they have by default; undefined where one is not installed. @public */
export function usePages(): Readonly<Record<string, string | undefined>> {
  return {
    '/oncall': usePagePath(oncallRouteRef),
    '/teams': usePagePath(teamsRouteRef),
    '/promotion': usePagePath(promotionRouteRef),
    '/sources': usePagePath(sourcesRouteRef),
  };
}

/**
 * Where to look at something, of an address as the backend gives it: it writes paths of pages as they are by default, which an app
 * may mount elsewhere. Nothing where the page is not installed; addresses of other hosts as they are.
 *
 * @public
 */
export function usePortalUrl(): (
  url: string | undefined,
) => string | undefined {
  const pages = usePages();
  return url => url && mountedPath(url, pages);
}
