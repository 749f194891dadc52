import { RefObject, useLayoutEffect, useState } from 'react';

/** How wide an element is, as it changes: a picture is drawn to measure, so that its words keep their size. */
export function useWidth(
  element: RefObject<HTMLElement>,
  initial: number,
): number {
  const [width, setWidth] = useState(initial);
  useLayoutEffect(() => {
    const { current } = element;
    if (!current) {
      return undefined;
    }
    const measure = () => {
      if (current.clientWidth > 0) {
        setWidth(current.clientWidth);
      }
    };
    measure();
    window.addEventListener('resize', measure);
    return () => window.removeEventListener('resize', measure);
  }, [element]);
  return width;
}
