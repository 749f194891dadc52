import { Landing } from '@plumbline/gitops-promotion';
import { CodeownersDialect, statedOwners } from '@plumbline/gitops-reader';
import { RuleChange } from '@plumbline/plugin-plumbline-common';

/** Rules of one commit that are kept: whoever writes all of them anew says no more with the rest. */
const MAX_RULES = 200;
const MAX_OWNERS = 50;
const MAX_TEXT = 300;

/** A commit of the branch that changed whom rules name. */
export interface RuleCommit {
  landed: string;
  /** The commit that wrote it. */
  revision: string;
  at: string;
  author: string;
  subject: string;
  pullRequest?: string;
  rules: RuleChange[];
  /** How many rules changed beyond those. */
  more?: number;
  /** Files of which nobody knows what they said before or afterwards. */
  unread?: string[];
}

interface Stated {
  path: string;
  rule: string;
  owners: string[];
}

/** Files of one kind say the same wherever they stand in a repository: one that is moved changes nothing. */
export function kindOfFile(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return name.startsWith('catalog-info.') ? 'catalog-info' : name;
}

/** What a rule is found by. */
export function ruleKey(kind: string, rule: string): string {
  return `${kind} ${rule}`.slice(0, MAX_TEXT);
}

/** Whom a landing names differently from before; nothing where that is nobody. */
export async function ruleCommitOf(
  { commit, files }: Landing,
  texts: ReadonlyMap<string, string>,
  options: { repository: string; dialect?: CodeownersDialect },
): Promise<RuleCommit | undefined> {
  const before = new Map<string, Stated>();
  const after = new Map<string, Stated>();
  const unread: string[] = [];
  for (const file of files) {
    if (
      [file.before, file.after].some(
        oid => oid !== undefined && !texts.has(oid),
      )
    ) {
      unread.push(file.path);
      continue;
    }
    await collect(before, file.path, file.before, texts, options);
    await collect(after, file.path, file.after, texts, options);
  }
  const rules = [...new Set([...before.keys(), ...after.keys()])].flatMap(key =>
    changeOf(before.get(key), after.get(key)),
  );
  if (rules.length === 0 && unread.length === 0) {
    return undefined;
  }
  const by =
    files.find(({ path }) => path === (rules[0]?.path ?? unread[0]))?.by ??
    commit;
  const pullRequest = commit.pullRequest ?? by.pullRequest;
  return {
    landed: commit.revision,
    revision: by.revision,
    at: commit.at,
    author: by.author.slice(0, MAX_TEXT),
    subject: by.subject.slice(0, MAX_TEXT),
    ...(pullRequest !== undefined && { pullRequest }),
    rules: rules.slice(0, MAX_RULES),
    ...(rules.length > MAX_RULES && { more: rules.length - MAX_RULES }),
    ...(unread.length > 0 && { unread: unread.slice(0, MAX_RULES) }),
  };
}

async function collect(
  stated: Map<string, Stated>,
  path: string,
  oid: string | undefined,
  texts: ReadonlyMap<string, string>,
  options: { repository: string; dialect?: CodeownersDialect },
): Promise<void> {
  const text = oid === undefined ? undefined : texts.get(oid);
  for (const { subject, owners } of text === undefined
    ? []
    : await statedOwners(path, text, options)) {
    stated.set(ruleKey(kindOfFile(path), subject), {
      path,
      rule: subject.slice(0, MAX_TEXT),
      owners: owners
        .slice(0, MAX_OWNERS)
        .map(owner => owner.slice(0, MAX_TEXT)),
    });
  }
}

function changeOf(
  before: Stated | undefined,
  after: Stated | undefined,
): RuleChange[] {
  const shown = after ?? before;
  const same =
    before !== undefined &&
    after !== undefined &&
    JSON.stringify([...before.owners].sort()) ===
      JSON.stringify([...after.owners].sort());
  return !shown || same
    ? []
    : [
        {
          path: shown.path,
          rule: shown.rule,
          ...(before && { before: before.owners }),
          ...(after && { after: after.owners }),
        },
      ];
}
