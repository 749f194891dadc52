import { discoveryApiRef, useApi } from '@backstage/frontend-plugin-api';
import { useEffect } from 'react';

/**
 * Has the browser keep a page that shows the saved answers when the portal cannot be reached. Works where the portal's
 * pages and its backend share an address, and only below this page.
 */
export function useSavedPages(path: string): void {
  const discovery = useApi(discoveryApiRef);
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
