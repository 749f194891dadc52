import type { Build } from './build/build';
import { hashOf } from './transformers/nameHash';
import { followNames } from './transformers/references';
import { current, Resource, withValue } from './resource';
import { resolveVars } from './transformers/vars';

const applied = new WeakMap<Build, Resource[]>();
const named = new WeakMap<Resource, Resource>();

/**
 * The objects of a build as they are applied: a generated ConfigMap has a hash of its data at the end of its name, what
 * refers to it follows, and variables are filled in. Done once, on what is built in the end, as kustomize does it. Where
 * not all of the data is known, the name stays without.
 */
export function appliedResources(build: Build): Resource[] {
  let resources = applied.get(build);
  if (!resources) {
    const renamed = build.resources.map(withHash);
    resources = resolveVars(
      renamed.some((resource, at) => resource !== build.resources[at])
        ? followNames(renamed, build.configuration)
        : build.resources,
      build.vars,
      build.configuration.varReference,
    );
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
