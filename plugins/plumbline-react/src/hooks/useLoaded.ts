import { ApiRef, useApi } from '@backstage/frontend-plugin-api';
import { useCallback, useEffect, useState } from 'react';

/** What was asked for, as far as it is known. @public */
export interface Loaded<T> {
  /** Stays while it is asked for again, and when that fails. */
  value?: T;
  /** Why it could not be loaded, or not again. */
  error?: Error;
  loading: boolean;
  reload(): void;
}

/**
 * Asks an API whenever the key changes, and when it is told to reload. What was loaded under another key is never shown
 * as the answer to this one.
 *
 * @param key - Names what is asked for.
 * @param ask - The same function for the same key.
 * @public
 */
export function useLoaded<A, T>(
  ref: ApiRef<A>,
  key: string,
  ask: (api: A) => Promise<T>,
): Loaded<T> {
  const api = useApi(ref);
  const [round, setRound] = useState(0);
  const [result, setResult] = useState<{
    key: string;
    value?: T;
    error?: Error;
    loading: boolean;
  }>({ key, loading: true });

  useEffect(() => {
    let dropped = false;
    setResult(({ value, error, ...previous }) => ({
      key,
      // What is shown beside an error stays as it is until there is another answer.
      ...(previous.key === key && value !== undefined && { value, error }),
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
  return result.key === key ? { ...result, reload } : { loading: true, reload };
}
