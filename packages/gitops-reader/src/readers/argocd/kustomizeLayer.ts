import { Layer } from '../../engines';
import { JsonObject, JsonValue } from '../../facts';
import { compact, isObject, listAt, objectAt } from '../../lib/json';
import { LineTree } from '../reader';
import { splitImage } from '../../workloads/workload';
import { linesOf } from '../../yaml';

/** A source, or what a file beside it says of its fields. */
interface Holder {
  source: JsonObject;
  lines: LineTree;
  /** The file that holds it. */
  path: string;
}

/** Maps of a source: what is merged over them adds to them. */
const maps = new Set(['commonLabels', 'commonAnnotations']);

/**
 * The `kustomize` of a source, with those merged over it as JSON (RFC 7386), the last one last: a text or list of a later
 * one takes the place of an earlier one. Each field stays at the lines that set it.
 */
export function kustomizeLayers(holders: readonly Holder[]): Layer[] {
  const replaced = new Set<string>();
  const layers = holders.toReversed().map(({ source, lines, path }) => {
    const layer = kustomizeLayer(source, lines, path, replaced);
    Object.keys(objectAt(source, 'kustomize') ?? {})
      .filter(key => !maps.has(key))
      .forEach(key => replaced.add(key));
    return layer;
  });
  return layers.reverse().filter(layer => layer !== undefined);
}

/** The `kustomize` of a source in the shape of a kustomization. */
export function kustomizeLayer(
  source: JsonObject,
  lines: LineTree,
  path: string,
  without: ReadonlySet<string> = new Set(),
): Layer | undefined {
  const kustomize = objectAt(source, 'kustomize');
  if (!kustomize) {
    return undefined;
  }
  const value: JsonObject = {};
  for (const key of [
    'namespace',
    'namePrefix',
    'nameSuffix',
    'commonLabels',
    'commonAnnotations',
    'components',
    'patches',
    'replicas',
  ]) {
    if ((kustomize[key] ?? null) !== null && !without.has(key)) {
      value[key] = kustomize[key];
    }
  }
  const images = without.has('images')
    ? []
    : listAt(kustomize, 'images').map(imageOverride);
  if (images.length > 0) {
    value.images = images;
  }
  return Object.keys(value).length > 0
    ? { value, lines: linesOf(lines, ['kustomize']), path }
    : undefined;
}

/** `[old=]new[:tag][@digest]`. */
function imageOverride(entry: JsonValue): JsonValue {
  if (isObject(entry) || typeof entry !== 'string') {
    return entry;
  }
  const equals = entry.indexOf('=');
  const image = splitImage(equals < 0 ? entry : entry.slice(equals + 1));
  return compact<JsonObject>({
    name: equals < 0 ? image.name : entry.slice(0, equals),
    newName: equals < 0 ? undefined : image.name,
    newTag: image.tag,
    digest: image.digest,
  });
}
