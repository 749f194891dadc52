import { EngineContext } from '../engineParts';
import { inlineLayer, setLayer } from '../enginePins';
import { JsonValue } from '../facts';
import { unknownVersion, ValuesFile, valuesFileOf } from '../helm/pins';
import { textAt } from '../json';
import { originOf, Resource } from '../kustomize/resource';

/** Values that one key of a ConfigMap holds. Those that are not known here may set anything. */
export function layerOfMap(
  from: JsonValue,
  map: Resource | undefined,
  release: Resource,
  { repository }: EngineContext,
): ValuesFile {
  const at = ['data', textAt(from, 'valuesKey') ?? 'values.yaml'];
  const target = textAt(from, 'targetPath');
  const text = textAt(map?.value, ...at);
  if (target !== undefined) {
    return setLayer(map ?? release, [
      { name: target, value: text ?? unknownVersion, at },
    ]);
  }
  if (map && text !== undefined) {
    return inlineLayer(map, at);
  }
  const file = map && originOf(map, at)?.location.path;
  return file !== undefined && repository.files.has(file)
    ? valuesFileOf(repository, file)
    : { path: release.location.path, images: [], open: true };
}
