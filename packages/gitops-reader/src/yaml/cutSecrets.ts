import { JsonObject, JsonValue } from '../facts';
import { isObject } from '../lib/json';
import {
  decodeBase64,
  cutValue,
  Encoding,
  judgeSecretValue,
  vaultPlaceholder,
} from './secretValues';

/** Holds the whole object as it was applied, Secret values and all. */
export const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/** A secret value that stood in plain text, by its place. */
export interface PlainSecret {
  /** Path of the value inside the object. */
  path: string[];
  /** What it is called in the Secret, where that is not the end of the path. */
  key?: string;
}

/**
 * Cuts secret values off a mapping that was just read: values of a `kind: Secret` wherever it stands (also in
 * a `SecretList`, in a patch, in Helm values), values of a JSON patch on a Secret, literals of a kustomize
 * `secretGenerator`, tokens and passwords of a kubeconfig. Keys stay; what stands in place of a value says what it was.
 */
export function cutSecrets(object: JsonObject): PlainSecret[] {
  const plain: PlainSecret[] = [];
  if (object.kind === 'Secret') {
    cutSecret(object, [], plain);
  } else if (object.kind === 'SecretList' && Array.isArray(object.items)) {
    object.items.forEach((item, position) => {
      // Items that name their kind were cut when they were read.
      if (isObject(item) && item.kind === undefined) {
        cutSecret(item, ['items', String(position)], plain);
      }
    });
  }
  if (object.kind === 'Config' && Array.isArray(object.users)) {
    cutKubeconfig(object.users, plain);
  }
  if (
    typeof object.path === 'string' &&
    typeof object.op === 'string' &&
    typeof object.value !== 'undefined' &&
    /^\/(data|stringData)(\/|$)/.test(object.path)
  ) {
    // Nothing but a Secret has `stringData`. What else it patches is written elsewhere; no value is needed.
    const key = /^\/stringData\/(.+)$/.exec(object.path)?.[1];
    const kind =
      key !== undefined && typeof object.value === 'string'
        ? judgeSecretValue(key, object.value, 'text')
        : 'placeholder';
    object.value = cutValue(kind);
    if (kind === 'value') {
      plain.push({ path: ['value'], key });
    }
  }
  if (Array.isArray(object.secretGenerator)) {
    object.secretGenerator.forEach((generator, position) => {
      const literals = isObject(generator) ? generator.literals : undefined;
      if (!Array.isArray(literals)) {
        return;
      }
      literals.forEach((literal, index) => {
        const text = typeof literal === 'string' ? literal : '';
        const equals = text.indexOf('=');
        const key = equals < 0 ? '' : text.slice(0, equals);
        const kind = judgeSecretValue(key, text.slice(equals + 1), 'text');
        literals[index] = `${key}=${cutValue(kind)}`;
        if (kind === 'value') {
          plain.push({
            path: [
              'secretGenerator',
              String(position),
              'literals',
              String(index),
            ],
          });
        }
      });
    });
  }
  return plain;
}

/** What users of a kubeconfig log in with. Their keys are known by their form. */
function cutKubeconfig(users: JsonValue[], plain: PlainSecret[]): void {
  for (const [position, entry] of users.entries()) {
    const user = isObject(entry) && isObject(entry.user) ? entry.user : {};
    for (const key of ['token', 'password']) {
      const value = user[key];
      if (value !== undefined) {
        const kind = judgeSecretValue(key, String(value ?? ''), 'text');
        user[key] = cutValue(kind);
        if (kind === 'value') {
          plain.push({ path: ['users', String(position), 'user', key] });
        }
      }
    }
  }
}

function cutSecret(
  secret: JsonObject,
  path: string[],
  plain: PlainSecret[],
): void {
  for (const field of ['data', 'stringData']) {
    const values = secret[field];
    if (values === undefined || values === null) {
      continue;
    }
    if (!isObject(values)) {
      secret[field] = cutValue('value');
      continue;
    }
    if (isObject(values.data) || isObject(values.stringData)) {
      // What a policy of Kyverno generates: `{kind: Secret, data: {metadata: …, stringData: …}}`.
      cutSecret(values, [...path, field], plain);
      continue;
    }
    for (const key of Object.keys(values)) {
      const value = values[key];
      const text =
        typeof value === 'string' ? value : JSON.stringify(value ?? '');
      const encoding = field === 'data' ? 'base64' : 'text';
      const kind =
        (value === null && 'empty') ||
        (isTemplate(value) && 'placeholder') ||
        judgeSecretValue(key, text, encoding);
      if (namesCluster(secret, key, text, encoding)) {
        values[key] = text.trim();
        continue;
      }
      values[key] =
        (kind === 'placeholder'
          ? vaultPlaceholder(text, encoding)
          : undefined) ?? cutValue(kind);
      if (kind === 'value') {
        plain.push({ path: [...path, field, key] });
      }
    }
  }
}

/** What Argo CD calls a cluster, and its address: names that stand in a Secret beside what logs in to it. */
function namesCluster(
  { metadata }: JsonObject,
  key: string,
  text: string,
  encoding: 'base64' | 'text',
): boolean {
  const labels = isObject(metadata) ? metadata.labels : undefined;
  if (
    !isObject(labels) ||
    labels['argocd.argoproj.io/secret-type'] !== 'cluster'
  ) {
    return false;
  }
  const plain = (encoding === 'base64' ? decodeBase64(text) : text)?.trim();
  switch (key) {
    case 'name':
      return /^[a-z0-9][\w.:/-]{0,150}$/i.test(plain ?? '');
    case 'server':
      return /^https:\/\/[\w.-]{1,200}(:\d{1,5})?(\/[\w./-]{0,200})?$/.test(
        plain ?? '',
      );
    default:
      return false;
  }
}

/** `{{ .Values.password }}` without quotes: a mapping within a mapping, as YAML reads it. */
function isTemplate(value: JsonValue | undefined): boolean {
  const [key, ...others] = isObject(value) ? Object.keys(value) : [];
  return (
    key !== undefined &&
    others.length === 0 &&
    /^\{.*\}$/.test(key) &&
    isObject(value) &&
    value[key] === null
  );
}

/** The same for a value that was parsed elsewhere, down to its last branch. */
export function cutSecretsDeep(value: JsonValue): void {
  const pending: JsonValue[] = [value];
  while (pending.length > 0) {
    const next = pending.pop();
    if (Array.isArray(next)) {
      pending.push(...next);
    } else if (isObject(next ?? undefined)) {
      const object = next as JsonObject;
      delete object[lastApplied];
      for (const key of Object.keys(object)) {
        const child = object[key];
        if (typeof child === 'string') {
          object[key] = cutEmbedded(child);
        } else if (child !== undefined) {
          pending.push(child);
        }
      }
      cutSecrets(object);
    }
  }
}

/**
 * Cuts values out of text that holds a Secret as a manifest: a patch in a kustomization, a file in a ConfigMap.
 * Works on lines, for such text need not be YAML that parses.
 */
export function cutEmbedded(text: string): string {
  if (
    !text.includes('Secret') ||
    !/(^|[\s"{,-])"?kind"?\s*:\s*["']?Secret\b/.test(text)
  ) {
    return text;
  }
  // Where the mapping of values starts; -1 outside of one.
  let indent = -1;
  let encoding: Encoding = 'text';
  return text
    .split('\n')
    .map(line => {
      const depth = line.search(/\S/);
      if (depth < 0) {
        return line;
      }
      if (indent >= 0 && depth > indent) {
        const [, key, value] =
          /^(\s*[^\s#:][^:]*):\s+(.*)$/.exec(`${line} `) ?? [];
        if (key === undefined) {
          // A further line of a value.
          return '';
        }
        const plain = value.trim().replace(/^(["'])(.*)\1$/, '$2');
        // Of a block that starts here, nothing but its key is kept.
        const kind = /^[|>][-+\d]*$/.test(plain)
          ? 'placeholder'
          : judgeSecretValue(key.trim(), plain, encoding);
        return `${key}: ${cutValue(kind) || '""'}`;
      }
      indent = -1;
      const field = /^(\s*(?:- )?)["']?(data|stringData)["']?\s*:/.exec(line);
      if (field) {
        indent = field[1].length;
        encoding = field[2] === 'data' ? 'base64' : 'text';
        return `${field[1]}${field[2]}:`;
      }
      // All on one line: what follows is not needed.
      return line.replace(/(["'\s{,](data|stringData)["']?\s*:).*$/, '$1');
    })
    .join('\n');
}
