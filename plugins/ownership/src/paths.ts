import { createContext, useContext } from 'react';

/** Where the pages are mounted: the same in apps of the new and of the old kind. */
export const BasePath = createContext('/teams');

/** Addresses of the pages. */
export function usePaths() {
  const base = useContext(BasePath).replace(/\/+$/, '');
  return {
    teams: base || '/',
    unowned: `${base}/unowned`,
    contested: `${base}/contested`,
    coverage: `${base}/coverage`,
    team: (ref: string) => teamPath(base, ref),
  };
}

/** `/teams/team/group:default/payments`: every part of a ref is one of the path. */
export function teamPath(base: string, ref: string): string {
  return `${base}/team/${ref
    .split('/')
    .map(part => encodeURIComponent(part).replaceAll('%3A', ':'))
    .join('/')}`;
}
