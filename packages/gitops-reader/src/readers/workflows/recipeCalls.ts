import { perFile } from '../../memory/perFile';
import { ParsedRepository } from '../reader';
import { joinPath } from '../../files/treePaths';
import {
  byDefault,
  Recipe,
  recipeFiles,
  Recipes,
  recipesOf,
  RecipeTool,
} from './recipes';
import { policyChecks } from './shell';

/** A check that a file of the repository runs. */
export interface FileCheck {
  command: string;
  mayFail: boolean;
  /** `Makefile:12`. */
  at: string;
}

/** How the flags of a program are read. */
interface Flags {
  /** Those that say where to look. */
  directory: RegExp;
  /** Those that name the file. */
  file: RegExp;
  /** Others that are given something. */
  given: RegExp;
  /** Nothing is run. */
  dry: RegExp;
}

const flagsOf: Record<RecipeTool, Flags> = {
  make: {
    directory: /^(-C|--directory)$/,
    file: /^(-f|--file|--makefile)$/,
    given:
      /^(-I|-o|-W|--include-dir|--old-file|--assume-old|--what-if|--new-file|--assume-new)$/,
    dry: /^(-(?=[BLRSbdeikmnpqrstvw]+$)[^nqt]*[nqt].*|--just-print|--dry-run|--recon|--question|--touch)$/,
  },
  task: {
    directory: /^(-d|--dir)$/,
    file: /^(-t|--taskfile)$/,
    given: /^(-o|-I|-C|--output|--interval|--concurrency|--sort)$/,
    dry: /^(-n|--dry|-l|-a|--list|--list-all|--status|--summary)$/,
  },
  just: {
    directory: /^(-d|--working-directory)$/,
    file: /^(-f|--justfile)$/,
    given: /^(--shell|--shell-arg|--color|--dotenv-path|--dotenv-filename)$/,
    dry: /^(-n|-l|-s|-e|--dry-run|--list|--summary|--show|--evaluate|--dump)$/,
  },
};

/** Make goes on, and ends well, whatever fails. */
const ignoresErrors = /^(-(?=[BLRSbdeikmnpqrstvw]+$)[^i]*i.*|--ignore-errors)$/;

/** Nobody calls the recipes of one file in more ways. */
const mostCalls = 200;

const checksKnown = perFile(() => new Map<string, FileCheck[]>());

/** What only the run knows. */
export const isOpenWord = (word: string) => /[$`*?{}()<>]/.test(word);

/**
 * Checks of the recipes that a program is told to run, in a directory. What a recipe calls in turn is not followed; what
 * it needs is part of it.
 */
export function checksOfRecipes(
  tool: RecipeTool,
  words: readonly string[],
  from: string,
  repository: ParsedRepository,
): FileCheck[] {
  const call = callOf(tool, words, from);
  const path =
    call.directory === undefined || call.isDry
      ? undefined
      : fileOf(tool, call.file, call.directory, repository);
  const file = path === undefined ? undefined : repository.files.get(path);
  if (!file) {
    return [];
  }
  const recipes = recipesOf(file, repository);
  const targets = call.named ? ownTargets(recipes, call.targets) : [byDefault];
  const known = checksKnown(file, repository);
  const key = JSON.stringify(targets);
  let checks = known.get(key);
  if (!checks && known.size < mostCalls) {
    checks = checksOf(recipes, targets).map(({ line, ...check }) => ({
      ...check,
      at: `${path}:${line}`,
    }));
    known.set(key, checks);
  }
  return (checks ?? []).map(check => ({
    ...check,
    mayFail: check.mayFail || call.mayFail,
  }));
}

/** Behind a recipe with parameters stands what it is given. */
function ownTargets(recipes: Recipes, words: readonly string[]): string[] {
  const end = words.findIndex(word => recipes.get(word)?.isGiven);
  return words.slice(0, end < 0 ? words.length : end + 1);
}

type LineCheck = Omit<FileCheck, 'at'> & { line: number };

/** Checks of recipes and of what they need, each once, by the line of the file. */
function checksOf(recipes: Recipes, targets: readonly string[]): LineCheck[] {
  const checks = new Map<string, LineCheck>();
  for (const recipe of withNeeds(recipes, targets)) {
    for (const check of checksOfRecipe(recipe)) {
      if (!checks.has(check.command)) {
        checks.set(check.command, check);
      }
    }
  }
  return [...checks.values()];
}

const checksOfEach = new WeakMap<Recipe, LineCheck[]>();

/** What a recipe checks itself, found once: many may need it. */
function checksOfRecipe(recipe: Recipe): LineCheck[] {
  let checks = checksOfEach.get(recipe);
  if (!checks) {
    const found = new Map<string, LineCheck>();
    for (const { text, line, mayFail = false } of recipe.scripts) {
      for (const { command, ...check } of policyChecks(text)) {
        if (!found.has(command)) {
          found.set(command, {
            command,
            mayFail: check.mayFail || mayFail,
            line: line + check.line,
          });
        }
      }
    }
    checks = [...found.values()];
    checksOfEach.set(recipe, checks);
  }
  return checks;
}

interface Call {
  targets: string[];
  /** Whether it names any, also by what only the run knows. */
  named: boolean;
  directory: string | undefined;
  file?: string;
  isDry: boolean;
  mayFail: boolean;
}

/** `-Cdeploy` and `--dir=deploy` are two words each. */
function apart(tool: RecipeTool, word: string): [string, string?] {
  const [, flag, glued] =
    (tool === 'make' && /^(-[CfIoW])(.+)$/.exec(word)) || [];
  if (flag !== undefined) {
    return [flag, glued];
  }
  const [name, given] = word.split(/=(.*)/s, 2);
  return [name, given];
}

function callOf(
  tool: RecipeTool,
  words: readonly string[],
  from: string,
): Call {
  const call: Call = {
    targets: [],
    named: false,
    directory: from,
    isDry: false,
    mayFail: false,
  };
  const flags = flagsOf[tool];
  for (let at = 0; at < words.length; at++) {
    const [flag, given] = apart(tool, words[at]);
    const isOfFile = flags.file.test(flag);
    if (isOfFile || flags.directory.test(flag)) {
      const value = given ?? words[++at] ?? '';
      if (isOpenWord(value)) {
        call.directory = undefined;
      } else if (isOfFile) {
        call.file = value;
      } else if (call.directory !== undefined) {
        call.directory = joinPath(call.directory, value);
      }
    } else if (flags.given.test(flag)) {
      at += given === undefined ? 1 : 0;
    } else if (flag === '--') {
      break;
    } else if (flag.startsWith('-')) {
      call.isDry ||= flags.dry.test(flag);
      call.mayFail ||= tool === 'make' && ignoresErrors.test(flag);
    } else if (given === undefined && !/^\d+$/.test(flag)) {
      call.named = true;
      if (!isOpenWord(flag)) {
        call.targets.push(flag);
      }
    }
  }
  return call;
}

function fileOf(
  tool: RecipeTool,
  file: string | undefined,
  directory: string,
  { files }: ParsedRepository,
): string | undefined {
  const names: readonly string[] =
    file === undefined ? recipeFiles[tool] : [file];
  return names
    .map(name => joinPath(directory, name))
    .find(path => path !== undefined && files.has(path));
}

/** Recipes and all that they need, each once. */
function withNeeds(recipes: Recipes, targets: readonly string[]): Set<Recipe> {
  const found = new Set<Recipe>();
  const pending = [...targets].reverse();
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    const recipe = recipes.get(name);
    if (recipe && !found.has(recipe)) {
      found.add(recipe);
      [...recipe.needs].reverse().forEach(need => pending.push(need));
    }
  }
  return found;
}
