import { Answer } from '@plumbline/plugin-plumbline-common';
import { plumblineApiRef } from '../api';
import { useLoaded } from './useLoaded';

/** @public */
export interface Lookup {
  /** The answer to this very question: never one to the question before. */
  answer?: Answer;
  error?: Error;
  loading: boolean;
  /** Asks again; the answer stays until the new one is there. */
  reload(): void;
}

/**
 * Asks a question whenever it changes, and none when there is none. A late answer to an earlier question is dropped: the wrong owner is
 * worse than none.
 *
 * @public
 */
export function useLookup(question: string = ''): Lookup {
  const { value, error, loading, reload } = useLoaded(
    plumblineApiRef,
    question,
    async (api, asked) => (asked ? await api.lookup(asked) : undefined),
  );
  return {
    answer: value,
    error,
    loading: loading && question !== '',
    reload,
  };
}
