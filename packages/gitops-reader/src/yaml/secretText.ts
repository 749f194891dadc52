import { Finding, JsonObject, JsonValue } from '../facts';
import { isObject } from '../json';
import { YamlDocument } from '../reader';
import { cutValue, judgeSecretValue, secretKey } from './cutSecrets';

/** Files that are no YAML and hold secrets, or what SOPS made of them: dotenv, INI, anything as JSON. */
export function isSecretTextFile(path: string): boolean {
  return /(^|\/)(\.env(\.[\w-]+)*|[^/]+\.(env|enc|ini|pem|p8|key)|id_(rsa|ed25519|ecdsa|dsa))$/i.test(
    path,
  );
}

/** What is left of such a file. */
export interface SecretText {
  /** What SOPS says of it, as a document. */
  documents: YamlDocument[];
  text: string;
  findings: Finding[];
}

const example = /example|sample|template|dist$|test/i;

/** Reads such a file without its values. */
export function readSecretText(path: string, text: string): SecretText {
  const json = text.trimStart().startsWith('{') ? sopsJson(text) : undefined;
  if (json) {
    return { documents: [json], text: '', findings: [] };
  }
  if (!/\.(env|ini|enc)$|(^|\/)\.env(\.[\w-]+)*$/i.test(path)) {
    return { documents: [], text, findings: [] };
  }
  const sops: JsonObject = {};
  const plain: { key: string; line: number }[] = [];
  let inSops = false;
  const lines = text.split('\n').map((line, position) => {
    const section = /^\s*\[([^\]]{1,200})\]/.exec(line)?.[1];
    if (section !== undefined) {
      inSops = section === 'sops';
      return line;
    }
    // Some are YAML by another name: helmfile takes them for values.
    const pair =
      /^(\s*(?:export\s+)?([\w.-]{1,200})\s*(?:=|:(?=\s)))\s*(.*)$/.exec(
        line.slice(0, 100_000),
      );
    if (!pair) {
      return line.startsWith('#') ? line : '';
    }
    const [, start, key, value] = pair;
    const field = inSops ? key : /^sops_(.+)$/.exec(key)?.[1];
    if (field !== undefined) {
      readSopsField(sops, field, value);
      return `${start}(encrypted)`;
    }
    const kind = judgeSecretValue(
      key,
      value.replace(/^(["'])(.*)\1$/, '$2'),
      'text',
    );
    if (kind === 'encrypted') {
      return `${start}${cutValue(kind)}`;
    }
    if (!secretKey.test(key)) {
      return line;
    }
    if (kind === 'value') {
      plain.push({ key, line: position + 1 });
    }
    return `${start}${cutValue(kind)}`;
  });
  const encrypted = sops.mac !== undefined && sops.version !== undefined;
  return {
    documents: encrypted ? [{ value: { sops }, lines: 1, line: 1 }] : [],
    text: lines.join('\n'),
    findings:
      plain.length > 0 && !example.test(path)
        ? [
            {
              rule: 'plaintext-secret',
              severity: 'warning',
              location: {
                repository: '',
                revision: '',
                path,
                line: plain[0].line,
              },
              message: `The file holds ${plain.length === 1 ? 'a plain value' : `${plain.length} plain values`} in Git: ${plain
                .slice(0, 12)
                .map(({ key }) => key.slice(0, 60))
                .join(', ')}`,
              fix: 'Move the value to a secret manager, commit a reference, and rotate it: the history keeps what was committed.',
            },
          ]
        : [],
  };
}

/** `version`, `mac`, and `age__list_0__map_recipient` for what SOPS has as lists elsewhere. */
function readSopsField(sops: JsonObject, field: string, value: string): void {
  const list = /^(age|pgp|kms|gcp_kms|azure_kv|hc_vault)__list_/.exec(
    field,
  )?.[1];
  if (list) {
    sops[list] = [{}];
  } else if (/^(version|mac|lastmodified)$/.test(field)) {
    sops[field] = field === 'mac' ? '(encrypted)' : value.trim();
  }
}

/** A file that SOPS encrypted as a whole. */
function sopsJson(text: string): YamlDocument | undefined {
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
  return isObject(value) && isObject(value.sops)
    ? { value: { sops: value.sops }, lines: 1, line: 1 }
    : undefined;
}
