import { LoggerService } from '@backstage/backend-plugin-api';
import { Lookup, renderText } from '@plumbline/gitops-lookup';
import { Portal } from '../api/portal';
import { messageOf } from '../lib/messages';
import { Receivers } from './receive/Receivers';
import { AlertStore } from './store/AlertStore';

const MOST = 50;
/** Older ones have been told, or nobody waits for it any more. */
const LONGEST_AGO_MS = 3_600_000;
const TIMEOUT_MS = 10_000;

export interface TellOwnersOptions {
  store: AlertStore;
  receivers: Receivers;
  lookup: Lookup;
  portal: Portal;
  logger: LoggerService;
  now: () => Date;
}

/** Writes the owner of new alerts to their senders, where the receiver is told to. One that fails is not tried again. */
export async function tellOwners(options: TellOwnersOptions): Promise<void> {
  const { store, receivers, lookup, portal, logger, now } = options;
  const telling = receivers.all.flatMap(({ id, note }) =>
    note?.always ? [id] : [],
  );
  if (telling.length === 0) {
    return;
  }
  const at = now();
  const alerts = await store.announce({
    receivers: telling,
    now: at,
    since: new Date(at.getTime() - LONGEST_AGO_MS),
    limit: MOST,
  });
  const told = new Set<string>();
  for (const { id, receiver, external } of alerts) {
    const note = receivers.get(receiver)?.note;
    // Several alerts of one incident have one page at the sender.
    if (!note?.always || !external || told.has(external.id)) {
      continue;
    }
    told.add(external.id);
    try {
      const answer = await lookup.answer((await store.questionOf(id)) ?? '');
      await note.write(external, renderText(answer, portal), {
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
    } catch (error) {
      logger.warn('Failed to write the owner to an alert at its sender', {
        receiver,
        error: messageOf(error),
      });
    }
  }
}
