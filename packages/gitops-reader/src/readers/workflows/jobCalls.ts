import { ParsedRepository } from '../reader';
import { joinPath } from '../../files/treePaths';
import { checksOfHooks, skipOfHooks } from './preCommit';
import { checksOfRecipes, FileCheck, isOpenWord } from './recipeCalls';
import { RecipeTool } from './recipes';
import { runsOf, ShellRun } from './shell';
import { Shell } from './shellWords';

/** A check that a command of a job runs by way of a file of the repository. */
export interface CalledCheck extends FileCheck {
  /** Position of the command's line within its script, from 0. */
  line: number;
}

/** Programs that run recipes, and what each is called. */
const runners = new Map<string, RecipeTool>([
  ['make', 'make'],
  ['gmake', 'make'],
  ['task', 'task'],
  ['go-task', 'task'],
  ['just', 'just'],
]);

const programs = new Set([
  ...['cd', 'pushd', 'popd', 'export', 'pre-commit'],
  ...runners.keys(),
]);

/** Nobody calls more of them in one job, or from further down. */
const mostCalls = 200;
const longestDirectory = 1_000;

/** Where a shell is. */
interface Place {
  /** Undefined where only the run knows. */
  directory: string | undefined;
  /** Where `cd -` leads back to. */
  before?: string;
  /** Where `popd` leads back to. */
  pushed?: { directory: string | undefined; below: Place['pushed'] };
  /** What `SKIP` says, the variable of pre-commit. */
  skip: string;
}

/** Checks that the commands of one job run by way of recipes and hooks, wherever the commands before them led. */
export class JobCalls {
  readonly #repository: ParsedRepository;
  #shell: Shell = {};
  /** Whether anybody knows where the shell began. */
  #isKnown = false;
  readonly #places = new WeakMap<Shell, Place>();
  #calls = 0;

  constructor(repository: ParsedRepository) {
    this.#repository = repository;
  }

  /** Begins a shell in a directory, with what `SKIP` says there. */
  begin(directory: string | undefined, skip = ''): this {
    this.#shell = {};
    this.#isKnown = directory !== undefined;
    this.#places.set(this.#shell, { directory, skip });
    return this;
  }

  /** Checks that a script runs in the shell that was begun. */
  checksOf(script: string): CalledCheck[] {
    return this.#isKnown
      ? runsOf(script, programs, this.#shell).flatMap(run => this.#follow(run))
      : [];
  }

  /** A shell within another begins where that one is, and leads it nowhere. */
  #placeOf(shell: Shell): Place {
    let place = this.#places.get(shell);
    if (!place) {
      place = shell.outer
        ? { ...this.#placeOf(shell.outer) }
        : { directory: undefined, skip: '' };
      this.#places.set(shell, place);
    }
    return place;
  }

  #follow({ words, assigned, line, mayFail, shell }: ShellRun): CalledCheck[] {
    const [program, ...rest] = words;
    const place = this.#placeOf(shell);
    const { directory, pushed } = place;
    switch (program) {
      case 'pushd':
        place.pushed = { directory, below: pushed };
        place.directory = directoryAfter(directory, rest);
        place.before = directory;
        return [];
      case 'popd':
        place.directory = pushed?.directory;
        place.pushed = pushed?.below;
        place.before = directory;
        return [];
      case 'cd':
        place.directory =
          rest[0] === '-' ? place.before : directoryAfter(directory, rest);
        place.before = directory;
        return [];
      case 'export':
        place.skip = skipOfHooks(rest) ?? place.skip;
        return [];
      default:
    }
    if (directory === undefined || ++this.#calls > mostCalls) {
      return [];
    }
    const tool = runners.get(program);
    const checks = tool
      ? checksOfRecipes(tool, rest, directory, this.#repository)
      : checksOfHooks(
          rest,
          skipOfHooks(assigned) ?? place.skip,
          directory,
          this.#repository,
        );
    return checks.map(check => ({
      ...check,
      mayFail: mayFail || check.mayFail,
      line,
    }));
  }
}

/** The root of the repository, as GitLab and GitHub call it. */
const root =
  /^\$(CI_PROJECT_DIR|GITHUB_WORKSPACE|\{(CI_PROJECT_DIR|GITHUB_WORKSPACE)\})(\/|$)/;

/** Where `cd` leads to. */
function directoryAfter(
  directory: string | undefined,
  words: readonly string[],
): string | undefined {
  const word = words.find(each => !each.startsWith('-')) ?? '$HOME';
  const to = word.replace(root, '');
  const from = to === word ? directory : '';
  return from === undefined ||
    from.length > longestDirectory ||
    isOpenWord(to) ||
    /^[/~]/.test(to)
    ? undefined
    : joinPath(from, to);
}
