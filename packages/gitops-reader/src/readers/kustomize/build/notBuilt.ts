import { textAt } from '../../../lib/json';
import type { Build } from './build';
import { addFinding, Context, locationIn } from './context';
import type { Ground } from './ground';
import { readCharts } from '../generators/helmCharts';

/** Says of a plugin that it is a program of its own, which is not run. */
export function sayNotRun(
  field: string,
  path: (string | number)[],
  context: Context,
): void {
  context.partial.push(`${field} are not run`);
  context.unseen.add('plugin');
  addFinding(
    context,
    'kustomize-not-built',
    'info',
    locationIn(context, context.kustomization, path),
    `${field} are programs of their own; what they make is not known here.`,
  );
}

/** What is missing of a build is missing of what stands on it. */
export function sayPartsMissing(build: Build, context: Context): void {
  build.partial.forEach(reason => context.partial.push(reason));
  build.unseen.forEach(what => context.unseen.add(what));
}

/** Parts of a kustomization that only kustomize itself can build. */
export function sayWhatIsMissing(context: Context, ground: Ground): void {
  const { kustomization } = context;
  const { value } = kustomization;
  if (textAt(value, 'openapi', 'path') !== undefined) {
    context.partial.push('a schema of its own is not read');
    addFinding(
      context,
      'kustomize-not-built',
      'info',
      locationIn(context, kustomization, ['openapi']),
      'The schema is not read: lists of custom resources are replaced where it may merge them.',
    );
  }
  readCharts(context, ground);
}
