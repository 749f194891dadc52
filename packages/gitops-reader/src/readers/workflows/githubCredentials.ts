import { JsonObject } from '../../facts';
import { textAt } from '../../lib/json';
import { isKnownAction, loginOf } from './actions';
import { CiJob, CiStep } from './ci';
import {
  CredentialCollector,
  JobCredential,
  loginKey,
  mergeCredentials,
  Path,
  Storage,
} from './credentials';
import { CommandLogins, StoredIn } from './logins';
import {
  inputsIn,
  providerOfName,
  providerOfSecret,
  providerOfSecrets,
  secretsIn,
} from './providers';

/** Stored secrets are read by expressions, in variables, inputs and commands alike. */
const inSecrets: Storage = {
  namesIn: secretsIn,
  what: 'a stored secret',
  isStored: () => true,
};

/** Inputs of which the one beside them is the secret, where they are none themselves. */
const secretBeside = new Map([['aws-access-key-id', 'aws-secret-access-key']]);

const collector = (job: CiJob) => new CredentialCollector(job.lines, inSecrets);

/** What a job itself says about how it logs in; actions and workflows that it calls are looked at elsewhere. */
export function credentialsOf(job: CiJob, inAction: boolean): JobCredential[] {
  const logins = new CommandLogins();
  const found = [
    ...job.env.flatMap(({ values, path }) =>
      variables(values, path, job, inAction),
    ),
    ...job.steps.flatMap(step =>
      credentialsOfStep(step, job, inAction, logins),
    ),
    ...(job.calls && !job.calls.workflow.startsWith('./')
      ? variables(
          job.calls.secrets,
          [...job.calls.path.slice(0, -1), 'secrets'],
          job,
          inAction,
        )
      : []),
  ];
  return mergeCredentials(found);
}

/** A variable as the innermost of some mappings sets it. */
function lastOf(
  mappings: readonly JsonObject[],
  name: string,
): string | undefined {
  return mappings
    .map(values => textAt(values, name))
    .filter(text => text !== undefined)
    .at(-1);
}

/** What is stored in a part of a command, as far as nothing tells it by its name already. */
function storedInStep(step: CiStep, job: CiJob): StoredIn {
  const known = [...job.env.map(({ values }) => values), step.env];
  const variable = (name: string): string[] => {
    const secrets = secretsIn(lastOf(known, name) ?? '');
    return (providerOfName(name) ?? providerOfSecrets(secrets)) === undefined
      ? secrets
      : [];
  };
  return text => [
    ...secretsIn(text).filter(name => providerOfSecret(name) === undefined),
    ...[
      ...text.matchAll(
        /\$\{?([A-Za-z_]\w{0,80})|\$\{\{\s*env\.([A-Za-z_]\w{0,80})\s*\}\}/g,
      ),
    ].flatMap(([, plain, expression]) => variable(plain ?? expression)),
  ];
}

/** What one step logs in with by itself; `logins` knows the steps before it. */
export function credentialsOfStep(
  step: CiStep,
  job: CiJob,
  inAction: boolean,
  logins = new CommandLogins(),
): JobCredential[] {
  const told = collector(job);
  const inputs = filledIn(step, job);
  const login = loginOf(step, inputs);
  if (login) {
    const { provider, method, input, isGiven } = login;
    const text = method === 'static' ? (textAt(inputs, input) ?? '') : '';
    const secrets =
      [text, textAt(inputs, secretBeside.get(input) ?? '') ?? '']
        .map(secretsIn)
        .find(names => names.length > 0) ?? [];
    told.login(
      provider,
      method,
      `${step.uses}: ${input}`,
      told.lineAt([...step.path, 'with', input]),
      {
        secrets,
        isGiven,
        inputs: inAction && secrets.length === 0 ? inputsIn(text) : [],
      },
    );
  }
  const read = collector(job);
  if (step.run) {
    const first = read.lineOfText(step.run, [...step.path, 'run']);
    read.commands(step.run, first, new Set());
    read.commandLogins(step.run, first, logins, storedInStep(step, job));
  }
  // A step logs in to a provider once, however many variables that takes.
  return mergeCredentials(
    [
      ...told.found,
      ...(step.uses && !isKnownAction(step.uses)
        ? variables(step.inputs, [...step.path, 'with'], job, inAction)
        : []),
      ...variables(step.env, [...step.path, 'env'], job, inAction),
      ...read.found,
    ],
    loginKey,
  );
}

/** The inputs of a step, with the variables that they pass on (`${{ env.X }}`) as the file sets them. */
function filledIn({ inputs, env }: CiStep, job: CiJob): JsonObject {
  const known = [...job.env.map(({ values }) => values), env];
  return Object.fromEntries(
    Object.entries(inputs).map(([key, value]) => {
      const name =
        typeof value === 'string'
          ? /^\s*\$\{\{\s*env\.(\w+)\s*\}\}\s*$/.exec(value)?.[1]
          : undefined;
      const set = name === undefined ? undefined : lastOf(known, name);
      return [key, set ?? value];
    }),
  );
}

/** Variables or inputs of a stored secret, or in an action of one of its inputs, which may well be handed one. */
function variables(
  values: JsonObject,
  path: Path,
  job: CiJob,
  inAction: boolean,
): JobCredential[] {
  const found = collector(job);
  found.variables(values, path);
  for (const key of inAction ? Object.keys(values) : []) {
    const text = textAt(values, key) ?? '';
    const inputs = inputsIn(text);
    const provider =
      inputs.length > 0 && secretsIn(text).length === 0
        ? providerOfName(key)
        : undefined;
    if (provider) {
      found.login(
        provider,
        'static',
        `${key}: an input of the action`,
        found.lineAt([...path, key]),
        { inputs },
      );
    }
  }
  return mergeCredentials(found.found, loginKey);
}
