import { useEffect, useRef } from 'react';
import { Loaded } from './useLoaded';
import { useVisible } from './useVisible';

/**
 * Asks again some time after each answer, for as long as somebody can see the page; and at once when the page is seen
 * again after longer than that.
 *
 * @param pauseMs - Milliseconds between an answer and the next question; absent while there is no reason to ask again.
 * @public
 */
export function useReloadEvery(
  { loading, reload, value }: Loaded<unknown>,
  pauseMs: number | undefined,
): void {
  const visible = useVisible();
  const answeredAt = useRef(0);
  useEffect(() => {
    if (!loading) {
      answeredAt.current = Date.now();
    }
  }, [loading, value]);
  useEffect(() => {
    if (!visible || loading || pauseMs === undefined) {
      return undefined;
    }
    const due = answeredAt.current + pauseMs;
    const timer = setTimeout(reload, Math.max(0, due - Date.now()));
    return () => clearTimeout(timer);
  }, [visible, loading, reload, value, pauseMs]);
}
