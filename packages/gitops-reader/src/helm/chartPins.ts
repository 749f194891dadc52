import { FileLocation, ServicePin, VersionPin } from '../facts';
import { compact, listAt, textAt } from '../json';
import { ParsedRepository, YamlDocument } from '../reader';
import { versionPin } from '../versionPin';
import { lineOf, parseYaml } from '../yaml';
import { Chart } from './charts';
import { Installed } from './releases';

/** Charts that one is followed to depend on. */
const mostDependencies = 500;

const known = new WeakMap<ParsedRepository, Map<Chart, VersionPin[]>>();

/** Charts that a chart depends on, at the version that its lock names, or else that it asks for. */
function dependencyPins(
  chart: Chart,
  repository: ParsedRepository,
): VersionPin[] {
  const ofCharts = known.get(repository) ?? new Map<Chart, VersionPin[]>();
  known.set(repository, ofCharts);
  const pins = ofCharts.get(chart) ?? findDependencies(chart, repository);
  ofCharts.set(chart, pins);
  return pins;
}

function findDependencies(
  chart: Chart,
  repository: ParsedRepository,
): VersionPin[] {
  const document = repository.files.get(chart.file)?.documents[0];
  const lockPath = chart.file.replace(/Chart\.yaml$/, 'Chart.lock');
  const lock = lockOf(lockPath, repository);
  const inLocks = listAt(lock?.value, 'dependencies');
  const lockedAt = new Map<string | undefined, number>();
  for (const [position, entry] of inLocks.entries()) {
    const name = textAt(entry, 'name');
    lockedAt.set(name, lockedAt.get(name) ?? position);
  }
  const pins: VersionPin[] = [];
  const dependencies = listAt(document?.value, 'dependencies');
  for (const [position, entry] of dependencies.entries()) {
    if (pins.length >= mostDependencies) {
      break;
    }
    const name = textAt(entry, 'name');
    const asked = textAt(entry, 'version');
    const source = textAt(entry, 'repository') ?? '';
    // A chart of this repository is known by what it holds.
    if (
      !document ||
      !name ||
      !asked ||
      source === '' ||
      source.startsWith('file:')
    ) {
      continue;
    }
    const locked = lockedAt.get(name) ?? -1;
    const version = textAt(inLocks[locked], 'version');
    const inLock = lock && version && /[\^~*x<>| ]/.test(asked);
    const path = ['dependencies', inLock ? locked : position, 'version'];
    const location: FileLocation = {
      repository: repository.repository,
      revision: repository.revision,
      path: inLock ? lockPath : chart.file,
      line: lineOf(inLock ? lock : document, path),
    };
    pins.push(
      versionPin(
        'chart',
        name,
        inLock ? version : asked,
        location,
        `dependencies[name=${name}].version`,
      ),
    );
  }
  return pins;
}

function lockOf(
  path: string,
  repository: ParsedRepository,
): YamlDocument | undefined {
  const text = repository.files.get(path)?.text;
  return text === undefined ? undefined : parseYaml(path, text).documents[0];
}

/**
 * Versions of a chart as a whole in one release: what it depends on, and images that none of its objects could be told
 * to run. Only where the chart is installed, as far as the repository says.
 */
export function servicePins(
  chart: Chart,
  release: Installed,
  images: VersionPin[],
  repository: ParsedRepository,
): ServicePin[] {
  const installed = release.application ?? release.environment;
  const dependencies = dependencyPins(chart, repository);
  if (
    chart.parents.length > 0 ||
    (installed === undefined &&
      (chart.templates.length > 0 || dependencies.length === 0))
  ) {
    return [];
  }
  return [...dependencies, ...(installed === undefined ? [] : images)].map(
    pin =>
      compact<ServicePin>({
        service: release.name ?? chart.name,
        path: chart.directory,
        environment: release.environment,
        cluster: release.cluster,
        pin,
      }),
  );
}
