import { createContext, useContext } from 'react';

/** Where the pages are mounted: the same in apps of the new and of the old kind. */
export const BasePath = createContext('/promotion');

/** Addresses of the pages. */
export function usePaths() {
  const base = useContext(BasePath).replace(/\/+$/, '');
  return {
    matrix: base || '/',
    attention: `${base}/attention`,
    service: (id: string) => `${base}/service/${encodeURIComponent(id)}`,
    /** The place of the page about a service that speaks of one environment. */
    place: (id: string, environment: string) =>
      `${base}/service/${encodeURIComponent(id)}#${anchorOf(environment)}`,
    compare: (id: string, from?: string, to?: string) =>
      `${base}/service/${encodeURIComponent(id)}/compare${
        from !== undefined && to !== undefined
          ? `?${new URLSearchParams({ from, to })}`
          : ''
      }`,
  };
}

/** `in-production`: an id within the page about a service. */
export function anchorOf(environment: string): string {
  return `in-${encodeURIComponent(environment)}`;
}
