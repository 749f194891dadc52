import { joinPath } from '../treePaths';
import { lineOf } from '../yaml';
import { CiFile, CiJob } from './ci';
import { JobCredential, loginKey } from './credentials';
import { credentialsOf, credentialsOfStep } from './githubCredentials';

/** What the actions of this repository that a job uses log in with, told where the job uses them. */
export function credentialsOfActions(
  ci: CiFile,
  job: CiJob,
  github: ReadonlyMap<string, CiFile>,
): JobCredential[] {
  return job.steps.flatMap(step => {
    // An input that hands the secret over is the better place.
    const told = new Set(credentialsOfStep(step, job, true).map(loginKey));
    return insideAction(step.uses, github, new Set([ci]))
      .filter(({ credential }) => !told.has(loginKey(credential)))
      .map(({ credential, path }): JobCredential => ({
        ...credential,
        reason: `${credential.reason}, in ${path}:${credential.line}`,
        line: lineOf(job, [...step.path, 'uses']),
      }));
  });
}

/** Each action once, however many steps use it. */
function insideAction(
  uses: string | undefined,
  github: ReadonlyMap<string, CiFile>,
  seen: Set<CiFile>,
): { credential: JobCredential; path: string }[] {
  const directory = uses?.startsWith('./') ? joinPath('', uses) : undefined;
  const action =
    directory === undefined
      ? undefined
      : ['action.yml', 'action.yaml']
          .map(name =>
            github.get(directory === '' ? name : `${directory}/${name}`),
          )
          .find(file => file !== undefined);
  if (!action || seen.has(action)) {
    return [];
  }
  seen.add(action);
  const { path } = action.file;
  return action.jobs.flatMap(inner => [
    ...credentialsOf(inner, true).map(credential => ({ credential, path })),
    ...inner.steps.flatMap(step => insideAction(step.uses, github, seen)),
  ]);
}
