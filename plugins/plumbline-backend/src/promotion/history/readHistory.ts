import {
  changesOfPins,
  FollowedPin,
  FoundChange,
  FoundChanges,
  Landing,
  LandingWalk,
  PinLocator,
  PinnedText,
} from '@plumbline/gitops-promotion';
import { RepositoryHistory } from '@plumbline/plugin-plumbline-node';
import {
  HistoryStore,
  NewPin,
  PinLease,
  ReachedCommit,
  WantedPin,
} from './HistoryStore';

/** Commits after which what was found is stored: so much is read again when the process dies. */
const BATCH = 5_000;
/** New lines most often stand in new files: the first commits may tell it all. */
const FIRST_BATCH = 20;
const WALK_TIMEOUT_MS = 30 * 60_000;

export interface ReadHistoryOptions {
  lease: PinLease;
  store: HistoryStore;
  history: RepositoryHistory;
  now: () => Date;
  /** Called after each piece of work: lets others have their turn, and throws when the work should end. */
  proceed: () => Promise<void>;
}

/**
 * Brings what is known of the pinned lines of a repository up to the commit of its facts: what came on top first, at the
 * cost of that alone; then, for lines that are new, what lies below, in batches that are kept.
 */
export async function readHistory(options: ReadHistoryOptions): Promise<void> {
  const { lease, store, history, now } = options;
  if (lease.head !== undefined && lease.head !== lease.revision) {
    const contained = await history.contains(lease.revision, lease.head);
    if (contained) {
      await readNewest(options, lease.head);
    } else {
      const date = now().toISOString().slice(0, 10);
      await store.restart(
        lease,
        contained === false
          ? `the branch was rewritten on ${date}: what it held before is not shown`
          : `the commit that was read last was gone on ${date}: the history was read anew`,
      );
    }
  }
  if (lease.pins !== lease.facts || lease.head === undefined) {
    await takePins(options);
  }
  await readOldest(options);
}

async function takePins(options: ReadHistoryOptions): Promise<void> {
  const { lease, store } = options;
  const wanted = await store.wantedPins(lease.sourceId);
  const known = await store.knownKeys(lease.sourceId);
  const missing = wanted.filter(({ key }) => !known.has(key));
  const located = await locate(missing, options);
  const added = new Map<string, NewPin>();
  for (const pin of missing) {
    const { key, path } = pin;
    const locator = located.get(pin);
    if (locator || !added.has(key)) {
      added.set(key, {
        key,
        path,
        ...(locator
          ? { locator }
          : { ends: 'its line does not hold the version as it is deployed' }),
      });
    }
  }
  await store.replacePins(lease, {
    added: [...added.values()],
    kept: wanted.map(({ key }) => key),
  });
}

/** Where the lines stand in their files. */
async function locate(
  pins: WantedPin[],
  options: ReadHistoryOptions,
): Promise<Map<WantedPin, PinLocator>> {
  const byDigest = new Map<string, WantedPin[]>();
  for (const pin of pins) {
    if (pin.digest !== undefined && pin.line !== undefined) {
      byDigest.set(pin.digest, [...(byDigest.get(pin.digest) ?? []), pin]);
    }
  }
  const located = new Map<WantedPin, PinLocator>();
  for await (const [digest, content] of options.history.contents(
    byDigest.keys(),
  )) {
    const text = new PinnedText(content);
    for (const pin of byDigest.get(digest) ?? []) {
      const locator =
        pin.line === undefined ? undefined : text.locate(pin.line, pin.value);
      if (locator) {
        located.set(pin, locator);
      }
      await options.proceed();
    }
  }
  return located;
}

async function readNewest(
  options: ReadHistoryOptions,
  head: string,
): Promise<void> {
  const { lease, store, history, proceed } = options;
  const pins = await store.followed(lease.sourceId, false);
  // Renames count on the way back alone: at the head, the facts have told the new path.
  const walk = walkOf(history, lease.revision, pins);
  const changes: FoundChange[] = [];
  const take = async () => {
    const found = await changesOf(walk.drain(), pins, options);
    changes.push(...found.changes);
  };
  let taken = 0;
  for await (const commit of history.commits(lease.revision, {
    since: head,
    timeoutMs: WALK_TIMEOUT_MS,
  })) {
    walk.take(commit);
    taken += 1;
    if (taken % BATCH === 0) {
      await take();
      await proceed();
    }
  }
  await take();
  // At once: between the new head and the old one, nothing may be missing.
  await store.addNewest(lease, changes);
}

async function readOldest(options: ReadHistoryOptions): Promise<void> {
  const { lease, store, history, proceed } = options;
  let pins = await store.followed(lease.sourceId, true);
  if (pins.length === 0) {
    return;
  }
  const from = lease.oldest ?? lease.revision;
  const resumed = lease.oldest !== undefined;
  const walk = walkOf(history, from, pins);
  let taken = 0;
  const flush = async (end?: ReachedCommit['end']) => {
    const landings = walk
      .drain()
      .filter(({ commit }) => !resumed || commit.revision !== from);
    const { changes, complete } = await changesOf(landings, pins, options);
    await store.addOldest(lease, changes, {
      oldest: walk.last ?? from,
      pins,
      complete,
      ...(end && { end }),
    });
    pins = pins.filter(({ id }) => !complete.has(id));
    await proceed();
  };
  for await (const commit of history.commits(from, {
    timeoutMs: WALK_TIMEOUT_MS,
  })) {
    walk.take(commit);
    taken += 1;
    if (taken === FIRST_BATCH || taken % BATCH === 0) {
      await flush();
      if (pins.length === 0) {
        return;
      }
    }
  }
  await flush(
    walk.cutOff
      ? { why: 'the clone is shallow: older commits are not at hand' }
      : {},
  );
}

function changesOf(
  landings: Landing[],
  pins: FollowedPin[],
  options: ReadHistoryOptions,
): Promise<FoundChanges> {
  return changesOfPins(landings, pins, {
    contents: oids => options.history.contents(oids),
    turn: options.proceed,
  });
}

function walkOf(
  history: RepositoryHistory,
  from: string,
  pins: FollowedPin[],
): LandingWalk {
  return new LandingWalk({
    from,
    boundary: history.boundary,
    paths: pins.map(({ walked }) => walked),
  });
}
