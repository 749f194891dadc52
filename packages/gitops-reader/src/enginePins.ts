import { FileLocation, VersionPin } from './facts';
import { isOpen } from './deployments';
import { ImageInValues, unknownVersion, ValuesFile } from './helm/pins';
import { ValuesImage, valuesImages } from './helm/valuesImages';
import { textAt, valueAt } from './json';
import { originOf, Resource } from './kustomize/resource';
import { parseYaml, lineOf } from './yaml';
import { versionPin } from './versionPin';

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
  const origin = originOf(resource, [...path]);
  const location: FileLocation = origin?.location ?? {
    ...resource.location,
    line: lineOf(resource, path),
  };
  return [
    versionPin(kind, name, value, location, origin?.key ?? path.join('.')),
  ];
}

/** Images in Helm values that stand in the object itself: as fields, or as a text of YAML. */
export function inlineImages(
  resource: Resource,
  at: readonly (string | number)[],
): VersionPin[] {
  return inlineLayer(resource, at).images.flatMap(
    ({ image: { name, holder, version, path }, location, key }) =>
      version
        ? [
            versionPin(
              'image',
              name ?? holder,
              version,
              location,
              key ?? path.join('.'),
            ),
          ]
        : [],
  );
}

/** The same as a layer over values files. */
export function inlineLayer(
  resource: Resource,
  at: readonly (string | number)[],
): ValuesFile {
  const values = valueAt(resource.value, ...at);
  const { path } = resource.location;
  if (typeof values === 'string') {
    return { path, images: imagesOfText(values, resource, at) };
  }
  return {
    path,
    images: valuesImages(values ?? null).map(image => {
      const place = [...at, ...image.path];
      const origin = originOf(resource, place);
      return {
        image: closed(image),
        location: origin?.location ?? {
          ...resource.location,
          line: lineOf(resource, place),
        },
        key: origin?.key ?? place.join('.'),
      };
    }),
  };
}

/** What waits for a variable is not known. */
function closed(image: ValuesImage): ValuesImage {
  return {
    ...image,
    ...(isOpen(image.name) ? { name: undefined } : {}),
    ...(isOpen(image.version) ? { version: unknownVersion } : {}),
  };
}

function imagesOfText(
  text: string,
  resource: Resource,
  at: readonly (string | number)[],
): ImageInValues[] {
  const document = parseYaml('', text).documents[0];
  if (!document) {
    return [];
  }
  const line = lineOf(resource, at);
  return valuesImages(document.value).map(image => ({
    image: closed(image),
    // A text of several lines begins below its key.
    location: {
      ...resource.location,
      line: text.includes('\n') ? line + lineOf(document, image.path) : line,
    },
    key: [...at, ...image.path].join('.'),
  }));
}
