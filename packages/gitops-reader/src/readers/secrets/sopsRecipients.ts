import { JsonObject, JsonValue } from '../../facts';
import { isObject, listAt, objectAt, textAt, valueAt } from '../../lib/json';

/** Kinds of keys of which one field names whom SOPS encrypts for, as files have them. */
const named: [kind: string, field: string][] = [
  ['age', 'recipient'],
  ['pgp', 'fp'],
  ['kms', 'arn'],
  ['gcp_kms', 'resource_id'],
];

/** Kinds of several fields, by their names in files and in rules. */
const others = [
  'azure_kv',
  'azure_keyvault',
  'hc_vault',
  'hc_vault_transit_uri',
  'hckms',
  'merge',
];

/** No file is for more. */
const most = 200;

/** Recipients of a value of a rule: a text with commas, a list, or a list of mappings. */
function written(value: JsonValue | undefined, field: string): string[] {
  return (Array.isArray(value) ? value : [value]).flatMap(entry =>
    typeof entry === 'string'
      ? entry
          // A fingerprint may have spaces in it.
          .split(',')
          .map(name => name.trim())
          .filter(name => name !== '')
      : [textAt(entry, field) ?? ''],
  );
}

/** Fingerprints are written in either case, and with spaces; a role goes with a key of AWS. */
const normal = (kind: string, name: string) =>
  kind === 'pgp'
    ? name.replace(/\s+/g, '').toUpperCase()
    : name.replace(/\+arn:.*$/, '');

function recipientsOf(
  groups: readonly (JsonValue | undefined)[],
): string[] | undefined {
  if (groups.some(group => others.some(kind => hasSome(group, kind)))) {
    return undefined;
  }
  const found = groups.flatMap(group =>
    named.flatMap(([kind, field]) =>
      hasSome(group, kind)
        ? written(valueAt(group, kind), field).map(name => normal(kind, name))
        : [],
    ),
  );
  return found.length === 0 || found.length > most || found.includes('')
    ? undefined
    : found;
}

function hasSome(group: JsonValue | undefined, kind: string): boolean {
  const value = isObject(group) ? group[kind] : undefined;
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

/** For whom a rule of `.sops.yaml` encrypts; groups of keys count alone where there are some. */
export function ruleRecipients(rule: JsonValue): string[] | undefined {
  const groups = listAt(rule, 'key_groups');
  return recipientsOf(groups.length > 0 ? groups : [rule]);
}

/** For whom a document is encrypted, by what SOPS says in it. */
export function documentRecipients(value: JsonObject): string[] | undefined {
  const sops = objectAt(value, 'sops');
  const groups = listAt(sops, 'key_groups');
  return recipientsOf(groups.length > 0 ? groups : [sops]);
}

/** A short fingerprint stands for the one that ends with it. */
const isSame = (one: string, other: string) =>
  one === other ||
  (/^(0X)?[\dA-F]{8,40}$/.test(one) &&
    /^(0X)?[\dA-F]{8,40}$/.test(other) &&
    (one.endsWith(other.replace('0X', '')) ||
      other.endsWith(one.replace('0X', ''))));

/** Those of some recipients that are not among others. */
export function notAmong(
  recipients: readonly string[],
  all: readonly string[],
): string[] {
  return recipients.filter(one => !all.some(other => isSame(one, other)));
}
