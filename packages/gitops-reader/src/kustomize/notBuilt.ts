import { listAt, textAt } from '../json';
import { joinPath } from '../treePaths';
import { addFinding, Context, locationIn } from './context';

/** Parts of a kustomization that only kustomize with its plugins can build. */
export function sayWhatIsMissing(context: Context): void {
  const { kustomization } = context;
  const { value } = kustomization;
  for (const field of [
    'generators',
    'transformers',
    'helmChartInflationGenerator',
  ]) {
    const entries = listAt(value, field);
    if (entries.length > 0) {
      context.partial.push(`${field} are not run`);
      addFinding(
        context,
        'kustomize-not-built',
        'info',
        locationIn(context, kustomization, [field]),
        `${field} are programs of their own; what they make is not known here.`,
      );
      for (const entry of entries) {
        const path =
          typeof entry === 'string'
            ? joinPath(kustomization.directory, entry)
            : undefined;
        if (path !== undefined && context.repository.has(path)) {
          context.files.add(path);
        }
      }
    }
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
  listAt(value, 'replacements').forEach((replacement, position) => {
    const fields = listAt(replacement, 'targets').flatMap(target =>
      listAt(target, 'fieldPaths'),
    );
    if (
      fields.length === 0 ||
      fields.some(field =>
        /image|^metadata\.(name|namespace|labels)/.test(String(field)),
      )
    ) {
      context.partial.push('replacements are not applied');
      addFinding(
        context,
        'kustomize-not-built',
        'info',
        locationIn(context, kustomization, ['replacements', position]),
        'This replacement may change names, labels or images; it is not applied here.',
      );
    }
  });
}
