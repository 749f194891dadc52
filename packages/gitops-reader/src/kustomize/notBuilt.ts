import { textAt } from '../json';
import { addFinding, Context, locationIn } from './context';
import { readCharts } from './helmCharts';

/** Says of a plugin that it is a program of its own, which is not run. */
export function sayNotRun(
  field: string,
  path: (string | number)[],
  context: Context,
): void {
  context.partial.push(`${field} are not run`);
  addFinding(
    context,
    'kustomize-not-built',
    'info',
    locationIn(context, context.kustomization, path),
    `${field} are programs of their own; what they make is not known here.`,
  );
}

/** Parts of a kustomization that only kustomize itself can build. */
export function sayWhatIsMissing(context: Context): void {
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
  readCharts(context);
}
