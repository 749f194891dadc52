import { discoveryApiRef, useApi } from '@backstage/frontend-plugin-api';
import { plumblineTeamsApiRef } from '@plumbline/plugin-plumbline-react';
import { useEffect } from 'react';
import { saveTeams } from './savedTeams';
import { useKeeping } from './useKeeping';

/**
 * Has the browser keep how to reach every team, and a page that shows that and the saved answers when the portal cannot be
 * reached. The page works where the portal's pages and its backend share an address, and only below this page.
 *
 * @param path - That of this page, with whatever path the portal itself is below.
 */
export function useSavedPages(path: string): void {
  const discovery = useApi(discoveryApiRef);
  const keeping = useKeeping();
  const teams = useApi(plumblineTeamsApiRef);
  useEffect(() => {
    if (keeping) {
      // Whoever may not see teams, or keeps nothing in the browser, keeps none.
      saveTeams(teams).catch(() => undefined);
    }
  }, [keeping, teams]);
  useEffect(() => {
    if (!navigator.serviceWorker) {
      return;
    }
    const register = async () => {
      const base = await discovery.getBaseUrl('plumbline');
      const worker = new URL(
        `${base}/v1/saved-pages/worker.js`,
        window.location.href,
      );
      if (worker.origin === window.location.origin) {
        await navigator.serviceWorker.register(worker, { scope: path });
      }
    };
    // Whoever has no TLS, or forbids workers, has no saved pages: nothing else suffers.
    register().catch(() => undefined);
  }, [discovery, path]);
}
