import { FileLocation, ServicePin, VersionPin } from '../../facts';
import { compact, listAt, textAt } from '../../lib/json';
import { ParsedRepository, YamlDocument } from '../reader';
import { versionPin } from '../../workloads/versionPin';
import { isBelow } from '../../files/treePaths';
import { lineOf, parseYaml } from '../../yaml';
import { Chart } from './charts';
import { conditionsOf, isSwitchedOff, PartConditions } from './conditions';
import { Installed, valuesOf } from './releases';

/** Charts that one is followed to depend on. */
const mostDependencies = 500;

/** A chart that one depends on, and when it is in. */
interface Dependency extends PartConditions {
  /** Key of the values that are for it. */
  key: string;
  pin: VersionPin;
}

const known = new WeakMap<ParsedRepository, Map<Chart, Dependency[]>>();

/** Charts that a chart depends on, at the version that its lock names, or else that it asks for. */
function dependenciesOf(
  chart: Chart,
  repository: ParsedRepository,
): Dependency[] {
  const ofCharts = known.get(repository) ?? new Map<Chart, Dependency[]>();
  known.set(repository, ofCharts);
  const pins = ofCharts.get(chart) ?? findDependencies(chart, repository);
  ofCharts.set(chart, pins);
  return pins;
}

function findDependencies(
  chart: Chart,
  repository: ParsedRepository,
): Dependency[] {
  const document = repository.files.get(chart.file)?.documents[0];
  const lockPath = chart.file.replace(/Chart\.yaml$/, 'Chart.lock');
  const lock = lockOf(lockPath, repository);
  const inLocks = listAt(lock?.value, 'dependencies');
  const lockedAt = new Map<string | undefined, number>();
  for (const [position, entry] of inLocks.entries()) {
    const name = textAt(entry, 'name');
    lockedAt.set(name, lockedAt.get(name) ?? position);
  }
  const pins: Dependency[] = [];
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
    pins.push({
      ...conditionsOf(entry),
      key: textAt(entry, 'alias') ?? name,
      pin: versionPin(
        'chart',
        name,
        inLock ? version : asked,
        location,
        `dependencies[name=${name}].version`,
      ),
    });
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

/** The charts that one brings in a release: those that its values switch off are not there, where these are all. */
function dependenciesIn(
  chart: Chart,
  release: Installed,
  repository: ParsedRepository,
  areAll: boolean,
): Dependency[] {
  const dependencies = dependenciesOf(chart, repository);
  const values =
    areAll &&
    dependencies.some(
      ({ conditions, tags }) => conditions.length + tags.length > 0,
    )
      ? valuesOf(release, repository)
      : undefined;
  return dependencies.filter(
    dependency => values === undefined || !isSwitchedOff(dependency, values),
  );
}

/** Images that values set in charts of elsewhere that one brings: no template of this repository runs them. */
export function ofDependencies(
  pins: readonly VersionPin[],
  chart: Chart,
  release: Installed,
  repository: ParsedRepository,
  isOwn: boolean,
): VersionPin[] {
  const keys = dependenciesIn(
    chart,
    release,
    repository,
    isOwn || release.closed,
  ).map(({ key }) => `${key}.`);
  return pins.filter(pin => keys.some(key => pin.key.startsWith(key)));
}

/**
 * Versions of a chart as a whole in one release: what it depends on, and images that none of its objects could be told
 * to run. Only where the chart is installed, as far as the repository says, or is the own one of an application. What
 * a chart depends on that lies in another is told with that one.
 */
export function servicePins(
  chart: Chart,
  release: Installed,
  images: VersionPin[],
  repository: ParsedRepository,
  isOwn: boolean,
): ServicePin[] {
  const isTold =
    isOwn || (release.application ?? release.environment) !== undefined;
  const dependencies = dependenciesIn(
    chart,
    release,
    repository,
    isOwn || release.closed,
  ).map(({ pin }) => pin);
  if (isWithinAnother(chart)) {
    return isTold ? pinsOfChart(chart, release, images) : [];
  }
  // A chart of nothing but others is what installs those.
  if (!isTold && (chart.templates.length > 0 || dependencies.length === 0)) {
    return [];
  }
  return [
    // Whoever keeps a model of charts says for all of them what it brings.
    ...pinsOfChart(chart, { ...release, whole: undefined }, dependencies),
    ...pinsOfChart(
      chart,
      release,
      isTold
        ? images
        : ofDependencies(images, chart, release, repository, isOwn),
    ),
  ];
}

/** Whether a chart lies in one that it is a part of. */
export function isWithinAnother({ directory, parents }: Chart): boolean {
  return parents.some(whole => isBelow(directory, whole.directory));
}

/** Versions that are told of a release of a chart as a whole. */
export function pinsOfChart(
  chart: Chart,
  release: Installed,
  pins: Iterable<VersionPin>,
): ServicePin[] {
  return [...pins].map(pin =>
    compact<ServicePin>({
      service:
        release.alias ?? release.name ?? release.whole?.name ?? chart.name,
      path: release.whole?.directory ?? chart.directory,
      environment: release.environment,
      cluster: release.cluster,
      pin,
    }),
  );
}
