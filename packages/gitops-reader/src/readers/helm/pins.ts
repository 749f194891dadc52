import { FileLocation, VersionPin } from '../../facts';
import { isObject, textAt } from '../../lib/json';
import { ParsedFile, ParsedRepository } from '../reader';
import { versionPin } from '../../workloads/versionPin';
import { lineOf } from '../../yaml';
import { ValuesContent, valuesContent, ValuesImage } from './valuesImages';

/** Images of one layer of values. */
export interface ValuesFile {
  path: string;
  images: ImageInValues[];
  /** Parts that it switches on or off, by their paths. */
  switches?: ReadonlyMap<string, boolean>;
  /** It is not known, and may set any image that those before it set. */
  open?: boolean;
}

/** The version of an image that a run of Helm sets to what only it knows. */
export const unknownVersion = '';

/** An image and the line that pins it. */
export interface ImageInValues {
  image: ValuesImage;
  location: FileLocation;
  /** Where the line is another one than that of the image: the key there. */
  key?: string;
}

const known = new WeakMap<ParsedRepository, Map<string, ValuesFile>>();

interface FoundInValues {
  images: readonly { image: ValuesImage; line: number }[];
  switches: ValuesContent['switches'];
}

/** What was found in files, for as long as they stay the same. */
const foundInFiles = new WeakMap<ParsedFile, FoundInValues>();

/** Files of values that every chart of a group of clusters is given, in a Validated Pattern. */
const ofGroups = /^values-[^/]+\.yaml$/;
/** What stands there for the chart alone that makes the group. */
const forGroup = 'clusterGroup';

function foundIn(file: ParsedFile): FoundInValues {
  let found = foundInFiles.get(file);
  if (!found) {
    const document = file.documents.find(({ value }) => isObject(value));
    const { images, switches } = valuesContent(document?.value ?? null);
    found = {
      images: images
        .filter(({ path }) => path[0] !== forGroup || !ofGroups.test(file.path))
        .map(image => ({
          image,
          line: document ? lineOf(document, image.path) : 1,
        })),
      switches,
    };
    foundInFiles.set(file, found);
  }
  return found;
}

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
    const { repository: name, revision } = repository;
    file = readValuesFile(repository.files.get(path), {
      repository: name,
      revision,
      path,
    });
    files.set(path, file);
  }
  return file;
}

/** Images of a values file; none where it is not read. */
export function readValuesFile(
  file: ParsedFile | undefined,
  location: FileLocation,
): ValuesFile {
  const { images = [], switches } = file ? foundIn(file) : {};
  return {
    path: location.path,
    images: images.map(({ image, line }) => ({
      image,
      location: { ...location, line },
    })),
    switches,
  };
}

/** The files of a repository, as far as they were read. */
interface ReadFiles {
  repository: string;
  revision: string;
  files: { get(path: string): ParsedFile | undefined };
}

/**
 * Images of a release from its values files, the last of which wins. A file that names the tag alone takes
 * the image's name from one before it; an image without any tag runs the chart's `appVersion`.
 */
export function pinsOfValuesFiles(
  repository: ParsedRepository,
  paths: string[],
  chartFile?: string,
): VersionPin[] {
  return pinsOfLayers(
    repository,
    paths.map(path => valuesFileOf(repository, path)),
    chartFile,
  );
}

/** The same for layers of values that need not be files. */
export function pinsOfLayers(
  repository: ReadFiles,
  layers: ValuesFile[],
  chartFile?: string,
): VersionPin[] {
  return layeredPins(repository, layers, chartFile).flatMap(({ pin, isOff }) =>
    isOff ? [] : [pin],
  );
}

/** A version among layers of values, and whether it is of a part that they switch off. */
export interface LayeredPin {
  pin: VersionPin;
  isOff: boolean;
}

/** All versions among layers of values, those of parts that are switched off as well. */
export function layeredPins(
  repository: ReadFiles,
  layers: ValuesFile[],
  chartFile?: string,
): LayeredPin[] {
  const switches = new Map<string, boolean>();
  const pins = new Map<string, VersionPin>();
  const names = new Map<string, string>();
  /** Images whose version is set to what is not known here. */
  const unknown = new Set<string>();
  // What is not known may also set the version of an image that a later layer names.
  const opened = layers.some(({ open }) => open);
  for (const { images, switches: own, open } of layers) {
    if (open) {
      pins.clear();
      switches.clear();
    }
    own?.forEach((isOn, at) => switches.set(at, isOn));
    for (const { image, location, key } of images) {
      const name = image.name ?? names.get(image.holder);
      if (name !== undefined) {
        names.set(image.holder, name);
      }
      const before = pins.get(image.holder);
      if (image.version === unknownVersion) {
        pins.delete(image.holder);
        unknown.add(image.holder);
      } else if (image.version) {
        unknown.delete(image.holder);
        pins.set(
          image.holder,
          versionPin(
            'image',
            (name ?? image.holder) || image.path.join('.'),
            image.version,
            location,
            key ?? image.path.join('.'),
          ),
        );
      } else if (before && name !== undefined) {
        pins.set(image.holder, { ...before, name });
      }
    }
  }
  const chart =
    chartFile === undefined
      ? undefined
      : repository.files.get(chartFile)?.documents[0];
  const appVersion = textAt(chart?.value, 'appVersion');
  if (chart && chartFile !== undefined && appVersion && !opened) {
    for (const [holder, name] of names) {
      if (!pins.has(holder) && !unknown.has(holder)) {
        pins.set(
          holder,
          versionPin(
            'image',
            name,
            appVersion,
            {
              repository: repository.repository,
              revision: repository.revision,
              path: chartFile,
              line: lineOf(chart, ['appVersion']),
            },
            'appVersion',
          ),
        );
      }
    }
  }
  return [...pins].map(([holder, pin]) => ({
    pin,
    isOff: isInOffPart(holder, switches),
  }));
}

/** Whether something is switched off, or a part that it stands in. */
function isInOffPart(
  at: string,
  switches: ReadonlyMap<string, boolean>,
): boolean {
  for (
    let end = switches.size > 0 ? at.length : 0;
    end > 0;
    end = at.lastIndexOf('.', end - 1)
  ) {
    if (switches.get(at.slice(0, end)) === false) {
      return true;
    }
  }
  return false;
}
