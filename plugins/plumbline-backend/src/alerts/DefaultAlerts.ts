import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { InputError, NotFoundError } from '@backstage/errors';
import {
  Answer,
  FactIndex,
  Lookup,
  normalizeTeam,
  renderText,
  TeamDirectory,
  teamKey,
} from '@plumbline/gitops-lookup';
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
import { Portal } from '../api/portal';
import { digestOf } from '../database/digest';
import { FindingMarks } from '../index/factRows';
import { AlertsOptions, AlertsService, AlertToEnrich } from './AlertsService';
import { enriched } from './enrich';
import { proposeFix, RightTeam } from './proposeFix';
import { normalizeAlert } from './receive/normalize';
import { Receivers } from './receive/Receivers';
import { Rejections } from './receive/Rejections';
import { resolutionOf } from './resolve/resolutionOf';
import { statisticsOf } from './statistics';
import { AlertStore, AlertToAnnounce } from './store/AlertStore';
import { shown } from './store/pageOfAlerts';

const DEFAULT_WEEKS = 8;
const WEEK_MS = 7 * 24 * 3_600_000;
const NOTE_TIMEOUT_MS = 10_000;
/** An answer that is no older serves who enriches. */
const FRESH_MS = 60_000;

export interface DefaultAlertsOptions {
  store: AlertStore;
  lookup: Lookup;
  index: Pick<FactIndex, 'teams'>;
  receivers: Receivers;
  rejections: Rejections;
  /** How asking the directories of who is on call goes. */
  onCallDirectories: () => Promise<OnCallDirectoryStatus[]>;
  /** Ref of the user behind credentials; `undefined` for a service. */
  personOf: (credentials: BackstageCredentials) => string | undefined;
  portal: Portal;
  now: () => Date;
}

export class DefaultAlerts implements AlertsService {
  readonly #options: DefaultAlertsOptions;

  constructor(options: DefaultAlertsOptions) {
    this.#options = options;
  }

  async alerts(query: AlertsQuery): Promise<AlertsPage> {
    return await this.#options.store.page(query);
  }

  async alert(id: string): Promise<AlertDetail> {
    const { store, lookup } = this.#options;
    const alert = await this.#get(id);
    const question = await store.questionOf(id);
    return {
      ...shown(alert),
      answer: await lookup.answer(question ?? ''),
    };
  }

  async look(id: string, { credentials }: AlertsOptions): Promise<void> {
    const { store, personOf, now } = this.#options;
    const person = personOf(credentials);
    const known = person
      ? await store.look(id, person, now())
      : await store.get(id);
    if (!known) {
      throw noAlert(id);
    }
  }

  async lookAtAnswer(
    about: LookedAt,
    { credentials }: AlertsOptions,
  ): Promise<void> {
    const { store, personOf, now } = this.#options;
    const person = personOf(credentials);
    // Only a person looks; a service may have asked for anybody.
    if (person) {
      await store.lookAtObject(about, person, now());
    }
  }

  async verdict(
    id: string,
    said: { verdict: 'right' | 'wrong'; team?: string },
    { credentials }: AlertsOptions,
  ): Promise<AlertVerdict> {
    const { store, personOf, now } = this.#options;
    const by = personOf(credentials);
    if (!by) {
      throw new InputError('Only a person can say whether an owner is right');
    }
    // By the answer that the person sees: the one that is kept may be older.
    const { answer } = await this.alert(id);
    if (said.verdict === 'right' && answer.owners.length === 0) {
      throw new InputError(
        'This alert has no owner that could be right: say wrong, and which team it is',
      );
    }
    const right = said.team ? await this.#team(said.team) : undefined;
    const finding =
      said.verdict === 'wrong' ? proposeFix(answer, right) : undefined;
    const verdict: AlertVerdict = {
      verdict: said.verdict,
      ...(said.verdict === 'wrong' && right && { team: right.ref }),
      by,
      at: now().toISOString(),
      ...(finding && { finding }),
    };
    if (!(await store.verdict(id, verdict, marksOf(answer, right)))) {
      throw noAlert(id);
    }
    return verdict;
  }

  async note(id: string): Promise<void> {
    const { store, receivers, lookup, portal } = this.#options;
    const { receiver, external } = await this.#get(id);
    const note = receivers.get(receiver)?.note;
    if (!note || !external) {
      throw new InputError(`Notes cannot be written to alerts of ${receiver}`);
    }
    const answer = await lookup.answer((await store.questionOf(id)) ?? '');
    await note.write(external, renderText(answer, portal), {
      signal: AbortSignal.timeout(NOTE_TIMEOUT_MS),
    });
  }

  async statistics({
    weeks = DEFAULT_WEEKS,
  }: {
    weeks?: number;
  }): Promise<AlertStatistics> {
    const { store, now } = this.#options;
    const since = new Date(now().getTime() - weeks * WEEK_MS);
    return statisticsOf(await store.timings(since), since);
  }

  async receivers(): Promise<{ items: AlertReceiverStatus[] }> {
    const { store, receivers, rejections, now } = this.#options;
    await rejections.flush(store, now());
    return {
      items: await store.receivers(receivers.all.map(({ id }) => id)),
    };
  }

  async onCallDirectories(): Promise<{ items: OnCallDirectoryStatus[] }> {
    return { items: await this.#options.onCallDirectories() };
  }

  async enrich(alerts: AlertToEnrich[]): Promise<EnrichedAlert[]> {
    const { store, lookup, portal, now } = this.#options;
    const asked = alerts.map(alert => {
      const { labels, annotations = {} } = alert;
      const normalized = normalizeAlert(
        {
          ...rest(alert),
          status: 'firing',
          labels,
          annotations,
          fingerprint: digestOf(labels),
        },
        'enrich',
        now(),
      );
      return {
        alert: { ...alert, labels, annotations },
        question: normalized === 'plumbing' ? undefined : normalized.question,
      };
    });
    const known = await store.resolutions(
      asked.flatMap(({ question }) => question?.key ?? []),
    );
    const oldest = new Date(now().getTime() - FRESH_MS).toISOString();
    const result: EnrichedAlert[] = [];
    for (const { alert, question } of asked) {
      if (!question) {
        result.push(alert);
        continue;
      }
      let resolved = known.get(question.key);
      if (!resolved || resolved.resolution.resolvedAt < oldest) {
        resolved = resolutionOf(await lookup.answer(question.text), now());
        known.set(question.key, resolved);
      }
      result.push(enriched(alert, alert, resolved, portal));
    }
    return result;
  }

  async #get(id: string): Promise<AlertToAnnounce> {
    const alert = await this.#options.store.get(id);
    if (!alert) {
      throw noAlert(id);
    }
    return alert;
  }

  /** A team by its ref or any of its marks; one that the index does not know is taken by its name. */
  async #team(mark: string): Promise<RightTeam> {
    const { index } = this.#options;
    const known = new TeamDirectory(await index.teams([teamKey(mark)]));
    return known.get(mark) ?? { ref: normalizeTeam(mark), aliases: [mark] };
  }
}

/** A wrong owner concerns those who are called without reason, and those who should be. */
function marksOf(
  { owners, subject }: Answer,
  right: RightTeam | undefined,
): FindingMarks {
  const place = subject?.type === 'object' ? subject : undefined;
  return {
    owners: [...owners.map(({ team }) => team), ...(right ? [right.ref] : [])],
    environments: [place?.environment],
    clusters: [place?.cluster],
  };
}

/** What the sender tells beside labels and annotations, where it is what it should be. */
function rest(alert: object): { generatorURL?: string } {
  return 'generatorURL' in alert && typeof alert.generatorURL === 'string'
    ? { generatorURL: alert.generatorURL }
    : {};
}

function noAlert(id: string): NotFoundError {
  return new NotFoundError(
    `There is no alert ${id.slice(0, 64)}: it was never received, or is older than alerts are kept`,
  );
}
