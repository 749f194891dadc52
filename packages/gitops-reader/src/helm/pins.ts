import { FileLocation, VersionPin } from '../facts';
import { isObject } from '../json';
import { ParsedRepository } from '../reader';
import { lineOf } from '../yaml';
import { ValuesImage, valuesImages } from './valuesImages';

/** Images of one values file. */
export interface ValuesFile {
  path: string;
  images: { image: ValuesImage; location: FileLocation }[];
}

const known = new WeakMap<ParsedRepository, Map<string, ValuesFile>>();

/** Reads a values file once, however many releases use it. */
export function valuesFileOf(
  repository: ParsedRepository,
  path: string,
): ValuesFile {
  let files = known.get(repository);
  if (!files) {
    files = new Map();
    known.set(repository, files);
  }
  let file = files.get(path);
  if (!file) {
    const document = repository.files
      .get(path)
      ?.documents.find(({ value }) => isObject(value));
    file = {
      path,
      images: document
        ? valuesImages(document.value).map(image => ({
            image,
            location: {
              repository: repository.repository,
              revision: repository.revision,
              path,
              line: lineOf(document, image.path),
            },
          }))
        : [],
    };
    files.set(path, file);
  }
  return file;
}

/**
 * Images of a release from its values files, the last of which wins. A file that names the tag alone takes
 * the image's name from one before it.
 */
export function pinsOfValuesFiles(
  repository: ParsedRepository,
  paths: string[],
): VersionPin[] {
  const pins = new Map<string, VersionPin>();
  const names = new Map<string, string>();
  for (const path of paths) {
    for (const { image, location } of valuesFileOf(repository, path).images) {
      const name = image.name ?? names.get(image.holder) ?? image.holder;
      names.set(image.holder, name);
      pins.set(image.holder, {
        kind: 'image',
        name,
        value: image.version,
        evidence: {
          type: 'file',
          location,
          text: `${image.path[image.path.length - 1]}: ${image.version}`.slice(
            0,
            200,
          ),
        },
        key: image.path.join('.'),
      });
    }
  }
  return [...pins.values()];
}
