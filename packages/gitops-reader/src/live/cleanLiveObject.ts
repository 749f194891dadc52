import { JsonObject, JsonValue } from '../facts';
import { isObject } from '../lib/json';
import {
  cutCredentialsOfText,
  cutEmbedded,
  judgeSecretValue,
  secretKey,
} from '../yaml';
import { withoutResults } from './policyResults';

/** Longer texts are copies of configuration, and may quote what nobody should store. */
const longestText = 512;

/** Mappings whose keys say something and whose values may be secret. */
const keyedValues = new Set([
  'data',
  'stringData',
  'binaryData',
  'encryptedData',
  'substitute',
]);

/** What nothing reads and what often quotes a secret. `managedFields` holds names of fields, and is most of an object. */
const dropped = new Set([
  'args',
  'caBundle',
  'command',
  'managedFields',
  'message',
]);

/** Chart values of Argo CD and Flux, under all of their names. Lists of files and references are named likewise. */
const chartValues = /^values(Object|Inline|Content)?$/;

/** Names of a value that is kept elsewhere, as in `secretKeyRef`. */
const namesOfKeys = new Set(['key', 'secretKey', 'remoteKey']);

/**
 * As much of an object, as an API server gives it, as may be sent and stored before it is read: everything that
 * {@link readLiveObject} and {@link readCluster} read stays. A Secret is `undefined`. Cut are values of ConfigMaps, literals of
 * environment variables and parameters, chart values, arguments, messages, results of policies but for their counts, copies of
 * whole objects, texts that are too long to be
 * a name, and whatever has the form of a credential or stands under the name of one.
 *
 * @public
 */
export function cleanLiveObject(object: JsonObject): JsonObject | undefined {
  return object.kind === 'Secret' || object.kind === 'SecretList'
    ? undefined
    : cleanMapping(withoutResults(object));
}

/** The same for who reads it at once. Of a Secret, what says which one it is. */
export function cleanToRead(object: JsonObject): JsonObject {
  const { apiVersion, kind, metadata } = object;
  return (
    cleanLiveObject(object) ?? cleanMapping({ apiVersion, kind, metadata })
  );
}

/** Whether an annotation is kept. */
export function keepsAnnotation(key: string, value: string): boolean {
  return value.length <= longestText && !key.includes('last-applied');
}

function cleanMapping(mapping: JsonObject): JsonObject {
  const clean: JsonObject = Object.create(null);
  const named = typeof mapping.name === 'string';
  for (const key of Object.keys(mapping)) {
    const value = mapping[key];
    if (
      value === undefined ||
      dropped.has(key) ||
      // A literal of an environment variable, a parameter, a header.
      (named && key === 'value') ||
      (chartValues.test(key) && !Array.isArray(value)) ||
      (typeof value === 'string' && !keepsAnnotation(key, value))
    ) {
      continue;
    }
    if (keyedValues.has(key) && !Array.isArray(value)) {
      clean[key] = isObject(value) ? keysOf(value) : '';
    } else if (typeof value === 'string') {
      clean[key] = isSecret(key, value) ? '' : cleanText(value);
    } else {
      clean[key] = cleanValue(value);
    }
  }
  return { ...clean };
}

function cleanValue(value: JsonValue): JsonValue {
  if (Array.isArray(value)) {
    return value.map(cleanValue);
  }
  if (typeof value === 'string') {
    return value.length > longestText ? '' : cleanText(value);
  }
  return isObject(value) ? cleanMapping(value) : value;
}

function keysOf(values: JsonObject): JsonObject {
  return Object.fromEntries(Object.keys(values).map(key => [key, '']));
}

function isSecret(key: string, value: string): boolean {
  return (
    secretKey.test(key) &&
    !namesOfKeys.has(key) &&
    judgeSecretValue(key, value, 'text') === 'value'
  );
}

/** Passwords in addresses, credentials that are known by their form, Secrets that are written out in a text. */
function cleanText(text: string): string {
  return cutCredentialsOfText('', cutEmbedded(text)).text.replace(
    /(:\/\/)[^\s/@]*@/g,
    '$1',
  );
}
