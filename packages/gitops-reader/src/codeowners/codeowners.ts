import { isLiteral, matchSegments, parsePattern, Pattern } from './pattern';

/** One valid line of a CODEOWNERS file. */
export interface CodeownersRule {
  line: number;
  /** The line as it is written. */
  text: string;
  pattern: string;
  /** Empty: whatever matches is explicitly unowned. */
  owners: string[];
  /** Matches every file. */
  all: boolean;
}

/** A line that GitHub skips. */
export interface CodeownersError {
  line: number;
  text: string;
  message: string;
}

/** GitHub does not load a larger file at all. */
export const maxCodeownersBytes = 3 * 1024 * 1024;

const ownerPattern =
  /^(@[a-zA-Z0-9_-]+(\/[a-zA-Z0-9_.-]+)?|[^\s@]+@[a-zA-Z0-9-]+(\.[a-zA-Z0-9-]+)+)$/;

/**
 * A node of the trie: rules whose pattern starts with the literal segments that lead here.
 */
interface TrieNode {
  children: Map<string, TrieNode>;
  rules: { index: number; pattern: Pattern; rest: number }[];
}

/**
 * A CODEOWNERS file by GitHub's rules, compiled so that thousands of rules meet tens of thousands of paths without
 * each rule being tried on each path.
 */
export class Codeowners {
  readonly rules: CodeownersRule[] = [];
  readonly errors: CodeownersError[] = [];
  readonly #anchored: TrieNode = emptyNode();
  readonly #floating: TrieNode = emptyNode();

  constructor(text: string) {
    text.split('\n').forEach((written, position) => {
      this.#addLine(written.replace(/\r$/, ''), position + 1);
    });
  }

  /** The rule that decides on a file: the last one that matches. */
  ruleFor(path: string): CodeownersRule | undefined {
    let last = -1;
    this.#visit(path, (index, matches) => {
      if (index > last && matches()) {
        last = index;
      }
    });
    return this.rules[last];
  }

  /** Every rule that matches a file, also those that a later one overrides. */
  rulesMatching(path: string): CodeownersRule[] {
    const found = new Set<CodeownersRule>();
    this.#visit(path, (index, matches) => {
      if (matches()) {
        found.add(this.rules[index]);
      }
    });
    return [...found];
  }

  #visit(
    path: string,
    visit: (index: number, matches: () => boolean) => void,
  ): void {
    const segments = path.split('/');
    const walk = (root: TrieNode, start: number) => {
      let node: TrieNode | undefined = root;
      for (let at = start; node; at++) {
        for (const { index, pattern, rest } of node.rules) {
          const from = at;
          visit(index, () =>
            matchSegments(pattern.segments, segments, rest, from),
          );
        }
        node =
          at < segments.length ? node.children.get(segments[at]) : undefined;
      }
    };
    walk(this.#anchored, 0);
    for (let start = 0; start < segments.length; start++) {
      walk(this.#floating, start);
    }
  }

  #addLine(text: string, line: number): void {
    const { pattern, rest } = splitLine(text);
    if (pattern === '') {
      return;
    }
    const fail = (message: string) => this.errors.push({ line, text, message });
    const parsed = parsePattern(pattern);
    if (!parsed) {
      fail(`GitHub does not know the pattern "${pattern.slice(0, 100)}"`);
      return;
    }
    const owners = rest.split(/\s+/).filter(owner => owner !== '');
    const wrong = owners.find(owner => !ownerPattern.test(owner));
    if (wrong !== undefined) {
      fail(
        `"${wrong.slice(0, 100)}" is no owner: GitHub knows @user, @organisation/team and e-mail addresses`,
      );
      return;
    }
    const index =
      this.rules.push({
        line,
        text: text.trim(),
        pattern,
        owners: [...new Set(owners)],
        all: parsed.all,
      }) - 1;
    if (parsed.segments.length > 0) {
      insert(parsed.floating ? this.#floating : this.#anchored, parsed, index);
    }
  }
}

/** The pattern ends at the first space that is not escaped, the line at the first `#` that is not. */
function splitLine(text: string): { pattern: string; rest: string } {
  const line = text.trimStart();
  let at = 0;
  for (; at < line.length; at++) {
    const char = line[at];
    if (char === '\\') {
      at++;
    } else if (char === '#' || /\s/.test(char)) {
      break;
    }
  }
  const rest = line.slice(at);
  const comment = rest.indexOf('#');
  return {
    pattern: line.slice(0, at),
    rest: comment < 0 ? rest : rest.slice(0, comment),
  };
}

function emptyNode(): TrieNode {
  return { children: new Map(), rules: [] };
}

function insert(root: TrieNode, pattern: Pattern, index: number): void {
  let node = root;
  let rest = 0;
  for (; rest < pattern.segments.length; rest++) {
    // An escape has no meaning left once a segment is taken as it is.
    const segment = unescapeLiteral(pattern.segments[rest]);
    if (segment === undefined) {
      break;
    }
    let child = node.children.get(segment);
    if (!child) {
      child = emptyNode();
      node.children.set(segment, child);
    }
    node = child;
  }
  node.rules.push({ index, pattern, rest });
}

function unescapeLiteral(segment: string): string | undefined {
  const plain = segment.replace(/\\([^*?\\])/g, '$1');
  return isLiteral(plain) ? plain : undefined;
}
