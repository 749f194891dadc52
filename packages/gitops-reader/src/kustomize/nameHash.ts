import { sha256 } from '@noble/hashes/sha2';
import { bytesToHex } from '@noble/hashes/utils';
import { JsonObject } from '../facts';
import { objectAt } from '../json';
import { isCut } from '../yaml';
import type { Build } from './build';
import { followNames } from './references';
import { current, Resource, withValue } from './resource';

/** Digits that could make up a word are written as letters that stand in no other place of a hash. */
const letters: Record<string, string> = {
  '0': 'g',
  '1': 'h',
  '3': 'k',
  a: 'm',
  e: 't',
};
const hashLength = 10;

const applied = new WeakMap<Build, Resource[]>();
const named = new WeakMap<Resource, Resource>();

/**
 * The objects of a build under the names that are applied: a generated ConfigMap has a hash of its data at the end of
 * its name, and what refers to it follows. Done once, on what is built in the end, as kustomize does it. Where not all
 * of the data is known, the name stays without.
 */
export function appliedResources(build: Build): Resource[] {
  let resources = applied.get(build);
  if (!resources) {
    const renamed = build.resources.map(withHash);
    resources = renamed.some((resource, at) => resource !== build.resources[at])
      ? followNames(renamed, build.configuration)
      : build.resources;
    applied.set(build, resources);
  }
  return resources;
}

function withHash(resource: Resource): Resource {
  const hash =
    resource.hashed && !resource.opaque ? hashOf(resource.value) : undefined;
  if (hash === undefined) {
    return resource;
  }
  let result = named.get(resource);
  if (!result) {
    const identity = current(resource);
    const name = `${identity.name}-${hash}`;
    result = {
      ...resource,
      value: withValue(resource.value, ['metadata', 'name'], name),
      identities: [...resource.identities, { ...identity, name }],
      hashed: false,
    };
    named.set(resource, result);
  }
  return result;
}

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
