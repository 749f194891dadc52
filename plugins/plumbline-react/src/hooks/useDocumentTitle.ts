import { configApiRef, useApi } from '@backstage/frontend-plugin-api';
import { useEffect } from 'react';

/**
 * Names the browser's tab after what the page shows, with the portal's own title behind it.
 *
 * @public
 */
export function useDocumentTitle(title: string): void {
  const portal = useApi(configApiRef).getOptionalString('app.title');
  useEffect(() => {
    document.title = [title, portal].filter(Boolean).join(' | ');
    return () => {
      document.title = portal ?? '';
    };
  }, [title, portal]);
}
