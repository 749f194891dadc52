import { FileLocation, JsonObject } from '../../../facts';
import { textAt } from '../../../lib/json';
import { ParsedFile, YamlDocument } from '../../reader';
import { addFinding, Context } from './context';
import { current, identityKey, identityOf, Resource } from '../resource';

/** Objects that one kustomization may build. */
const mostResources = 20_000;

/** Takes an object of a file, unless it is for local use alone. */
export function add(
  resources: Resource[],
  value: JsonObject,
  from: { file: ParsedFile; line: number; lines: YamlDocument['lines'] },
  location: FileLocation,
  context: Context,
): void {
  const identity = identityOf(value);
  if (!identity.kind || !identity.name || !value.apiVersion) {
    return;
  }
  if (
    textAt(
      value,
      'metadata',
      'annotations',
      'config.kubernetes.io/local-config',
    ) === 'true'
  ) {
    return;
  }
  const { repository, revision } = context.repository;
  insert(
    resources,
    {
      value,
      location: {
        repository,
        revision,
        path: from.file.path,
        line: from.line,
      },
      lines: from.lines,
      identities: [identity],
      places: [],
      origins: new Map(),
    },
    location,
    context,
  );
}

/** Takes a resource, unless there is one of its identity. */
export function insert(
  resources: Resource[],
  resource: Resource,
  location: FileLocation,
  context: Context,
): void {
  const key = identityKey(current(resource));
  if (resources.length >= mostResources) {
    if (!context.partial.includes('it holds too many objects')) {
      context.partial.push('it holds too many objects');
      addFinding(
        context,
        'kustomize-too-large',
        'error',
        location,
        `Builds more than ${mostResources} objects; the rest is left out.`,
      );
    }
    return;
  }
  const known = keysOf(resources);
  if (known.has(key)) {
    const { kind, name } = current(resource);
    addFinding(
      context,
      'kustomize-duplicate-object',
      'error',
      location,
      `Brings ${kind}/${name}, which is there already; kustomize refuses to build this.`,
    );
    return;
  }
  known.add(key);
  resources.push(resource);
}

const keySets = new WeakMap<Resource[], Set<string>>();

/** Identities in a list of resources that only grows. */
function keysOf(resources: Resource[]): Set<string> {
  let keys = keySets.get(resources);
  if (!keys) {
    keys = new Set(resources.map(item => identityKey(current(item))));
    keySets.set(resources, keys);
  }
  return keys;
}
