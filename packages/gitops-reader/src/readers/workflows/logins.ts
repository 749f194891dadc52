import { providerOfName } from './providers';
import { programWords } from './shell';
import { CommandWords, shellCommands } from './shellWords';

/** A login by a command, with what is stored. */
export interface CommandLogin {
  provider: string;
  /** What tells it: the command, the file or the variable. */
  by: string;
  /** Names of what is stored. */
  secrets: string[];
  line: number;
}

/** Names of what is stored, in a part of a command that is handed on: none where it is mixed with what may be anything. */
export type StoredIn = (text: string) => string[];

/** A command that logs in: how it begins, whom it convinces, and the flags that take what convinces. */
interface LoginCommand {
  begins: readonly string[];
  provider: string;
  /** Absent where any word may be it. */
  flags?: readonly string[];
}

const command = (
  begins: string,
  provider: string,
  flags?: string,
): LoginCommand => ({
  begins: begins.split(' '),
  provider,
  flags: flags?.split(' '),
});

/** Takes no value: what stands behind it is the address of the registry, or what is read. */
const fromInput = '--password-stdin';

const registryLogins = [
  ...['docker', 'podman', 'nerdctl', 'buildah', 'skopeo', 'oras', 'cosign'],
  ...['helm registry', 'crane auth', 'regctl registry', 'flux'],
];

const loginCommands: readonly LoginCommand[] = [
  command('az login', 'azure', '-p --password'),
  command('gcloud auth activate-service-account', 'gcp', '--key-file'),
  command('aws configure set aws_access_key_id', 'aws'),
  command('aws configure set aws_secret_access_key', 'aws'),
  command('vault login', 'vault'),
  command('vault write auth/approle/login', 'vault'),
  command('argocd login', 'argocd', '--password'),
  command('argocd', 'argocd', '--auth-token'),
  command('doctl auth init', 'digitalocean', '-t --access-token'),
  command('oc login', 'kubernetes', '-p'),
  ...['kubectl', 'oc'].map(tool =>
    command(tool, 'kubernetes', '--token --password --kubeconfig'),
  ),
  ...['helm', 'helmfile', 'flux'].map(tool =>
    command(tool, 'kubernetes', '--kube-token --kubeconfig'),
  ),
  ...registryLogins.map(tool =>
    command(`${tool} login`, 'registry', '-p --password --password-stdin'),
  ),
];

/** Files that tools look for what they log in with. */
const loginFiles: [path: RegExp, provider: string][] = [
  [/(^|\/)\.kube\/config$|kubeconfig[^/]*$/i, 'kubernetes'],
  [/(^|\/)\.aws\/credentials$/, 'aws'],
  [/(^|\/)\.docker\/config\.json$/, 'registry'],
];

/** The path that kubectl knows, or what GitLab has stored as a file. */
export const kubeconfig = 'KUBECONFIG';

/** What hands on what it is given. */
const handing = new Set(['echo', 'printf', 'cat', 'base64', 'cp', 'tee', 'tr']);

/** `vault login -method=jwt` shows the identity of the run. */
const showsIdentity = /^-?-method=(jwt|oidc|kubernetes|aws|gcp|azure|cert)$/;

/** What sets a variable beside an assignment alone. */
const exporting = new Set(['export', 'declare', 'local', 'readonly']);

/** Scripts of a job set no more variables, and write no more files. */
const most = 1_000;

interface Handed {
  secrets: string[];
  line: number;
}

/** Whether what a command prints goes to the next one. */
const isPiped = ({ then }: CommandWords) => /^\|(?!\|)/.test(then);

const unique = (names: readonly string[]) => [...new Set(names)];

/** A file that a command writes what it hands on to. */
function writtenFile(words: readonly string[]): string | undefined {
  const [tool, ...rest] = words;
  const plain = rest.filter(word => !word.startsWith('-'));
  if (tool === 'tee' || (tool === 'cp' && plain.length > 1)) {
    return tool === 'tee' ? plain[0] : plain.at(-1);
  }
  for (const [at, word] of words.entries()) {
    const path = /^1?>{1,2}\|?(.*)$/.exec(word)?.[1];
    if (path !== undefined) {
      return path === '' ? words[at + 1] : path;
    }
  }
  return undefined;
}

/** What flags are given. */
function* valuesOf(
  words: readonly string[],
  flags: readonly string[],
): Generator<string> {
  for (const [at, word] of words.entries()) {
    const end = word.indexOf('=');
    if (flags.includes(word)) {
      yield words[at + 1] ?? '';
    } else if (end > 0 && flags.includes(word.slice(0, end))) {
      yield word.slice(end + 1);
    }
  }
}

/**
 * Finds logins by what commands do, and not by what variables are called: a stored secret among the words of a command
 * that logs in, in a file that it reads, in a file that a tool looks for, or in a variable that a tool looks for. Knows
 * what the scripts before it, in the same job, have set and written.
 */
export class CommandLogins {
  /** Variables that scripts set themselves, with what is stored in them. */
  readonly #set = new Map<string, string[]>();
  /** Files that scripts write, with what is stored in them. */
  readonly #written = new Map<string, Handed>();
  #stored: StoredIn = () => [];

  /** `first` is the line of the script. */
  in(script: string, first: number, stored: StoredIn): CommandLogin[] {
    this.#stored = stored;
    const found: CommandLogin[] = [];
    let before: { command: CommandWords; handed: Handed } | undefined;
    for (const each of shellCommands(script)) {
      const line = first + each.line;
      const piped =
        before?.command.shell === each.shell && isPiped(before.command)
          ? before.handed
          : undefined;
      // What `<(…)` puts into a command stands right before it.
      const inner =
        before?.command.shell.outer === each.shell ? before.handed : undefined;
      const words = programWords(each.words);
      const [tool, ...rest] = words;
      this.#variables(each.words, words, line, found);
      const read = handing.has(tool)
        ? unique(rest.flatMap(word => this.#secretsIn(word)))
        : [];
      const handed: Handed = piped?.secrets.length
        ? piped
        : { secrets: read, line };
      const path = writtenFile(words);
      if (path !== undefined && (handing.has(tool) || piped)) {
        this.#write(path, handed, rest, found);
      }
      // What is stored as a file is a path to whoever prints its name.
      if (
        read.includes(kubeconfig) &&
        (path !== undefined || isPiped(each) || !/^(echo|printf)$/.test(tool))
      ) {
        found.push({ provider: 'kubernetes', by: tool, secrets: read, line });
      }
      this.#login(words, { piped, inner, line }, found);
      before = { command: each, handed };
    }
    // Keys with a token of a session live as long as that.
    return /session_token/i.test(script)
      ? found.filter(({ provider }) => provider !== 'aws')
      : found;
  }

  /** Variables before a command, or that one sets. */
  #variables(
    written: readonly string[],
    words: readonly string[],
    line: number,
    found: CommandLogin[],
  ): void {
    const [tool, ...rest] = words;
    for (const word of [
      ...written.slice(0, written.length - rest.length),
      ...(exporting.has(tool) ? rest : []),
    ]) {
      this.#assign(word, line, found);
    }
    if (/^(read|for)$/.test(tool)) {
      rest
        .filter(word => /^[A-Za-z_]\w*$/.test(word))
        .forEach(name => this.#setVariable(name, []));
    }
  }

  #assign(word: string, line: number, found: CommandLogin[]): void {
    const [, name, value] = /^([A-Za-z_]\w{0,100})\+?=(.*)$/s.exec(word) ?? [];
    if (name === undefined) {
      return;
    }
    const secrets = this.#secretsIn(value);
    this.#setVariable(name, secrets);
    const provider = secrets.length > 0 ? providerOfName(name) : undefined;
    if (provider) {
      found.push({ provider, by: name, secrets, line });
    }
  }

  #setVariable(name: string, secrets: string[]): void {
    if (this.#set.size < most) {
      this.#set.set(name, secrets);
    }
  }

  #write(
    path: string,
    handed: Handed,
    words: readonly string[],
    found: CommandLogin[],
  ): void {
    if (/GITHUB_ENV|BASH_ENV/.test(path)) {
      words.forEach(word => this.#assign(word, handed.line, found));
      return;
    }
    if (this.#written.size < most) {
      this.#written.set(path, handed);
    }
    // The name alone counts, and paths of strangers may be long.
    const end = path.slice(-200);
    const provider = loginFiles.find(([file]) => file.test(end))?.[1];
    if (provider && handed.secrets.length > 0) {
      found.push({ ...handed, provider, by: path.slice(0, 100) });
    }
  }

  #login(
    words: readonly string[],
    { piped, inner, line }: { piped?: Handed; inner?: Handed; line: number },
    found: CommandLogin[],
  ): void {
    for (const { begins, provider, flags } of loginCommands) {
      if (
        !begins.every((word, at) => words[at] === word) ||
        (provider === 'vault' && words.some(word => showsIdentity.test(word)))
      ) {
        continue;
      }
      const rest = words.slice(begins.length);
      const values = flags
        ? [...valuesOf(rest, flags)]
        : rest.map(word => word.replace(/^\w+=/, ''));
      const own = unique(
        (flags
          ? [
              ...valuesOf(
                rest,
                flags.filter(flag => flag !== fromInput),
              ),
            ]
          : values
        ).flatMap(value => this.#secretsIn(value)),
      );
      const fed =
        piped && rest.some(word => /^(--password-stdin|-)$/.test(word))
          ? piped
          : undefined;
      const from = [
        ...(own.length > 0 ? [{ secrets: own, line }] : []),
        ...(fed ? [fed] : []),
        ...values.flatMap(value => [
          ...(value === '<' && inner ? [inner] : []),
          ...(this.#written.has(value) ? [this.#written.get(value)] : []),
        ]),
      ].find(handed => handed && handed.secrets.length > 0);
      if (from) {
        found.push({
          provider: words.some(word => word.startsWith('_json_key'))
            ? 'gcp'
            : provider,
          by: begins.join(' '),
          ...from,
        });
      }
    }
  }

  /** Names of what is stored in a word, by way of variables that scripts have set as well. */
  #secretsIn(word: string): string[] {
    const name = /^\$\{?([A-Za-z_]\w{0,100})\}?$/.exec(word)?.[1];
    return (
      (name === undefined ? undefined : this.#set.get(name)) ??
      this.#stored(word)
    );
  }
}
