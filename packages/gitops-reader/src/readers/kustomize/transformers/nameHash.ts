import { sha256 } from '@noble/hashes/sha2';
import { bytesToHex } from '@noble/hashes/utils';
import { JsonObject } from '../../../facts';
import { objectAt } from '../../../lib/json';
import { isCut } from '../../../yaml';

/** Digits that could make up a word are written as letters that stand in no other place of a hash. */
const letters: Record<string, string> = {
  '0': 'g',
  '1': 'h',
  '3': 'k',
  a: 'm',
  e: 't',
};
const hashLength = 10;

/** The hash of a ConfigMap: of its data as Go writes it, and not of its name. */
export function hashOf(configMap: JsonObject): string | undefined {
  const fields: JsonObject = {};
  for (const field of ['binaryData', 'data']) {
    const values = objectAt(configMap, field) ?? {};
    const sorted: JsonObject = {};
    for (const key of Object.keys(values).sort()) {
      const value = values[key];
      if (typeof value !== 'string' || isCut(value)) {
        return undefined;
      }
      sorted[key] = value;
    }
    if (Object.keys(sorted).length > 0) {
      fields[field] = sorted;
    } else if (field === 'data') {
      fields.data = '';
    }
  }
  const text = JSON.stringify({
    ...fields,
    kind: 'ConfigMap',
    name: '',
  }).replace(
    /[<>&\u2028\u2029]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return bytesToHex(sha256(text))
    .slice(0, hashLength)
    .replace(/[013ae]/g, digit => letters[digit]);
}
