import { parse } from 'yaml';
import { Finding, JsonObject, JsonValue } from '../facts';
import { isObject, listAt, textAt, valuesWithin } from '../lib/json';
import { YamlDocument } from '../readers/reader';
import { lineOf } from './lines';
import { plainSecretFinding } from './plainSecrets';
import { cutValue, judgeSecretValue } from './secretValues';

/** Says quickly of most files that no text of theirs is a Secret, or changes one. */
const marks = /\bkind["']?:\s*["']?Secret\b/;

/** Longer texts are no patches. */
const longestPatch = 50_000;

/** The key of a line whose value was cut off. */
const cutLine = /^\s*(?:- )?["']?([\w.-]{1,200})["']?:\s+\(secret value\)$/gm;

/**
 * Secrets in texts within a file, whose values were cut when it was parsed (a patch in a kustomization, a manifest in a
 * ConfigMap), and the operations of patches on Secrets, whose values are cut here, in place.
 */
export function embeddedSecrets(
  path: string,
  text: string,
  documents: readonly YamlDocument[],
): Finding[] {
  if (!marks.test(text)) {
    return [];
  }
  const findings: Finding[] = [];
  const tell = (
    subject: string,
    document: YamlDocument,
    place: (string | number)[],
    keys: string[],
  ) => {
    if (keys.length > 0) {
      findings.push(
        plainSecretFinding(path, lineOf(document, place), 'error', {
          subject,
          count: keys.length,
          keys,
        }),
      );
    }
  };
  for (const document of documents) {
    for (const { value, path: at } of valuesWithin(document.value)) {
      if (typeof value === 'string') {
        if (value.includes(cutValue('value')) && marks.test(value)) {
          const keys = [...value.matchAll(cutLine)].map(([, key]) => key);
          tell('A Secret in a text', document, at, keys);
        }
      } else if (
        isObject(value) &&
        textAt(value, 'target', 'kind') === 'Secret'
      ) {
        tell(
          'A patch of a Secret',
          document,
          [...at, 'patch'],
          cutOperations(value),
        );
      }
    }
  }
  return findings;
}

/** Cuts values out of the operations of a patch, and names the keys that they stood under. */
function cutOperations(holder: JsonObject): string[] {
  const { patch } = holder;
  if (
    typeof patch !== 'string' ||
    patch.length > longestPatch ||
    !/\/(data|stringData)\b/.test(patch)
  ) {
    return [];
  }
  let operations: JsonValue;
  try {
    operations = parse(patch, { maxAliasCount: 0, logLevel: 'error' });
  } catch {
    return [];
  }
  const keys: string[] = [];
  let rest = patch;
  for (const operation of listAt({ operations }, 'operations')) {
    const [, field, own] =
      /^\/(data|stringData)(?:\/(.+))?$/.exec(
        textAt(operation, 'path') ?? '',
      ) ?? [];
    const value = isObject(operation) ? (operation.value ?? null) : null;
    const values: [key: string, value: JsonValue][] =
      own === undefined && isObject(value)
        ? Object.entries(value).map(([key, held]) => [key, held ?? null])
        : [[own ?? '', value]];
    for (const [key, held] of values) {
      if (field !== undefined && typeof held === 'string' && held !== '') {
        const kind = judgeSecretValue(
          key,
          held,
          field === 'data' ? 'base64' : 'text',
        );
        if (kind === 'value') {
          keys.push(key);
          rest = rest.replaceAll(held, cutValue(kind));
        }
      }
    }
  }
  holder.patch = rest;
  return keys;
}
