/** Nothing that a file says may steer the terminal. */
export function clean(text: string): string {
  return text.replace(/[\r\n\t]+/g, ' ').replace(/[\p{Cc}\p{Cf}]/gu, '');
}

export function count(amount: number, what: string): string {
  return `${amount} ${what}${amount === 1 ? '' : 's'}`;
}

/** Colours text, where the output shows colours. */
export type Paint = Record<
  'bold' | 'dim' | 'red' | 'yellow' | 'blue',
  (text: string) => string
>;

export function paintFor(color: boolean): Paint {
  const painter = (code: number) => (text: string) =>
    color && text ? `\u001b[${code}m${text}\u001b[0m` : text;
  return {
    bold: painter(1),
    dim: painter(2),
    red: painter(31),
    yellow: painter(33),
    blue: painter(34),
  };
}

/** Breaks words into lines of a width, each after an indent. A word that is longer stays whole: it may be a path. */
export function wrap(text: string, indent: string, width = 80): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of clean(text).split(' ').filter(Boolean)) {
    if (line && indent.length + line.length + 1 + word.length > width) {
      lines.push(indent + line);
      line = word;
    } else {
      line = line ? `${line} ${word}` : word;
    }
  }
  return line ? [...lines, indent + line] : lines;
}
