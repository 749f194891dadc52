import { LoggerService } from '@backstage/backend-plugin-api';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { mountedPath } from '@plumbline/gitops-lookup';
import { rowsOf } from '@plumbline/plugin-plumbline-common';
import { Portal } from '../../api/portal';
import { messageOf } from '../../lib/messages';
import { PromotionStore } from '../store/PromotionStore';
import { DatabaseNoticeStore } from './DatabaseNoticeStore';
import { arrivalsIn, Notice, stuckNotices } from './noticesOf';

/** What came longer ago is no news. */
const NEWS_MS = 24 * 3600_000;
/** So many are sent at once; the others come next time. */
const MOST = 100;
/** So many that fail one after the other: nobody takes any. */
const MOST_FAILURES = 5;
const PAGE = 200;

/** What teams are told. Each part is off where it is absent. */
export interface NotificationSettings {
  /** A newer version has waited for so many days. */
  stuck?: { days: number };
  /** A version came to one of these environments; to any where none is named. */
  arrived?: { environments?: string[] };
}

export interface NotifierOptions {
  store: Pick<PromotionStore, 'attention' | 'matrix'>;
  notices: DatabaseNoticeStore;
  notifications: NotificationService;
  settings: NotificationSettings;
  portal: Pick<Portal, 'pages'>;
  logger: LoggerService;
  now: () => Date;
}

/** Tells teams what happened to their services, each thing once. */
export class Notifier {
  readonly #options: NotifierOptions;

  constructor(options: NotifierOptions) {
    this.#options = options;
  }

  async run(signal: AbortSignal): Promise<void> {
    const { notices, now } = this.#options;
    await notices.forgetOld(now());
    let sent = 0;
    let failed = 0;
    for await (const notice of this.#due()) {
      if (signal.aborted || sent >= MOST || failed >= MOST_FAILURES) {
        return;
      }
      if (
        notice.teams.length > 0 &&
        (await notices.claim(notice.scope, now()))
      ) {
        // One that fails is tried again when its claim is old: until then it is in nobody's way.
        if (await this.#send(notice)) {
          await notices.sent(notice.scope, now());
          sent += 1;
          failed = 0;
        } else {
          failed += 1;
        }
      }
    }
  }

  async *#due(): AsyncGenerator<Notice> {
    const { store, notices, settings, now } = this.#options;
    const at = now();
    const { stuck, arrived } = settings;
    for (let cursor: string | undefined, more = Boolean(stuck); more;) {
      const page = await store.attention(
        { kind: 'stuck', days: stuck?.days, limit: PAGE, cursor },
        at,
      );
      yield* stuckNotices(page.items);
      cursor = page.nextCursor;
      more = cursor !== undefined;
    }
    if (!arrived) {
      return;
    }
    const news = new Date(at.getTime() - NEWS_MS).toISOString();
    const waiting = await notices.waiting(at);
    const since = waiting.since && waiting.since < news ? waiting.since : news;
    for (let cursor: string | undefined, more = true; more;) {
      const page = await store.matrix(
        { since, sort: 'changed', limit: PAGE, cursor },
        at,
      );
      for (const arrival of arrivalsIn(rowsOf(page), { now: at, ...arrived })) {
        const { notice, since: came, state } = arrival;
        if (came < news && !waiting.has(arrival.scope)) {
          continue;
        }
        if (state === 'waits') {
          await notices.wait(arrival.scope, came, at);
        }
        if (notice) {
          yield notice;
        }
      }
      cursor = page.nextCursor;
      more = cursor !== undefined;
    }
  }

  async #send(notice: Notice): Promise<boolean> {
    const { notifications, logger, portal } = this.#options;
    const { teams, title, description, severity, scope, service } = notice;
    try {
      await notifications.send({
        recipients: { type: 'entity', entityRef: teams },
        payload: {
          title,
          description,
          link: mountedPath(
            `/promotion/service/${encodeURIComponent(service)}`,
            portal.pages,
          ),
          severity,
          topic: 'promotion',
          scope,
        },
      });
      return true;
    } catch (error) {
      logger.warn('Failed to notify a team of a promotion', {
        title,
        error: messageOf(error),
      });
      return false;
    }
  }
}
