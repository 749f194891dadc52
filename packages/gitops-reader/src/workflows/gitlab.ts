import { JsonObject, JsonValue } from '../facts';
import { isObject, listAt, objectAt, textAt } from '../json';
import { LineTree, ParsedFile, ParsedRepository } from '../reader';
import { lineOf } from '../yaml';
import { inCommand, JobCredential, mergeCredentials } from './credentials';
import { providerOfName } from './providers';

/** Whether GitLab would take the file for a pipeline, or people keep parts of one in it. */
export function isGitlabFile(path: string): boolean {
  return /(^|\/)(\.gitlab-ci|[^/]+\.gitlab-ci)\.ya?ml$|^\.gitlab\/(?:[^/]+\/)*[^/]+\.ya?ml$|^\.gitlab-ci\/(?:[^/]+\/)*[^/]+\.ya?ml$/.test(
    path,
  );
}

/** A job of a pipeline. */
export interface PipelineJob {
  name: string;
  /** Its commands, each with its line. */
  script: { text: string; line: number }[];
  mayFail: boolean;
  credentials: JobCredential[];
  /** Jobs that it takes over what it does not say itself, and the line that names them. */
  extended?: { names: string[]; line: number };
}

const keywords = new Set([
  'include',
  'stages',
  'workflow',
  'spec',
  'cache',
  'pages_url',
]);

const scripts = ['before_script', 'script', 'after_script'] as const;

/** Jobs of a pipeline with what they log in with. The pipeline's own variables count as a job of the name `default`. */
export function pipelineJobs(file: ParsedFile): PipelineJob[] {
  const jobs: PipelineJob[] = [];
  for (const { value, lines } of file.documents) {
    if (!isObject(value)) {
      continue;
    }
    for (const name of Object.keys(value)) {
      const job = value[name];
      if (name === 'variables' && isObject(job)) {
        jobs.push(jobOf('default', { variables: job }, [], lines));
      } else if (!keywords.has(name) && isObject(job)) {
        jobs.push(jobOf(name, job, [name], lines));
      }
    }
  }
  return jobs;
}

function jobOf(
  name: string,
  job: JsonObject,
  path: string[],
  lines: LineTree,
): PipelineJob {
  const script = scripts.flatMap(field =>
    commandsAt(job, [field], path, lines),
  );
  const text = script.map(part => part.text).join('\n');
  const names = objectOrText(job, ['extends']).map(entry => entry.text);
  return {
    ...(names.length > 0
      ? { extended: { names, line: lineOf({ lines }, [...path, 'extends']) } }
      : {}),
    name,
    script,
    mayFail: textAt(job, 'allow_failure') === 'true',
    credentials: mergeCredentials([
      ...identities(job, path, lines, text),
      ...stored(script),
      ...storedVariables(job, path, lines),
    ]),
  };
}

function commandsAt(
  job: JsonValue,
  field: string[],
  path: string[],
  lines: LineTree,
): PipelineJob['script'] {
  const value = objectOrText(job, field);
  return value.map(({ text, step }) => ({
    text,
    line:
      lineOf({ lines }, [...path, ...field, ...step]) +
      // The text of a block starts below its mark.
      (text.includes('\n') ? 1 : 0),
  }));
}

function objectOrText(
  job: JsonValue,
  field: string[],
): { text: string; step: number[] }[] {
  const text = textAt(job, ...field);
  if (text !== undefined) {
    return [{ text, step: [] }];
  }
  return listAt(job, ...field).flatMap((item, position) =>
    typeof item === 'string' ? [{ text: item, step: [position] }] : [],
  );
}

/** Tokens of the job's identity, by whom the job shows them to. */
function identities(
  job: JsonObject,
  path: string[],
  lines: LineTree,
  script: string,
): JobCredential[] {
  const tokens = objectAt(job, 'id_tokens') ?? {};
  return Object.keys(tokens).map(name => {
    const audience =
      textAt(tokens, name, 'aud') ?? listAt(tokens, name, 'aud').join(' ');
    return {
      provider: identityProvider(`${name} ${audience}`, job, script),
      method: 'oidc' as const,
      reason: `id_tokens: ${name}`,
      line: lineOf({ lines }, [...path, 'id_tokens', name]),
    };
  });
}

function identityProvider(
  hint: string,
  job: JsonObject,
  script: string,
): string {
  const secrets = objectAt(job, 'secrets') ?? {};
  const all = `${hint} ${Object.keys(objectAt(job, 'variables') ?? {}).join(' ')} ${script}`;
  if (
    Object.values(secrets).some(secret => isObject(secret) && secret.vault) ||
    /vault/i.test(all)
  ) {
    return 'vault';
  }
  if (/assume-role-with-web-identity|AWS_|amazonaws|sts\./i.test(all)) {
    return 'aws';
  }
  if (/workload-?identity|googleapis|gcloud|GCP_/i.test(all)) {
    return 'gcp';
  }
  if (/federated-token|AzureADTokenExchange|ARM_|AZURE_/i.test(all)) {
    return 'azure';
  }
  return /sigstore|cosign/i.test(all) ? 'sigstore' : 'unknown';
}

/** Variables that a script reads and no file sets: stored with the project. */
function stored(script: PipelineJob['script']): JobCredential[] {
  return script.flatMap(({ text, line }) =>
    text
      .split('\n')
      .flatMap((part, position) =>
        variablesIn(part).flatMap(name => inCommand(name, line + position)),
      ),
  );
}

function variablesIn(text: string): string[] {
  if (/^\s*#/.test(text)) {
    return [];
  }
  return [...text.matchAll(/\$\{?([A-Z][A-Z0-9_]{2,80})/g)]
    .map(match => match[1])
    .filter(
      name =>
        // The run's own, a path that kubectl knows, and what the script has just made.
        !/^CI_|^KUBECONFIG$/.test(name),
    );
}

function storedVariables(
  job: JsonObject,
  path: string[],
  lines: LineTree,
): JobCredential[] {
  const values = objectAt(job, 'variables') ?? {};
  return Object.keys(values).flatMap((key): JobCredential[] => {
    const names = variablesIn(textAt(values, key) ?? '');
    const provider = names.map(providerOfName).find(name => name !== undefined);
    return provider
      ? [
          {
            provider,
            method: 'static',
            reason: `${key}: a variable of the project`,
            secrets: names,
            line: lineOf({ lines }, [...path, 'variables', key]),
          },
        ]
      : [];
  });
}

/** Files of the repository that a pipeline includes, by their path. */
function includedFiles(file: ParsedFile, paths: ReadonlySet<string>): string[] {
  return file.documents.flatMap(({ value }) => {
    const include = isObject(value) ? value.include : undefined;
    return (Array.isArray(include) ? include : [include]).flatMap(entry => {
      const local = typeof entry === 'string' ? entry : textAt(entry, 'local');
      if (local === undefined || /^[a-z]+:\/\/|\$/i.test(local)) {
        return [];
      }
      const path = local.replace(/^\/+/, '');
      return path.includes('*')
        ? [...paths].filter(known => matchesInclude(path, known))
        : [path];
    });
  });
}

/** `*` within a directory, `**` in those below as well. */
function matchesInclude(pattern: string, path: string): boolean {
  const steps = (text: string) => text.split('/');
  const match = (wanted: string[], given: string[]): boolean => {
    const [first, ...rest] = wanted;
    if (first === undefined) {
      return given.length === 0;
    }
    if (first === '**') {
      return given.some((_, at) => match(rest, given.slice(at)));
    }
    const [before, after] = first.split('*');
    return (
      given.length > 0 &&
      (after === undefined
        ? given[0] === first
        : given[0].length >= before.length + after.length &&
          given[0].startsWith(before) &&
          given[0].endsWith(after)) &&
      match(rest, given.slice(1))
    );
  };
  return (
    steps(pattern).filter(step => step === '**').length <= 2 &&
    match(steps(pattern), steps(path))
  );
}

/** Files that the repository's pipeline is made of beside those that are known by their names. */
export function pipelineParts(
  start: readonly ParsedFile[],
  { files, paths }: Pick<ParsedRepository, 'files' | 'paths'>,
): ParsedFile[] {
  const found = new Set(start);
  for (const file of found) {
    for (const path of includedFiles(file, paths)) {
      const part = files.get(path);
      if (part && part.documents.length > 0) {
        found.add(part);
      }
    }
  }
  return [...found];
}

/** What a job logs in with because of those that it extends, told at the line that names them. */
export function extendedCredentials(
  job: PipelineJob,
  jobs: ReadonlyMap<string, { job: PipelineJob; path: string }>,
): JobCredential[] {
  const seen = new Set([job.name]);
  const pending = [...(job.extended?.names ?? [])];
  const found: JobCredential[] = [];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    const base = seen.has(name) ? undefined : jobs.get(name);
    seen.add(name);
    if (base) {
      pending.push(...(base.job.extended?.names ?? []));
      for (const credential of base.job.credentials) {
        found.push({
          ...credential,
          reason: `${credential.reason}, in ${base.path}:${credential.line}`,
          line: job.extended?.line ?? credential.line,
        });
      }
    }
  }
  const own = new Set(job.credentials.map(keyOf));
  return mergeCredentials(
    found.filter(inherited => !own.has(keyOf(inherited))),
  );
}

function keyOf({ provider, method }: JobCredential): string {
  return `${provider} ${method}`;
}
