import { JsonObject, JsonValue } from '../../facts';
import { isObject, mapTree } from '../../lib/json';
import { LineTree } from '../reader';
import { goTemplate } from './goTemplate';

/** Parameters that a generator gives for one Application. Without Go templates they are flat: `path.basename`. */
export interface Parameters {
  values: JsonObject;
  /** It stands for all clusters that are not known by name. */
  vague?: boolean;
  /** It names a cluster that may not be there. */
  assumed?: boolean;
  /** Elements of lists and items of files that they come from, the last of which wins. */
  sources?: readonly ParameterSource[];
}

/** A mapping of the set itself, or of a file, that parameters come from. */
export interface ParameterSource {
  value: JsonObject;
  /** Absent for the set itself. The lines are those of the mapping. */
  file?: { path: string; lines: LineTree };
}

/** How an ApplicationSet fills in its templates. */
export interface Language {
  go: boolean;
}

/** A mapping with all that lies below at one level, keys joined by dots. */
export function flatten(value: JsonObject, prefix = ''): JsonObject {
  const flat: JsonObject = {};
  for (const key of Object.keys(value)) {
    const child = value[key];
    if (isObject(child)) {
      Object.assign(flat, flatten(child, `${prefix}${key}.`));
    } else if (child !== null && child !== undefined) {
      flat[`${prefix}${key}`] = Array.isArray(child) ? child : String(child);
    }
  }
  return flat;
}

/** Mappings that were filled in, by what was made of them. */
const originals = new WeakMap<JsonObject, JsonObject>();

/** The mapping that stands in Git, of one that was filled in, by several matrices maybe. */
export function originalOf(value: JsonObject): JsonObject {
  let original = value;
  for (
    let before = originals.get(original);
    before;
    before = originals.get(original)
  ) {
    original = before;
  }
  return original;
}

/** Remembers what each mapping of a generator was before it was filled in. */
export function rememberOriginals(filled: JsonValue, written: JsonValue): void {
  if (filled === written) {
    return;
  }
  if (Array.isArray(filled) && Array.isArray(written)) {
    filled.forEach((item, at) => rememberOriginals(item, written[at] ?? null));
  } else if (isObject(filled) && isObject(written)) {
    originals.set(filled, written);
    for (const key of Object.keys(filled)) {
      rememberOriginals(filled[key] ?? null, written[key] ?? null);
    }
  }
}

/** A template with its parameters filled in. A text that cannot be filled in stays as it is, with its braces. */
export function fill(
  template: JsonValue,
  parameters: Parameters,
  language: Language,
): JsonValue {
  return mapTree(template, value =>
    typeof value === 'string' && value.includes('{{')
      ? fillText(value, parameters, language)
      : value,
  );
}

/** The same for one text. */
export function fillText(
  text: string,
  { values }: Parameters,
  { go }: Language,
): string {
  if (go) {
    return goTemplate(text, values) ?? text;
  }
  return text.replace(/\{\{([^{}]*)\}\}/g, (whole, name: string) => {
    const found = Object.hasOwn(values, name.trim())
      ? values[name.trim()]
      : undefined;
    return typeof found === 'string' ? found : whole;
  });
}

/** A name as Argo CD makes it fit for an object. */
export function normalizeName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9.-]/g, '-')
    .slice(0, 253)
    .replace(/^[-.]+|[-.]+$/g, '');
}
