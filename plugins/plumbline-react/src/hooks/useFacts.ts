import {
  ClusterOverview,
  FactKind,
  FactsPage,
  FactsQuery,
  RepositoryOverview,
} from '@plumbline/plugin-plumbline-common';
import { plumblineApiRef } from '../api';
import { Loaded, useLoaded } from './useLoaded';

/** How a repository stands, and how much it says of what. @public */
export function useRepository(name: string): Loaded<RepositoryOverview> {
  return useLoaded(plumblineApiRef, name, api => api.repository(name));
}

/** Where a cluster stands, kind by kind. @public */
export function useCluster(name: string): Loaded<ClusterOverview> {
  return useLoaded(plumblineApiRef, name, api => api.cluster(name));
}

/** A page of what repositories say. @public */
export function useFacts<K extends FactKind>(
  kind: K,
  query: FactsQuery,
): Loaded<FactsPage<K>> {
  return useLoaded(plumblineApiRef, { kind, query }, (api, asked) =>
    api.facts(asked.kind, asked.query),
  );
}
