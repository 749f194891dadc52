import {
  AlertDetail,
  AlertReceiverStatus,
  AlertsPage,
  AlertsQuery,
  AlertStatistics,
  OnCallDirectoryStatus,
} from '@plumbline/plugin-plumbline-common';
import { useCallback } from 'react';
import { plumblineAlertsApiRef } from '../api';
import { Loaded, useLoaded } from './useLoaded';

/** A page of alerts. @public */
export function useAlerts(query: AlertsQuery): Loaded<AlertsPage> {
  const key = JSON.stringify(query);
  return useLoaded(
    plumblineAlertsApiRef,
    key,
    useCallback(
      api => {
        const asked: AlertsQuery = JSON.parse(key);
        return api.alerts(asked);
      },
      [key],
    ),
  );
}

/** One alert with the whole answer to whose it is. @public */
export function useAlert(id: string): Loaded<AlertDetail> {
  return useLoaded(
    plumblineAlertsApiRef,
    id,
    useCallback(api => api.alert(id), [id]),
  );
}

/** How long it takes to find an owner, over the last weeks. @public */
export function useAlertStatistics(weeks: number): Loaded<AlertStatistics> {
  return useLoaded(
    plumblineAlertsApiRef,
    `statistics ${weeks}`,
    useCallback(api => api.statistics({ weeks }), [weeks]),
  );
}

/** Who takes alerts, and what became of what they were sent. @public */
export function useAlertReceivers(): Loaded<{ items: AlertReceiverStatus[] }> {
  return useLoaded(plumblineAlertsApiRef, 'receivers', askReceivers);
}

function askReceivers(api: {
  receivers(): Promise<{ items: AlertReceiverStatus[] }>;
}) {
  return api.receivers();
}

/** Which directories are asked who is on call, and how that goes. @public */
export function useOnCallDirectories(): Loaded<{
  items: OnCallDirectoryStatus[];
}> {
  return useLoaded(plumblineAlertsApiRef, 'directories', askDirectories);
}

function askDirectories(api: {
  onCallDirectories(): Promise<{ items: OnCallDirectoryStatus[] }>;
}) {
  return api.onCallDirectories();
}
