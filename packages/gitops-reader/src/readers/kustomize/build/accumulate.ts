import { FileLocation } from '../../../facts';
import { listAt } from '../../../lib/json';
import { objectsOf } from '../../manifests';
import { ParsedFile } from '../../reader';
import { directoryOf } from '../../../files/treePaths';
import type { Build } from './build';
import { add, insert } from './collect';
import {
  mergedConfiguration,
  withConfigurations,
} from '../transformers/configuration';
import { addFinding, Context, locate, locationIn } from './context';
import { generate } from '../generators/generate';
import type { Ground } from './ground';
import { isKustomizationFile } from '../kustomization';
import { sayPartsMissing, sayWhatIsMissing } from './notBuilt';
import { Resource } from '../resource';
import { runPlugins } from '../generators/runPlugins';
import { transformAll } from '../transformers/transformAll';
import { declareVars } from '../transformers/vars';

/** What it costs to begin with a kustomization. */
const stepsToStart = 20;

/** Takes what a kustomization refers to, then changes all of it, in kustomize's own order. */
export function accumulate(
  before: Resource[],
  context: Context,
  ground: Ground,
): Resource[] {
  const { kustomization } = context;
  ground.spend(stepsToStart, context);
  if (!kustomization.foreign) {
    context.files.add(kustomization.file.path);
  }
  const taken = [...before];
  for (const list of ['resources', 'bases']) {
    listAt(kustomization.value, list).forEach((entry, position) => {
      if (typeof entry === 'string') {
        take(entry, [list, position], taken, context, ground);
      }
    });
  }
  let resources = taken;
  listAt(kustomization.value, 'components').forEach((entry, position) => {
    if (typeof entry === 'string') {
      const path = ['components', position];
      resources = withComponent(entry, path, resources, context, ground);
    }
  });
  ground.spend(resources.length, context);
  context.configuration = withConfigurations(context.configuration, context);
  generate(resources, context);
  runPlugins('generators', resources, context, ground);
  sayWhatIsMissing(context, ground);
  resources = transformAll(resources, context);
  resources = runPlugins('transformers', resources, context, ground);
  declareVars(resources, context);
  return resources;
}

/** Takes the objects of a file, or of the kustomization of a directory. */
function take(
  entry: string,
  path: (string | number)[],
  resources: Resource[],
  context: Context,
  ground: Ground,
): void {
  const location = locationIn(context, context.kustomization, path);
  const target = locate(entry, path, context);
  if (target === undefined) {
    return;
  }
  if (context.repository.has(target)) {
    takeFile(target, location, resources, context);
    return;
  }
  const base = ground.below(target, location, context);
  if (base) {
    standOn(base, context);
    context.versions.addAll(base.versions);
    for (const resource of base.resources) {
      insert(resources, resource, location, context);
    }
  }
}

function takeFile(
  target: string,
  location: FileLocation,
  resources: Resource[],
  context: Context,
): void {
  context.files.add(target);
  const file = context.repository.file(target);
  if (
    isKustomizationFile(target) &&
    file &&
    context.kustomizationAt(directoryOf(target))?.file === file
  ) {
    context.partial.push(`${target} is a kustomization`);
    addFinding(
      context,
      'kustomize-missing-resource',
      'error',
      location,
      `${target} is the file of a kustomization; kustomize takes its directory alone.`,
    );
    return;
  }
  if (!file || file.documents.length === 0) {
    context.partial.push(`${target} was not read`);
  }
  for (const document of file?.documents ?? []) {
    for (const placed of objectsOf(document)) {
      add(
        resources,
        placed.value,
        {
          file: file as ParsedFile,
          line: placed.line,
          lines: placed.lines,
        },
        location,
        context,
      );
    }
  }
}

/** What is true of a build is true of what stands on it. */
function standOn(build: Build, context: Context): void {
  context.uses.add(build.directory);
  sayPartsMissing(build, context);
  context.vars.addAll(build.vars);
  context.configuration = mergedConfiguration(
    context.configuration,
    build.configuration,
  );
}

/** A component changes what its user has gathered so far, so it is built anew for each. */
function withComponent(
  entry: string,
  path: (string | number)[],
  resources: Resource[],
  context: Context,
  ground: Ground,
): Resource[] {
  const target = locate(entry, path, context);
  if (target === undefined) {
    return resources;
  }
  const location = locationIn(context, context.kustomization, path);
  const kustomization = context.kustomizationAt(target);
  if (!kustomization?.component) {
    const build = ground.below(target, location, context);
    if (build) {
      standOn(build, context);
    }
    for (const resource of build?.resources ?? []) {
      insert(resources, resource, location, context);
    }
    return resources;
  }
  if (ground.isBeyond(target)) {
    ground.below(target, location, context);
    return resources;
  }
  if (ground.saysSpent(location, context)) {
    return resources;
  }
  const inner = { ...context, kustomization };
  const result = ground.within(target, () =>
    accumulate(resources, inner, ground),
  );
  context.configuration = inner.configuration;
  return result;
}
