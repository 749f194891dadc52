import { CodeownersDialect, Finding } from '../../facts';
import { Codeowners, CodeownersRule } from './codeowners';

/** More of one kind help nobody. */
const mostFindings = 100;

type At = (line: number) => Finding['location'];

/** How a rule fares on the files of the repository. */
interface Use {
  matches: number;
  decides: number;
  /** Files that it takes away from an earlier rule that has owners. */
  overrides: number;
}

/** How each rule fares. */
export type Uses = Map<CodeownersRule, Use>;

const unused: Use = { matches: 0, decides: 0, overrides: 0 };

/** What is wrong with the lines of a CODEOWNERS file, by the files that the repository holds at this commit. */
export function ruleFindings(
  codeowners: Codeowners,
  dialect: CodeownersDialect,
  use: Uses,
  at: At,
): Finding[] {
  return [
    ...lineFindings(codeowners, at),
    ...codeowners.rules
      .flatMap(rule => useFindings(rule, use.get(rule) ?? unused, at))
      .slice(0, mostFindings),
    ...codeowners.rules
      .flatMap(rule =>
        ownerFindings(rule, use.get(rule) ?? unused, dialect, at),
      )
      .slice(0, mostFindings),
  ];
}

/** Counts paths that came, or with -1 those that went. */
export function countUses(
  uses: Uses,
  codeowners: Codeowners,
  paths: Iterable<string>,
  by: 1 | -1 = 1,
): void {
  for (const path of paths) {
    const matching = codeowners.rulesMatching(path);
    const deciding = new Set(codeowners.rulesFor(path));
    /** Sections in which an earlier rule names an owner. */
    const owned = new Set<string>();
    for (const rule of matching) {
      let use = uses.get(rule);
      if (!use) {
        use = { ...unused };
        uses.set(rule, use);
      }
      use.matches += by;
      if (deciding.has(rule)) {
        use.decides += by;
        use.overrides += owned.has(rule.section) ? by : 0;
      }
      if (rule.owners.length > 0) {
        owned.add(rule.section);
      }
    }
  }
}

function lineFindings({ errors }: Codeowners, at: At): Finding[] {
  return errors
    .slice(0, mostFindings)
    .map(({ line, message, ofOwners }): Finding =>
      ofOwners
        ? {
            rule: 'codeowners-names-nobody',
            severity: 'warning',
            location: at(line),
            message,
            fix: 'Correct the owner.',
          }
        : {
            rule: 'codeowners-invalid-line',
            severity: 'warning',
            location: at(line),
            message,
            fix: 'Write the pattern without what the host does not know.',
          },
    );
}

function useFindings(
  { line, pattern, all, excludes }: CodeownersRule,
  { matches, decides }: Use,
  at: At,
): Finding[] {
  const name = pattern.slice(0, 100);
  if (matches === 0) {
    return [
      {
        rule: 'codeowners-matches-nothing',
        severity: 'info',
        location: at(line),
        message: `The pattern "${name}" matches no file`,
        fix: 'Correct the path or remove the line.',
      },
    ];
  }
  // A rule for everything waits for files that do not exist yet.
  return decides === 0 && !all && !excludes
    ? [
        {
          rule: 'codeowners-shadowed',
          severity: 'info',
          location: at(line),
          message: `Later lines decide on all ${matches} files that "${name}" matches`,
          fix: 'Move the line below those that override it, or remove it.',
        },
      ]
    : [];
}

function ownerFindings(
  { line, pattern, owners, all, excludes, undecided }: CodeownersRule,
  { matches, decides, overrides }: Use,
  dialect: CodeownersDialect,
  at: At,
): Finding[] {
  // Of what decides on no file, that is said.
  if (owners.length > 0 || excludes || matches === 0 || decides === 0) {
    return [];
  }
  const finding = { rule: 'codeowners-names-nobody', location: at(line) };
  const name = pattern.slice(0, 100);
  if (undecided) {
    return [
      {
        ...finding,
        severity: 'info',
        message: `No team is named for "${name}": a role, or an owner that is none, tells nobody's name`,
        fix: 'Name a group as well.',
      },
    ];
  }
  // On GitHub a line without owners is the way to take files out of an earlier rule.
  const deliberate = dialect === 'github' && (all || overrides);
  return [
    {
      ...finding,
      severity: deliberate ? 'info' : 'warning',
      message: deliberate
        ? `Leaves ${decides} file${decides === 1 ? '' : 's'} that "${name}" matches without an owner`
        : `No owner is named for "${name}", and no earlier line would give it one`,
      fix: deliberate
        ? 'Nothing, if nobody is to own them.'
        : 'Name an owner or remove the line.',
    },
  ];
}
