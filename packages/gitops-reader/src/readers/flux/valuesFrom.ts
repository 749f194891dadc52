import { EngineContext } from '../../engines';
import { inlineLayer, setLayer } from '../../engines/enginePins';
import { JsonValue } from '../../facts';
import { unknownVersion, ValuesFile, valuesFileOf } from '../helm/pins';
import { listAt, textAt } from '../../lib/json';
import { originOf, Resource } from '../kustomize/resource';

/** Nobody has more of them for one release. */
const mostSources = 50;

/** What a release takes its values from, layer by layer. Those after so many may set anything. */
export function layersOfSources(
  { value, location }: Resource,
  layersOf: (from: JsonValue) => ValuesFile[],
): ValuesFile[] {
  const sources = listAt(value, 'spec', 'valuesFrom');
  return [
    ...sources.slice(0, mostSources).flatMap(layersOf),
    ...(sources.length > mostSources
      ? [{ path: location.path, images: [], open: true }]
      : []),
  ];
}

/** Texts of values, which many releases may take. */
const layersOfTexts = new WeakMap<Resource, Map<string, ValuesFile>>();

function layerOfText(map: Resource, at: string[]): ValuesFile {
  const known = layersOfTexts.get(map) ?? new Map<string, ValuesFile>();
  layersOfTexts.set(map, known);
  const key = at.join('/');
  const layer = known.get(key) ?? inlineLayer(map, at);
  known.set(key, layer);
  return layer;
}

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
    return layerOfText(map, at);
  }
  const file = map && originOf(map, at)?.location.path;
  return file !== undefined && repository.files.has(file)
    ? valuesFileOf(repository, file)
    : { path: release.location.path, images: [], open: true };
}
