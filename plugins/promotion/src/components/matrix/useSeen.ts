import { useEffect, useState } from 'react';

/** All values that were ever there while the page is open: a filter does not take away what it can be changed to. */
export function useSeen(values: string[] | undefined): string[] {
  const [seen, setSeen] = useState<string[]>([]);
  useEffect(() => {
    const fresh = values?.filter(value => !seen.includes(value)) ?? [];
    if (fresh.length > 0) {
      setSeen([...seen, ...fresh]);
    }
  }, [values, seen]);
  return seen;
}
