import { FileLocation, VersionPin } from '../facts';
import { isOpen } from '../engines';
import { unknownVersion, ValuesFile } from '../readers/helm/pins';
import { valuesContent, ValuesImage } from '../readers/helm/valuesImages';
import { textAt, valueAt } from '../lib/json';
import { locationAt, originOf, Resource } from '../readers/kustomize/resource';
import { parseYaml, lineOf } from '../yaml';
import { versionPin } from '../workloads/versionPin';
import { imageVersion, splitImage } from '../workloads/workload';

/** A version as a field of an engine object writes it; none while it waits for a variable. */
export function pinAt(
  kind: VersionPin['kind'],
  name: string | undefined,
  resource: Resource,
  path: readonly (string | number)[],
  written?: string,
): VersionPin[] {
  const value = written ?? textAt(resource.value, ...path);
  if (!name || !value || /\$\{|\{\{/.test(value)) {
    return [];
  }
  const { location, key } = placeAt(resource, path);
  return [versionPin(kind, name, value, location, key)];
}

/** Where a value of an object is written, and the key that it has there. */
function placeAt(
  resource: Resource,
  path: readonly (string | number)[],
): { location: FileLocation; key: string } {
  return {
    location: locationAt(resource, path),
    key: originOf(resource, path)?.key ?? path.join('.'),
  };
}

/** Images in Helm values that stand in an object, as fields or as a text of YAML: a layer over values files. */
export function inlineLayer(
  resource: Resource,
  at: readonly (string | number)[],
): ValuesFile {
  const values = valueAt(resource.value, ...at);
  const { path } = resource.location;
  if (typeof values === 'string') {
    return { path, ...layerOfText(values, resource, at) };
  }
  const { images, switches } = valuesContent(values ?? null);
  return {
    path,
    switches,
    images: images.map(image => ({
      image: closed(image),
      ...placeAt(resource, [...at, ...image.path]),
    })),
  };
}

/** A value that `--set` gives by its name, and where the value is written. */
export interface SetValue {
  name: string;
  value: string;
  at: readonly (string | number)[];
}

/** Images that such values name, one after the other: a layer over values files. */
export function setLayer(
  resource: Resource,
  values: readonly SetValue[],
): ValuesFile {
  return {
    path: resource.location.path,
    switches: new Map(
      values.flatMap(({ name, value }) => {
        const part = /^(.+)\.(?:enabled|create)$/.exec(name)?.[1];
        return part === undefined ? [] : [[part, value !== 'false'] as const];
      }),
    ),
    images: values.flatMap(each =>
      imageOfSet(each, values).map(image => ({
        image: closed(image),
        ...placeAt(resource, each.at),
      })),
    ),
  };
}

function imageOfSet(
  { name, value }: SetValue,
  values: readonly SetValue[],
): ValuesImage[] {
  const path = name.split('.');
  const holder = path.slice(0, -1).join('.');
  const field = path[path.length - 1];
  // Others have a digest or a repository, too.
  const isImage =
    /image$/i.test(holder) ||
    values.some(other => other.name === `${holder}.tag`);
  if (/^tag$/i.test(field) || (isImage && /^(digest|sha)$/i.test(field))) {
    return [{ version: value, path, holder }];
  }
  if (isImage && field === 'repository') {
    return [{ name: value, path, holder }];
  }
  if (/^(image|.*Image)$/.test(field)) {
    const image = splitImage(value);
    const version = imageVersion(image);
    return [
      version === undefined
        ? { version: unknownVersion, path, holder: name }
        : { name: image.name, version, path, holder: name },
    ];
  }
  return [];
}

/** What waits for a variable is not known. */
export function closed(image: ValuesImage): ValuesImage {
  return {
    ...image,
    ...(isOpen(image.name) ? { name: undefined } : {}),
    ...(isOpen(image.version) ? { version: unknownVersion } : {}),
  };
}

function layerOfText(
  text: string,
  resource: Resource,
  at: readonly (string | number)[],
): Pick<ValuesFile, 'images' | 'switches'> {
  const document = parseYaml('', text).documents[0];
  if (!document) {
    return { images: [] };
  }
  const line = lineOf(resource, at);
  const { images, switches } = valuesContent(document.value);
  return {
    switches,
    images: images.map(image => ({
      image: closed(image),
      // A text of several lines begins below its key.
      location: {
        ...resource.location,
        line: text.includes('\n') ? line + lineOf(document, image.path) : line,
      },
      key: [...at, ...image.path].join('.'),
    })),
  };
}
