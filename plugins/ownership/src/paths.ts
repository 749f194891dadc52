import { teamPath } from '@plumbline/plugin-plumbline-common';
import { teamsRouteRef, usePagePath } from '@plumbline/plugin-plumbline-react';
import { useMemo } from 'react';

/** Addresses of the pages. */
export interface Paths {
  teams: string;
  unowned: string;
  contested: string;
  coverage: string;
  team(ref: string): string;
}

function pathsBelow(mounted: string): Paths {
  const base = mounted.replace(/\/+$/, '');
  return {
    teams: base || '/',
    unowned: `${base}/unowned`,
    contested: `${base}/contested`,
    coverage: `${base}/coverage`,
    team: ref => teamPath(base, ref),
  };
}

/** Addresses of the pages wherever they are mounted. Undefined in apps that do not have them. */
export function useLinks(): Paths | undefined {
  const mounted = usePagePath(teamsRouteRef);
  return useMemo(
    () => (mounted === undefined ? undefined : pathsBelow(mounted)),
    [mounted],
  );
}

/** The same for the pages themselves, which are there. */
export function usePaths(): Paths {
  return useLinks() ?? pathsBelow('');
}
