import { JsonObject } from '../../facts';
import { isObject, listAt, textAt } from '../../lib/json';

/** As `sops filestatus` has it: a `sops` mapping with version and mac. */
export function isSopsEncrypted(value: JsonObject): boolean {
  const sops = value.sops;
  return (
    isObject(sops) &&
    textAt(sops, 'mac') !== undefined &&
    (textAt(sops, 'version') !== undefined ||
      textAt(sops, 'lastmodified') !== undefined)
  );
}

const keyKinds = ['age', 'pgp', 'kms', 'gcp_kms', 'azure_kv', 'hc_vault'];

/** What kind of key it was encrypted for. */
export function sopsStore(value: JsonObject): string | undefined {
  const groups = [value.sops, ...listAt(value.sops, 'key_groups')];
  return keyKinds.find(kind =>
    groups.some(group => listAt(group, kind).length > 0),
  );
}
