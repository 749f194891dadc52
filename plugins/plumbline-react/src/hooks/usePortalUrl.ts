import {
  oncallRouteRef,
  promotionRouteRef,
  sourcesRouteRef,
  teamsRouteRef,
} from '../routes';
import { usePagePath } from './usePagePath';

/**
 * Where to look at something, of an address as the backend gives it: it writes paths of pages as they are by default, which an app
 * may mount elsewhere. Nothing where the page is not installed; addresses of other hosts as they are.
 *
 * @public
 */
export function usePortalUrl(): (
  url: string | undefined,
) => string | undefined {
  const pages: [path: string, mounted: string | undefined][] = [
    ['/oncall', usePagePath(oncallRouteRef)],
    ['/teams', usePagePath(teamsRouteRef)],
    ['/promotion', usePagePath(promotionRouteRef)],
    ['/sources', usePagePath(sourcesRouteRef)],
  ];
  return url => {
    const page = pages.find(([path]) => isBelow(url, path));
    if (!url || !page) {
      return url;
    }
    const [path, mounted] = page;
    return mounted && `${mounted.replace(/\/+$/, '')}${url.slice(path.length)}`;
  };
}

function isBelow(url: string | undefined, path: string): boolean {
  return (
    url !== undefined &&
    url.startsWith(path) &&
    ['', '/', '?', '#'].includes(url.charAt(path.length))
  );
}
