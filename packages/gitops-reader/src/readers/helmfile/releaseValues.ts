import { JsonObject, JsonValue } from '../../facts';
import { isObject, listAt, textAt } from '../../lib/json';
import { ParsedRepository } from '../reader';
import { directoryOf, joinPath } from '../../files/treePaths';
import { HelmfileContext, renderHelmfileWord } from './templated';

/** One layer of values of a release. */
export type ReleaseValues =
  | { type: 'file'; path: string }
  | { type: 'inline'; value: JsonObject; at: (string | number)[] };

/** A field as it is written, or as the `…Template` next to it makes it. */
export function wordAt(
  value: JsonObject,
  key: string,
  context: HelmfileContext,
): string | undefined {
  const text = textAt(value, `${key}Template`) ?? textAt(value, key);
  return text === undefined ? undefined : renderHelmfileWord(text, context);
}

/**
 * Layers of values of a release; `open` when some of them are not in this repository, `missing` when a file is known by
 * its name and is not there.
 */
export function releaseValues(
  value: JsonObject,
  path: string,
  context: HelmfileContext,
  { files }: ParsedRepository,
): { values: ReleaseValues[]; open: boolean; missing: boolean } {
  const values: (ReleaseValues | 'missing' | undefined)[] = [];
  for (const key of ['values', 'valuesTemplate']) {
    values.push(
      ...listAt(value, key).map(
        (entry, position): ReleaseValues | 'missing' | undefined => {
          if (isObject(entry)) {
            return { type: 'inline', value: entry, at: [key, position] };
          }
          const word =
            typeof entry === 'string'
              ? renderHelmfileWord(entry, context)?.trim()
              : undefined;
          const file =
            word === undefined || word.startsWith('/')
              ? undefined
              : joinPath(directoryOf(path), word);
          if (file === undefined) {
            return undefined;
          }
          return files.has(file) ? { type: 'file', path: file } : 'missing';
        },
      ),
    );
  }
  for (const key of ['set', 'setTemplate']) {
    values.push(
      ...listAt(value, key).map(
        (entry, position): ReleaseValues | undefined => {
          const nested = setValue(entry, context);
          return (
            nested && {
              type: 'inline',
              value: nested,
              at: [key, position, 'value'],
            }
          );
        },
      ),
    );
  }
  const known = values.filter(
    layer => layer !== undefined && layer !== 'missing',
  );
  return {
    values: known,
    open: known.length < values.length,
    missing: values.includes('missing'),
  };
}

/** `{name: a.b, value: c}` as values; undefined for paths with lists or quotes. */
function setValue(
  entry: JsonValue,
  context: HelmfileContext,
): JsonObject | undefined {
  const name = textAt(entry, 'name');
  const value = wordAt(isObject(entry) ? entry : {}, 'value', context);
  if (!name || value === undefined || !/^[\w-]+(\.[\w-]+){0,20}$/.test(name)) {
    return undefined;
  }
  const nested = name
    .split('.')
    .reverse()
    .reduce<JsonValue>((inner, part) => ({ [part]: inner }), value);
  return isObject(nested) ? nested : undefined;
}
