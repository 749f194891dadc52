import { isLiteral, matchSegment, matchSegments, Pattern } from './pattern';

interface Entry {
  index: number;
  pattern: Pattern;
  /** Number of its segments that lead to the node. */
  rest: number;
  /** What a name must hold for its next segment to match: quicker to look for than the whole. */
  needle: string;
}

/**
 * A node of the trie: patterns that start with the literal segments that lead here.
 */
interface TrieNode {
  children: Map<string, TrieNode>;
  entries: Entry[];
}

/** File names are many and differ: what is remembered of them has an end. */
const mostRemembered = 20_000;

/**
 * Patterns by their literal segments, so that thousands of them meet tens of thousands of paths without each pattern
 * being tried on each path.
 */
export class PatternIndex {
  readonly #anchored: TrieNode = emptyNode();
  readonly #floating: TrieNode = emptyNode();
  /** Patterns that may start at any directory, by a name that their first segment matches. */
  readonly #byName = new Map<string, Entry[]>();

  add(pattern: Pattern, index: number): void {
    if (pattern.segments.length > 0) {
      insert(
        pattern.floating ? this.#floating : this.#anchored,
        pattern,
        index,
      );
    }
  }

  /** The numbers of all patterns that match a path, in no order, some of them twice. */
  matching(path: string): number[] {
    const found: number[] = [];
    const segments = path.split('/');
    const walk = (root: TrieNode, start: number) => {
      let node: TrieNode | undefined = root;
      for (let at = start; node; at++) {
        const entries: Entry[] =
          node === this.#floating
            ? this.#startingAt(segments[at])
            : node.entries;
        for (const { index, pattern, rest } of entries) {
          if (matchSegments(pattern.segments, segments, rest, at)) {
            found.push(index);
          }
        }
        node =
          at < segments.length ? node.children.get(segments[at]) : undefined;
      }
    };
    walk(this.#anchored, 0);
    for (let start = 0; start < segments.length; start++) {
      walk(this.#floating, start);
    }
    return found;
  }

  #startingAt(name: string): Entry[] {
    const { entries } = this.#floating;
    if (entries.length < 10) {
      return entries;
    }
    let known = this.#byName.get(name);
    if (!known) {
      if (this.#byName.size >= mostRemembered) {
        this.#byName.clear();
      }
      known = entries.filter(
        ({ pattern: { segments }, needle }) =>
          segments[0] === '**' ||
          (name.includes(needle) && matchSegment(segments[0], name)),
      );
      this.#byName.set(name, known);
    }
    return known;
  }
}

function emptyNode(): TrieNode {
  return { children: new Map(), entries: [] };
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
  const needle = longestLiteral(pattern.segments[rest] ?? '');
  node.entries.push({ index, pattern, rest, needle });
}

function longestLiteral(segment: string): string {
  return /[\\[]/.test(segment)
    ? ''
    : segment
        .split(/[*?]/)
        .reduce((longest, part) =>
          part.length > longest.length ? part : longest,
        );
}

function unescapeLiteral(segment: string): string | undefined {
  const plain = segment.replace(/\\([^*?\\])/g, '$1');
  return isLiteral(plain) ? plain : undefined;
}
