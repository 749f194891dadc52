import { Value } from './value';

/** A function with its arguments, or a value alone. */
export interface Command {
  name?: string;
  arguments: Expression[];
}

/** What stands in an action. */
export type Expression =
  | { type: 'literal'; value: Value }
  | {
      type: 'path';
      base: Expression | undefined;
      variable?: string;
      keys: string[];
    }
  | { type: 'pipe'; commands: Command[] };

interface Token {
  type: 'text' | 'number' | 'word' | 'dots' | 'sign';
  text: string;
  /** It follows the one before without a space. */
  glued?: boolean;
}

const tokenPattern =
  /\s+|("(?:[^"\\\n]|\\.)*"|`[^`]*`)|('(?:[^'\\]|\\.)')|(-?\d[\w.]*)|(\$?(?:\.[\w]+)+|\$\w*(?:\.\w+)*|\.)|(\w+)|([()|,])/y;

const longest = 20_000;
const deepest = 50;

const literals: Record<string, Value> = { true: true, false: false, nil: null };

function isLiteral(word: string): boolean {
  return Object.hasOwn(literals, word);
}

/** Reads a pipeline. Undefined when it is none. */
export function parseExpression(text: string): Expression | undefined {
  const tokens = text.length > longest ? [] : tokensOf(text);
  if (tokens.length === 0) {
    return undefined;
  }
  let at = 0;

  function pipe(depth: number): Expression | undefined {
    const commands: Command[] = [];
    for (;;) {
      const parsed = command(depth);
      if (!parsed) {
        return undefined;
      }
      commands.push(parsed);
      if (tokens[at]?.text !== '|' || tokens[at].type !== 'sign') {
        break;
      }
      at++;
    }
    const [first] = commands;
    return commands.length === 1 &&
      first.name === undefined &&
      first.arguments.length === 1
      ? first.arguments[0]
      : { type: 'pipe', commands };
  }

  function command(depth: number): Command | undefined {
    const result: Command = { arguments: [] };
    const first = tokens[at];
    if (first?.type === 'word' && !isLiteral(first.text)) {
      result.name = first.text;
      at++;
    }
    while (at < tokens.length) {
      const token = tokens[at];
      if (token.type === 'sign' && token.text !== '(') {
        break;
      }
      const operand = operandOf(depth);
      if (!operand) {
        return undefined;
      }
      result.arguments.push(operand);
    }
    return result.name === undefined && result.arguments.length === 0
      ? undefined
      : result;
  }

  function operandOf(depth: number): Expression | undefined {
    const token = tokens[at++];
    if (depth > deepest) {
      return undefined;
    }
    let operand: Expression;
    switch (token.type) {
      case 'text':
        operand = { type: 'literal', value: unquoted(token.text) };
        break;
      case 'number':
        operand = { type: 'literal', value: numberOf(token.text) };
        break;
      case 'dots':
        return pathOf(token.text);
      case 'word':
        operand = isLiteral(token.text)
          ? { type: 'literal', value: literals[token.text] }
          : // A function without arguments among the arguments of another.
            {
              type: 'pipe',
              commands: [{ name: token.text, arguments: [] }],
            };
        break;
      default: {
        const inner = pipe(depth + 1);
        if (!inner || tokens[at]?.text !== ')') {
          return undefined;
        }
        at++;
        operand = inner;
      }
    }
    const after = tokens[at];
    if (token.text === '(' && after?.type === 'dots' && after.glued) {
      at++;
      return {
        type: 'path',
        base: operand,
        keys: after.text.split('.').filter(key => key !== ''),
      };
    }
    return operand;
  }

  const result = pipe(0);
  return at === tokens.length ? result : undefined;
}

/** The words of an action; none when some are strange. */
function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let spaced = true;
  while (at < text.length) {
    tokenPattern.lastIndex = at;
    const match = tokenPattern.exec(text);
    if (!match || match[0] === '') {
      return [];
    }
    at += match[0].length;
    const [, quoted, character, number, dots, word, sign] = match;
    const token: Token | undefined =
      (quoted && { type: 'text', text: quoted }) ||
      (character && { type: 'text', text: character }) ||
      (number && { type: 'number', text: number }) ||
      (dots && { type: 'dots', text: dots }) ||
      (word && { type: 'word', text: word }) ||
      (sign && { type: 'sign', text: sign }) ||
      undefined;
    if (token) {
      tokens.push({ ...token, glued: !spaced });
    }
    spaced = token === undefined;
  }
  return tokens;
}

function pathOf(text: string): Expression {
  const [first, ...keys] = text.split('.');
  return {
    type: 'path',
    base: undefined,
    ...(first.startsWith('$') ? { variable: first } : {}),
    keys: keys.filter(key => key !== ''),
  };
}

function unquoted(text: string): string {
  const inner = text.slice(1, -1);
  return text.startsWith('`')
    ? inner
    : inner.replace(
        /\\(.)/g,
        (_, character: string) =>
          ({ n: '\n', t: '\t', r: '\r' })[character] ?? character,
      );
}

function numberOf(text: string): Value {
  const number = Number(text);
  return Number.isFinite(number) ? number : text;
}
