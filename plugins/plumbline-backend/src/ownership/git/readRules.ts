import { Landing, LandingWalk } from '@plumbline/gitops-promotion';
import { ownershipFileNames } from '@plumbline/gitops-reader';
import { RepositoryHistory } from '@plumbline/plugin-plumbline-node';
import { GitOwnershipStore, RulesLease } from './GitOwnershipStore';
import { RuleCommit, ruleCommitOf } from './ruleChanges';

/** Commits of one repository that are looked at: the newest. */
const MAX_LANDINGS = 2_000;
/** Landings whose files are held at once. */
const BATCH = 50;
/** Commits after which what landed is taken: a merge is looked for as far down as that. */
const DRAIN_EVERY = 5_000;
const WALK_TIMEOUT_MS = 30 * 60_000;

/**
 * Brings what is known of the rules of a repository up to the commit of its facts, at the cost of the commits that came on top.
 * What is found is stored together: a process that dies reads it again.
 */
export async function readRules(options: {
  lease: RulesLease;
  store: GitOwnershipStore;
  history: RepositoryHistory;
  proceed: () => Promise<void>;
}): Promise<void> {
  const { lease, store, history, proceed } = options;
  const contained =
    lease.head === undefined
      ? undefined
      : await history.contains(lease.revision, lease.head);
  const restarted = !contained;
  if (restarted && !(await store.hasRules(lease))) {
    await store.add(lease, [], { restarted });
    return;
  }
  const { landings, ends } = await landingsOf(
    history,
    lease.revision,
    restarted ? undefined : lease.head,
  );
  const commits: RuleCommit[] = [];
  const rules = {
    repository: lease.sourceId.replace(/^repository:/, ''),
    dialect: await store.dialect(lease),
  };
  for (let start = 0; start < landings.length; start += BATCH) {
    const batch = landings.slice(start, start + BATCH);
    const texts = new Map<string, string>();
    for await (const [oid, text] of history.contents(
      new Set(
        batch.flatMap(({ files }) =>
          files.flatMap(({ before, after }) =>
            [before, after].flatMap(each => each ?? []),
          ),
        ),
      ),
    )) {
      texts.set(oid, text);
    }
    for (const landing of batch) {
      const commit = await ruleCommitOf(landing, texts, rules);
      if (commit) {
        commits.push(commit);
      }
    }
    await proceed();
  }
  await store.add(lease, commits.reverse(), {
    restarted,
    ...(restarted && ends !== undefined && { ends }),
  });
}

/** What landed on the branch and touched files that name owners, newest first, and why there is no more of it. */
async function landingsOf(
  history: RepositoryHistory,
  from: string,
  since: string | undefined,
): Promise<{ landings: Landing[]; ends?: string }> {
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
      if (landings.length > MAX_LANDINGS) {
        break;
      }
    }
  }
  landings.push(...walk.drain().map(withoutFiles));
  if (landings.length > MAX_LANDINGS) {
    return {
      landings: landings.slice(0, MAX_LANDINGS),
      ends: `more than ${MAX_LANDINGS} commits changed such files: older ones are not looked at`,
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
