import { PermissionsService } from '@backstage/backend-plugin-api';
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
  plumblineAlertVerdictPermission,
  plumblineReadPermission,
} from '@plumbline/plugin-plumbline-common';
import { requirePermission } from '../api/requirePermission';
import { AlertsOptions, AlertsService, AlertToEnrich } from './AlertsService';

/** The only door to alerts: asks for permission before anything else happens. */
export class AuthorizedAlerts implements AlertsService {
  readonly #service: AlertsService;
  readonly #permissions: PermissionsService;

  constructor(service: AlertsService, permissions: PermissionsService) {
    this.#service = service;
    this.#permissions = permissions;
  }

  async alerts(
    query: AlertsQuery,
    options: AlertsOptions,
  ): Promise<AlertsPage> {
    await this.#mayRead(options);
    return await this.#service.alerts(query, options);
  }

  async alert(id: string, options: AlertsOptions): Promise<AlertDetail> {
    await this.#mayRead(options);
    return await this.#service.alert(id, options);
  }

  async look(id: string, options: AlertsOptions): Promise<void> {
    await this.#mayRead(options);
    await this.#service.look(id, options);
  }

  async lookAtAnswer(about: LookedAt, options: AlertsOptions): Promise<void> {
    await this.#mayRead(options);
    await this.#service.lookAtAnswer(about, options);
  }

  async verdict(
    id: string,
    verdict: { verdict: 'right' | 'wrong'; team?: string },
    options: AlertsOptions,
  ): Promise<AlertVerdict> {
    await this.#mayJudge(options);
    return await this.#service.verdict(id, verdict, options);
  }

  async note(id: string, options: AlertsOptions): Promise<void> {
    await this.#mayJudge(options);
    await this.#service.note(id, options);
  }

  async statistics(
    query: { weeks?: number },
    options: AlertsOptions,
  ): Promise<AlertStatistics> {
    await this.#mayRead(options);
    return await this.#service.statistics(query, options);
  }

  async receivers(
    options: AlertsOptions,
  ): Promise<{ items: AlertReceiverStatus[] }> {
    await this.#mayRead(options);
    return await this.#service.receivers(options);
  }

  async onCallDirectories(
    options: AlertsOptions,
  ): Promise<{ items: OnCallDirectoryStatus[] }> {
    await this.#mayRead(options);
    return await this.#service.onCallDirectories(options);
  }

  async enrich(
    alerts: AlertToEnrich[],
    options: AlertsOptions,
  ): Promise<EnrichedAlert[]> {
    await this.#mayRead(options);
    return await this.#service.enrich(alerts, options);
  }

  #mayRead(options: AlertsOptions): Promise<void> {
    return requirePermission(
      this.#permissions,
      plumblineReadPermission,
      options,
    );
  }

  #mayJudge(options: AlertsOptions): Promise<void> {
    return requirePermission(
      this.#permissions,
      plumblineAlertVerdictPermission,
      options,
    );
  }
}
