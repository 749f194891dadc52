import type { CodeownersError, ParsedCodeowners } from './codeowners';
import { sectionHeader } from './dialect';
import { numberedLines, splitLine } from './lines';
import { parseGitlabPattern, withAllBelow } from './pattern';

const ownerPattern =
  /^(@[a-zA-Z0-9_][\w.-]*(\/[\w.-]+)*|[^\s@]+@[a-zA-Z0-9-]+(\.[a-zA-Z0-9-]+)+)$/;
const rolePattern = /^@@(developer|maintainer|owner)s?$/i;

const longestOwner = 300;

interface Owners {
  names: string[];
  roles: string[];
  wrong: string[];
}

/**
 * Reads CODEOWNERS as GitLab does: sections that add up, each with its own owners for lines that name none, exclusions,
 * roles. Owners that are none are passed over, not the line.
 */
export function parseGitlab(text: string): ParsedCodeowners {
  const parsed: ParsedCodeowners = { entries: [], errors: [] };
  let section = '';
  let defaults: Owners = { names: [], roles: [], wrong: [] };
  for (const { line, written } of numberedLines(text)) {
    const trimmed = written.trim();
    if (trimmed === '' || trimmed.startsWith('#')) {
      continue;
    }
    const fail = (message: string, ofOwners: boolean) =>
      parsed.errors.push({ line, text: written, message, ofOwners });
    const header = sectionHeader(trimmed);
    if (header) {
      section = header.name;
      defaults = ownersOf(header.rest);
      reportWrong(defaults, fail);
      continue;
    }
    if (/^\^?\[[^\]]*$/.test(trimmed)) {
      fail(
        'Looks like the header of a section but is none; GitLab takes it for a pattern',
        false,
      );
    }
    const excludes = trimmed.startsWith('!');
    const split = splitLine(excludes ? trimmed.slice(1) : trimmed, /\s/);
    if (split.pattern === '') {
      continue;
    }
    const own = ownersOf(split.rest);
    if (!excludes) {
      reportWrong(own, fail);
    }
    const said = own.names.length + own.roles.length > 0 ? own : defaults;
    const owners = excludes ? [] : said.names;
    const undecided =
      !excludes &&
      owners.length === 0 &&
      said.roles.length + own.wrong.length + said.wrong.length > 0;
    const pattern = parseGitlabPattern(split.pattern);
    const ownerless = owners.length === 0 && !undecided && !excludes;
    parsed.entries.push({
      rule: {
        line,
        text: trimmed,
        pattern: split.pattern,
        owners,
        all: pattern.all,
        section,
        ...(excludes ? { excludes } : {}),
        ...(undecided ? { undecided } : {}),
      },
      // GitLab wants a slash after a directory. Whether a line without owners is meant for what lies below is not
      // to be told, and there nobody is a better answer than somebody.
      pattern: ownerless ? withAllBelow(pattern) : pattern,
    });
  }
  return parsed;
}

/** Owners anywhere in the rest of a line, also after a `#`: GitLab knows no comments there. */
function ownersOf(rest: string): Owners {
  const comment = rest.search(/(^|\s)#/);
  const owners: Owners = { names: [], roles: [], wrong: [] };
  let at = 0;
  for (const part of rest.split(/\s+/)) {
    at = rest.indexOf(part, at);
    const word = part.length > longestOwner ? part : part.replace(/[,;]+$/, '');
    if (rolePattern.test(word)) {
      owners.roles.push(word);
    } else if (ownerPattern.test(word)) {
      owners.names.push(word);
    } else if (word !== '' && (comment < 0 || at < comment)) {
      owners.wrong.push(word);
    }
    at += part.length;
  }
  return { ...owners, names: [...new Set(owners.names)] };
}

function reportWrong(
  { wrong }: Owners,
  fail: (message: string, ofOwners: boolean) => CodeownersError | number,
): void {
  if (wrong.length > 0) {
    fail(
      `"${wrong[0].slice(0, 100)}" is no owner: GitLab knows @user, @group/subgroup, @@role and e-mail addresses, and passes over it`,
      true,
    );
  }
}
