import { JsonValue } from '../../facts';
import { isObject, listAt, textAt } from '../../lib/json';
import { Places, placesOf, wordsOf } from '../paths';
import { TestFiles, testFilesOf } from '../manifests';
import { ParsedRepository } from '../reader';
import { baseName, directoryOf, joinPath } from '../../files/treePaths';

/** A chart of this repository. */
export interface Chart {
  directory: string;
  /** Its Chart.yaml. */
  file: string;
  name: string;
  version?: string;
  appVersion?: string;
  /** A chart that is only there for others to use. */
  library: boolean;
  /** Templates of objects. */
  templates: string[];
  /** Files of named templates. */
  helpers: string[];
  /** Values of the chart itself. */
  defaults?: string;
  /** Values files of one environment each. */
  environments: Map<string, string[]>;
  /** Charts that it is a part of: the one in whose `charts/` it lies, and those that name it with `file://`. */
  parents: Chart[];
  /** Charts that are parts of it. */
  parts: Chart[];
  /** Keys of its values below which those of its parts stand. */
  partKeys: Set<string>;
  /** Directories of charts that it names with `file://`, from its own, and what it calls them. */
  localParts: { directory: string; name: string }[];
  /** Files for templates to read, which are applied by nobody as they are. */
  files: string[];
  /** Archives in `charts/`, which are not opened. */
  archives: string[];
}

/** `values.yaml`, `values-prod.yaml`, `prod.values.yaml`, `cart-values.yml`. */
export const valuesFile =
  /^(?!.*\.schema\.)(?:.*[-._])?values?([-._][\w.-]+)?\.ya?ml$/i;
/** Directories of values, one file or directory for each environment. */
const valuesDirectory =
  /(^|\/)(values|environments?|envs?|overlays?|stages?|config)\//i;

/** Charts and the files that belong to them. */
export interface Charts {
  all: Chart[];
  byDirectory: ReadonlyMap<string, Chart>;
  /** Values files of environments that no chart of this repository is known to use. */
  loose: { path: string; environment: string }[];
  /** Values files of charts whose names tell no environment, by what they do tell: `values-summit.yaml`. */
  unplaced: ReadonlyMap<string, string[]>;
}

const known = new WeakMap<ParsedRepository, Charts>();

/** Charts of the read before, of each repository that is read again and again. */
const foundBefore = new WeakMap<
  object,
  {
    reads: number;
    paths: ReadonlySet<string>;
    places: Places;
    tests: TestFiles;
    found: Found;
  }
>();

/** Charts, and the files outside of them that look like values. */
interface Found {
  charts: Charts;
  values: ReadonlySet<string>;
}

/** Charts of the repository, found once. */
export function chartsOf(repository: ParsedRepository): Charts {
  let charts = known.get(repository);
  if (!charts) {
    const { memory, reads = 0, paths } = repository;
    const before = memory && foundBefore.get(memory);
    const places = placesOf(repository);
    const tests = testFilesOf(repository);
    const found =
      before?.reads === reads - 1 &&
      before.places === places &&
      before.tests === tests &&
      standsAsBefore(before.found, before.paths, repository)
        ? before.found
        : findCharts(repository);
    charts = found.charts;
    known.set(repository, charts);
    if (memory) {
      foundBefore.set(memory, { reads, paths, places, tests, found });
    }
  }
  return charts;
}

/** Whether nothing has changed in a chart, and nothing outside of them has become values or ceased to be some. */
function standsAsBefore(
  { charts: { byDirectory }, values }: Found,
  before: ReadonlySet<string>,
  repository: ParsedRepository,
): boolean {
  const { changed, paths } = repository;
  return (
    changed !== undefined &&
    [...changed].every(
      path =>
        baseName(path) !== 'Chart.yaml' &&
        !chartAround(path, byDirectory) &&
        isValues(path, path, repository) === values.has(path) &&
        (!values.has(path) || before.has(path) === paths.has(path)),
    )
  );
}

function findCharts(repository: ParsedRepository): Found {
  const byDirectory = new Map<string, Chart>();
  for (const [path, file] of repository.files) {
    if (baseName(path) === 'Chart.yaml') {
      const directory = directoryOf(path);
      const chart = chartOf(path, file.documents[0]?.value);
      // A model of charts to come is none itself.
      if (/^[A-Za-z0-9][\w.-]*$/.test(chart.name)) {
        byDirectory.set(directory, chart);
      }
    }
  }
  const all = [...byDirectory.values()].sort((a, b) =>
    a.directory < b.directory ? -1 : 1,
  );
  for (const chart of all) {
    const holder = /^(?:(.*)\/)?charts\/[^/]+$/.exec(chart.directory);
    join(holder ? byDirectory.get(holder[1] ?? '') : undefined, chart);
    for (const part of chart.localParts) {
      const directory = joinPath(chart.directory, part.directory);
      join(
        chart,
        directory === undefined ? undefined : byDirectory.get(directory),
        part.name,
      );
    }
  }
  const unplaced = new Map<string, string[]>();
  const outside: { path: string; environment: string }[] = [];
  const values = new Set<string>();
  for (const path of repository.paths) {
    const chart = chartAround(path, byDirectory);
    if (chart) {
      const target = takeFile(chart, path, repository);
      if (target !== undefined) {
        unplaced.set(target, [
          ...(unplaced.get(target) ?? []).slice(0, 2),
          path,
        ]);
      }
    } else if (isValues(path, path, repository)) {
      values.add(path);
      const { environment } = placesOf(repository).of(path);
      if (environment !== undefined && environment !== 'archived') {
        outside.push({ path, environment });
      }
    }
  }
  const onlyIn = onlyCharts(all);
  const loose = outside.filter(({ path, environment }) => {
    const chart =
      chartBeside(path, byDirectory, placesOf(repository)) ??
      (namesNoChart(baseName(path), repository)
        ? onlyChartFor(path, all, onlyIn, placesOf(repository))
        : chartCalled(path, all, placesOf(repository)));
    if (chart) {
      addEnvironment(chart, environment, path);
    }
    return !chart;
  });
  return { charts: { all, byDirectory, loose, unplaced }, values };
}

function join(
  whole: Chart | undefined,
  part: Chart | undefined,
  key = part?.name,
): void {
  if (!whole || !part || whole === part) {
    return;
  }
  if (!part.parents.includes(whole)) {
    part.parents.push(whole);
    whole.parts.push(part);
    whole.partKeys.add(part.name);
  }
  whole.partKeys.add(key ?? part.name);
}

/** A chart with its parts, and the parts of those. */
export function familyOf(chart: Chart): Set<Chart> {
  const family = new Set([chart]);
  for (const member of family) {
    member.parts.forEach(part => family.add(part));
  }
  return family;
}

/** Whether a chart makes objects that somebody installs. */
export function isInstalled(
  { library, file }: Chart,
  repository: ParsedRepository,
): boolean {
  return !library && !testFilesOf(repository).isForTests(file);
}

function chartOf(path: string, value: JsonValue | undefined): Chart {
  const directory = directoryOf(path);
  return {
    directory,
    file: path,
    name: textAt(value, 'name') ?? baseName(directory),
    version: textAt(value, 'version'),
    appVersion: textAt(value, 'appVersion'),
    library: textAt(value, 'type') === 'library',
    templates: [],
    helpers: [],
    files: [],
    environments: new Map(),
    archives: [],
    parents: [],
    parts: [],
    partKeys: new Set(),
    localParts: listAt(value, 'dependencies').flatMap(entry => {
      const source = textAt(entry, 'repository') ?? '';
      return source.startsWith('file://')
        ? [
            {
              directory: source.slice('file://'.length),
              name: textAt(entry, 'alias') ?? textAt(entry, 'name') ?? '',
            },
          ]
        : [];
    }),
  };
}

/** The innermost chart that a file lies in. */
function chartAround(
  path: string,
  charts: ReadonlyMap<string, Chart>,
): Chart | undefined {
  for (let at = directoryOf(path); ; at = directoryOf(at)) {
    const chart = charts.get(at);
    if (chart || at === '') {
      return chart;
    }
  }
}

/** The chart that values next to it are for: `cart/chart/Chart.yaml` and `cart/prod/values.yaml`. */
function chartBeside(
  path: string,
  charts: ReadonlyMap<string, Chart>,
  places: Places,
): Chart | undefined {
  for (
    let at = directoryOf(path), steps = 0;
    at !== '' && steps < 3;
    at = directoryOf(at), steps++
  ) {
    const name = baseName(at);
    const beside = ['chart', 'helm', 'helm-chart', name, `charts/${name}`]
      .map(within => charts.get(`${at}/${within}`))
      .filter(chart => chart !== undefined);
    if (beside.length === 1) {
      return beside[0];
    }
    if (
      places.of(`${at}/x`).environment === undefined &&
      !valuesDirectory.test(`${at}/`)
    ) {
      break;
    }
  }
  return undefined;
}

/** Charts that stand alone in a directory, by that: `deploy/cart/Chart.yaml` beside `deploy/values-prod.yaml`. */
function onlyCharts(all: readonly Chart[]): Map<string, Chart | undefined> {
  const only = new Map<string, Chart | undefined>();
  for (const chart of all) {
    const above = directoryOf(chart.directory);
    if (chart.directory !== '' && above !== '') {
      only.set(above, only.has(above) ? undefined : chart);
    }
  }
  return only;
}

/** Directories that say how something is deployed, and not what it is. */
const ofDeployment =
  /^\.?(deploy|deploys|deployments?|helm|k8s|kubernetes|ci|cd|infra)$/i;

/**
 * The chart that stands alone in the directory above those that tell an environment or hold values: `helm/cart/Chart.yaml`
 * for `helm/values/prod.yaml`. The only one of a repository also has the values in directories that name nothing.
 */
function onlyChartFor(
  path: string,
  all: readonly Chart[],
  onlyIn: ReadonlyMap<string, Chart | undefined>,
  places: Places,
): Chart | undefined {
  let at = directoryOf(path);
  for (; at !== ''; at = directoryOf(at)) {
    const chart = onlyIn.get(at);
    if (chart) {
      return chart;
    }
    if (!tellsWhere(at, places)) {
      break;
    }
  }
  while (all.length === 1 && at !== '' && ofDeployment.test(baseName(at))) {
    at = directoryOf(at);
  }
  return all.length === 1 && at === '' ? all[0] : undefined;
}

/** The one chart that a file of values is called like, in directories that only tell where: `envs/prod/cart.yaml`. */
function chartCalled(
  path: string,
  all: readonly Chart[],
  places: Places,
): Chart | undefined {
  let at = directoryOf(path);
  while (at !== '' && tellsWhere(at, places)) {
    at = directoryOf(at);
  }
  const [subject] = baseName(path).split(/[-_.](?:values?[-_.])?ya?ml$/i);
  const called =
    at === ''
      ? all.filter(
          ({ name, directory }) =>
            name === subject && baseName(directory) === subject,
        )
      : [];
  return called.length === 1 ? called[0] : undefined;
}

/** Whether a directory holds values, or things of one environment, and says no more. */
function tellsWhere(directory: string, places: Places): boolean {
  return (
    valuesDirectory.test(`${baseName(directory)}/`) ||
    places.of(`${directory}/x`).environment !== undefined
  );
}

/** `values-prod.yaml`, `prod.values.yaml`, `prod.yaml`: `grafana-values.yaml` is for another chart. */
function namesNoChart(
  file: string,
  { environments }: ParsedRepository,
): boolean {
  const words = wordsOf(environments);
  const isPlace = (name: string) => words.strict(name, 'all') !== undefined;
  const [, before] = /^(.{0,100}?)[-_.]?values?[-_.]/i.exec(file) ?? [];
  return before === undefined
    ? isPlace(file.replace(/\.ya?ml$/, ''))
    : valuesFile.test(file) && (before === '' || isPlace(before));
}

/** Gives a file to its chart; returns what a values file is for, where that is no environment. */
function takeFile(
  chart: Chart,
  path: string,
  repository: ParsedRepository,
): string | undefined {
  const within =
    chart.directory === '' ? path : path.slice(chart.directory.length + 1);
  if (within.startsWith('templates/')) {
    if (/\.ya?ml$/.test(within)) {
      chart.templates.push(path);
    } else if (within.endsWith('.tpl')) {
      chart.helpers.push(path);
    }
  } else if (/^files\/.*\.(ya?ml|json)$/.test(within)) {
    chart.files.push(path);
  } else if (/^charts\/[^/]+\.tgz$/.test(within)) {
    chart.archives.push(path);
  } else if (/^values\.ya?ml$/.test(within)) {
    chart.defaults = path;
  } else if (
    !/^(ci|tests?|files|examples?)\//.test(within) &&
    isValues(path, within, repository)
  ) {
    const { environment } = placesOf(repository).of(path);
    if (environment !== undefined && environment !== 'archived') {
      addEnvironment(chart, environment, path);
    }
    return environment === undefined
      ? /^values[-._]([\w.-]+)\.ya?ml$/i.exec(within)?.[1]
      : undefined;
  }
  return undefined;
}

function addEnvironment(chart: Chart, environment: string, path: string): void {
  const files = chart.environments.get(environment);
  if (files) {
    files.push(path);
  } else {
    chart.environments.set(environment, [path]);
  }
}

/** Whether a file holds Helm values, by its name or its directory, and is no object. */
function isValues(
  path: string,
  within: string,
  { files }: ParsedRepository,
): boolean {
  if (
    !valuesFile.test(baseName(path)) &&
    !(/\.ya?ml$/.test(path) && valuesDirectory.test(within))
  ) {
    return false;
  }
  const documents = files.get(path)?.documents ?? [];
  const value = documents[0]?.value;
  return (
    documents.length === 1 &&
    isObject(value) &&
    value.apiVersion === undefined &&
    value.kind === undefined &&
    listAt(value, 'resources').length === 0 &&
    listAt(value, 'releases').length === 0
  );
}
