import { isOpen } from '../../engines';
import { inlineLayer, setLayer, SetValue } from '../../engines/enginePins';
import { JsonValue } from '../../facts';
import { openedValue } from '../helm/openedValue';
import { ValuesFile } from '../helm/pins';
import { mapOf, Value } from '../helm/template/value';
import { isObject, listAt, objectAt, textAt } from '../../lib/json';
import { Resource } from '../kustomize/resource';
import { parseYaml } from '../../yaml';
import { ApplicationSource } from './application';
import { withBuildEnvironment } from './buildEnvironment';

/** Values that the object of an engine gives to a chart. */
export interface EngineValues {
  /** Layers over those of files. */
  values: Value[];
  /** The same, as images and the lines that set them. */
  images: ValuesFile[];
  /** Whether nothing else can add to them. */
  closed: boolean;
}

/**
 * Values that a source gives to its chart over those of files. Files beside the source lay theirs over, and replace
 * texts and lists as a whole.
 */
export function sourceValues(
  application: Resource,
  { source, path }: ApplicationSource,
  overrides: readonly Resource[],
): EngineValues {
  const holders = [
    { resource: application, at: [...path, 'helm'] },
    ...overrides.map(resource => ({ resource, at: ['helm'] })),
  ].map(({ resource, at }) => ({
    resource,
    at,
    helm: objectAt(resource.value, ...at),
  }));
  const objects = holders.filter(({ helm }) => objectAt(helm, 'valuesObject'));
  // Argo CD looks at the text only where there is no object.
  const text =
    objects.length === 0
      ? holders.findLast(({ helm }) => textAt(helm, 'values') !== undefined)
      : undefined;
  const written = textAt(text?.helm, 'values');
  const parsed =
    written === undefined
      ? undefined
      : parseYaml('', written).documents[0]?.value;
  const isKnown = !isOpen(written);
  const set = holders.findLast(({ helm }) => Array.isArray(helm?.parameters));
  const parameters = listAt(set?.helm, 'parameters').map(
    (parameter, position): SetValue => ({
      name: textAt(parameter, 'name') ?? '',
      value: withBuildEnvironment(
        textAt(parameter, 'value') ?? '',
        application.value,
        source,
      ),
      at: [...(set?.at ?? []), 'parameters', position, 'value'],
    }),
  );
  const singles = parameters.map(parameterValue);
  return {
    values: [
      // A text that waits for a variable may be no YAML at all.
      isKnown && isObject(parsed) ? parsed : undefined,
      ...objects.map(({ helm }) =>
        openedValue(objectAt(helm, 'valuesObject') ?? {}),
      ),
      ...singles,
    ].filter((layer): layer is Value => layer !== undefined),
    images: [
      ...(text && written !== undefined
        ? [
            {
              ...inlineLayer(text.resource, [...text.at, 'values']),
              open: mayHoldMore(written, parsed),
            },
          ]
        : []),
      ...objects.map(({ resource, at }) =>
        inlineLayer(resource, [...at, 'valuesObject']),
      ),
      ...(set ? [setLayer(set.resource, parameters)] : []),
    ],
    closed: isKnown && !singles.includes(undefined),
  };
}

/** Whether a text that waits for variables may set more than what can be told of it. */
function mayHoldMore(text: string, parsed: JsonValue | undefined): boolean {
  return (
    isOpen(text) &&
    (!isObject(parsed) || /\{\{-?\s*(if|else|range|with)\b/.test(text))
  );
}

/** `--set a.b=c` as values; undefined for paths with lists or quotes. */
function parameterValue({ name, value }: SetValue): Value | undefined {
  if (!/^[\w-]+(\.[\w-]+){0,20}$/.test(name)) {
    return undefined;
  }
  const plain: Value =
    value === 'true' || value === 'false'
      ? value === 'true'
      : openedValue(value);
  return name
    .split('.')
    .reverse()
    .reduce<Value>((inner, key) => mapOf([[key, inner]]), plain);
}
