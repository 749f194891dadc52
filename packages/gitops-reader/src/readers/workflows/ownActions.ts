import { JsonObject } from '../../facts';
import { addTo } from '../../lib/groups';
import { textAt } from '../../lib/json';
import { joinPath, pathIn } from '../../files/treePaths';
import { lineOf } from '../../yaml';
import { CiFile, CiJob, CiStep } from './ci';
import { JobCredential, loginKey } from './credentials';
import { credentialsOf, credentialsOfStep } from './githubCredentials';
import { inputsIn, isOwnToken } from './providers';

/** Composite actions of the repository, as its jobs and other actions of it use them. */
export class OwnActions {
  readonly #github: ReadonlyMap<string, CiFile>;
  #uses: Map<CiFile, JsonObject[]> | undefined;

  constructor(github: ReadonlyMap<string, CiFile>) {
    this.#github = github;
  }

  /** What the actions that a job uses log in with, told where the job uses them. */
  credentialsIn(ci: CiFile, job: CiJob): JobCredential[] {
    return job.steps.flatMap(step => {
      // An input that hands the secret over is the better place.
      const told = new Set(credentialsOfStep(step, job, true).map(loginKey));
      return this.#inside(step, new Set([ci]))
        .filter(({ credential }) => !told.has(loginKey(credential)))
        .map(({ credential, path }): JobCredential => ({
          ...credential,
          reason: `${credential.reason}, in ${path}:${credential.line}`,
          line: lineOf(job, [...step.path, 'uses']),
        }));
    });
  }

  /** Credentials of an action without those for which all who use it hand over the token of their run. */
  handed(
    action: CiFile,
    credentials: readonly JobCredential[],
  ): JobCredential[] {
    const uses = this.#usesOf(action);
    return credentials.filter(
      credential =>
        !(uses.length > 0 ? uses : [{}]).every(inputs =>
          isOfRun(action, credential, inputs),
        ),
    );
  }

  /** Each action once, however many steps use it. */
  #inside(
    step: CiStep,
    seen: Set<CiFile>,
    outer?: JsonObject,
  ): { credential: JobCredential; path: string }[] {
    const action = this.#actionOf(step);
    if (!action || seen.has(action)) {
      return [];
    }
    seen.add(action);
    const { path } = action.file;
    const inputs = handedOn(step.inputs, outer);
    return action.jobs.flatMap(inner => [
      ...credentialsOf(inner, true)
        .filter(credential => !isOfRun(action, credential, inputs))
        .map(credential => ({ credential, path })),
      ...inner.steps.flatMap(next => this.#inside(next, seen, inputs)),
    ]);
  }

  #actionOf({ uses }: CiStep): CiFile | undefined {
    const directory = uses?.startsWith('./') ? joinPath('', uses) : undefined;
    return directory === undefined
      ? undefined
      : ['action.yml', 'action.yaml']
          .map(name => this.#github.get(pathIn(directory, name)))
          .find(file => file !== undefined);
  }

  #usesOf(action: CiFile): JsonObject[] {
    if (!this.#uses) {
      this.#uses = new Map();
      for (const { jobs } of this.#github.values()) {
        for (const step of jobs.flatMap(({ steps }) => steps)) {
          const used = this.#actionOf(step);
          if (used) {
            addTo(this.#uses, used, step.inputs);
          }
        }
      }
    }
    return this.#uses.get(action) ?? [];
  }
}

/** Inputs of a step in an action, with what that was itself given in place of its own inputs. */
function handedOn(
  inputs: JsonObject,
  outer: JsonObject | undefined,
): JsonObject {
  return outer === undefined
    ? inputs
    : Object.fromEntries(
        Object.entries(inputs).map(([name, value]) => {
          const [from, ...others] =
            typeof value === 'string' ? inputsIn(value) : [];
          return [
            name,
            from !== undefined && others.length === 0
              ? (textAt(outer, from) ?? value)
              : value,
          ];
        }),
      );
}

/** Whether all that an action logs in with is the token of the run, which lives as long as that. */
function isOfRun(
  { file }: CiFile,
  { inputs = [] }: JobCredential,
  handed: JsonObject,
): boolean {
  return (
    inputs.length > 0 &&
    inputs.every(input =>
      isOwnToken(
        textAt(handed, input) ??
          textAt(file.documents[0]?.value, 'inputs', input, 'default') ??
          '',
      ),
    )
  );
}
