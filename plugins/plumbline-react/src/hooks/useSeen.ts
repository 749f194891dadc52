import { useEffect, useState } from 'react';

/** All values that were ever there while the page is open: a filter does not take away what it can be changed to. @public */
export function useSeen(values: string[] | undefined): string[] {
  const [seen, setSeen] = useState<string[]>([]);
  useEffect(() => {
    const all = new Set([...seen, ...(values ?? [])]);
    if (all.size > seen.length) {
      setSeen([...all]);
    }
  }, [values, seen]);
  return seen;
}
