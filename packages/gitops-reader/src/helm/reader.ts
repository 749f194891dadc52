import { ConfigPlace, DeclaredObject, FileLocation } from '../facts';
import { Release } from '../deployment';
import { modelOf } from '../deployments';
import { compact, textAt } from '../json';
import { ParsedRepository, Reader } from '../reader';
import { baseName, directoryOf, isBelow } from '../treePaths';
import { environmentOf } from '../paths';
import { pinsOfValuesFiles } from './pins';
import { staticObjects } from './templates';

const valuesFile = /(^|[-._])values?([-._][\w.-]+)?\.ya?ml$/i;

/** A chart of this repository. */
interface Chart {
  directory: string;
  name: string;
  version?: string;
  templates: string[];
  /** Values of the chart itself, then those of one environment each. */
  defaults?: string;
  environments: Map<string, string[]>;
}

/**
 * Reads charts of this repository: objects of templates whose kind and name are written out, once per environment
 * that has its own values file, with the images that those values pin. What a template computes is not guessed.
 *
 * @public
 */
export const helmReader: Reader = {
  name: 'helm',

  wants(path) {
    return baseName(path) === 'Chart.yaml' || valuesFile.test(path);
  },

  wantsText(path) {
    return /(^|\/)templates\/.*\.ya?ml$/.test(path);
  },

  read(repository) {
    const objects: DeclaredObject[] = [];
    const consumed: string[] = [];
    const { releases } = modelOf(repository);
    for (const chart of chartsOf(repository)) {
      consumed.push(...chart.templates);
      objects.push(...objectsOfChart(chart, releases, repository));
    }
    return { objects, consumed };
  },
};

function chartsOf(repository: ParsedRepository): Chart[] {
  const charts: Chart[] = [];
  for (const [path, file] of repository.files) {
    if (baseName(path) !== 'Chart.yaml') {
      continue;
    }
    const value = file.documents[0]?.value;
    charts.push({
      directory: directoryOf(path),
      name: textAt(value, 'name') ?? baseName(directoryOf(path)),
      version: textAt(value, 'version'),
      templates: [],
      environments: new Map(),
    });
  }
  // Charts within charts first, so that a file goes to the innermost.
  charts.sort((a, b) => b.directory.length - a.directory.length);
  for (const path of repository.files.keys()) {
    const chart = charts.find(({ directory }) => isBelow(path, directory));
    if (!chart) {
      continue;
    }
    const within =
      chart.directory === '' ? path : path.slice(chart.directory.length + 1);
    if (/^templates\/.*\.ya?ml$/.test(within)) {
      chart.templates.push(path);
    } else if (/^values\.ya?ml$/.test(within)) {
      chart.defaults = path;
    } else if (valuesFile.test(within)) {
      const { environment } = environmentOf(path);
      if (environment !== undefined) {
        const known = chart.environments.get(environment) ?? [];
        known.push(path);
        chart.environments.set(environment, known);
      }
    }
  }
  return charts;
}

interface Installed {
  name?: string;
  environment?: string;
  cluster?: string;
  namespace?: string;
  values: string[];
  application?: ConfigPlace;
}

function releasesOf(chart: Chart, releases: Release[]): Installed[] {
  const defaults = chart.defaults === undefined ? [] : [chart.defaults];
  const known = releases.filter(
    ({ directory }) => directory === chart.directory,
  );
  if (known.length > 0) {
    return known.map(({ deployment, environment, cluster }) => ({
      name: deployment.releaseName,
      environment,
      cluster,
      namespace: deployment.defaultNamespace,
      values: [
        ...new Set([...defaults, ...(deployment.fact.valuesFiles ?? [])]),
      ],
      application: {
        role: 'application',
        location: deployment.engine.resource.location,
        note: `${deployment.title} deploys it`,
      },
    }));
  }
  if (chart.environments.size === 0) {
    return [{ values: defaults }];
  }
  // Two files of one environment are two places (regions, clusters): neither is laid over the other.
  return [...chart.environments].flatMap(([environment, files]) =>
    files.map(file => ({ environment, values: [...defaults, file] })),
  );
}

function objectsOfChart(
  chart: Chart,
  releases: Release[],
  repository: ParsedRepository,
): DeclaredObject[] {
  const at = (path: string, line?: number): FileLocation =>
    compact({
      repository: repository.repository,
      revision: repository.revision,
      path,
      line,
    });
  const objects: DeclaredObject[] = [];
  for (const release of releasesOf(chart, releases)) {
    const chartFile = chart.directory
      ? `${chart.directory}/Chart.yaml`
      : 'Chart.yaml';
    const pins = pinsOfValuesFiles(
      repository,
      release.values.filter(path => repository.paths.has(path)),
      chartFile,
    );
    const names = {
      release: release.name,
      namespace: release.namespace,
      chart: chart.name,
    };
    for (const path of chart.templates) {
      const text = repository.files.get(path)?.text ?? '';
      for (const object of staticObjects(text, names)) {
        objects.push(
          compact<DeclaredObject>({
            apiVersion: object.apiVersion,
            kind: object.kind,
            namespace: object.namespace ?? release.namespace,
            name: object.name,
            environment: release.environment,
            cluster: release.cluster,
            location: at(path, object.line),
            builtBy: chart.directory || '.',
            claims: [],
            config: [
              {
                role: 'manifest',
                location: at(path, object.line),
                note: `template of the chart ${chart.name}`,
              },
              ...release.values.map((values, position): ConfigPlace => ({
                role: 'values',
                location: at(values),
                note:
                  position === 0 && values === chart.defaults
                    ? 'defaults of the chart'
                    : 'values of the release',
              })),
              ...(release.application ? [release.application] : []),
            ],
            // Only what this template says that it uses.
            versions: pins.filter(pin => {
              const holder = pin.key.replace(/\.(tag|digest|sha)$/, '');
              return (
                pin.key === 'appVersion' ||
                object.values.some(
                  used => used === holder || used.startsWith(`${holder}.`),
                )
              );
            }),
          }),
        );
      }
    }
  }
  return objects;
}
