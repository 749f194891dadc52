import { AskedPath, TreeIndex } from '../../engines';
import { JsonObject, JsonValue } from '../../facts';
import { isObject, listAt, objectAt, textAt } from '../../lib/json';
import { ParsedRepository } from '../reader';
import { baseName, directoryOf } from '../../files/treePaths';
import { globPattern } from './globs';
import { linesOf } from '../../yaml';
import {
  flatten,
  normalizeName,
  Parameters,
  ParameterSource,
} from './parameters';

/** Parameters from directories and files of this repository. */
export function gitParameters(
  spec: JsonObject,
  repository: ParsedRepository,
  index: TreeIndex,
  go: boolean,
): Parameters[] {
  const prefix = textAt(spec, 'pathParamPrefix');
  const directories = matching(
    listAt(spec, 'directories'),
    index.directories(),
    false,
  ).filter(path => !path.split('/').some(part => part.startsWith('.')));
  const files = matching(listAt(spec, 'files'), repository.paths, true);
  return [
    ...directories.map(path => ({ values: pathParameters(path, prefix, go) })),
    ...files.flatMap(path =>
      itemsOf(path, repository).map(source => ({
        values: {
          ...(go ? source.value : flatten(source.value)),
          ...pathParameters(directoryOf(path), prefix, go, baseName(path)),
        },
        sources: [source],
      })),
    ),
  ];
}

/** Generators within generators that are looked at. */
const deepest = 3;

/**
 * Paths that generators of directories and files look for: those that are named, also to be left out, and the
 * directories in which others are looked for, unless their name is one that many repositories have.
 */
export function askedPaths(generator: JsonValue, depth = 0): AskedPath[] {
  if (depth > deepest) {
    return [];
  }
  const git = objectAt(generator, 'git');
  const url = textAt(git, 'repoURL');
  const own =
    url === undefined
      ? []
      : [...listAt(git, 'directories'), ...listAt(git, 'files')].flatMap(
          (entry): AskedPath[] => {
            const segments = (textAt(entry, 'path') ?? '')
              .replace(/^\.?\/|\/$/g, '')
              .split('/');
            const glob = segments.findIndex(part => /[*?[{\\]/.test(part));
            const named = glob < 0 ? segments : segments.slice(0, glob);
            return glob < 0 || named.length > 1
              ? [{ url, path: named.join('/') }]
              : [];
          },
        );
  const inner = ['matrix', 'merge'].flatMap(kind =>
    listAt(objectAt(generator, kind), 'generators'),
  );
  return [...own, ...inner.flatMap(part => askedPaths(part, depth + 1))];
}

/** What a file holds: one mapping, or a list of them. */
function itemsOf(path: string, { files }: ParsedRepository): ParameterSource[] {
  const document = files.get(path)?.documents[0];
  if (!document) {
    return [];
  }
  const { value, lines } = document;
  return Array.isArray(value)
    ? value.flatMap((item, position) =>
        isObject(item)
          ? [{ value: item, file: { path, lines: linesOf(lines, [position]) } }]
          : [],
      )
    : [value]
        .filter(isObject)
        .map(item => ({ value: item, file: { path, lines } }));
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
