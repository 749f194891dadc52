import { useApi } from '@backstage/frontend-plugin-api';
import { Answer } from '@plumbline/plugin-plumbline-common';
import { useCallback, useEffect, useState } from 'react';
import { plumblineApiRef } from '../api';

/** @public */
export interface Lookup {
  /** The answer to this very question: never one to the question before. */
  answer?: Answer;
  error?: Error;
  loading: boolean;
  /** Asks again; the answer stays until the new one is there. */
  reload(): void;
}

interface State {
  question?: string;
  answer?: Answer;
  error?: Error;
  loading: boolean;
}

/**
 * Asks a question whenever it changes. A late answer to an earlier question is dropped: the wrong owner is worse
 * than none.
 *
 * @public
 */
export function useLookup(question: string | undefined): Lookup {
  const api = useApi(plumblineApiRef);
  const [attempt, setAttempt] = useState(0);
  const [state, setState] = useState<State>({ loading: false });

  useEffect(() => {
    if (!question) {
      setState({ loading: false });
      return undefined;
    }
    let dropped = false;
    setState(previous => ({
      question,
      answer: previous.question === question ? previous.answer : undefined,
      loading: true,
    }));
    api.lookup(question).then(
      answer => {
        if (!dropped) {
          setState({ question, answer, loading: false });
        }
      },
      (error: Error) => {
        if (!dropped) {
          setState(previous => ({
            question,
            answer: previous.answer,
            error,
            loading: false,
          }));
        }
      },
    );
    return () => {
      dropped = true;
    };
  }, [api, question, attempt]);

  const reload = useCallback(() => setAttempt(count => count + 1), []);

  // Between a change of the question and the effect that asks it, the state is still that of the question before.
  if (state.question !== question) {
    return { loading: question !== undefined && question !== '', reload };
  }
  return {
    answer: state.answer,
    error: state.error,
    loading: state.loading,
    reload,
  };
}
