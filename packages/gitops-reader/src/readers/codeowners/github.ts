import type { ParsedCodeowners } from './codeowners';
import { numberedLines, splitLine } from './lines';
import { parsePattern } from './pattern';

const ownerPattern =
  /^(@[a-zA-Z0-9_-]+(\/[a-zA-Z0-9_.-]+)?|[^\s@]+@[a-zA-Z0-9-]+(\.[a-zA-Z0-9-]+)+)$/;

/**
 * Reads CODEOWNERS as GitHub does, which skips a line that has anything wrong with it.
 */
export function parseGithub(text: string): ParsedCodeowners {
  const parsed: ParsedCodeowners = { entries: [], errors: [] };
  for (const { line, written } of numberedLines(text)) {
    const split = splitLine(written, /[\s#]/);
    if (split.pattern === '') {
      continue;
    }
    const comment = split.rest.indexOf('#');
    const owners = (comment < 0 ? split.rest : split.rest.slice(0, comment))
      .split(/\s+/)
      .filter(owner => owner !== '');
    const pattern = parsePattern(split.pattern);
    const wrong = owners.find(owner => !ownerPattern.test(owner));
    if (!pattern) {
      parsed.errors.push({
        line,
        text: written,
        message: `GitHub does not know the pattern "${split.pattern.slice(0, 100)}"; the line is skipped`,
        ofOwners: false,
      });
    } else if (wrong !== undefined) {
      parsed.errors.push({
        line,
        text: written,
        message: `"${wrong.slice(0, 100)}" is no owner: GitHub knows @user, @organisation/team and e-mail addresses; the line is skipped`,
        ofOwners: true,
      });
    } else {
      parsed.entries.push({
        rule: {
          line,
          text: written.trim(),
          pattern: split.pattern,
          owners: [...new Set(owners)],
          all: pattern.all,
          section: '',
        },
        pattern,
      });
    }
  }
  return parsed;
}
