import { CodeownersDialect } from '../../facts';
import { parseGithub } from './github';
import { parseGitlab } from './gitlab';
import { PatternIndex } from './patternIndex';
import { Pattern } from './pattern';

/** One valid line of a CODEOWNERS file. */
export interface CodeownersRule {
  line: number;
  /** The line as it is written. */
  text: string;
  pattern: string;
  /** Empty: whatever matches is explicitly unowned, unless `undecided` says otherwise. */
  owners: string[];
  /** Matches every file. */
  all: boolean;
  /** Section of GitLab, in lower case; `''` for the lines before the first one. */
  section: string;
  /** `!pattern`: its section says nothing about what it matches. */
  excludes?: boolean;
  /** It names somebody, but nobody who could be told by name: roles, misspelt owners. */
  undecided?: boolean;
}

/** A line, or a part of one, that the host passes over. */
export interface CodeownersError {
  line: number;
  text: string;
  message: string;
  /** Whether the owners are at fault, and not the pattern. */
  ofOwners: boolean;
}

/** What a CODEOWNERS file says, by its lines. */
export interface ParsedCodeowners {
  entries: { rule: CodeownersRule; pattern: Pattern }[];
  errors: CodeownersError[];
}

/** Reads the lines by the rules of a host, GitHub unless told. */
export function parseCodeowners(
  text: string,
  dialect: CodeownersDialect = 'github',
): ParsedCodeowners {
  return dialect === 'gitlab' ? parseGitlab(text) : parseGithub(text);
}

/** Matches are remembered, for the same paths are asked for again after every push. */
const mostRemembered = 100_000;

/**
 * A CODEOWNERS file by the rules of its host, compiled so that thousands of rules meet tens of thousands of paths
 * without each rule being tried on each path.
 */
export class Codeowners {
  readonly rules: readonly CodeownersRule[];
  readonly errors: readonly CodeownersError[];
  readonly #index = new PatternIndex();
  readonly #known = new Map<string, readonly CodeownersRule[]>();

  constructor(
    text: string,
    readonly dialect: CodeownersDialect = 'github',
  ) {
    const { entries, errors } = parseCodeowners(text, dialect);
    this.rules = entries.map(({ rule }) => rule);
    this.errors = errors;
    entries.forEach(({ pattern }, index) => this.#index.add(pattern, index));
  }

  /**
   * The rules that decide on a file: the last one that matches, in each section of its own. Where a section excludes
   * the file, its exclusion.
   */
  rulesFor(path: string): CodeownersRule[] {
    const bySection = new Map<string, CodeownersRule>();
    for (const rule of this.rulesMatching(path)) {
      if (!bySection.get(rule.section)?.excludes) {
        bySection.set(rule.section, rule);
      }
    }
    return [...bySection.values()];
  }

  /** Every rule that matches a file, in the order of the lines, also those that a later one overrides. */
  rulesMatching(path: string): readonly CodeownersRule[] {
    let known = this.#known.get(path);
    if (!known) {
      if (this.#known.size >= mostRemembered) {
        this.#known.clear();
      }
      const numbers = [...new Set(this.#index.matching(path))];
      known = numbers.sort((a, b) => a - b).map(index => this.rules[index]);
      this.#known.set(path, known);
    }
    return known;
  }
}
