import { useKeeping } from './useKeeping';

/**
 * On every page of the portal: whoever signs in finds nothing that was kept for another user, wherever they go first.
 *
 * @public
 */
export function KeepForUser() {
  useKeeping();
  return null;
}
