import { useHref } from 'react-router-dom';

/** Address of a page of the portal for who is not in it: with its host, and the path that the portal itself is below. */
export function useAddress(path: string): string {
  return `${window.location.origin}${useHref(path)}`;
}
