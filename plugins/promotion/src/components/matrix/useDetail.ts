import { useEffect, useMemo, useRef, useState } from 'react';
import { Position } from './moves';

const SHOW_MS = 250;
const HIDE_MS = 150;

/** Which cell tells more of itself: the focused one at once, the one under the pointer when it rests there. */
export function useDetail() {
  const [shown, setShown] = useState<Position>();
  const timer = useRef<ReturnType<typeof setTimeout>>();
  useEffect(() => () => clearTimeout(timer.current), []);
  const actions = useMemo(() => {
    const later = (position: Position | undefined, milliseconds: number) => {
      clearTimeout(timer.current);
      timer.current = setTimeout(() => setShown(position), milliseconds);
    };
    return {
      show(position: Position) {
        clearTimeout(timer.current);
        setShown(position);
      },
      showSoon: (position: Position | undefined) =>
        position ? later(position, SHOW_MS) : later(undefined, HIDE_MS),
      hideSoon: () => later(undefined, HIDE_MS),
      /** The pointer went to what is told, to read it. */
      keep: () => clearTimeout(timer.current),
      hide() {
        clearTimeout(timer.current);
        setShown(undefined);
      },
    };
  }, []);
  return {
    shown,
    ...actions,
    anchorIn: (container: HTMLElement | null): HTMLElement =>
      (shown &&
        container?.querySelector<HTMLElement>(
          `[data-at="${shown.row}:${shown.column}"]`,
        )) ??
      container ??
      document.body,
  };
}
