import {
  ClusterOverview,
  FactKind,
  FactsPage,
  FactsQuery,
  RepositoryOverview,
} from '@plumbline/plugin-plumbline-common';
import { useCallback } from 'react';
import { plumblineApiRef } from '../api';
import { Loaded, useLoaded } from './useLoaded';

/** How a repository stands, and how much it says of what. @public */
export function useRepository(name: string): Loaded<RepositoryOverview> {
  return useLoaded(
    plumblineApiRef,
    name,
    useCallback(api => api.repository(name), [name]),
  );
}

/** Where a cluster stands, kind by kind. @public */
export function useCluster(name: string): Loaded<ClusterOverview> {
  return useLoaded(
    plumblineApiRef,
    name,
    useCallback(api => api.cluster(name), [name]),
  );
}

/** A page of what repositories say. @public */
export function useFacts<K extends FactKind>(
  kind: K,
  query: FactsQuery,
): Loaded<FactsPage<K>> {
  const key = JSON.stringify([kind, query]);
  return useLoaded(
    plumblineApiRef,
    key,
    useCallback(
      api => {
        const [, asked]: [K, FactsQuery] = JSON.parse(key);
        return api.facts(kind, asked);
      },
      [kind, key],
    ),
  );
}
