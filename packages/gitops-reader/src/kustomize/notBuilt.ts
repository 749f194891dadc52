import { listAt, textAt } from '../json';
import { joinPath } from '../treePaths';
import { addFinding, Context, locationIn } from './context';

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
  if (listAt(value, 'helmChartInflationGenerator').length > 0) {
    sayNotRun(
      'helmChartInflationGenerator',
      ['helmChartInflationGenerator'],
      context,
    );
  }
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
  listAt(value, 'helmCharts').forEach((chart, position) => {
    const name = textAt(chart, 'name');
    const version = textAt(chart, 'version');
    const location = locationIn(context, kustomization, [
      'helmCharts',
      position,
    ]);
    context.partial.push(`the chart ${name ?? ''} is not rendered`);
    addFinding(
      context,
      'kustomize-not-built',
      'info',
      location,
      `The chart ${name ?? ''} is not rendered; its objects are not known here.`,
    );
    for (const field of ['valuesFile', 'additionalValuesFiles']) {
      const files = [textAt(chart, field), ...listAt(chart, field)];
      for (const file of files) {
        const path =
          typeof file === 'string'
            ? joinPath(kustomization.directory, file)
            : undefined;
        if (path !== undefined && context.repository.has(path)) {
          context.files.add(path);
        }
      }
    }
    if (name && version) {
      context.versions.push({
        kind: 'chart',
        name,
        value: version,
        evidence: {
          type: 'file',
          location: locationIn(context, kustomization, [
            'helmCharts',
            position,
            'version',
          ]),
          text: `version: ${version}`.slice(0, 200),
        },
        key: `helmCharts[name=${name}].version`,
      });
    }
  });
}
