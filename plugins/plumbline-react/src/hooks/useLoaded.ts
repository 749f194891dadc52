import { ApiRef, useApi } from '@backstage/frontend-plugin-api';
import { useCallback, useEffect, useRef, useState } from 'react';

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
 * Asks an API whenever something else is asked for, and when it is told to reload. What was loaded for something else is never
 * shown as the answer to this.
 *
 * @param asked - What is asked for, as JSON has it: what is undefined in it is left out.
 * @param ask - Is handed that, and asks for nothing that is not in it.
 * @public
 */
export function useLoaded<A, Q extends string | object, T>(
  ref: ApiRef<A>,
  asked: Q,
  ask: (api: A, asked: Q) => Promise<T>,
): Loaded<T> {
  const api = useApi(ref);
  const key = JSON.stringify(asked);
  const asking = useRef(ask);
  asking.current = ask;
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
    const question: Q = JSON.parse(key);
    asking.current(api, question).then(
      value => dropped || setResult({ key, value, loading: false }),
      (error: Error) =>
        dropped ||
        setResult(({ value }) => ({ key, value, error, loading: false })),
    );
    return () => {
      dropped = true;
    };
  }, [api, key, round]);

  const reload = useCallback(() => setRound(count => count + 1), []);
  return result.key === key ? { ...result, reload } : { loading: true, reload };
}
