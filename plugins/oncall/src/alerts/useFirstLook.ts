import { useApi } from '@backstage/frontend-plugin-api';
import { AlertSummary } from '@plumbline/plugin-plumbline-common';
import { plumblineAlertsApiRef } from '@plumbline/plugin-plumbline-react';
import { useEffect, useRef } from 'react';

/** Notes that a person looks at an alert, once, when nobody has before. */
export function useFirstLook(alert: AlertSummary | undefined): void {
  const api = useApi(plumblineAlertsApiRef);
  const noted = useRef<string>();
  const id = alert && !alert.firstLook ? alert.id : undefined;
  useEffect(() => {
    if (id && noted.current !== id) {
      noted.current = id;
      // Statistics must never stand between a person and the answer.
      api.look(id).catch(() => undefined);
    }
  }, [api, id]);
}
