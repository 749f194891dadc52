import { FileLocation } from '../../facts';
import {
  ImageInValues,
  unknownVersion,
  ValuesFile,
  valuesFileOf,
} from '../helm/pins';
import { withUnknowns } from '../helm/template/text';
import { gap, Value } from '../helm/template/value';
import { valuesContent } from '../helm/valuesImages';
import { isObject, textAt, valueAt } from '../../lib/json';
import { LineTree, ParsedRepository } from '../reader';
import { lineOf } from '../../yaml';
import { HelmfileRelease, releaseLine } from './releases';
import { parseHelmfileText } from './state';

/** Values of a release, layer after layer, with the images in them. */
export interface ReleaseLayers {
  values: Value[];
  images: ValuesFile[];
  files: string[];
}

/** Reads the values of a release: files, templates of files, and what stands in the helmfile itself. */
export function layersOf(
  release: HelmfileRelease,
  repository: ParsedRepository,
): ReleaseLayers {
  const layers: ReleaseLayers = { values: [], images: [], files: [] };
  const place = (path: string, line: number): FileLocation => ({
    repository: repository.repository,
    revision: repository.revision,
    path,
    line,
  });
  for (const entry of release.values) {
    if (entry.type === 'inline') {
      const { path, line } = releaseLine(release, entry.at);
      layers.values.push(entry.value);
      const { images, switches } = valuesContent(entry.value);
      layers.images.push({
        path,
        switches,
        images: images.map(image => ({
          image,
          location: place(
            path,
            Math.max(
              line,
              releaseLine(release, [...entry.at, ...image.path]).line,
            ),
          ),
        })),
      });
      continue;
    }
    const { path } = entry;
    const file = repository.files.get(path);
    layers.files.push(path);
    if (file?.text === undefined) {
      const value = file?.documents[0]?.value;
      if (isObject(value)) {
        layers.values.push(value);
      }
      layers.images.push(valuesFileOf(repository, path));
      continue;
    }
    const parsed = parseHelmfileText(file.text, release.context);
    if (parsed && isObject(parsed.value)) {
      const lines = file.text.split('\n');
      layers.values.push(withUnknowns(parsed.raw ?? parsed.value));
      const { images, switches } = valuesContent(parsed.raw ?? parsed.value);
      layers.images.push({
        path,
        switches,
        images: images.map(image =>
          imageOf(image, parsed, path, lines, release, place),
        ),
      });
    }
  }
  return layers;
}

/** An image of a template: pinned by the line of the environment's values where the template only names those. */
function imageOf(
  image: ImageInValues['image'],
  parsed: { lines: LineTree },
  path: string,
  lines: string[],
  release: HelmfileRelease,
  place: (path: string, line: number) => FileLocation,
): ImageInValues {
  const line = lineOf(parsed, image.path);
  if (`${image.name} ${image.version}`.includes(gap)) {
    return {
      image: {
        ...image,
        name: image.name?.includes(gap) ? undefined : image.name,
        version: image.version?.includes(gap) ? unknownVersion : image.version,
      },
      location: place(path, line),
    };
  }
  const key = /\.(?:StateValues|Values|Environment\.Values)\.([\w.]+)/.exec(
    (lines[line - 1] ?? '').slice(0, 1000),
  )?.[1];
  const steps = key?.split('.');
  const source =
    steps &&
    release.sources.findLast(
      ({ value }) => valueAt(value, ...steps) !== undefined,
    );
  return source && steps && textAt(source.value, ...steps) === image.version
    ? { image, location: place(source.path, lineOf(source, steps)), key }
    : { image, location: place(path, line) };
}
