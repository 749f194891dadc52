import { Place, placeId } from '@plumbline/plugin-plumbline-common';
import {
  promotionRouteRef,
  usePagePath,
} from '@plumbline/plugin-plumbline-react';
import { createContext, useContext, useMemo } from 'react';

/** Where the pages are mounted: the same in apps of the new and of the old kind. Undefined outside of them. */
export const BasePath = createContext<string | undefined>(undefined);

/** Addresses of the pages. */
export interface Paths {
  matrix: string;
  attention: string;
  service(id: string): string;
  /** The part of the page about a service that speaks of one place; `search` is what else the page is asked. */
  place(id: string, place: Place, search?: string): string;
  compare(id: string): string;
}

function pathsBelow(mounted: string): Paths {
  const base = mounted.replace(/\/+$/, '');
  const service = (id: string) => `${base}/service/${encodeURIComponent(id)}`;
  return {
    matrix: base || '/',
    attention: `${base}/attention`,
    service,
    place: (id, place, search = '') =>
      `${service(id)}${search}#${anchorOf(place)}`,
    compare: id => `${service(id)}/compare`,
  };
}

/** Addresses of the pages, for the pages. */
export function usePaths(): Paths {
  const base = useContext(BasePath) ?? '';
  return useMemo(() => pathsBelow(base), [base]);
}

/** The same for what stands on pages of others. Undefined in apps that do not have the pages. */
export function useLinks(): Paths | undefined {
  const own = useContext(BasePath);
  const routed = usePagePath(promotionRouteRef);
  const base = own ?? routed;
  return useMemo(
    () => (base === undefined ? undefined : pathsBelow(base)),
    [base],
  );
}

/** `in-production/prod-eu`: an id within the page about a service. */
export function anchorOf(place: Place): string {
  return `in-${placeId(place)}`;
}
