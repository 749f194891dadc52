import { useEffect } from 'react';
import { Loaded } from './useLoaded';
import { useVisible } from './useVisible';

/**
 * Asks again some time after each answer, for as long as somebody can see the page; and at once when the page is seen
 * again after longer than that.
 *
 * @param pauseMs - Milliseconds between an answer and the next question.
 * @public
 */
export function useReloadEvery(
  { loading, reload, value }: Loaded<unknown>,
  pauseMs: number,
): void {
  const visible = useVisible();
  useEffect(() => {
    if (!visible || loading) {
      return undefined;
    }
    const timer = setTimeout(reload, pauseMs);
    return () => clearTimeout(timer);
  }, [visible, loading, reload, value, pauseMs]);
}
