import { isObject } from '../../../lib/json';
import { parseYaml } from '../../../yaml';
import { Command, Expression } from './expression';
import { functions, longestText, TemplateFunction } from './functions';
import { lenient } from './lenient';
import { Assignment, Branch, Node, parseTemplate, Template } from './parse';
import {
  ChartFile,
  ChartFiles,
  copyOf,
  gap,
  isFiles,
  isMap,
  mapOf,
  member,
  print,
  truth,
  unknown,
  Value,
  ValueMap,
} from './value';

/** A branch of a template of which nobody here can tell whether it is taken. */
export interface Scope {
  outer?: Scope;
}

/** Rendered text from one line of a template. */
export interface Chunk {
  text: string;
  line: number;
  /** All of it comes from that line: a value that was printed there. */
  printed?: boolean;
  /** Nothing was printed, for there is no such value. */
  missing?: boolean;
  scope?: Scope;
}

/** What may be spent on a chart. Shared by all its templates, and used up as they are rendered. */
export interface Budget {
  steps: number;
}

/** Rendering took more than it may. */
export class BudgetError extends Error {}

/** What a template can ask for. */
export interface RenderContext {
  root: ValueMap;
  /** Named templates of the chart and of the charts it holds. */
  defines: ReadonlyMap<string, Node[]>;
  /**
   * Whether the values are all of them. If not, whole objects that the known values leave out are rendered all the
   * same, as ones that may be there.
   */
  closed: boolean;
  /** Functions that are not Helm's, looked at first. */
  functions?: ReadonlyMap<string, TemplateFunction>;
  budget: Budget;
}

const deepestInclude = 40;
const mostItems = 2000;

type Variables = Map<string, { value: Value }>;

/** Renders templates as far as that can be done without Helm, and without ever guessing. */
export class Renderer {
  readonly #context: RenderContext;
  #depth = 0;
  /** Inside the text of a named template, where branches cannot be told apart by line. */
  #inText = false;

  constructor(context: RenderContext) {
    this.#context = context;
  }

  render(template: Template): Chunk[] {
    const { root } = this.#context;
    const chunks: Chunk[] = [];
    this.#nodes(
      template.nodes,
      root,
      new Map([['$', { value: root }]]),
      chunks,
    );
    return chunks;
  }

  #spend(steps = 1): void {
    this.#context.budget.steps -= steps;
    if (this.#context.budget.steps < 0) {
      throw new BudgetError('more than is rendered of one chart');
    }
  }

  #nodes(
    nodes: Node[],
    dot: Value,
    outer: Variables,
    out: Chunk[],
    scope?: Scope,
  ): void {
    const variables: Variables = new Map(outer);
    for (const node of nodes) {
      this.#spend();
      if (node.type === 'text') {
        out.push({ text: node.text, line: node.line, scope });
      } else if (node.type === 'print') {
        const value = this.#eval(node.pipe, dot, variables);
        const text = print(value);
        this.#spend(text.length >> 6);
        const missing = value === null;
        out.push({ text, line: node.line, printed: true, missing, scope });
      } else if (node.type === 'set') {
        this.#set(node, dot, variables, scope);
      } else {
        this.#branch(node, dot, variables, out, scope);
      }
    }
  }

  #set(
    node: Assignment,
    dot: Value,
    variables: Variables,
    scope?: Scope,
  ): void {
    const known = variables.get(node.variable);
    const value = this.#eval(node.pipe, dot, variables);
    if (node.declares || !known) {
      variables.set(node.variable, { value });
    } else {
      // Set in a branch that may not be taken: either value is possible.
      known.value = scope ? unknown : value;
    }
  }

  #branch(
    node: Branch,
    dot: Value,
    variables: Variables,
    out: Chunk[],
    scope?: Scope,
  ): void {
    const value = this.#eval(node.pipe, dot, variables);
    let is = truth(value);
    if (is === false && node.objects && !this.#context.closed) {
      is = undefined;
      if (!declares(node.otherwise)) {
        this.#nodes(node.otherwise, dot, variables, out, scope);
      }
    }
    if (is === undefined && this.#inText) {
      out.push({ text: gap, line: node.line, scope });
      return;
    }
    const inner: Scope | undefined =
      is === undefined ? { outer: scope } : scope;
    if (is === false) {
      this.#nodes(node.otherwise, dot, variables, out, scope);
    } else if (node.type === 'if') {
      this.#nodes(node.body, dot, variables, out, inner);
    } else if (node.type === 'with') {
      const bound = bind(variables, [
        [node.variables[0], is ? value : unknown],
      ]);
      this.#nodes(node.body, is ? value : unknown, bound, out, inner);
    } else {
      this.#range(node, is ? value : unknown, variables, out, inner);
    }
  }

  #range(
    node: Branch,
    value: Value,
    variables: Variables,
    out: Chunk[],
    scope?: Scope,
  ): void {
    let items: [Value, Value][] = [[unknown, unknown]];
    if (Array.isArray(value)) {
      items = value.map((item, at): [Value, Value] => [at, item]);
    } else if (isMap(value)) {
      items = Object.keys(value)
        .sort()
        .map((key): [Value, Value] => [key, member(value, key)]);
    } else if (typeof value === 'number') {
      items = Array.from({ length: Math.min(value, mostItems) }, (_, at) => [
        at,
        at,
      ]);
    }
    const names = node.variables;
    for (const [key, item] of items.slice(0, mostItems)) {
      const bound = bind(
        variables,
        names.length > 1
          ? [
              [names[0], key],
              [names[1], item],
            ]
          : [[names[0], item]],
      );
      this.#nodes(node.body, item, bound, out, scope);
    }
  }

  #eval(expression: Expression, dot: Value, variables: Variables): Value {
    this.#spend();
    switch (expression.type) {
      case 'literal':
        return expression.value;
      case 'path':
        return this.#path(expression, dot, variables);
      default: {
        let piped: Value | undefined;
        for (const command of expression.commands) {
          piped = this.#command(command, piped, dot, variables);
        }
        return piped ?? null;
      }
    }
  }

  #path(
    { base, variable, keys }: Expression & { type: 'path' },
    dot: Value,
    variables: Variables,
  ): Value {
    let value: Value = dot;
    if (base) {
      value = this.#eval(base, dot, variables);
    } else if (variable !== undefined) {
      value = variables.get(variable)?.value ?? unknown;
      if (variables.has(variable) && variables.get(variable)?.value === null) {
        value = null;
      }
    }
    for (const key of keys) {
      value = member(value, key);
    }
    return value;
  }

  #command(
    { name, arguments: operands }: Command,
    piped: Value | undefined,
    dot: Value,
    variables: Variables,
  ): Value {
    const [first] = operands;
    if (
      name === undefined &&
      first?.type === 'path' &&
      (operands.length > 1 || piped !== undefined)
    ) {
      // A method: `.Files.Get "x"`, `.Capabilities.APIVersions.Has "y"`.
      const [argument] = operands
        .slice(1)
        .map(operand => this.#eval(operand, dot, variables));
      const of = { ...first, keys: first.keys.slice(0, -1) };
      return first.keys.at(-1) === 'Get'
        ? fileOf(this.#path(of, dot, variables), argument ?? piped)
        : unknown;
    }
    const args = operands.map(operand => this.#eval(operand, dot, variables));
    if (piped !== undefined) {
      args.push(piped);
    }
    if (name === undefined) {
      return args[0] ?? null;
    }
    const result = this.#call(name, args);
    if (typeof result === 'string') {
      this.#spend(result.length >> 6);
      if (result.length > longestText) {
        throw new BudgetError('a text that grows too long');
      }
    }
    return result;
  }

  #call(name: string, args: Value[]): Value {
    switch (name) {
      case 'include':
        return this.#include(args);
      case 'tpl':
        return this.#tpl(args);
      case 'fromYaml':
      case 'fromJson':
      case 'fromYamlArray':
        return parsed(args[0]);
      default: {
        const own = this.#context.functions?.get(name);
        if (own) {
          return args.every(isKnown) ? own(args) : unknown;
        }
        const result = lenient(name, args);
        if (result !== undefined) {
          return result;
        }
        const known = functions.get(name);
        return known && args.every(isKnown) ? known(args) : unknown;
      }
    }
  }

  #include([name, dot]: Value[]): Value {
    const body =
      typeof name === 'string' ? this.#context.defines.get(name) : undefined;
    return body ? this.#text(body, dot ?? null) : unknown;
  }

  #tpl([text, dot]: Value[]): Value {
    if (typeof text !== 'string' || text.length > 10_000) {
      return unknown;
    }
    if (!text.includes('{{')) {
      return text;
    }
    try {
      return this.#text(parseTemplate(text).nodes, dot ?? null);
    } catch (error) {
      if (error instanceof BudgetError) {
        throw error;
      }
      return unknown;
    }
  }

  #text(body: Node[], dot: Value): Value {
    if (this.#depth >= deepestInclude) {
      return unknown;
    }
    this.#depth++;
    const before = this.#inText;
    this.#inText = true;
    try {
      const chunks: Chunk[] = [];
      this.#nodes(body, dot, new Map([['$', { value: dot }]]), chunks);
      return chunks.map(({ text }) => text).join('');
    } finally {
      this.#inText = before;
      this.#depth--;
    }
  }
}

/** A file of a chart, by its path in it. */
function fileOf(files: Value, path: Value | undefined): Value {
  return files instanceof ChartFiles &&
    typeof path === 'string' &&
    !path.includes(gap)
    ? files.get(path)
    : unknown;
}

function isKnown(value: Value): boolean {
  return (
    value !== unknown &&
    !isFiles(value) &&
    !(typeof value === 'string' && value.includes(gap))
  );
}

function declares(nodes: Node[]): boolean {
  return nodes.some(
    node =>
      (node.type === 'text' && /^kind:/m.test(node.text)) ||
      ('body' in node && node.objects),
  );
}

function bind(
  variables: Variables,
  bindings: [string | undefined, Value][],
): Variables {
  const bound: Variables = new Map(variables);
  for (const [name, value] of bindings) {
    if (name !== undefined) {
      bound.set(name, { value });
    }
  }
  return bound;
}

/** A text or file of YAML as values. */
function parsed(source: Value | undefined): Value {
  if (source instanceof ChartFile) {
    return copyOf(source.file.documents[0]?.value ?? mapOf());
  }
  if (
    typeof source !== 'string' ||
    source.includes(gap) ||
    source.length > 50_000
  ) {
    return unknown;
  }
  const { documents, skipped } = parseYaml('', source);
  const value = documents[0]?.value;
  if (skipped !== undefined) {
    return unknown;
  }
  return isObject(value) || Array.isArray(value) ? copyOf(value) : mapOf();
}
