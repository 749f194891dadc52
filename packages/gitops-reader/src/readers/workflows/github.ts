import { JsonObject, JsonValue } from '../../facts';
import { isObject, listAt, objectAt, textAt, valueAt } from '../../lib/json';
import { ParsedFile, ParsedRepository, YamlDocument } from '../reader';
import { joinPath } from '../../files/treePaths';
import { CiFile, CiJob, CiStep } from './ci';

const workflowPath = /^\.(github|gitea|forgejo)\/workflows\/[^/]+\.ya?ml$/;
const actionPath = /(^|\/)action\.ya?ml$/;

/** Whether GitHub (or one of those that follow it) would take the file for a workflow or an action. */
export function isGithubFile(path: string): boolean {
  return workflowPath.test(path) || actionPath.test(path);
}

/** The jobs of a workflow, or the steps of a composite action as one job. */
export function githubFile(
  file: ParsedFile,
  { repository }: Pick<ParsedRepository, 'repository'>,
): CiFile | undefined {
  const document = file.documents[0];
  const value = document?.value;
  if (!isObject(value)) {
    return undefined;
  }
  const own = ownPathOf(repository);
  if (workflowPath.test(file.path)) {
    return { file, kind: 'workflow', jobs: jobsOf(document, value, own) };
  }
  if (textAt(value, 'runs', 'using') !== 'composite') {
    return undefined;
  }
  const job: CiJob = {
    steps: stepsAt(value, ['runs', 'steps'], [], own),
    env: [],
    identity: { granted: 'by-caller' },
    mayFail: false,
    lines: document.lines,
  };
  return { file, kind: 'action', jobs: [job] };
}

/** `./actions/deploy` for `acme/shop/actions/deploy@v1`, where that is the repository itself, named in full. */
function ownPathOf(repository: string): (uses: string) => string | undefined {
  const start = `${repository}/`.toLowerCase();
  return uses =>
    uses.toLowerCase().startsWith(start)
      ? `./${uses.slice(start.length).split('@')[0]}`
      : undefined;
}

function jobsOf(
  document: YamlDocument,
  value: JsonObject,
  own: ReturnType<typeof ownPathOf>,
): CiJob[] {
  const jobs = objectAt(value, 'jobs') ?? {};
  const shared = objectAt(value, 'env');
  const called = isCalled(value);
  return Object.keys(jobs)
    .filter(name => isObject(jobs[name]))
    .map(name => {
      const path = ['jobs', name];
      const env = objectAt(jobs, name, 'env');
      const workflow = textAt(jobs, name, 'uses');
      return {
        name,
        steps: stepsAt(
          value,
          [...path, 'steps'],
          [
            [...path, 'defaults', 'run'],
            ['defaults', 'run'],
          ],
          own,
        ),
        env: [
          ...(shared ? [{ values: shared, path: ['env'] }] : []),
          ...(env ? [{ values: env, path: [...path, 'env'] }] : []),
        ],
        identity: identityOf(value, path, called),
        ...(workflow
          ? {
              calls: {
                workflow: own(workflow) ?? workflow.split('@')[0],
                inputs: {
                  ...objectAt(jobs, name, 'with'),
                  ...objectAt(jobs, name, 'secrets'),
                },
                secrets: objectAt(jobs, name, 'secrets') ?? {},
                path: [...path, 'uses'],
              },
            }
          : {}),
        mayFail: textAt(jobs, name, 'continue-on-error') === 'true',
        lines: document.lines,
      };
    });
}

function isCalled(value: JsonObject): boolean {
  const on = value.on;
  return (
    on === 'workflow_call' ||
    (Array.isArray(on) && on.includes('workflow_call')) ||
    (isObject(on) && Object.hasOwn(on, 'workflow_call'))
  );
}

/** Permissions of a job replace those of its workflow, all of them. */
function identityOf(
  value: JsonObject,
  path: string[],
  called: boolean,
): CiJob['identity'] {
  for (const place of [[...path, 'permissions'], ['permissions']]) {
    const permissions = valueAt(value, ...place);
    if (permissions === undefined) {
      continue;
    }
    if (permissions === 'write-all') {
      return { granted: true, path: place, named: false };
    }
    return textAt(permissions, 'id-token') === 'write'
      ? { granted: true, path: [...place, 'id-token'], named: true }
      : { granted: false };
  }
  return { granted: called ? 'by-caller' : false };
}

/** Where commands run: what a step says, or what is said for all of them. */
function directoryOfStep(
  value: JsonValue,
  places: readonly (string | number)[][],
): string | undefined {
  const written = places
    .map(place => textAt(value, ...place, 'working-directory'))
    .find(text => text !== undefined);
  return written?.includes('${{') ? undefined : joinPath('', written ?? '');
}

function stepsAt(
  value: JsonValue,
  path: string[],
  defaults: readonly string[][],
  own: ReturnType<typeof ownPathOf>,
): CiStep[] {
  return listAt(value, ...path).flatMap((step, position): CiStep[] => {
    if (!isObject(step)) {
      return [];
    }
    const uses = textAt(step, 'uses')?.trim();
    const run = textAt(step, 'run');
    const directory = directoryOfStep(value, [
      [...path, position],
      ...defaults,
    ]);
    return [
      {
        ...(uses
          ? {
              uses: uses.startsWith('./')
                ? uses
                : (own(uses) ?? uses.split('@')[0].toLowerCase()),
            }
          : {}),
        inputs: objectAt(step, 'with') ?? {},
        env: objectAt(step, 'env') ?? {},
        ...(run ? { run } : {}),
        ...(directory === undefined ? {} : { directory }),
        mayFail: textAt(step, 'continue-on-error') === 'true',
        path: [...path, position],
      },
    ];
  });
}
