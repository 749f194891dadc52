import {
  discoveryApiRef,
  identityApiRef,
  useApi,
} from '@backstage/frontend-plugin-api';
import { plumblineTeamsApiRef } from '@plumbline/plugin-plumbline-react';
import { useEffect } from 'react';
import { saveTeams } from './savedTeams';

/**
 * Has the browser keep how to reach every team, and a page that shows that and the saved answers when the portal cannot be
 * reached. The page works where the portal's pages and its backend share an address, and only below this page.
 */
export function useSavedPages(path: string): void {
  const discovery = useApi(discoveryApiRef);
  const identity = useApi(identityApiRef);
  const teams = useApi(plumblineTeamsApiRef);
  useEffect(() => {
    const save = async () => {
      const { userEntityRef } = await identity.getBackstageIdentity();
      await saveTeams(teams, userEntityRef);
    };
    // Whoever may not see teams, or keeps nothing in the browser, keeps none.
    save().catch(() => undefined);
  }, [identity, teams]);
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
