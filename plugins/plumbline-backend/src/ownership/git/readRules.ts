import { Landing, LandingWalk } from '@plumbline/gitops-promotion';
import {
  ownershipFileNames,
  statedOwners,
  StatedOwners,
} from '@plumbline/gitops-reader';
import { RepositoryHistory } from '@plumbline/plugin-plumbline-node';
import { HistoryLease } from '../../history/HistoryLeases';
import { GitOwnershipStore } from './GitOwnershipStore';
import { ReadStated, RuleCommit, ruleCommitOf } from './ruleChanges';

/** Commits of one repository that are looked at: the newest. */
const MAX_LANDINGS = 2_000;
/** Landings whose files are held at once. */
const BATCH = 50;
/** Commits after which what landed is taken: a merge is looked for as far down as that. */
const DRAIN_EVERY = 5_000;
const WALK_TIMEOUT_MS = 30 * 60_000;

/** Nothing is walked for files that most likely never were. */
export const NO_FILE =
  'no file named owners when its history was first read: what one said that was gone by then is not looked at';

export interface ReadRulesOptions {
  lease: HistoryLease;
  store: GitOwnershipStore;
  history: RepositoryHistory;
  /** Called after each piece of work: lets others have their turn, and throws when the work should end. */
  proceed: () => Promise<void>;
  /** Commits that are looked at. */
  most?: number;
}

/**
 * Brings what is known of the rules of a repository up to the commit of its facts, at the cost of the commits that came on top.
 * What is found is stored together: a process that dies reads it again.
 */
export async function readRules(options: ReadRulesOptions): Promise<void> {
  const { lease, store, history } = options;
  const contained =
    lease.head === undefined
      ? undefined
      : await history.contains(lease.revision, lease.head);
  const restarted = !contained;
  if (restarted && !(await store.hasRules(lease))) {
    await store.add(lease, [], { restarted, ends: NO_FILE });
    return;
  }
  const { landings, ends } = await landingsOf(
    options,
    restarted ? undefined : lease.head,
  );
  const commits: RuleCommit[] = [];
  const repository = lease.sourceId.replace(/^repository:/, '');
  const dialect = await store.dialect(lease);
  for (let start = 0; start < landings.length; start += BATCH) {
    const batch = landings.slice(start, start + BATCH);
    const stated = await statedIn(batch, options, (path, text) =>
      statedOwners(path, text, { repository, dialect }),
    );
    for (const landing of batch) {
      const commit = await ruleCommitOf(landing, stated);
      if (commit) {
        commits.push(commit);
      }
    }
  }
  await store.add(lease, commits.reverse(), {
    restarted,
    ...(ends !== undefined && { ends }),
  });
}

/** Reads the contents of some landings; each is parsed once, though it is what one commit made and the next one found. */
async function statedIn(
  landings: Landing[],
  { history, proceed }: ReadRulesOptions,
  read: (path: string, text: string) => Promise<StatedOwners[]>,
): Promise<ReadStated> {
  const texts = new Map<string, string>();
  const oids = landings.flatMap(({ files }) =>
    files.flatMap(({ before, after }) =>
      [before, after].flatMap(each => each ?? []),
    ),
  );
  for await (const [oid, text] of history.contents(new Set(oids))) {
    texts.set(oid, text);
  }
  const known = new Map<string, StatedOwners[]>();
  return async (path, oid) => {
    const text = texts.get(oid);
    if (text === undefined) {
      return undefined;
    }
    const key = `${oid} ${path}`;
    let stated = known.get(key);
    if (!stated) {
      stated = await read(path, text);
      known.set(key, stated);
      await proceed();
    }
    return stated;
  };
}

/** What landed on the branch and touched files that name owners, newest first, and why there is no more of it. */
async function landingsOf(
  { lease, history, proceed, most = MAX_LANDINGS }: ReadRulesOptions,
  since: string | undefined,
): Promise<{ landings: Landing[]; ends?: string }> {
  const from = lease.revision;
  const walk = new LandingWalk({
    from,
    paths: ownershipFileNames,
    boundary: history.boundary,
  });
  const landings: Landing[] = [];
  let taken = 0;
  for await (const commit of history.commits(from, {
    ...(since !== undefined && { since }),
    timeoutMs: WALK_TIMEOUT_MS,
  })) {
    walk.take(commit);
    taken += 1;
    if (taken % DRAIN_EVERY === 0) {
      landings.push(...walk.drain().map(withoutFiles));
      if (landings.length > most) {
        break;
      }
    }
    await proceed();
  }
  landings.push(...walk.drain().map(withoutFiles));
  if (landings.length > most) {
    return {
      landings: landings.slice(0, most),
      ends:
        since === undefined
          ? `more than ${most} commits changed such files: older ones are not looked at`
          : `more than ${most} commits came on top of ${since.slice(0, 7)} that changed such files: the older ones of them are not looked at`,
    };
  }
  return {
    landings,
    ...(walk.cutOff && {
      ends: 'the clone is shallow: older commits are not at hand',
    }),
  };
}

/** Commits of which nobody needs any more what else they changed. */
function withoutFiles({ commit, files }: Landing): Landing {
  return {
    commit: { ...commit, files: [] },
    files: files.map(file => ({ ...file, by: { ...file.by, files: [] } })),
  };
}
