import { JsonObject, JsonValue } from '../../facts';
import { isObject, listAt, objectAt, textAt, valueAt } from '../../lib/json';
import { LineTree, ParsedFile, ParsedRepository } from '../reader';
import {
  CredentialCollector,
  inVariables,
  JobCredential,
  loginKey,
  mergeCredentials,
  Path,
  Storage,
} from './credentials';
import { CommandLogins, StoredIn } from './logins';
import { storedInPipeline } from './pipelineSecrets';
import { providerOfScript, variablesIn, variablesMadeIn } from './providers';

/** Whether GitLab would take the file for a pipeline, or people keep parts of one in it. */
export function isGitlabFile(path: string): boolean {
  return /(^|\/)(\.gitlab-ci|[^/]+\.gitlab-ci)\.ya?ml$|^\.gitlab\/(?:[^/]+\/)*[^/]+\.ya?ml$|^\.gitlab-ci\/(?:[^/]+\/)*[^/]+\.ya?ml$/.test(
    path,
  );
}

/** A job of a pipeline. */
export interface PipelineJob {
  /** Absent where the pipeline is told as a whole. */
  name?: string;
  /** Its commands, each with its line. One runs in the shell of those before it, unless it begins another. */
  script: { text: string; line: number; begins?: boolean }[];
  /** What `SKIP` says, the variable of pre-commit. */
  skip?: string;
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

/** What a run brings along itself is not stored. */
const inProject: Storage = {
  ...inVariables,
  what: 'a variable of the project',
  namesIn: text => variablesIn(text).filter(name => !name.startsWith('CI_')),
};

/** A mapping of a pipeline with its place in the document that it is a part of. */
interface Part {
  value: JsonObject;
  path: Path;
  /** The document. */
  whole: JsonObject;
  lines: LineTree;
  stored: StoredIn;
}

/** Jobs of a pipeline with what they log in with. The pipeline's own variables count as a job of the name `default`. */
export function pipelineJobs(file: ParsedFile): PipelineJob[] {
  const jobs: PipelineJob[] = [];
  for (const { value: whole, lines } of file.documents) {
    if (!isObject(whole)) {
      continue;
    }
    const stored = storedInPipeline(whole);
    for (const name of Object.keys(whole)) {
      const value = whole[name];
      if (!isObject(value)) {
        continue;
      }
      if (name === 'variables') {
        const part = { value: { variables: value }, path: [] };
        jobs.push(jobOf('default', { ...part, whole, lines, stored }));
      } else if (!keywords.has(name)) {
        jobs.push(jobOf(name, { value, path: [name], whole, lines, stored }));
      }
    }
  }
  return jobs;
}

function jobOf(name: string, part: Part): PipelineJob {
  const { value, path, lines } = part;
  const found = new CredentialCollector(lines, inProject);
  const script = scripts.flatMap(field =>
    textsOf(value[field], [...path, field], part).map(
      ({ text, path: own }, at) => ({
        text,
        line: found.lineOfText(text, own),
        begins: field === 'after_script' && at === 0,
      }),
    ),
  );
  const text = script.map(entry => entry.text).join('\n');
  identities(part, text, found);
  const made = variablesMadeIn(text);
  const logins = new CommandLogins();
  for (const entry of script) {
    found.commands(entry.text, entry.line, made);
    found.commandLogins(entry.text, entry.line, logins, part.stored);
  }
  found.variables(objectAt(value, 'variables'), [...path, 'variables']);
  const names = textsOf(value.extends, [], part).map(entry => entry.text);
  return {
    ...(names.length > 0
      ? { extended: { names, line: found.lineAt([...path, 'extends']) } }
      : {}),
    name,
    script,
    skip:
      textAt(value, 'variables', 'SKIP') ??
      textAt(part.whole, 'variables', 'SKIP'),
    mayFail: textAt(value, 'allow_failure') === 'true',
    credentials: mergeCredentials(found.found),
  };
}

/** Lists in lists, as GitLab takes them: anchors stand among commands. */
const deepestList = 10;

/** A text, or the texts of a list, with the place of each. */
function textsOf(
  value: JsonValue | undefined,
  path: Path,
  part: Pick<Part, 'whole'>,
  seen = new Set<string>(),
  depth = 0,
): { text: string; path: Path }[] {
  if (typeof value === 'string') {
    return [{ text: value, path }];
  }
  if (!Array.isArray(value) || depth > deepestList) {
    return [];
  }
  const referred = depth > 0 ? referenceOf(value, part.whole) : undefined;
  if (!referred) {
    return value.flatMap((item, at) =>
      textsOf(item, [...path, at], part, seen, depth + 1),
    );
  }
  // Once: some refer to each other.
  const key = JSON.stringify(referred.path);
  if (seen.has(key)) {
    return [];
  }
  seen.add(key);
  return textsOf(referred.value, referred.path, part, seen, depth + 1);
}

/** What `!reference [.setup, script]` refers to, where that is in the same file. The list is all that is left of it. */
function referenceOf(
  list: JsonValue[],
  whole: JsonObject,
): { value: JsonValue; path: string[] } | undefined {
  const path = list.filter(step => typeof step === 'string');
  const value =
    path.length === list.length && path.length > 1 && isObject(whole[path[0]])
      ? valueAt(whole, ...path)
      : undefined;
  return value === undefined ? undefined : { value, path };
}

/** Tokens of the job's identity, by whom the job shows them to. */
function identities(
  { value, path }: Part,
  script: string,
  found: CredentialCollector,
): void {
  const tokens = objectAt(value, 'id_tokens') ?? {};
  const secrets = Object.values(objectAt(value, 'secrets') ?? {});
  const variables = Object.keys(objectAt(value, 'variables') ?? {}).join(' ');
  for (const name of Object.keys(tokens)) {
    const audience =
      textAt(tokens, name, 'aud') ?? listAt(tokens, name, 'aud').join(' ');
    found.login(
      secrets.some(secret => isObject(secret) && secret.vault)
        ? 'vault'
        : providerOfScript(`${name} ${audience} ${variables} ${script}`),
      'oidc',
      `id_tokens: ${name}`,
      found.lineAt([...path, 'id_tokens', name]),
    );
  }
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
  const seen = new Set<string | undefined>([job.name]);
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
  const own = new Set(job.credentials.map(loginKey));
  return mergeCredentials(
    found.filter(inherited => !own.has(loginKey(inherited))),
  );
}
