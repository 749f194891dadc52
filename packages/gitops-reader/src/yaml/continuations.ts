/** A line that opens a text of its own: `run: |`. */
const blockText = /(?:^|[:-]\s+)[|>][-+\d]{0,2}\s*(?:#.*)?$/;

/**
 * The text with lines that belong to a quoted text or to brackets further in than the key before them: kubectl and Helm
 * take those wherever they stand, YAML and our parser do not. The value stays the same, and so does every line's number.
 */
export function withDeeperContinuations(text: string): string {
  /** The quote that is open. */
  let quote = '';
  let brackets = 0;
  /** Where the key or item stands that goes on. */
  let column = 0;
  /** Lines of a block text lie further in than this. */
  let block: number | undefined;
  return text
    .split('\n')
    .map(line => {
      const indent = line.length - line.trimStart().length;
      const blank = line.trim() === '';
      const goesOn = quote !== '' || brackets > 0;
      if (!goesOn) {
        if (block !== undefined && (blank || indent > block)) {
          return line;
        }
        block = undefined;
        column = keyColumn(line);
      }
      ({ quote, brackets } = afterLine(line, goesOn ? indent : column, {
        quote,
        brackets,
      }));
      if (!goesOn) {
        block =
          quote === '' && brackets === 0 && blockText.test(line)
            ? indent
            : undefined;
        return line;
      }
      return blank || indent > column
        ? line
        : `${' '.repeat(column + 1 - indent)}${line}`;
    })
    .join('\n');
}

/** Where the first key stands, behind the dashes of lists. */
function keyColumn(line: string): number {
  return /^(?:\s|-(?=\s))*/.exec(line)?.[0].length ?? 0;
}

interface Open {
  quote: string;
  brackets: number;
}

/** What is open at the end of a line, of which the first characters are known to be no value. */
function afterLine(line: string, from: number, open: Open): Open {
  let { quote, brackets } = open;
  /** Whether a value may begin here. */
  let fresh = true;
  for (let at = from; at < line.length; at++) {
    const sign = line[at];
    const before = line[at - 1] ?? ' ';
    if (quote !== '') {
      const escapes =
        quote === '"' ? sign === '\\' : sign === "'" && line[at + 1] === "'";
      if (escapes) {
        at++;
      } else if (sign === quote) {
        quote = '';
        fresh = false;
      }
    } else if (isSpace(sign)) {
      fresh ||= before === ':' || before === '-' || before === '?';
    } else if (sign === '#' && isSpace(before)) {
      break;
    } else if (fresh && (sign === '"' || sign === "'")) {
      quote = sign;
    } else if ((fresh || brackets > 0) && (sign === '[' || sign === '{')) {
      brackets++;
      fresh = true;
    } else if (brackets > 0 && (sign === ']' || sign === '}')) {
      brackets--;
      fresh = false;
    } else {
      fresh = brackets > 0 && (sign === ',' || sign === ':');
    }
  }
  return { quote, brackets };
}

function isSpace(sign: string): boolean {
  return sign === ' ' || sign === '\t' || sign === '\r';
}
