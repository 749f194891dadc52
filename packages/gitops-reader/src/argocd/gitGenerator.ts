import { TreeIndex } from '../deployments';
import { JsonObject, JsonValue } from '../facts';
import { isObject, listAt, textAt } from '../json';
import { ParsedRepository } from '../reader';
import { baseName, directoryOf } from '../treePaths';
import { globPattern } from './globs';
import { flatten, normalizeName } from './parameters';

/** Parameters from directories and files of this repository. */
export function gitParameters(
  spec: JsonObject,
  repository: ParsedRepository,
  index: TreeIndex,
  go: boolean,
): JsonObject[] {
  const prefix = textAt(spec, 'pathParamPrefix');
  const directories = matching(
    listAt(spec, 'directories'),
    index.directories(),
    false,
  ).filter(path => !path.split('/').some(part => part.startsWith('.')));
  const files = matching(listAt(spec, 'files'), repository.paths, true);
  return [
    ...directories.map(path => pathParameters(path, prefix, go)),
    ...files.flatMap(path => {
      const content = repository.files.get(path)?.documents[0]?.value;
      return (Array.isArray(content) ? content : [content])
        .filter(isObject)
        .map(item => ({
          ...(go ? item : flatten(item)),
          ...pathParameters(directoryOf(path), prefix, go, baseName(path)),
        }));
    }),
  ];
}

function matching(
  entries: JsonValue[],
  candidates: Iterable<string>,
  greedy: boolean,
): string[] {
  if (entries.length === 0) {
    return [];
  }
  const wanted: RegExp[] = [];
  const unwanted: RegExp[] = [];
  for (const entry of entries) {
    const glob = (textAt(entry, 'path') ?? '').replace(/^\.\/|\/$/g, '');
    const pattern = globPattern(glob, { greedy });
    if (pattern) {
      (textAt(entry, 'exclude') === 'true' ? unwanted : wanted).push(pattern);
    }
  }
  return [...candidates]
    .filter(
      path =>
        wanted.some(pattern => pattern.test(path)) &&
        !unwanted.some(pattern => pattern.test(path)),
    )
    .sort();
}

function pathParameters(
  path: string,
  prefix: string | undefined,
  go: boolean,
  file?: string,
): JsonObject {
  const basename = baseName(path);
  const names: JsonObject = {
    path,
    basename,
    basenameNormalized: normalizeName(basename),
    ...(file === undefined
      ? {}
      : { filename: file, filenameNormalized: normalizeName(file) }),
  };
  const segments = path.split('/');
  if (go) {
    const own = { path: { ...names, segments } };
    return prefix ? { [prefix]: own } : own;
  }
  const key = prefix ? `${prefix}.path` : 'path';
  const flat: JsonObject = { [key]: path };
  for (const name of Object.keys(names)) {
    flat[`${key}.${name}`] = names[name];
  }
  segments.forEach((segment, position) => {
    flat[`${key}[${position}]`] = segment;
  });
  return flat;
}
