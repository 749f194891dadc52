import { isObject, listAt, textAt } from '../json';
import { perFile } from '../perFile';
import { lineOf } from '../yaml';
import { policyChecks } from './shell';

/** The file that tells pre-commit which hooks to run. */
export const preCommitFile = '.pre-commit-config.yaml';

/** A hook that holds manifests against rules. */
export interface HookCheck {
  id: string;
  command: string;
  line: number;
  mayFail: boolean;
  /** It runs where somebody asks for it, and at no commit. */
  manual: boolean;
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
      const stages = listAt(hook, 'stages');
      // It is given the files of the commit.
      const run = [program, ...args, '--file files'].join(' ');
      return policyChecks(image ? `docker run ${run}` : run).map(
        ({ command, mayFail }) => ({
          id,
          command,
          mayFail,
          manual: stages.length > 0 && stages.every(name => name === 'manual'),
          line: lineOf(document, ['repos', at, 'hooks', position, 'id']),
        }),
      );
    }),
  );
});
