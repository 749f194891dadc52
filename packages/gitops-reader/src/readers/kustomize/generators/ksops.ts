import { JsonObject } from '../../../facts';
import { compact, listAt, objectAt, textAt } from '../../../lib/json';
import { objectsOf } from '../../manifests';
import { directoryOf, joinPath } from '../../../files/treePaths';
import { add, insert } from '../build/collect';
import { Context, locationIn } from '../build/context';
import { Plugin } from './plugins';
import { resourceOf, Resource } from '../resource';

const annotation = 'kustomize.config.k8s.io';

/** Whether a plugin is KSOPS: it decrypts files of Secrets, whose names are not encrypted. */
export function isKsops({ value }: Plugin): boolean {
  return (
    textAt(value, 'kind') === 'ksops' &&
    textAt(value, 'apiVersion')?.startsWith('viaduct.ai/') === true
  );
}

/** Takes the Secrets that KSOPS makes, without what is in them. */
export function takeDecrypted(
  plugin: Plugin,
  resources: Resource[],
  path: (string | number)[],
  context: Context,
): void {
  const location = locationIn(context, context.kustomization, path);
  for (const source of listAt(plugin.value, 'files')) {
    const target = locateSource(source, plugin, context);
    const file =
      target === undefined ? undefined : context.repository.file(target);
    if (target === undefined || !file || file.documents.length === 0) {
      context.partial.push(`${String(source).slice(0, 200)} was not read`);
      continue;
    }
    context.files.add(target);
    for (const document of file.documents) {
      for (const { value, lines, line } of objectsOf(document)) {
        if (isNew(value)) {
          add(resources, value, { file, line, lines }, location, context);
          hide(resources, value);
        }
      }
    }
  }
  listAt(plugin.value, 'secretFrom').forEach((from, position) => {
    const metadata = objectAt(from, 'metadata');
    const value = compact<JsonObject>({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata,
      type: textAt(from, 'type') ?? 'Opaque',
    });
    if (textAt(metadata, 'name') === undefined || !isNew(value)) {
      return;
    }
    const own = locationIn(
      context,
      { file: plugin.file, document: { ...plugin, line: 1 } },
      ['secretFrom', position],
    );
    insert(
      resources,
      resourceOf(value, { location: own, lines: own.line ?? 1 }),
      location,
      context,
    );
    hide(resources, value);
  });
}

/** Whether it is a Secret of its own, and no data for one that is there. */
function isNew(value: JsonObject): boolean {
  return !/^(merge|replace)$/.test(
    textAt(value, 'metadata', 'annotations', `${annotation}/behavior`) ?? '',
  );
}

/** What is in it is not known, nor the hash that its name may be given. */
function hide(resources: Resource[], value: JsonObject): void {
  const last = resources.length - 1;
  if (resources[last]?.value === value) {
    resources[last] = {
      ...resources[last],
      opaque: true,
      hashed:
        textAt(value, 'metadata', 'annotations', `${annotation}/needs-hash`) ===
        'true',
    };
  }
}

/** A file that is named from beside the generator, or from beside the kustomization. */
function locateSource(
  source: unknown,
  { file }: Plugin,
  context: Context,
): string | undefined {
  return typeof source === 'string'
    ? [directoryOf(file.path), context.kustomization.directory]
        .map(directory => joinPath(directory, source))
        .find(path => path !== undefined && context.repository.has(path))
    : undefined;
}
