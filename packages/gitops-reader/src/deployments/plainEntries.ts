import { globPattern } from '../readers/argocd/globs';
import { KustomizeBuilder } from '../readers/kustomize/build/build';
import { textAt } from '../lib/json';
import { perFile } from '../memory/perFile';
import { ParsedRepository } from '../readers/reader';
import { isKustomizationFile } from '../readers/kustomize/kustomization';
import { PlainFiles } from '../engines/deployment';
import { TreeIndex } from '../engines/treeIndex';

/** Whether a file declares objects, as opposed to values and the like. */
const holdsObjects = perFile(({ documents }) =>
  documents.some(
    ({ value }) =>
      textAt(value, 'kind') !== undefined &&
      textAt(value, 'apiVersion') !== undefined,
  ),
);

/** What an engine applies from a directory without a kustomization, relative to it. */
export function plainEntries(
  directory: string,
  plain: PlainFiles,
  repository: ParsedRepository,
  index: TreeIndex,
  builder: KustomizeBuilder,
): string[] {
  const prefix = directory === '' ? '' : `${directory}/`;
  const glob = (text: string | undefined) =>
    text === undefined
      ? undefined
      : globPattern(text, { greedy: true, alternatives: true });
  const include = glob(plain.include);
  const exclude = glob(plain.exclude);
  if (
    (plain.include !== undefined && !include) ||
    (plain.exclude !== undefined && !exclude)
  ) {
    return [];
  }
  const entries: string[] = [];
  const pending = [directory];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    if (
      plain.build &&
      at !== directory &&
      builder.kustomization(at) !== undefined
    ) {
      entries.push(at.slice(prefix.length));
      continue;
    }
    for (const path of index.filesIn(at)) {
      const relative = path.slice(prefix.length);
      const file = /\.(ya?ml|json)$/.test(path)
        ? repository.files.get(path)
        : undefined;
      if (
        file &&
        !isKustomizationFile(path) &&
        (!include || include.test(relative)) &&
        !exclude?.test(relative) &&
        holdsObjects(file, repository)
      ) {
        entries.push(relative);
      }
    }
    if (plain.recurse) {
      pending.push(...index.directoriesIn(at));
    }
  }
  return entries.sort();
}
