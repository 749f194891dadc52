import { JsonObject, JsonValue } from '../../../facts';
import { GoPattern, goPattern } from '../../../lib/goPattern';
import { textAt, textsAt } from '../../../lib/json';

/** A pattern of a patch target, as kustomize anchors it. */
function targetPattern(text: string): GoPattern | undefined {
  // Nearly all of them are names.
  return /[\\^$.*+?()[\]{}|]/.test(text)
    ? goPattern(`^(?:${text})$`)
    : { test: name => name === text };
}

/** Whether a set of labels fits a selector: `a=b,c!=d,e in (x,y),!f,g`. Undefined when the selector is malformed. */
export function fitsSelector(
  selector: string,
  labels: Record<string, string>,
): boolean | undefined {
  // Commas inside of parentheses belong to a set.
  for (const part of selector.split(/,(?![^(]*\))/)) {
    const term = part.trim();
    if (term === '') {
      continue;
    }
    const set = /^(\S+)\s+(in|notin)\s*\(([^)]*)\)$/.exec(term);
    const equal = /^([^\s=!]+)\s*(==|=|!=)\s*(\S*)$/.exec(term);
    const exists = /^(!?)\s*([^\s=!()]+)$/.exec(term);
    let fits: boolean;
    if (set) {
      const values = set[3].split(',').map(value => value.trim());
      fits = values.includes(labels[set[1]] ?? '\0') === (set[2] === 'in');
    } else if (equal) {
      fits = (labels[equal[1]] === equal[3]) === (equal[2] !== '!=');
    } else if (exists) {
      fits = Object.hasOwn(labels, exists[2]) === (exists[1] === '');
    } else {
      return undefined;
    }
    if (!fits) {
      return false;
    }
  }
  return true;
}

/** Identity that a patch target is compared with. */
export interface Identity {
  group: string;
  version: string;
  kind: string;
  namespace?: string;
  name: string;
}

/** The group and version of an `apiVersion`. */
export function groupVersion(apiVersion: string): {
  group: string;
  version: string;
} {
  const slash = apiVersion.indexOf('/');
  return slash < 0
    ? { group: '', version: apiVersion }
    : {
        group: apiVersion.slice(0, slash),
        version: apiVersion.slice(slash + 1),
      };
}

/**
 * Makes a test of a patch target. Undefined when the target cannot be understood.
 */
export function targetTest(
  target: JsonValue,
): ((identities: Identity[], object: JsonObject) => boolean) | undefined {
  const patterns: [keyof Identity, GoPattern][] = [];
  for (const field of [
    'group',
    'version',
    'kind',
    'name',
    'namespace',
  ] as const) {
    const text = textAt(target, field);
    if (text !== undefined) {
      const pattern = targetPattern(text);
      if (!pattern) {
        return undefined;
      }
      patterns.push([field, pattern]);
    }
  }
  const labels = textAt(target, 'labelSelector');
  const annotations = textAt(target, 'annotationSelector');
  if (
    (labels && fitsSelector(labels, {}) === undefined) ||
    (annotations && fitsSelector(annotations, {}) === undefined)
  ) {
    return undefined;
  }
  return (identities, object) =>
    identities.some(identity =>
      patterns.every(([field, pattern]) =>
        pattern.test(
          field === 'namespace'
            ? (identity.namespace ?? 'default')
            : (identity[field] ?? ''),
        ),
      ),
    ) &&
    (!labels ||
      fitsSelector(labels, textsAt(object, 'metadata', 'labels') ?? {}) ===
        true) &&
    (!annotations ||
      fitsSelector(
        annotations,
        textsAt(object, 'metadata', 'annotations') ?? {},
      ) === true);
}
