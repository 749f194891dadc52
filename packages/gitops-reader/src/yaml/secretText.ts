import { Finding, JsonObject, JsonValue } from '../facts';
import { isObject } from '../lib/json';
import { YamlDocument } from '../readers/reader';
import { baseName } from '../files/treePaths';
import { cutCredentialsOfText, holdsRealLogin } from './credentials';
import { commonPassword } from './knownValues';
import { plainSecretFinding } from './plainSecrets';
import {
  cutValue,
  holdsLogin,
  judgeSecretValue,
  secretKey,
} from './secretValues';

/** In place of a line that gives no value to any name. */
const noVariable = '(no value)';

/** Files whose name says that all of their text is one secret: `password.txt`. */
const wholeSecret =
  /(^|\/)([\w-]*(password|passwd|secret|token|credential)[\w-]*(\.txt)?|[^/]+\.(secret|password|passwd|token)|\.(htpasswd|pgpass|dockerconfigjson|netrc))$/i;

/**
 * Files that are no YAML and hold secrets, or what SOPS made of them: dotenv, INI, properties, variables of Terraform,
 * anything as JSON, keys (`deploy-key`, `age.key.txt`), templates of manifests.
 */
export function isSecretTextFile(path: string): boolean {
  return (
    wholeSecret.test(path) ||
    /(^|\/)(\.env(\.[\w-]+)*|[^/]+\.(env|enc|ini|pem|p8|key|agekey|properties|tfvars)|id_(rsa|ed25519|ecdsa|dsa))$/i.test(
      path,
    ) ||
    /(^|\/)([\w.-]{0,60}[-_.])?(keys?|rsa|ed25519)(\.txt)?$/i.test(path) ||
    /\.(ya?ml|json)\.(j2|jinja2?|tmpl|tpl)$/i.test(path)
  );
}

/** Whether a file has a variable, or a setting, on each line. */
export function isVariableFile(path: string): boolean {
  return /\.(env|ini|enc)$|(^|\/)\.env(\.[\w-]+)*$/i.test(path);
}

/** A variable and its value, as far as a line has one. Some files are YAML by another name: helmfile takes them for values. */
export function variableOf(
  line: string,
): { start: string; key: string; value: string } | undefined {
  const [, start, key, value] =
    /^(\s*(?:export\s+)?([\w.-]{1,200})\s*(?:=|:(?=\s)))\s*(.*)$/s.exec(
      line.slice(0, 100_000).trimEnd(),
    ) ?? [];
  // The last line of a value in base64 that goes on over lines is no variable, but a part of a secret.
  return start === undefined ||
    /^=+$/.test(value) ||
    (value === '' && endsBase64(line.trim()))
    ? undefined
    : { start, key, value: value.replace(/^(["'])(.*)\1$/, '$2') };
}

/** `bnRlcjItaHVudGVyMi0=`, and no `DATABASE_URL=` or `log.level=`: names of variables are in one case. */
function endsBase64(line: string): boolean {
  return (
    line.length % 4 === 0 &&
    /^[\w-]+=$/.test(line) &&
    !/^([A-Z_][A-Z0-9_]*|[a-z_][a-z0-9_-]*)=$/.test(line)
  );
}

/** What is left of such a file. */
export interface SecretText {
  /** What SOPS says of it, as a document. */
  documents: YamlDocument[];
  text: string;
  findings: Finding[];
}

/** Examples, and what configures tests. */
const example = /example|sample|template|dist$|test|(^|\/)tox\.ini$/i;

/** Reads such a file without its values. */
export function readSecretText(path: string, text: string): SecretText {
  const json = text.trimStart().startsWith('{') ? sopsJson(text) : undefined;
  if (json) {
    return { documents: [json], text: '', findings: [] };
  }
  if (!isVariableFile(path)) {
    return wholeSecret.test(path)
      ? {
          documents: [],
          text: cutValue(
            judgeSecretValue(
              baseName(path).replace(/\.txt$/i, ''),
              text,
              'text',
            ),
          ),
          findings: cutCredentialsOfText(path, text).findings,
        }
      : { documents: [], text, findings: [] };
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
    const pair = variableOf(line);
    if (!pair) {
      // What stands for itself may be a name, or a part of a value.
      return line.startsWith('#') || line.trim() === '' ? line : noVariable;
    }
    const { start, key, value } = pair;
    const field = inSops ? key : /^sops_(.+)$/.exec(key)?.[1];
    if (field !== undefined) {
      readSopsField(sops, field, value);
      return `${start}(encrypted)`;
    }
    const kind = judgeSecretValue(key, value, 'text');
    if (kind === 'encrypted') {
      return `${start}${cutValue(kind)}`;
    }
    if (!secretKey.test(key) && !(kind === 'value' && holdsLogin(value))) {
      return line;
    }
    if (
      kind === 'value' &&
      !commonPassword.test(value) &&
      (secretKey.test(key) || holdsRealLogin(value))
    ) {
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
            plainSecretFinding(path, plain[0].line, 'warning', {
              subject: 'The file',
              count: plain.length,
              keys: plain.map(({ key }) => key),
            }),
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
