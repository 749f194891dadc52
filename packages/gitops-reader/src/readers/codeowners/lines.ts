/** Lines of a file with their numbers, whatever ends them. */
export function numberedLines(
  text: string,
): { line: number; written: string }[] {
  return text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .map((written, position) => ({
      line: position + 1,
      written: written.replace(/\r$/, ''),
    }));
}

/** Cuts a line into its pattern, which ends at the first character of `end` that is not escaped, and what follows. */
export function splitLine(
  written: string,
  end: RegExp,
): { pattern: string; rest: string } {
  const line = written.trimStart();
  let at = 0;
  for (; at < line.length; at++) {
    if (line[at] === '\\') {
      at++;
    } else if (end.test(line[at])) {
      break;
    }
  }
  return { pattern: line.slice(0, at), rest: line.slice(at) };
}
