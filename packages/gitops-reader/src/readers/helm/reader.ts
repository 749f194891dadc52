import { Model, modelOf } from '../../deployments';
import {
  DeclaredObject,
  Finding,
  Guess,
  PolicyFact,
  SecretFact,
  ServicePin,
  VersionPin,
} from '../../facts';
import { TestFiles, testFilesOf } from '../manifests';
import { PathSet } from '../../files/pathSets';
import { perItems } from '../../memory/perFile';
import { ParsedRepository, Reader } from '../reader';
import { baseName } from '../../files/treePaths';
import { chartObject, isWorkloadKind, placeOfPin } from './chartObjects';
import {
  isWithinAnother,
  ofDependencies,
  pinsOfChart,
  servicePins,
} from './chartPins';
import { givenByJobs } from './givenByJobs';
import { Chart, Charts, chartsOf, isInstalled, valuesFile } from './charts';
import { loosePins } from './looseValues';
import { layeredPins, valuesFileOf } from './pins';
import { Installed, installationsOf, releasesByDirectory } from './releases';
import { renderChart } from './renderChart';
import { Budget } from './template/render';

/** What may be spent on rendering all charts of a repository, and on one of them. */
const stepsOfRepository = 20_000_000;
const stepsOfChart = 2_000_000;

/** So many charts that nothing deploys, with their parts, are those of an application; more are there for others. */
const mostOwn = 3;

/** Files of charts, which stand for themselves nowhere. */
const filesOfCharts = perItems((paths: readonly string[]): PathSet => {
  const set = new Set(paths);
  return { has: path => set.has(path), state: set };
});

interface Found {
  objects: DeclaredObject[];
  secrets: SecretFact[];
  policies: PolicyFact[];
  pins: ServicePin[];
  guesses: Guess[];
  findings: Finding[];
}

/**
 * Reads charts of this repository: objects of their templates, once for each release or environment, as far as they
 * can be told without Helm. What only a running release knows is left out, and said.
 *
 * @public
 */
export const helmReader: Reader = {
  name: 'helm',

  wants(path) {
    return /^Chart\.(yaml|lock)$/.test(baseName(path)) || valuesFile.test(path);
  },

  wantsText(path) {
    return /(^|\/)templates\/.*\.(ya?ml|tpl)$/.test(path);
  },

  read(repository) {
    const found: Found = {
      objects: [],
      secrets: [],
      policies: [],
      pins: [],
      guesses: [],
      findings: [],
    };
    const consumed: string[] = [];
    const used = new Set<string>();
    const model = modelOf(repository);
    const charts = chartsOf(repository);
    const releases = releasesByDirectory(model.releases);
    const tests = testFilesOf(repository);
    const left = { steps: stepsOfRepository };
    const areOwn =
      model.releases.length === 0 &&
      charts.all.filter(({ parents }) => parents.length === 0).length <=
        mostOwn;
    for (const chart of charts.all) {
      chart.templates.forEach(path => consumed.push(path));
      chart.files.forEach(path => consumed.push(path));
      if (!isInstalled(chart, repository)) {
        continue;
      }
      const budget = { steps: Math.min(stepsOfChart, left.steps) };
      const before = budget.steps;
      const open = new Map<string, number>();
      const isGiven = givenByJobs(chart, charts, repository);
      for (const release of installationsOf(chart, releases, repository)) {
        release.files.forEach(path => used.add(path));
        readRelease(chart, release, model, tests, budget, found, open, {
          isOwn: areOwn,
          // What an engine deploys, no job does.
          isGiven: release.application ? () => false : isGiven,
        });
      }
      left.steps -= before - Math.max(budget.steps, 0);
      sayWhatIsOpen(chart, open, budget, repository, found);
    }
    found.pins = distinct([...found.pins, ...loosePins(charts, model, used)]);
    sayWhatIsUnplaced(charts, used, repository, found);
    return { ...found, consumed: filesOfCharts(consumed, repository) };
  },
};

function readRelease(
  chart: Chart,
  release: Installed,
  model: Model,
  tests: TestFiles,
  budget: Budget,
  found: Found,
  open: Map<string, number>,
  { isOwn, isGiven }: { isOwn: boolean; isGiven: (pin: VersionPin) => boolean },
): void {
  const { repository } = model;
  const layered = layeredPins(
    repository,
    [
      ...(release.openImages
        ? []
        : release.files.map(path => valuesFileOf(repository, path))),
      ...(release.images ?? []),
    ],
    release.openImages ? undefined : chart.file,
  );
  const pins = layered.map(({ pin }) => pin);
  const { templates } = renderChart(chart, release, repository, budget);
  const shown = new Set<string>();
  const unnamed = new Map<string, VersionPin>();
  const deployed = new Map<string, VersionPin>();
  let objectsKnown = 0;
  let workloadsOpen = false;
  for (const template of templates) {
    for (const rendered of tests.has(template.path) ? [] : template.objects) {
      const { object, kind, versions, deploys, secrets, policies } =
        chartObject(rendered, template, chart, release, pins, model);
      found.secrets.push(...secrets);
      found.policies.push(...policies);
      versions
        .filter(pin => !isGiven(pin))
        .forEach(pin => unnamed.set(placeOfPin(pin), pin));
      deploys.forEach(pin => deployed.set(placeOfPin(pin), pin));
      if (object) {
        found.objects.push(
          object.versions.some(isGiven)
            ? {
                ...object,
                versions: object.versions.filter(pin => !isGiven(pin)),
              }
            : object,
        );
        objectsKnown++;
        object.versions.forEach(pin => shown.add(placeOfPin(pin)));
      } else if (secrets.length === 0) {
        open.set(kind, (open.get(kind) ?? 0) + 1);
        workloadsOpen ||= isWorkloadKind(kind);
      }
    }
  }
  // Those of parts are told with the parts; of one that lies in another, what its templates are seen to run.
  const own = isWithinAnother(chart)
    ? []
    : layered.flatMap(({ pin, isOff }) =>
        isOff ||
        isGiven(pin) ||
        isOfPart(pin.key, chart) ||
        shown.has(placeOfPin(pin))
          ? []
          : [pin],
      );
  found.pins.push(
    ...pinsOfChart(chart, release, deployed.values()),
    ...servicePins(
      chart,
      release,
      // Some workload runs them, or templates of a library make all of the objects.
      workloadsOpen || objectsKnown === 0
        ? [
            ...new Map([
              ...own.map(pin => [placeOfPin(pin), pin] as const),
              ...unnamed,
            ]),
          ].flatMap(([key, pin]) => (shown.has(key) ? [] : [pin]))
        : ofDependencies(own, chart, release, repository, isOwn),
      repository,
      isOwn,
    ),
  );
}

function isOfPart(key: string, { partKeys }: Chart): boolean {
  return [...key.matchAll(/\./g)].some(({ index }) =>
    partKeys.has(key.slice(0, index)),
  );
}

function sayWhatIsOpen(
  chart: Chart,
  open: Map<string, number>,
  budget: Budget,
  { repository, revision }: ParsedRepository,
  found: Found,
): void {
  const location = { repository, revision, path: chart.file };
  if (open.size > 0) {
    const kinds = [...open.keys()].sort().slice(0, 8).join(', ');
    found.guesses.push({
      about: 'object',
      guess: `Objects of the chart ${chart.name} are left out by name: ${kinds}`,
      why: 'their names depend on the release or on values that are not in this repository',
      location,
    });
  }
  if (budget.steps < 0) {
    found.findings.push({
      rule: 'chart-too-large',
      severity: 'info',
      location,
      message: `The chart ${chart.name} takes more work to render than is spent on one; some of its objects are missing.`,
    });
  }
  if (chart.archives.length > 0) {
    found.findings.push({
      rule: 'chart-archive',
      severity: 'info',
      location: { repository, revision, path: chart.archives[0] },
      message: `${chart.archives.length === 1 ? 'An archive' : `${chart.archives.length} archives`} of charts in ${chart.name} ${chart.archives.length === 1 ? 'is' : 'are'} not opened: what they declare is unknown.`,
    });
  }
}

/** Values files that nobody here uses, and whose names are no words for an environment. */
function sayWhatIsUnplaced(
  { unplaced }: Charts,
  used: ReadonlySet<string>,
  { repository, revision }: ParsedRepository,
  found: Found,
): void {
  const targets = [...unplaced].filter(
    ([, paths]) => !paths.some(path => used.has(path)),
  );
  if (targets.length > 0) {
    const names = targets.map(([target]) => target).sort();
    found.guesses.push({
      about: 'environment',
      guess: `Values of charts for ${names.slice(0, 20).join(', ')}${names.length > 20 ? `, and ${names.length - 20} more` : ''} are of no environment`,
      why: 'these names are no usual words for one, and nothing here says where the files are used',
      location: { repository, revision, path: targets[0][1][0] },
    });
  }
}

function distinct(pins: ServicePin[]): ServicePin[] {
  return [...new Map(pins.map(pin => [JSON.stringify(pin), pin])).values()];
}
