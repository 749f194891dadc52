import { listAt } from '../../../lib/json';
import { ParsedFile } from '../../reader';
import { parseYaml } from '../../../yaml';
import { Context, locate, locationIn } from '../build/context';
import { generate } from './generate';
import type { Ground } from '../build/ground';
import { isKsops, takeDecrypted } from './ksops';
import {
  sayNotRun,
  sayPartsMissing,
  sayWhatIsMissing,
} from '../build/notBuilt';
import { asKustomization, Plugin } from './plugins';
import { Resource } from '../resource';
import { transformAll } from '../transformers/transformAll';

/** Runs what kustomize brings along as plugins; says what is a program of its own. */
export function runPlugins(
  field: 'generators' | 'transformers',
  resources: Resource[],
  context: Context,
  ground: Ground,
): Resource[] {
  let result = resources;
  listAt(context.kustomization.value, field).forEach((entry, position) => {
    if (typeof entry !== 'string') {
      return;
    }
    const path = [field, position];
    for (const plugin of pluginsAt(entry, path, context, ground)) {
      const inner = asKustomization(plugin, context);
      if (field === 'generators' && isKsops(plugin)) {
        takeDecrypted(plugin, result, path, context);
      } else if (!inner) {
        sayNotRun(field, path, context);
      } else if (field === 'generators') {
        generate(result, inner);
        sayWhatIsMissing(inner, ground);
      } else {
        ground.spend(result.length, context);
        result = transformAll(result, inner);
      }
    }
  });
  return result;
}

/** Plugins that an entry names: written in it, in a file, or built by a directory. */
function pluginsAt(
  entry: string,
  path: (string | number)[],
  context: Context,
  ground: Ground,
): Plugin[] {
  const { kustomization } = context;
  const location = locationIn(context, kustomization, path);
  if (entry.includes('\n')) {
    return parseYaml(
      location.path,
      entry,
      (location.line ?? 1) + 1,
    ).documents.map(document => ({ ...document, file: kustomization.file }));
  }
  const target = locate(entry, path, context);
  if (target === undefined) {
    return [];
  }
  if (context.repository.has(target)) {
    const file = context.repository.file(target);
    context.files.add(target);
    return (file?.documents ?? []).map(document => ({
      ...document,
      file: file as ParsedFile,
    }));
  }
  const build = ground.below(target, location, context);
  if (build) {
    context.uses.add(target);
    sayPartsMissing(build, context);
  }
  return (build?.resources ?? []).map(({ value, lines, location: from }) => ({
    value,
    lines,
    file: { path: from.path, digest: '', documents: [], findings: [] },
  }));
}
