import { CredentialFact, JsonObject } from '../facts';
import { textAt } from '../json';
import { lineOf } from '../yaml';
import { isKnownAction, loginOf } from './actions';
import { CiJob, CiStep } from './ci';
import { providerOfName, secretsIn } from './providers';

/** A credential without its file. */
export type JobCredential = Omit<CredentialFact, 'location' | 'job'> & {
  line: number;
};

type Path = (string | number)[];

/** What a job itself says about how it logs in; actions and workflows that it calls are looked at elsewhere. */
export function credentialsOf(job: CiJob, inAction: boolean): JobCredential[] {
  const found = [
    ...job.env.flatMap(({ values, path }) =>
      variables(values, path, job, inAction),
    ),
    ...job.steps.flatMap(step => credentialsOfStep(step, job, inAction)),
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

/** What one step logs in with by itself. */
export function credentialsOfStep(
  step: CiStep,
  job: CiJob,
  inAction: boolean,
): JobCredential[] {
  const found: JobCredential[] = [];
  const login = loginOf(step);
  if (login) {
    const { provider, method, input } = login;
    const secrets =
      method === 'static' ? secretsIn(textAt(step.inputs, input) ?? '') : [];
    found.push({
      provider,
      method,
      reason: `${step.uses}: ${input}`,
      ...(secrets.length > 0 ? { secrets } : {}),
      line: lineOf(job, [...step.path, 'with', input]),
    });
  } else if (step.uses && !isKnownAction(step.uses)) {
    found.push(
      ...variables(step.inputs, [...step.path, 'with'], job, inAction),
    );
  }
  found.push(...variables(step.env, [...step.path, 'env'], job, inAction));
  if (step.run) {
    found.push(...secretsOfScript(step.run, step, job));
  }
  // One step logs in to one provider once, however many variables that takes.
  return onePerProvider(found);
}

function onePerProvider(found: JobCredential[]): JobCredential[] {
  const known = new Map<string, JobCredential>();
  for (const credential of found) {
    const key = `${credential.provider} ${credential.method}`;
    const before = known.get(key);
    known.set(key, before ? withSecrets(before, credential) : credential);
  }
  return [...known.values()];
}

function withSecrets(one: JobCredential, other: JobCredential): JobCredential {
  const secrets = [
    ...new Set([...(one.secrets ?? []), ...(other.secrets ?? [])]),
  ];
  return secrets.length > 0 ? { ...one, secrets } : one;
}

/** The same line is told once. */
export function mergeCredentials(found: JobCredential[]): JobCredential[] {
  const known = new Map<string, JobCredential>();
  for (const credential of found) {
    const key = `${credential.provider} ${credential.method} ${credential.line}`;
    const before = known.get(key);
    known.set(key, before ? withSecrets(before, credential) : credential);
  }
  return [...known.values()];
}

/** Variables or inputs whose value is a stored secret, and whose name or the secret's says what for. */
function variables(
  values: JsonObject,
  path: Path,
  job: CiJob,
  inAction: boolean,
): JobCredential[] {
  const found: JobCredential[] = [];
  for (const key of Object.keys(values)) {
    const text = textAt(values, key);
    if (text === undefined) {
      continue;
    }
    const line = lineOf(job, [...path, key]);
    if (/^(ARM|AZURE)_USE_OIDC$/.test(key) && text === 'true') {
      found.push({ provider: 'azure', method: 'oidc', reason: key, line });
      continue;
    }
    const secrets = secretsIn(text);
    if (secrets.length > 0) {
      const provider =
        providerOfName(key) ??
        secrets.map(providerOfName).find(name => name !== undefined);
      if (provider) {
        found.push({
          provider,
          method: 'static',
          reason: `${key}: a stored secret`,
          secrets,
          line,
        });
      }
    } else if (inAction && /\$\{\{\s*inputs\./.test(text)) {
      const provider = providerOfName(key);
      if (provider) {
        found.push({
          provider,
          method: 'static',
          reason: `${key}: an input of the action`,
          line,
        });
      }
    }
  }
  return onePerProvider(found);
}

function secretsOfScript(
  run: string,
  step: CiStep,
  job: CiJob,
): JobCredential[] {
  if (!run.includes('secrets')) {
    return [];
  }
  const first = lineOf(job, [...step.path, 'run']);
  return run
    .split('\n')
    .flatMap((text, position, all) =>
      secretsIn(text).flatMap(name =>
        inCommand(name, first + (all.length > 1 ? position + 1 : 0)),
      ),
    );
}

/** A stored secret that a command reads, where its name tells whom it convinces. */
export function inCommand(name: string, line: number): JobCredential[] {
  const provider = providerOfName(name);
  return provider
    ? [
        {
          provider,
          method: 'static',
          reason: `${name} in a command`,
          secrets: [name],
          line,
        },
      ]
    : [];
}
