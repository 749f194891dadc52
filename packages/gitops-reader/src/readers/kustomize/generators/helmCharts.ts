import { closed, inlineLayer } from '../../../engines/enginePins';
import { JsonValue } from '../../../facts';
import { pinsOfLayers, readValuesFile, ValuesFile } from '../../helm/pins';
import { listAt, objectAt, textAt } from '../../../lib/json';
import { directoryOf, joinPath } from '../../../files/treePaths';
import { versionPin } from '../../../workloads/versionPin';
import { addFinding, Context, locationIn } from '../build/context';
import type { Ground } from '../build/ground';

/** Lists of charts, and what each calls the same fields: the second one is the first of old. */
const lists = [
  {
    list: 'helmCharts',
    name: 'name',
    version: 'version',
    repo: 'repo',
    valuesFile: 'valuesFile',
    valuesInline: 'valuesInline',
  },
  {
    list: 'helmChartInflationGenerator',
    name: 'chartName',
    version: 'chartVersion',
    repo: 'chartRepoUrl',
    valuesFile: 'values',
    valuesInline: 'valuesLocal',
  },
] as const;

/** A chart that a kustomization has Helm render. */
interface ChartEntry {
  entry: JsonValue;
  at: (string | number)[];
  fields: (typeof lists)[number];
  name: string;
  /** Its `Chart.yaml`, where the chart stands in this tree. */
  file?: string;
}

/** Nobody has more charts in one kustomization, or more files of values for one of them. */
const mostCharts = 500;
const mostValuesFiles = 50;

const notRendered = 'is not rendered';

/** Says of charts that they are not rendered, and keeps what can be told of them all the same: their versions. */
export function readCharts(context: Context, ground: Ground): void {
  const { kustomization } = context;
  for (const fields of lists) {
    const entries = listAt(kustomization.value, fields.list);
    if (entries.length > 0) {
      context.unseen.add('chart');
    }
    if (entries.length > mostCharts) {
      context.partial.push(
        `what comes after ${mostCharts} charts ${notRendered}`,
      );
    }
    entries.slice(0, mostCharts).forEach((entry, position) => {
      const name = textAt(entry, fields.name) ?? '';
      const at = [fields.list, position];
      const location = locationIn(context, kustomization, at);
      context.partial.push(`the chart ${name} ${notRendered}`);
      addFinding(
        context,
        'kustomize-not-built',
        'info',
        location,
        `The chart ${name} ${notRendered}; its objects are not known here.`,
      );
      if (name && !ground.saysSpent(location, context)) {
        const file = localChart(entry, fields, name, context);
        readChart({ entry, at, fields, name, file }, context, ground);
      }
    });
  }
}

function readChart(chart: ChartEntry, context: Context, ground: Ground): void {
  const { entry, at, fields, name, file } = chart;
  const { repository, kustomization } = context;
  const version = textAt(entry, fields.version);
  // A chart that is there is taken as it is, whatever version is asked for.
  if (version && (file === undefined || textAt(entry, fields.repo))) {
    context.versions.add(
      versionPin(
        'chart',
        name,
        version,
        locationIn(context, kustomization, [...at, fields.version]),
        `${keyOf(chart)}.${fields.version}`,
      ),
    );
  }
  const layers = layersOf(chart, context).map(layer => {
    ground.spend(layer.images.length, context);
    return ofChart(layer, chart);
  });
  context.versions.addAll(
    pinsOfLayers(
      {
        repository: repository.repository,
        revision: repository.revision,
        files: { get: path => repository.file(path) },
      },
      layers,
      file,
    ),
  );
}

/** What the entry is called in keys of versions. */
function keyOf({ fields, name }: ChartEntry): string {
  return `${fields.list}[name=${name}]`;
}

/** The chart in the tree that kustomize would take, and not pull. */
function localChart(
  entry: JsonValue,
  fields: ChartEntry['fields'],
  name: string,
  { kustomization, repository }: Context,
): string | undefined {
  const version = textAt(entry, fields.version);
  const home =
    textAt(entry, 'chartHome') ??
    textAt(kustomization.value, 'helmGlobals', 'chartHome') ??
    'charts';
  const pulled =
    version && textAt(entry, fields.repo) ? `${name}-${version}/` : '';
  const path = home.startsWith('/')
    ? undefined
    : joinPath(kustomization.directory, `${home}/${pulled}${name}/Chart.yaml`);
  return path !== undefined && repository.has(path) ? path : undefined;
}

/**
 * Values of a chart in the order in which they are laid over each other: those in place change the file of values
 * before Helm sees it, and files in addition come last.
 */
function layersOf(
  { entry, at, fields, file }: ChartEntry,
  context: Context,
): ValuesFile[] {
  const defaults = file
    ? layersOfDefaults(`${directoryOf(file)}/values.yaml`, context)
    : undefined;
  const written = textAt(entry, fields.valuesFile);
  const inline = objectAt(entry, fields.valuesInline);
  const paths = listAt(entry, 'additionalValuesFiles');
  const additional = paths
    .slice(0, mostValuesFiles)
    .map(path => layerOfFile(path, context));
  if (paths.length > mostValuesFiles) {
    additional.push(unknownValues(context.kustomization.file.path));
  }
  const own = written === undefined ? undefined : layerOfFile(written, context);
  if (!inline || Object.keys(inline).length === 0) {
    return [...(defaults ?? []), ...(own ? [own] : []), ...additional];
  }
  const { value, document, file: kustomization } = context.kustomization;
  const given = inlineLayer(
    {
      value,
      lines: document.lines,
      location: locationIn(context, context.kustomization, []),
      identities: [],
      places: [],
      origins: new Map(),
    },
    [...at, fields.valuesInline],
  );
  switch (textAt(entry, 'valuesMerge') ?? 'override') {
    case 'override':
      return [...(defaults ?? []), ...(own ? [own] : []), given, ...additional];
    case 'merge':
      // Of a chart that is elsewhere, nobody here knows what its defaults set.
      return [
        given,
        ...(own ? [own] : (defaults ?? [unknownValues(kustomization.path)])),
        ...additional,
      ];
    case 'replace':
      return [...(defaults ?? []), given, ...additional];
    default:
      // Kustomize builds nothing of it.
      return [];
  }
}

function layersOfDefaults(path: string, context: Context): ValuesFile[] {
  return context.repository.has(path) ? [layerOfFile(path, context, '')] : [];
}

/** A file that is not read may set anything. */
function layerOfFile(
  entry: JsonValue,
  context: Context,
  directory = context.kustomization.directory,
): ValuesFile {
  const path =
    typeof entry === 'string' ? joinPath(directory, entry) : undefined;
  if (path === undefined || !context.repository.has(path)) {
    return unknownValues(path ?? context.kustomization.file.path);
  }
  context.files.add(path);
  const file = context.repository.file(path);
  const { repository, revision } = context.repository;
  return file
    ? readValuesFile(file, { repository, revision, path })
    : unknownValues(path);
}

function unknownValues(path: string): ValuesFile {
  return { path, images: [], open: true };
}

/** Values of one chart among several: what nothing but its place in them names is known by the chart, too. */
function ofChart(layer: ValuesFile, chart: ChartEntry): ValuesFile {
  const written = `${chart.at.join('.')}.`;
  return {
    ...layer,
    switches: new Map(
      [...(layer.switches ?? [])].map(([at, isOn]) => [
        `${chart.name}.${at}`,
        isOn,
      ]),
    ),
    images: layer.images.map(({ image, location, key }) => ({
      image: {
        ...closed(image),
        holder: image.holder ? `${chart.name}.${image.holder}` : chart.name,
      },
      location,
      key: key?.startsWith(written)
        ? `${keyOf(chart)}.${key.slice(written.length)}`
        : key,
    })),
  };
}
