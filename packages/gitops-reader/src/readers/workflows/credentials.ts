import { CredentialFact, JsonObject } from '../../facts';
import { textAt } from '../../lib/json';
import { LineTree } from '../reader';
import { lineOf } from '../../yaml';
import { CommandLogins, StoredIn } from './logins';
import {
  cloudOfName,
  isCredential,
  isVariable,
  providerOfName,
  providerOfSecret,
  providerOfSecrets,
  variablesIn,
  variablesMadeIn,
} from './providers';

/** A credential without its file. */
export type JobCredential = Omit<CredentialFact, 'location' | 'job'> & {
  line: number;
  /** The token of the identity is one that something else asked for. */
  isGiven?: boolean;
  /** Inputs of an action which alone hand over what it logs in with. */
  inputs?: string[];
};

export type Path = (string | number)[];

/** `aws static`: one job logs in so once, however many variables that takes. */
export function loginKey({ provider, method }: JobCredential): string {
  return `${provider} ${method}`;
}

/** Each login of a line, or of all lines together, once. */
export function mergeCredentials(
  found: readonly JobCredential[],
  keyOf: (credential: JobCredential) => string = credential =>
    `${loginKey(credential)} ${credential.line}`,
): JobCredential[] {
  const known = new Map<string, JobCredential>();
  for (const credential of found) {
    const key = keyOf(credential);
    const before = known.get(key);
    known.set(key, before ? joined(before, credential) : credential);
  }
  return [...known.values()];
}

function joined(one: JobCredential, other: JobCredential): JobCredential {
  const secrets = [
    ...new Set([...(one.secrets ?? []), ...(other.secrets ?? [])]),
  ];
  const { inputs, ...rest } = one;
  return {
    ...rest,
    ...(secrets.length > 0 ? { secrets } : {}),
    ...(inputs && other.inputs
      ? { inputs: [...new Set([...inputs, ...other.inputs])] }
      : {}),
  };
}

/** How a CI system writes that it puts in what it keeps. */
export interface Storage {
  /** Names of what is stored, as far as a text reads it. */
  namesIn(text: string): string[];
  /** What such a value is called: `a stored secret`. */
  what: string;
  /** Whether a text is a stored value and nothing else. */
  isStored(text: string): boolean;
}

/** Systems whose variables are those of the shell. */
export const inVariables: Storage = {
  namesIn: variablesIn,
  what: 'a stored variable',
  isStored: isVariable,
};

/** Gathers what a job, or a step of one, logs in with. */
export class CredentialCollector {
  readonly #lines: LineTree;
  readonly #storage: Storage;
  readonly #found: JobCredential[] = [];

  constructor(lines: LineTree, storage: Storage) {
    this.#lines = lines;
    this.#storage = storage;
  }

  get found(): readonly JobCredential[] {
    return this.#found;
  }

  lineAt(path: Path): number {
    return lineOf({ lines: this.#lines }, path);
  }

  /** The first line of a text. That of a block starts below its mark. */
  lineOfText(text: string, path: Path): number {
    return this.lineAt(path) + (text.includes('\n') ? 1 : 0);
  }

  login(
    provider: string,
    method: JobCredential['method'],
    reason: string,
    line: number,
    {
      secrets = [],
      isGiven,
      inputs = [],
    }: Pick<JobCredential, 'secrets' | 'isGiven' | 'inputs'> = {},
  ): void {
    this.#found.push({
      provider,
      method,
      reason,
      ...(secrets.length > 0 ? { secrets } : {}),
      line,
      ...(isGiven ? { isGiven } : {}),
      ...(inputs.length > 0 ? { inputs } : {}),
    });
  }

  /** Variables or inputs whose value is a stored one, where their name or that of what is stored says what for. */
  variables(values: JsonObject | undefined, path: Path): void {
    for (const key of Object.keys(values ?? {})) {
      const text = textAt(values, key) ?? '';
      const line = this.lineAt([...path, key]);
      if (/^(ARM|AZURE)_USE_OIDC$/.test(key) && text === 'true') {
        this.login('azure', 'oidc', key, line);
        continue;
      }
      const names = this.#storage.namesIn(text);
      const provider =
        (names.length > 0 && this.#storage.isStored(text)
          ? providerOfName(key)
          : undefined) ??
        providerOfSecrets(names) ??
        (isCredential(key)
          ? names.map(cloudOfName).find(cloud => cloud !== undefined)
          : undefined);
      if (provider) {
        const reason = `${key}: ${this.#storage.what}`;
        this.login(provider, 'static', reason, line, { secrets: names });
      }
    }
  }

  /** Stored values that commands read, without those that the script made itself. */
  commands(
    text: string,
    first: number,
    made: ReadonlySet<string> = variablesMadeIn(text),
  ): void {
    for (const [position, line] of text.split('\n').entries()) {
      const names = /^\s*#/.test(line) ? [] : this.#storage.namesIn(line);
      for (const name of names) {
        const provider = made.has(name) ? undefined : providerOfSecret(name);
        if (provider) {
          this.login(
            provider,
            'static',
            `${name} in a command`,
            first + position,
            { secrets: [name] },
          );
        }
      }
    }
  }

  /** Logins by what commands do with what is stored. */
  commandLogins(
    text: string,
    first: number,
    logins: CommandLogins,
    stored: StoredIn,
  ): void {
    // `$(NAME)` is a variable of Azure DevOps: no program has such a name.
    const script = text.replace(/\$\(([A-Z][A-Z0-9_]{2,80})\)/g, '${$1}');
    for (const { provider, by, secrets, line } of logins.in(
      script,
      first,
      stored,
    )) {
      this.login(provider, 'static', `${secrets[0]} for ${by}`, line, {
        secrets,
      });
    }
  }
}
