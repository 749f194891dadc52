import { perFile } from '../perFile';
import { ParsedRepository } from '../reader';
import { joinPath } from '../treePaths';
import { hooksOf, preCommitFile } from './preCommit';
import { Recipe, recipeFiles, Recipes, recipesOf } from './recipes';
import { policyChecks, runsOf } from './shell';

/** A check that a command of a job runs by way of a file of the repository. */
export interface CalledCheck {
  command: string;
  mayFail: boolean;
  /** Position of the command's line within its script, from 0. */
  line: number;
  /** `Makefile:12`. */
  at: string;
}

/** Programs that run recipes, and what each is called. */
const runners = new Map<string, keyof typeof recipeFiles>([
  ['make', 'make'],
  ['gmake', 'make'],
  ['task', 'task'],
  ['go-task', 'task'],
  ['just', 'just'],
]);

const programs = new Set(['cd', 'pushd', 'pre-commit', ...runners.keys()]);

/** Flags that say where to look, and those that are given something else. */
const inDirectory = /^(-C|-d|--directory|--dir|--working-directory)$/;
const ofFile = /^(-f|-t|--file|--makefile|--taskfile|--justfile)$/;

/** Nobody calls the recipes of one file in more ways. */
const mostCalls = 200;

const checksKnown = perFile(
  () => new Map<string, Omit<CalledCheck, 'line'>[]>(),
);

/** What only the run knows. */
const isOpenWord = (word: string) => /[$`*?{}()<>]/.test(word);

/**
 * Checks that recipes and hooks run which a script names, in a directory. What a recipe calls in turn is not followed;
 * what it needs is part of it.
 */
export function calledChecks(
  script: string,
  from: string,
  repository: ParsedRepository,
): CalledCheck[] {
  const found: CalledCheck[] = [];
  let directory: string | undefined = from;
  for (const { words, line, mayFail } of runsOf(script, programs)) {
    const [program, ...rest] = words;
    if (program === 'cd' || program === 'pushd') {
      const to = rest.find(word => !word.startsWith('-')) ?? '$HOME';
      directory =
        directory === undefined || isOpenWord(to) || /^[/~]/.test(to)
          ? undefined
          : joinPath(directory, to);
    } else if (directory !== undefined) {
      const tool = runners.get(program);
      const checks = tool
        ? checksOfRecipes(tool, rest, directory, repository)
        : checksOfHooks(rest, repository);
      for (const check of checks) {
        found.push({ ...check, mayFail: mayFail || check.mayFail, line });
      }
    }
  }
  return found;
}

/** Checks of the hooks that `pre-commit run` runs: one of them, or all. */
function checksOfHooks(
  [verb, ...rest]: readonly string[],
  repository: ParsedRepository,
): Omit<CalledCheck, 'line'>[] {
  const file = repository.files.get(preCommitFile);
  if (verb !== 'run' || !file) {
    return [];
  }
  const named = rest.find(word => !word.startsWith('-'));
  return hooksOf(file, repository)
    .filter(({ id, manual }) => (named === undefined ? !manual : id === named))
    .map(({ command, mayFail, line }) => ({
      command,
      mayFail,
      at: `${preCommitFile}:${line}`,
    }));
}

function checksOfRecipes(
  tool: keyof typeof recipeFiles,
  words: readonly string[],
  from: string,
  repository: ParsedRepository,
): Omit<CalledCheck, 'line'>[] {
  const call = callOf(words, from);
  const path =
    call.directory === undefined
      ? undefined
      : fileOf(tool, call.file, call.directory, repository);
  const file = path === undefined ? undefined : repository.files.get(path);
  if (!file) {
    return [];
  }
  const recipes = recipesOf(file, repository);
  const [first] = recipes.keys();
  const byDefault = tool === 'task' ? 'default' : first;
  const targets = call.named ? call.targets : [byDefault];
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
  return checks ?? [];
}

/** Checks of recipes and of what they need, each once, by the line of the file. */
function checksOf(
  recipes: Recipes,
  targets: readonly string[],
): Omit<CalledCheck, 'at'>[] {
  const checks = new Map<string, Omit<CalledCheck, 'at'>>();
  for (const { scripts } of withNeeds(recipes, targets)) {
    for (const { text, line, mayFail = false } of scripts) {
      for (const { command, ...check } of policyChecks(text)) {
        if (!checks.has(command)) {
          checks.set(command, {
            command,
            mayFail: check.mayFail || mayFail,
            line: line + check.line,
          });
        }
      }
    }
  }
  return [...checks.values()];
}

interface Call {
  targets: string[];
  /** Whether it names any, also by what only the run knows. */
  named: boolean;
  directory: string | undefined;
  file?: string;
}

function callOf(words: readonly string[], from: string): Call {
  const call: Call = { targets: [], named: false, directory: from };
  for (let at = 0; at < words.length; at++) {
    const [flag, given] = words[at].split(/=(.*)/s, 2);
    const isFlag = flag.startsWith('-');
    if (inDirectory.test(flag) || ofFile.test(flag)) {
      const value = given ?? words[++at] ?? '';
      if (isOpenWord(value)) {
        call.directory = undefined;
      } else if (ofFile.test(flag)) {
        call.file = value;
      } else if (call.directory !== undefined) {
        call.directory = joinPath(call.directory, value);
      }
    } else if (flag === '--') {
      break;
    } else if (!isFlag && given === undefined && !/^\d+$/.test(flag)) {
      call.named = true;
      if (!isOpenWord(flag)) {
        call.targets.push(flag);
      }
    }
  }
  return call;
}

function fileOf(
  tool: keyof typeof recipeFiles,
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
