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

/** What an address asks for: the parameters that are there and not empty. */
export function parametersOf<K extends string>(
  search: string,
  names: readonly K[],
): { [N in K]?: string } {
  const params = new URLSearchParams(search);
  const found: { [N in K]?: string } = {};
  for (const name of names) {
    const value = params.get(name);
    if (value) {
      found[name] = value;
    }
  }
  return found;
}

/** The other way round. */
export function searchOf(parameters: {
  [name: string]: string | undefined;
}): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value) {
      params.set(name, value);
    }
  }
  const search = params.toString();
  return search && `?${search}`;
}

/** The value, when it is one of those that are known. */
export function oneOf<T extends string>(
  known: readonly T[],
  value: string | undefined,
): T | undefined {
  return known.find(each => each === value);
}
