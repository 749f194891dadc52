import { FileLocation, VersionPin } from './facts';
import { valuesImages } from './helm/valuesImages';
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
  const values = valueAt(resource.value, ...at);
  if (typeof values === 'string') {
    return imagesOfText(values, resource, at);
  }
  return valuesImages(values ?? null).flatMap(image =>
    image.version
      ? pinAt(
          'image',
          image.name ?? image.holder,
          resource,
          [...at, ...image.path],
          image.version,
        )
      : [],
  );
}

function imagesOfText(
  text: string,
  resource: Resource,
  at: readonly (string | number)[],
): VersionPin[] {
  const document = parseYaml('', text).documents[0];
  if (!document) {
    return [];
  }
  const line = lineOf(resource, at);
  return valuesImages(document.value).flatMap(
    ({ name, holder, version, path }) =>
      version && !/\$\{|\{\{/.test(version)
        ? [
            versionPin(
              'image',
              name ?? holder,
              version,
              // A text of several lines begins below its key.
              {
                ...resource.location,
                line: text.includes('\n')
                  ? line + lineOf(document, path)
                  : line,
              },
              [...at, ...path].join('.'),
            ),
          ]
        : [],
  );
}
