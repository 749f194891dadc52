import { JsonValue } from '../../facts';
import { isObject, listAt, objectAt, textAt } from '../../lib/json';
import { perFile } from '../../memory/perFile';
import { ParsedFile } from '../reader';
import { baseName } from '../../files/treePaths';
import { lineOf } from '../../yaml';

/** What a file runs under a name. */
export interface Recipe {
  /** Others that run before it. */
  needs: string[];
  scripts: { text: string; line: number; mayFail?: boolean }[];
  /** It has parameters: what stands behind its name is what it is given. */
  isGiven?: boolean;
}

/** Needs what runs where nobody names a recipe. */
export const byDefault = '';

/** Recipes by name. */
export type Recipes = ReadonlyMap<string, Recipe>;

/** Files of recipes by the program that runs them, in the order in which it looks. */
export const recipeFiles = {
  make: ['GNUmakefile', 'makefile', 'Makefile'],
  task: ['Taskfile', 'taskfile', 'Taskfile.dist', 'taskfile.dist'].flatMap(
    name => [`${name}.yml`, `${name}.yaml`],
  ),
  just: ['justfile', 'Justfile', '.justfile'],
} as const;

export type RecipeTool = keyof typeof recipeFiles;

const names = new Set<string>(Object.values(recipeFiles).flat());

/** Whether a file holds recipes that a CI job may run. */
export function isRecipeFile(path: string): boolean {
  return names.has(baseName(path));
}

/** Nobody writes longer lines into one by hand, nor more recipes, nor ones that need more. */
const longestLine = 2_000;
const mostRecipes = 2_000;
const mostNeeds = 100;

const defaultGoal =
  /^\.DEFAULT_GOAL[ \t]{0,20}[:?]{0,2}=[ \t]{0,20}([\w./-]+)/m;

/** The recipes of a file. */
export const recipesOf = perFile((file): Recipes => {
  const name = baseName(file.path).toLowerCase();
  if (name.startsWith('taskfile')) {
    return tasksOf(file);
  }
  const text = file.text ?? '';
  const isJust = name.endsWith('justfile');
  const recipes = isJust
    ? indentedRecipes(text, /^[ \t]/, justHeader)
    : indentedRecipes(text, /^\t/, makeHeader);
  const goal = isJust ? undefined : defaultGoal.exec(text)?.[1];
  const [first = byDefault] = recipes.keys();
  return new Map([
    ...recipes,
    [byDefault, { needs: [goal ?? first], scripts: [] }],
  ]);
});

interface Header {
  names: string[];
  needs: string[];
  isGiven?: boolean;
}

const isName = (word: string) => /^[\w./-]+$/.test(word);

/** `lint: lint-yaml lint-charts ## of all` */
function makeHeader(line: string): Header | undefined {
  const colon = line.indexOf(':');
  const rest = line.slice(colon + 1).replace(/^:/, '');
  const needs = rest.split(/[#;]/, 1)[0];
  const before = line.slice(0, colon);
  // `IMAGE = acme/web:1` and `A: B = c` set variables.
  if (
    colon <= 0 ||
    before.includes('=') ||
    rest.startsWith('=') ||
    needs.includes('=')
  ) {
    return undefined;
  }
  return {
    names: before
      .split(/\s+/)
      .filter(word => isName(word) && !/^\.[A-Z]/.test(word)),
    needs: needs
      .split(/[\s|]+/)
      .filter(isName)
      .slice(0, mostNeeds),
  };
}

/** `lint path='.': build` */
function justHeader(line: string): Header | undefined {
  const name = /^@?([\w-]+)\b/.exec(line)?.[1];
  const colon = line.search(/:(?!=)/);
  return name === undefined || colon < 0 || line.includes(':=')
    ? undefined
    : {
        names: [name],
        isGiven:
          line.slice(line.indexOf(name) + name.length, colon).trim() !== '',
        needs: line
          .slice(colon + 1)
          .split('#', 1)[0]
          .split(/\s+/)
          .filter(isName),
      };
}

/** Recipes whose commands stand below their names, further to the right. */
function indentedRecipes(
  text: string,
  body: RegExp,
  headerOf: (line: string) => Header | undefined,
): Recipes {
  const recipes = new Map<string, Recipe>();
  let current: Recipe | undefined;
  let lines: string[] | undefined;
  let continued = false;
  const close = () => {
    const script = current?.scripts[0];
    if (script && lines) {
      script.text = lines.join('\n');
    }
    lines = undefined;
  };
  for (const [index, line] of text.split('\n').entries()) {
    const isLong = line.length > longestLine;
    if (continued) {
      addNeeds(current, line.split(/[\s\\]+/).filter(isName));
    } else if (current && body.test(line)) {
      if (!lines) {
        lines = [];
        current.scripts.push({ text: '', line: index + 1 });
      }
      const goesOn = lines.at(-1)?.endsWith('\\') === true;
      lines.push(isLong ? '' : commandOf(line, goesOn));
    } else if (/^\s*(#|$)/.test(line)) {
      lines?.push('');
    } else {
      close();
      const header = isLong ? undefined : headerOf(line);
      current = header && {
        needs: header.needs,
        scripts: [],
        isGiven: header.isGiven,
      };
      for (const name of current && header ? header.names : []) {
        const known = recipes.get(name);
        // A rule may be told in parts: what it needs here, what it does there.
        addNeeds(known, header?.needs ?? []);
        if (current && known?.scripts.length === 0) {
          current.needs = known.needs;
        }
        if (
          current &&
          (known ? known.scripts.length === 0 : recipes.size < mostRecipes)
        ) {
          recipes.set(name, current);
        }
      }
    }
    continued = line.endsWith('\\') && lines === undefined;
  }
  close();
  return recipes;
}

function addNeeds(recipe: Recipe | undefined, needs: string[]): void {
  const room = mostNeeds - (recipe?.needs.length ?? 0);
  if (room > 0) {
    recipe?.needs.push(...needs.slice(0, room));
  }
}

/** A line of a recipe as a shell sees it. `-` before a command has a failure passed over. */
function commandOf(line: string, goesOn: boolean): string {
  const written = line.trimStart();
  const command = goesOn ? written : written.replace(/^[@+-]+/, '');
  const marks = written.slice(0, written.length - command.length);
  // Two dollar signs are how one gets to the shell.
  const text = command.replaceAll('$$', () => '$');
  return marks.includes('-') && !text.endsWith('\\') ? `${text} || true` : text;
}

function tasksOf({ documents }: ParsedFile): Recipes {
  const document = documents.find(({ value }) => isObject(value));
  const tasks = objectAt(document?.value, 'tasks') ?? {};
  const recipes = new Map<string, Recipe>();
  for (const name of Object.keys(tasks).slice(0, mostRecipes)) {
    const task = tasks[name];
    const recipe: Recipe = { needs: [], scripts: [] };
    const add = (command: JsonValue, path: (string | number)[]) => {
      const isText = typeof command === 'string';
      const text = isText ? command : textAt(command, 'cmd');
      const needed = isText ? undefined : textAt(command, 'task');
      if (text !== undefined && document) {
        const at = isText ? path : [...path, 'cmd'];
        recipe.scripts.push({
          text,
          line:
            lineOf(document, ['tasks', name, ...at]) +
            (text.includes('\n') ? 1 : 0),
          mayFail: textAt(command, 'ignore_error') === 'true',
        });
      } else if (needed !== undefined) {
        addNeeds(recipe, [needed]);
      }
    };
    if (typeof task === 'string') {
      add(task, []);
    }
    listAt(task).forEach((command, at) => add(command, [at]));
    for (const field of ['deps', 'cmds']) {
      listAt(task, field).forEach((command, at) => {
        if (field === 'deps' && typeof command === 'string') {
          addNeeds(recipe, [command]);
        } else {
          add(command, [field, at]);
        }
      });
    }
    if (isObject(task)) {
      add(task, []);
    }
    recipes.set(name, recipe);
  }
  recipes.set(byDefault, { needs: ['default'], scripts: [] });
  return recipes;
}
