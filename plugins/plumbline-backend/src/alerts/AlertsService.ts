import { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  AlertDetail,
  AlertReceiverStatus,
  AlertsPage,
  AlertsQuery,
  AlertStatistics,
  AlertVerdict,
  EnrichedAlert,
  LookedAt,
  OnCallDirectoryStatus,
} from '@plumbline/plugin-plumbline-common';

export interface AlertsOptions {
  credentials: BackstageCredentials;
}

/** An alert as `openapi.yaml` lets it through. */
export interface AlertToEnrich {
  labels: Record<string, string>;
  annotations?: Record<string, string>;
}

/** What can be asked about alerts, by whomever. */
export interface AlertsService {
  alerts(query: AlertsQuery, options: AlertsOptions): Promise<AlertsPage>;
  alert(id: string, options: AlertsOptions): Promise<AlertDetail>;
  look(id: string, options: AlertsOptions): Promise<void>;
  /** A look at an answer, at all alerts about the same object. */
  lookAtAnswer(about: LookedAt, options: AlertsOptions): Promise<void>;
  verdict(
    id: string,
    verdict: { verdict: 'right' | 'wrong'; team?: string },
    options: AlertsOptions,
  ): Promise<AlertVerdict>;
  note(id: string, options: AlertsOptions): Promise<void>;
  statistics(
    query: { weeks?: number },
    options: AlertsOptions,
  ): Promise<AlertStatistics>;
  receivers(options: AlertsOptions): Promise<{ items: AlertReceiverStatus[] }>;
  onCallDirectories(
    options: AlertsOptions,
  ): Promise<{ items: OnCallDirectoryStatus[] }>;
  enrich(
    alerts: AlertToEnrich[],
    options: AlertsOptions,
  ): Promise<EnrichedAlert[]>;
}
