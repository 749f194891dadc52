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
  PlumblineAlertsApi,
} from '@plumbline/plugin-plumbline-common';
import { fakeError } from './fakeApi';

/**
 * Alerts as it is told, and what it was asked and told of them.
 *
 * @public
 */
export class FakePlumblineAlertsApi implements PlumblineAlertsApi {
  readonly queries: AlertsQuery[] = [];
  readonly looked: string[] = [];
  /** What the answers that were looked at are about. */
  readonly read: LookedAt[] = [];
  readonly verdicts: ({ id: string } & Pick<
    AlertVerdict,
    'verdict' | 'team'
  >)[] = [];
  readonly noted: string[] = [];
  list: AlertDetail[];
  from: AlertReceiverStatus[] = [];
  directories: OnCallDirectoryStatus[] = [];
  measured: AlertStatistics = {
    since: '2026-10-01T00:00:00Z',
    total: { alerts: 0, look: { alerts: 0 }, confirmed: { alerts: 0 } },
    teams: [],
    weeks: [],
  };
  pageSize = 25;
  error?: Error;
  /** What a wrong owner is told to change. */
  finding?: AlertVerdict['finding'];

  constructor(list: AlertDetail[] = []) {
    this.list = list;
  }

  async alerts(query: AlertsQuery): Promise<AlertsPage> {
    this.queries.push(query);
    if (this.error) {
      throw this.error;
    }
    const found = this.list.filter(
      alert =>
        (!query.status || alert.status === query.status) &&
        (!query.team ||
          alert.resolution?.owners.some(({ team }) => team === query.team)) &&
        (!query.unowned || alert.ownership !== 'owned') &&
        (!query.text || JSON.stringify(alert.labels).includes(query.text)),
    );
    const start = Number(query.cursor ?? 0);
    const end = start + (query.limit ?? this.pageSize);
    const firing = this.list.filter(({ status }) => status === 'firing');
    return {
      items: found.slice(start, end),
      totalItems: found.length,
      nextCursor: end < found.length ? String(end) : undefined,
      summary: {
        firing: firing.length,
        unowned: firing.filter(
          ({ ownership }) => ownership !== 'owned' && ownership !== 'resolving',
        ).length,
        resolving: firing.filter(({ ownership }) => ownership === 'resolving')
          .length,
        resolved: this.list.length - firing.length,
      },
    };
  }

  async alert(id: string): Promise<AlertDetail> {
    if (this.error) {
      throw this.error;
    }
    const found = this.list.find(alert => alert.id === id);
    if (!found) {
      throw fakeError(404, `There is no alert ${id}`);
    }
    return found;
  }

  async look(id: string): Promise<void> {
    this.looked.push(id);
  }

  async lookAtAnswer(about: LookedAt): Promise<void> {
    this.read.push(about);
  }

  async verdict(
    id: string,
    { verdict, team }: { verdict: 'right' | 'wrong'; team?: string },
  ): Promise<AlertVerdict> {
    this.verdicts.push({ id, verdict, team });
    const given: AlertVerdict = {
      verdict,
      team,
      by: 'user:default/guest',
      at: '2026-11-23T02:01:00Z',
      finding: verdict === 'wrong' ? this.finding : undefined,
    };
    this.list = this.list.map(alert =>
      alert.id === id ? { ...alert, verdict: given } : alert,
    );
    return given;
  }

  async note(id: string): Promise<void> {
    this.noted.push(id);
  }

  async statistics(): Promise<AlertStatistics> {
    return this.measured;
  }

  async receivers(): Promise<{ items: AlertReceiverStatus[] }> {
    return { items: this.from };
  }

  async onCallDirectories(): Promise<{ items: OnCallDirectoryStatus[] }> {
    return { items: this.directories };
  }

  async enrich(): Promise<EnrichedAlert[]> {
    return [];
  }
}
