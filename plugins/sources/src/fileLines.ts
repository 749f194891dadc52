/** First and last line that a hash names: `#L12`, `#L12-L20`. */
export function linesFromHash(
  hash: string,
): { first: number; last: number } | undefined {
  const match = /^#L(\d+)(?:-L?(\d+))?$/.exec(hash);
  if (!match) {
    return undefined;
  }
  const first = Number(match[1]);
  const last = match[2] ? Number(match[2]) : first;
  return { first: Math.min(first, last), last: Math.max(first, last) };
}

/** Lines of a text; a line break at its end starts no line. */
export function splitLines(content: string): string[] {
  const lines = content.split(/\r?\n/);
  if (lines.length > 1 && lines[lines.length - 1] === '') {
    lines.pop();
  }
  return lines;
}
