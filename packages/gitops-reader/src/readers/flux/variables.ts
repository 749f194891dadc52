/** How deep one variable may stand in the default of another. */
const deepest = 5;

const operators = /^(:?[-=]|\^\^?|,,?)/;

type ValueOf = (name: string) => string | undefined;

/** Stands for a value that is set and not known. */
const unknown = Symbol('unknown');
type Known = (name: string) => string | typeof unknown | undefined;

/**
 * Fills in `${NAME}` as Flux does: with defaults (`${NAME:-x}`, `${NAME:=x}`), upper and lower case (`${NAME^^}`,
 * `${NAME,,}`) and `$${NAME}` for the text itself. What cannot be filled in keeps its braces. A name without a value that
 * `isUnread` knows has one that is not known here, and takes no default.
 */
export function fillVariables(
  text: string,
  valueOf: ValueOf,
  isUnread: (name: string) => boolean = () => false,
): string {
  return text.includes('${')
    ? fill(
        text,
        name => valueOf(name) ?? (isUnread(name) ? unknown : undefined),
        0,
      )
    : text;
}

function fill(text: string, valueOf: Known, depth: number): string {
  let filled = '';
  let from = 0;
  for (
    let start = text.indexOf('${');
    start >= 0;
    start = text.indexOf('${', from)
  ) {
    const end = closing(text, start + 2);
    if (end < 0) {
      break;
    }
    const escaped = text[start - 1] === '$' && start > from;
    filled += text.slice(from, escaped ? start - 1 : start);
    const whole = text.slice(start, end + 1);
    filled += escaped
      ? whole
      : (expand(text.slice(start + 2, end), valueOf, depth) ?? whole);
    from = end + 1;
  }
  return filled + text.slice(from);
}

/** The brace that closes what was opened before a position. */
function closing(text: string, from: number): number {
  let open = 1;
  for (let at = from; at < text.length; at++) {
    if (text[at] === '}' && --open === 0) {
      return at;
    }
    if (text[at] === '$' && text[at + 1] === '{') {
      // Beyond this, a variable in a variable is a mistake, and looking for its end takes long.
      if (++open > deepest + 1) {
        return -1;
      }
    }
  }
  return -1;
}

function expand(
  expression: string,
  valueOf: Known,
  depth: number,
): string | undefined {
  const name = /^[A-Za-z_]\w*/.exec(expression)?.[0];
  if (name === undefined || depth > deepest) {
    return undefined;
  }
  const value = valueOf(name);
  if (value === unknown) {
    return undefined;
  }
  const rest = expression.slice(name.length);
  if (rest === '') {
    return value;
  }
  const operator = operators.exec(rest)?.[0];
  const argument = rest.slice(operator?.length);
  switch (operator) {
    case '-':
    case '=':
      return value ?? fill(argument, valueOf, depth + 1);
    case ':-':
    case ':=':
      return value || fill(argument, valueOf, depth + 1);
    case '^^':
      return value?.toUpperCase();
    case ',,':
      return value?.toLowerCase();
    case '^':
      return value && value[0].toUpperCase() + value.slice(1);
    case ',':
      return value && value[0].toLowerCase() + value.slice(1);
    default:
      return undefined;
  }
}
