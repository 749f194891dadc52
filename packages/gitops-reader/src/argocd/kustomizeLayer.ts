import { Layer } from '../deployments';
import { JsonObject, JsonValue } from '../facts';
import { compact, isObject, listAt, objectAt } from '../json';
import { LineTree } from '../reader';
import { splitImage } from '../workload';
import { linesOf } from '../yaml';

/** The `kustomize` of a source in the shape of a kustomization. */
export function kustomizeLayer(
  source: JsonObject,
  lines: LineTree,
  path: string,
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
    if (kustomize[key] !== undefined) {
      value[key] = kustomize[key];
    }
  }
  const images = listAt(kustomize, 'images').map(imageOverride);
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
