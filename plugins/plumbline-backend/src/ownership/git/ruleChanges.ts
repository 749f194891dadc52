import { Landing } from '@plumbline/gitops-promotion';
import { StatedOwners } from '@plumbline/gitops-reader';
import { RuleChange } from '@plumbline/plugin-plumbline-common';
import { maskSubject } from '../../masking/maskText';

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

/** Whom a content of a file names; undefined where it cannot be had. */
export type ReadStated = (
  path: string,
  oid: string,
) => Promise<StatedOwners[] | undefined>;

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
  read: ReadStated,
): Promise<RuleCommit | undefined> {
  const before = new Map<string, Stated>();
  const after = new Map<string, Stated>();
  const unread: string[] = [];
  for (const { path, ...file } of files) {
    const said = file.before === undefined ? [] : await read(path, file.before);
    const says = file.after === undefined ? [] : await read(path, file.after);
    if (said && says) {
      collect(before, path, said);
      collect(after, path, says);
    } else {
      unread.push(path);
    }
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
    subject: maskSubject(by.subject).slice(0, MAX_TEXT),
    ...(pullRequest !== undefined && { pullRequest }),
    rules: rules.slice(0, MAX_RULES),
    ...(rules.length > MAX_RULES && { more: rules.length - MAX_RULES }),
    ...(unread.length > 0 && { unread: unread.slice(0, MAX_RULES) }),
  };
}

function collect(
  into: Map<string, Stated>,
  path: string,
  stated: StatedOwners[],
): void {
  for (const { subject, owners } of stated) {
    into.set(ruleKey(kindOfFile(path), subject), {
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
