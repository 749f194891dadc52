/**
 * A CODEOWNERS pattern, cut into segments. `**` spans any number of directories, the other segments match one.
 */
export interface Pattern {
  segments: string[];
  /** Whether it may start at any directory. */
  floating: boolean;
  /** Whether it matches every file. */
  all: boolean;
}

/**
 * Reads a pattern by GitHub's rules, which are gitignore's with exceptions. Undefined when GitHub would skip
 * the line: negation, character ranges, an escaped `#`, `***`.
 */
export function parsePattern(pattern: string): Pattern | undefined {
  if (
    pattern === '' ||
    pattern.startsWith('!') ||
    pattern.includes('***') ||
    /(^|[^\\])[[\]]/.test(pattern) ||
    pattern.includes('\\#')
  ) {
    return undefined;
  }
  const rooted = pattern.startsWith('/');
  const segments = (rooted ? pattern.slice(1) : pattern).split('/');
  if (segments.length === 1 && segments[0] === '') {
    // `/` alone matches nothing.
    return { segments: [], floating: false, all: false };
  }
  const directory = segments[segments.length - 1] === '';
  if (directory) {
    segments[segments.length - 1] = '**';
  }
  // Without a slash, or with one at the end alone, a pattern matches at any depth.
  let floating = !rooted && segments.length === (directory ? 2 : 1);
  while (segments.length > 1 && segments[0] === '**') {
    segments.shift();
    floating = true;
  }
  if (directory && segments.length === 1) {
    // `**/`: any directory, thus all below one, but no file at the root.
    segments.unshift('*');
  }
  const all =
    (segments.length === 1 && segments[0] === '**') ||
    (floating && segments.length === 1 && segments[0] === '*');
  // A file of this name, or anything below a directory of this name.
  return withAllBelow({ segments, floating, all });
}

/**
 * Reads a pattern by GitLab's rules, which are those of Ruby's `File.fnmatch` with dot files and path names: a relative
 * one matches at any depth, a directory needs its slash, `**` spans directories only before a slash.
 */
export function parseGitlabPattern(pattern: string): Pattern {
  const rooted = pattern.startsWith('/');
  const segments = (rooted ? pattern.slice(1) : pattern).split('/');
  const last = segments.length - 1;
  const directory = segments[last] === '';
  segments.forEach((segment, at) => {
    if (/^\*{2,}$/.test(segment) && (at === last || segment !== '**')) {
      segments[at] = '*';
    }
  });
  if (directory) {
    segments[last] = '**';
  }
  let floating = !rooted;
  while (segments.length > 1 && segments[0] === '**') {
    segments.shift();
    floating = true;
  }
  const all =
    segments.length === 1 &&
    (segments[0] === '**' || (floating && segments[0] === '*'));
  return { segments, floating, all };
}

/** The same pattern for a path and all below it. */
export function withAllBelow(pattern: Pattern): Pattern {
  const last = pattern.segments[pattern.segments.length - 1];
  return last === '**' || last === '*'
    ? pattern
    : { ...pattern, segments: [...pattern.segments, '***'] };
}

/** Whether a segment can be compared as it is. */
export function isLiteral(segment: string): boolean {
  return !/[*?\\[]/.test(segment);
}

/**
 * Matches segments of a pattern against those of a path, from the given positions to the end of both. Runs in
 * at worst the product of both lengths, whatever the pattern: it only ever steps back to the last `**`.
 */
export function matchSegments(
  pattern: readonly string[],
  path: readonly string[],
  fromPattern: number,
  fromPath: number,
): boolean {
  let p = fromPattern;
  let s = fromPath;
  let star = -1;
  let retry = 0;
  for (;;) {
    const segment = pattern[p];
    if (segment === '***') {
      // Our own mark at the end: the path ends here or goes on below.
      return true;
    }
    if (segment === '**') {
      if (p === pattern.length - 1) {
        // At the end it asks for at least one more segment.
        if (s < path.length) {
          return true;
        }
      } else {
        star = p++;
        retry = s;
        continue;
      }
    } else if (segment === undefined) {
      if (s === path.length) {
        return true;
      }
    } else if (s < path.length && matchSegment(segment, path[s])) {
      p++;
      s++;
      continue;
    }
    if (star < 0 || retry >= path.length) {
      return false;
    }
    p = star + 1;
    s = ++retry;
  }
}

/**
 * Matches `*`, `?`, `[a-z]` and escapes within one segment, in linear space and without backtracking further than one
 * `*`.
 */
export function matchSegment(pattern: string, text: string): boolean {
  if (pattern === '*') {
    return text !== '';
  }
  let p = 0;
  let t = 0;
  let star = -1;
  let retry = 0;
  while (t < text.length) {
    const wanted = pattern[p];
    if (wanted === '*') {
      star = p++;
      retry = t;
      continue;
    }
    const escaped = wanted === '\\' && p + 1 < pattern.length;
    const range = wanted === '[' ? matchRange(pattern, p, text[t]) : undefined;
    if (range?.matches) {
      p = range.end;
      t++;
    } else if (
      !range &&
      p < pattern.length &&
      ((wanted === '?' && !escaped) ||
        (escaped ? pattern[p + 1] : wanted) === text[t])
    ) {
      p += escaped ? 2 : 1;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++retry;
    } else {
      return false;
    }
  }
  while (pattern[p] === '*') {
    p++;
  }
  return p === pattern.length;
}

/** Matches a character against the range that starts at `[`. One that is never closed matches nothing. */
function matchRange(
  pattern: string,
  start: number,
  char: string,
): { matches: boolean; end: number } {
  let at = start + 1;
  const negated = pattern[at] === '!' || pattern[at] === '^';
  if (negated) {
    at++;
  }
  const next = () => {
    if (pattern[at] === '\\') {
      at++;
    }
    return pattern[at++] ?? '';
  };
  let within = false;
  while (at < pattern.length && pattern[at] !== ']') {
    const from = next();
    let to = from;
    if (
      pattern[at] === '-' &&
      at + 1 < pattern.length &&
      pattern[at + 1] !== ']'
    ) {
      at++;
      to = next();
    }
    within ||= from <= char && char <= to;
  }
  const closed = pattern[at] === ']';
  return { matches: closed && within !== negated, end: at + 1 };
}
