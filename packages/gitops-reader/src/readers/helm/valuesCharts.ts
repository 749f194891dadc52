import { JsonObject, JsonValue } from '../../facts';
import { isObject, textAt } from '../../lib/json';

/** A chart of elsewhere that values name with its version, for templates that deploy what they list. */
export interface ValuesChart {
  /** What the values call it. */
  entry: string;
  chart: string;
  version: string;
  /** The field that pins the version. */
  path: string[];
}

/** Charts that one file of values may name, and how deep they stand. */
const mostCharts = 200;
const deepest = 3;

const repositoryKeys = [
  'chartRepository',
  'chartRepo',
  'repoURL',
  'repository',
];
/** What holds the chart of an entry, and is none: `cart: {source: {chart: cart, …}}`. */
const parts = /^(sources?|chart|helm|spec)$/;
const versionKeys = [
  'chartVersion',
  'defaultVersion',
  'targetRevision',
  'version',
];

/** Charts in values: `cart: {chart: cart, chartRepository: https://charts.example, defaultVersion: 1.2}`. */
export function valuesCharts(values: JsonValue): ValuesChart[] {
  const charts: ValuesChart[] = [];
  const pending: { value: JsonValue; path: string[] }[] = [
    { value: values, path: [] },
  ];
  // What is found on the way is looked at after all that stands higher.
  for (const { value, path } of pending) {
    if (charts.length >= mostCharts) {
      break;
    }
    // What is switched off is not deployed.
    if (!isObject(value) || value.enabled === false) {
      continue;
    }
    const chart = chartOf(value, path);
    if (chart) {
      charts.push(chart);
    } else if (path.length < deepest) {
      for (const [key, below] of Object.entries(value)) {
        if (isObject(below)) {
          pending.push({ value: below, path: [...path, key] });
        }
      }
    }
  }
  return charts;
}

function chartOf(value: JsonObject, path: string[]): ValuesChart | undefined {
  const entry = path.findLast(key => !parts.test(key));
  const named = textAt(value, 'chartName') ?? textAt(value, 'chart');
  const repository = repositoryKeys.find(key => {
    const address = textAt(value, key);
    return (
      address !== undefined &&
      !address.endsWith('.git') &&
      // That of an image has no scheme.
      (key !== 'repository' || /^(https?|oci):\/\//.test(address))
    );
  });
  const versionKey = versionKeys.find(key => textAt(value, key) !== undefined);
  const version = versionKey && textAt(value, versionKey);
  return entry !== undefined &&
    versionKey !== undefined &&
    version !== undefined &&
    /^[\w.+^~<>=* -]{1,60}$/.test(version) &&
    repository !== undefined &&
    // `repository` and `version` alone may be those of an image.
    (named !== undefined || repository.startsWith('chart'))
    ? {
        entry,
        chart: named?.split('/').at(-1) ?? entry,
        version,
        path: [...path, versionKey],
      }
    : undefined;
}
