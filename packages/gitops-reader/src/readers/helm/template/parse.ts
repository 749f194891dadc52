import { Command, Expression, parseExpression } from './expression';

/** `if`, `with` or `range`. */
export interface Branch {
  type: 'if' | 'with' | 'range';
  pipe: Expression;
  /** Names of the variables that `range $key, $value := …` or `with $x := …` sets. */
  variables: string[];
  body: Node[];
  otherwise: Node[];
  line: number;
  /** Its body declares whole objects, not only parts of one. */
  objects: boolean;
}

/** `$x := …` or `$x = …`. */
export interface Assignment {
  type: 'set';
  variable: string;
  declares: boolean;
  pipe: Expression;
  line: number;
}

/** A part of a template. */
export type Node =
  | { type: 'text'; text: string; line: number }
  | { type: 'print'; pipe: Expression; line: number }
  | Branch
  | Assignment;

/** A template file. */
export interface Template {
  nodes: Node[];
  /** Named templates that it defines. */
  defines: Map<string, Node[]>;
}

/** The text is no template that can be understood. */
export class TemplateError extends Error {}

interface Action {
  text: string;
  line: number;
}

type Piece =
  { type: 'text'; text: string; line: number } | ({ type: 'action' } & Action);

const deepest = 60;

/** Reads a Go template into its parts. Throws `TemplateError` when it is none. */
export function parseTemplate(text: string): Template {
  const pieces = piecesOf(text);
  const defines = new Map<string, Node[]>();
  let at = 0;

  function block(depth: number): { nodes: Node[]; end?: Action } {
    if (depth > deepest) {
      throw new TemplateError('nests too deeply');
    }
    const nodes: Node[] = [];
    while (at < pieces.length) {
      const piece = pieces[at++];
      if (piece.type === 'text') {
        if (piece.text !== '') {
          nodes.push(piece);
        }
        continue;
      }
      const [, word, rest] = /^(\w*)\b\s*([\s\S]*)$/.exec(piece.text) ?? [
        '',
        '',
        piece.text,
      ];
      if (word === 'end' || word === 'else') {
        return { nodes, end: piece };
      }
      if (word === 'define' || word === 'block') {
        const name = /^["`]([^"`]+)["`]\s*([\s\S]*)$/.exec(rest);
        const { nodes: body } = block(depth + 1);
        if (name) {
          defines.set(name[1], body);
          if (word === 'block') {
            nodes.push(included(name[1], name[2], piece.line));
          }
        }
      } else if (word === 'template') {
        const name = /^["`]([^"`]+)["`]\s*([\s\S]*)$/.exec(rest);
        if (name) {
          nodes.push(included(name[1], name[2], piece.line));
        }
      } else if (word === 'if' || word === 'with' || word === 'range') {
        nodes.push(branch(word, rest, piece.line, depth));
      } else if (word !== 'break' && word !== 'continue' && piece.text !== '') {
        nodes.push(statement(piece));
      }
    }
    return { nodes };
  }

  function branch(
    type: 'if' | 'with' | 'range',
    written: string,
    line: number,
    depth: number,
  ): Node {
    const declared = /^((?:\$\w+\s*,\s*)?\$\w+)\s*:=\s*([\s\S]*)$/.exec(
      written,
    );
    const variables = declared ? declared[1].split(/\s*,\s*/) : [];
    const pipe = expressionOf(declared ? declared[2] : written);
    const { nodes: body, end } = block(depth + 1);
    let otherwise: Node[] = [];
    const alternative = end && /^else\b\s*([\s\S]*)$/.exec(end.text);
    if (end && alternative) {
      const next = /^(if|with)\b\s*([\s\S]*)$/.exec(alternative[1]);
      otherwise = next
        ? [branch(next[1] as 'if' | 'with', next[2], end.line, depth + 1)]
        : block(depth + 1).nodes;
    }
    return {
      type,
      pipe,
      variables,
      body,
      otherwise,
      line,
      objects: declaresObjects(body),
    };
  }

  const { nodes } = block(0);
  return { nodes, defines };
}

function included(name: string, argument: string, line: number): Node {
  const call: Command = {
    name: 'include',
    arguments: [{ type: 'literal', value: name }],
  };
  if (argument.trim() !== '') {
    call.arguments.push(expressionOf(argument));
  }
  return { type: 'print', pipe: { type: 'pipe', commands: [call] }, line };
}

function statement({ text, line }: Action): Node {
  const set = /^(\$\w+)\s*(:?=)\s*([\s\S]+)$/.exec(text);
  return set
    ? {
        type: 'set',
        variable: set[1],
        declares: set[2] === ':=',
        pipe: expressionOf(set[3]),
        line,
      }
    : { type: 'print', pipe: expressionOf(text), line };
}

function expressionOf(text: string): Expression {
  const expression = parseExpression(text);
  if (!expression) {
    throw new TemplateError('an action that is not understood');
  }
  return expression;
}

function declaresObjects(nodes: Node[]): boolean {
  return nodes.some(
    node =>
      (node.type === 'text' && /^kind:/m.test(node.text)) ||
      ('body' in node && (node.objects || declaresObjects(node.otherwise))),
  );
}

/** Text and actions, with the space that `{{-` and `-}}` take away gone. */
function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let line = 1;
  let at = 0;
  let trimNext = false;
  const linesIn = (part: string) => part.split('\n').length - 1;
  while (at <= text.length) {
    const open = text.indexOf('{{', at);
    const whole = text.slice(at, open < 0 ? text.length : open);
    const trimBefore = open >= 0 && /^-\s/.test(text.slice(open + 2, open + 4));
    let shown = trimNext ? whole.trimStart() : whole;
    const skipped = linesIn(whole.slice(0, whole.length - shown.length));
    shown = trimBefore ? shown.trimEnd() : shown;
    pieces.push({ type: 'text', text: shown, line: line + skipped });
    line += linesIn(whole);
    if (open < 0) {
      break;
    }
    const close = endOfAction(text, open + 2);
    if (close < 0) {
      throw new TemplateError('an action without an end');
    }
    const inner = text.slice(open + 2, close);
    trimNext = /\s-$/.test(inner);
    const action = inner
      .slice(trimBefore ? 1 : 0, trimNext ? -1 : undefined)
      .trim();
    if (!action.startsWith('/*')) {
      pieces.push({ type: 'action', text: action, line });
    }
    line += linesIn(inner);
    at = close + 2;
  }
  return pieces;
}

/** Where `}}` stands; not in a text, and for a comment after its end. */
function endOfAction(text: string, start: number): number {
  const comment = /^-?\s*\/\*/.test(text.slice(start, start + 20));
  if (comment) {
    const end = text.indexOf('*/', start);
    return end < 0 ? -1 : text.indexOf('}}', end);
  }
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (character === '}' && text[at + 1] === '}') {
      return at;
    }
    if (character === '"') {
      for (at++; at < text.length && text[at] !== '"'; at++) {
        if (text[at] === '\\') {
          at++;
        } else if (text[at] === '\n') {
          return -1;
        }
      }
    } else if (character === '`') {
      at = text.indexOf('`', at + 1);
      if (at < 0) {
        return -1;
      }
    }
  }
  return -1;
}
