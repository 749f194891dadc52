import { useApi } from '@backstage/frontend-plugin-api';
import {
  FactKind,
  FactsPage,
  FactsQuery,
  PlumblineApi,
  RepositoryOverview,
} from '@plumbline/plugin-plumbline-common';
import { useCallback, useEffect, useState } from 'react';
import { plumblineApiRef } from '../api';

/** What was asked for, as far as it is known. @public */
export interface Loaded<T> {
  /** Stays while it is asked for again, and when that fails. */
  value?: T;
  error?: Error;
  loading: boolean;
  reload(): void;
}

/** How a repository stands, and how much it says of what. @public */
export function useRepository(name: string): Loaded<RepositoryOverview> {
  return useLoaded(
    name,
    useCallback(api => api.repository(name), [name]),
  );
}

/** A page of what repositories say. @public */
export function useFacts<K extends FactKind>(
  kind: K,
  query: FactsQuery,
): Loaded<FactsPage<K>> {
  const key = JSON.stringify([kind, query]);
  return useLoaded(
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

function useLoaded<T>(
  key: string,
  ask: (api: PlumblineApi) => Promise<T>,
): Loaded<T> {
  const api = useApi(plumblineApiRef);
  const [round, setRound] = useState(0);
  const [result, setResult] = useState<{
    key: string;
    value?: T;
    error?: Error;
    loading: boolean;
  }>({ key, loading: true });

  useEffect(() => {
    let dropped = false;
    setResult(previous => ({
      key,
      value: previous.key === key ? previous.value : undefined,
      loading: true,
    }));
    ask(api).then(
      value => dropped || setResult({ key, value, loading: false }),
      (error: Error) =>
        dropped ||
        setResult(({ value }) => ({ key, value, error, loading: false })),
    );
    return () => {
      dropped = true;
    };
  }, [api, ask, key, round]);

  const reload = useCallback(() => setRound(count => count + 1), []);
  // What was loaded for another question is no answer to this one.
  return result.key === key ? { ...result, reload } : { loading: true, reload };
}
