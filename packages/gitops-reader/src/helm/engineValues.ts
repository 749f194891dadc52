import { applicationSources, isApplication } from '../argocd/application';
import { Deployment, isOpen } from '../deployments';
import { inlineLayer } from '../enginePins';
import { JsonValue } from '../facts';
import { isFlux } from '../flux/fluxObjects';
import { isObject, listAt, objectAt, textAt } from '../json';
import { Resource } from '../kustomize/resource';
import { ParsedRepository } from '../reader';
import { lineOf, parseYaml } from '../yaml';
import { unknownVersion, ValuesFile } from './pins';
import { gap, mapOf, unknown, Value } from './template/value';

/** Values that the object of an engine gives to a chart. */
export interface EngineValues {
  /** Layers over those of files. */
  values: Value[];
  /** The same, as images and the lines that set them. */
  images: ValuesFile[];
  /** Whether nothing else can add to them. */
  closed: boolean;
}

/** Values that stand in the object of the engine. */
export function engineValues({
  engine: { resource, openValues = false },
  fact,
  path,
}: Deployment): EngineValues {
  const { value } = resource;
  if (isFlux(value, 'HelmRelease')) {
    const values = objectAt(value, 'spec', 'values');
    return {
      values: values ? [opened(values)] : [],
      images: [inlineLayer(resource, ['spec', 'values'])],
      closed: !openValues && listAt(value, 'spec', 'valuesFrom').length === 0,
    };
  }
  const entry = applicationSources(value).find(
    ({ source }) =>
      textAt(source, 'path') !== undefined &&
      (fact.path === path || textAt(source, 'path') === path),
  );
  if (!isApplication(value) || !entry) {
    return { values: [], images: [], closed: false };
  }
  const helm = objectAt(entry.source, 'helm');
  const at = [...entry.path, 'helm'];
  const text = textAt(helm, 'values');
  // A text that waits for a variable may be no YAML at all.
  const written = isOpen(text) ? undefined : text;
  const parsed =
    written === undefined ? undefined : parseYaml('', written).documents[0];
  const given = objectAt(helm, 'valuesObject');
  const parameters = listAt(helm, 'parameters').map(parameterValue);
  return {
    values: [
      parsed && isObject(parsed.value) ? parsed.value : undefined,
      given && opened(given),
      ...parameters,
    ].filter((layer): layer is Value => layer !== undefined),
    images: [
      ...(parsed ? [inlineLayer(resource, [...at, 'values'])] : []),
      inlineLayer(resource, [...at, 'valuesObject']),
      parameterImages(resource, at),
    ],
    closed: !openValues && text === written && !parameters.includes(undefined),
  };
}

/** Values in which a text that is not all known is unknown as a whole, or in its part. */
function opened(value: JsonValue): Value {
  if (typeof value === 'string') {
    return value === gap ||
      (value !== '' && isOpen(value) && !value.includes(gap))
      ? unknown
      : value;
  }
  if (Array.isArray(value)) {
    return value.map(opened);
  }
  return isObject(value)
    ? mapOf(Object.keys(value).map(key => [key, opened(value[key] ?? null)]))
    : value;
}

/** `--set a.b=c` as values; undefined for paths with lists or quotes. */
function parameterValue(parameter: JsonValue): Value | undefined {
  const name = textAt(parameter, 'name');
  const value = textAt(parameter, 'value') ?? '';
  if (!name || !/^[\w-]+(\.[\w-]+){0,20}$/.test(name)) {
    return undefined;
  }
  const plain: Value =
    value === 'true' || value === 'false' ? value === 'true' : opened(value);
  return name
    .split('.')
    .reverse()
    .reduce<Value>((inner, key) => mapOf([[key, inner]]), plain);
}

/** Tags that parameters of Helm set. */
function parameterImages(
  resource: Resource,
  at: (string | number)[],
): ValuesFile {
  const { location, value } = resource;
  return {
    path: location.path,
    images: listAt(value, ...at, 'parameters').flatMap(
      (parameter, position) => {
        const [, holder, field] =
          /^(?:(.*)\.)?(tag|digest|sha)$/i.exec(
            textAt(parameter, 'name') ?? '',
          ) ?? [];
        const version = textAt(parameter, 'value');
        const place = [...at, 'parameters', position, 'value'];
        return field === undefined
          ? []
          : [
              {
                image: {
                  version:
                    version === undefined || isOpen(version)
                      ? unknownVersion
                      : version,
                  path: [...(holder ? holder.split('.') : []), field],
                  holder: holder ?? '',
                },
                location: { ...location, line: lineOf(resource, place) },
                key: place.join('.'),
              },
            ];
      },
    ),
  };
}

/** Whether files of values that are not read may set what others leave to a default. */
export function hasUnreadFiles(
  { fact: { valuesFiles = [], valuesRepoUrl } }: Deployment,
  { paths, files }: ParsedRepository,
): boolean {
  return valuesFiles.some(
    path =>
      isOpen(path) ||
      (paths.has(path) ? !files.has(path) : valuesRepoUrl !== undefined),
  );
}
