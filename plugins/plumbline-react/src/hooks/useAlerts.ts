import {
  AlertDetail,
  AlertReceiverStatus,
  AlertsPage,
  AlertsQuery,
  AlertStatistics,
  OnCallDirectoryStatus,
} from '@plumbline/plugin-plumbline-common';
import { plumblineAlertsApiRef } from '../api';
import { Loaded, useLoaded } from './useLoaded';

/** A page of alerts. @public */
export function useAlerts(query: AlertsQuery): Loaded<AlertsPage> {
  return useLoaded(plumblineAlertsApiRef, query, (api, asked) =>
    api.alerts(asked),
  );
}

/** One alert with the whole answer to whose it is. @public */
export function useAlert(id: string): Loaded<AlertDetail> {
  return useLoaded(plumblineAlertsApiRef, id, api => api.alert(id));
}

/** How long it takes to find an owner, over the last weeks. @public */
export function useAlertStatistics(weeks: number): Loaded<AlertStatistics> {
  return useLoaded(plumblineAlertsApiRef, { weeks }, (api, asked) =>
    api.statistics(asked),
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
