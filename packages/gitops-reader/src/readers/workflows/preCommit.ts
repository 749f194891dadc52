import { isObject, listAt, textAt } from '../../lib/json';
import { perFile } from '../../memory/perFile';
import { ParsedRepository } from '../reader';
import { joinPath } from '../../files/treePaths';
import { lineOf } from '../../yaml';
import { FileCheck, isOpenWord } from './recipeCalls';
import { policyChecks } from './shell';

/** The file that tells pre-commit which hooks to run. */
export const preCommitFile = '.pre-commit-config.yaml';

/** A hook that holds manifests against rules. */
export interface HookCheck {
  id: string;
  /** Another name that it can be run by. */
  alias?: string;
  command: string;
  line: number;
  mayFail: boolean;
  /** When it runs, in the words of pre-commit: `pre-push`, `manual`. None are all. */
  stages: string[];
}

/** Stages by the names that they had. */
const stagesOfOld = new Map([
  ['commit', 'pre-commit'],
  ['merge-commit', 'pre-merge-commit'],
  ['push', 'pre-push'],
]);

const stageOf = (name: string) => stagesOfOld.get(name) ?? name;

/** Whether a hook runs at a stage. */
export function runsAt({ stages }: HookCheck, stage: string): boolean {
  return stages.length === 0 || stages.includes(stage);
}

/** What hooks of others run, by the names that they go by. */
const hooksOfOthers: readonly [id: RegExp, command: string][] = [
  [/^kubeconform\b/, 'kubeconform'],
  [/^kubeval\b/, 'kubeval'],
  [/^checkov(?!.*secret)/, 'checkov'],
  [/^kube-?linter\b/, 'kube-linter lint'],
  [/^kube-?score\b/, 'kube-score score'],
  [/^helm-?lint\b/, 'helm lint'],
  [/^trivy-?config\b/, 'trivy config'],
  [/^conftest(-test)?$/, 'conftest test'],
  [/^conftest-verify$/, 'conftest verify'],
  [/^opa-test$/, 'opa test'],
  [/^kyverno-test$/, 'kyverno test'],
  [/^kyverno-apply$/, 'kyverno apply'],
  [/^datree\b/, 'datree test'],
];

/** Hooks of a file that check manifests: those of others by their id, those of the repository by what they run. */
export const hooksOf = perFile(({ documents }): HookCheck[] => {
  const document = documents.find(({ value }) => isObject(value));
  return listAt(document?.value, 'repos').flatMap((repo, at) =>
    listAt(repo, 'hooks').flatMap((hook, position): HookCheck[] => {
      const id = textAt(hook, 'id');
      const program =
        textAt(hook, 'entry') ??
        hooksOfOthers.find(([name]) => id !== undefined && name.test(id))?.[1];
      if (!document || id === undefined || program === undefined) {
        return [];
      }
      const image = textAt(hook, 'language')?.startsWith('docker');
      const args = listAt(hook, 'args').filter(arg => typeof arg === 'string');
      const ownStages = listAt(hook, 'stages');
      const stages = (
        ownStages.length > 0
          ? ownStages
          : listAt(document.value, 'default_stages')
      )
        .filter(name => typeof name === 'string')
        .map(stageOf);
      const alias = textAt(hook, 'alias');
      // It is given the files of the commit.
      const run = [program, ...args, '--file files'].join(' ');
      return policyChecks(image ? `docker run ${run}` : run).map(
        ({ command, mayFail }) => ({
          id,
          ...(alias === undefined ? {} : { alias }),
          command,
          mayFail,
          stages,
          line: lineOf(document, ['repos', at, 'hooks', position, 'id']),
        }),
      );
    }),
  );
});

/** Flags of `pre-commit run` that are given something. */
const given =
  /^(-[cso]|--(config|color|hook-stage|stage|from-ref|source|to-ref|origin|(remote|local)-branch|remote-(name|url)|checkout-type|is-squash-merge|rewrite-command|commit-msg-filename|prepare-commit-message-source|commit-object-name|pre-rebase-(upstream|branch)))$/;

/** What `SKIP` says among variables that are set. */
export function skipOfHooks(words: readonly string[]): string | undefined {
  return words.find(word => word.startsWith('SKIP='))?.slice('SKIP='.length);
}

/** Checks of the hooks that `pre-commit run` runs: one of them, or all, but for those that are to be skipped. */
export function checksOfHooks(
  [verb = 'run', ...words]: readonly string[],
  skip: string,
  directory: string,
  repository: ParsedRepository,
): FileCheck[] {
  let hook: string | undefined;
  let config = preCommitFile;
  let stage = 'pre-commit';
  for (let at = 0; at < words.length; at++) {
    const [flag, glued] = words[at].split(/=(.*)/s, 2);
    if (given.test(flag)) {
      const value = glued ?? words[++at] ?? '';
      if (/^--(hook-)?stage$/.test(flag)) {
        stage = stageOf(value);
      } else if (/^-(c|-config)$/.test(flag)) {
        config = joinPath(directory, value) ?? value;
      }
    } else if (flag === '--files') {
      while (words[at + 1]?.startsWith('-') === false) {
        at++;
      }
    } else if (!flag.startsWith('-')) {
      hook ??= flag;
    }
  }
  const file = repository.files.get(config);
  if (verb !== 'run' || !file || isOpenWord(skip)) {
    return [];
  }
  const skipped = new Set(skip.split(',').map(name => name.trim()));
  return hooksOf(file, repository)
    .filter(check => {
      const names = [check.id, check.alias].filter(name => name !== undefined);
      return (
        runsAt(check, stage) &&
        (hook === undefined || names.includes(hook)) &&
        !names.some(name => skipped.has(name))
      );
    })
    .map(({ command, mayFail, line }) => ({
      command,
      mayFail,
      at: `${config}:${line}`,
    }));
}
