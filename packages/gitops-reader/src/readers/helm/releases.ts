import { engineClaims } from '../../engines/engineClaims';
import type { Release } from '../../engines';
import { Claim, ConfigPlace } from '../../facts';
import { compact, listAt, textAt } from '../../lib/json';
import { perFile } from '../../memory/perFile';
import { isFilledElsewhere } from '../../workloads/standIn';
import { placesOf } from '../paths';
import { ParsedRepository } from '../reader';
import { directoryOf, isBelow, joinPath } from '../../files/treePaths';
import { helmfileInstallations } from '../helmfile/installations';
import { Chart } from './charts';
import { conditionsOf, isSwitchedOff, PartConditions } from './conditions';
import { engineValues, hasUnreadFiles } from './engineValues';
import { ValuesFile, valuesFileOf } from './pins';
import { releaseSubject } from './releaseSubject';
import {
  isMap,
  layered,
  mapOf,
  member,
  unknown,
  Value,
} from './template/value';

/** A chart as one release of it, or as one environment of it. */
export interface Installed {
  /** Name of the release, where it is known. */
  name?: string;
  /** What a chart that it is a part of calls it, where that is not its own name. */
  alias?: string;
  /** Of a part, the chart that somebody installs: what its parts are called where no release is known, and where it lies. */
  whole?: { name: string; directory: string };
  environment?: string;
  cluster?: string;
  namespace?: string;
  /** Values files, the last of which wins. */
  files: string[];
  /** Values that the engine's object or a parent chart gives. */
  inline: Value[];
  /** Where charts that it is a part of say its values, the last of which wins. Undefined where others say some as well. */
  given?: GivenBelow[];
  /** Images in values that stand in no file of their own, or in one that is a template. */
  images?: ValuesFile[];
  /** Nothing tells that it is installed like this. */
  assumed?: boolean;
  /** Directories of the charts that deploy it, the outermost first. */
  madeBy?: readonly string[];
  /** Values that are not known here may set other images than those of the files. */
  openImages?: boolean;
  /** Whether these are all the values there are. */
  closed: boolean;
  application?: ConfigPlace;
  /** What the object that deploys it says about who owns it. */
  claims?: readonly Claim[];
  /** Files that are for this release alone, where others are made of the chart as well. */
  makers?: string[];
  /** Stands for any file beside that of the Application, where others there make something else of the chart. */
  beside?: string;
}

/** Values of a part in a file of the chart that holds it. */
export interface GivenBelow {
  path: string;
  /** Steps to them. */
  below: string[];
}

/** Parts within parts that are followed, and how many charts one may be a part of: that which is looked at, and one further up. */
const deepestPart = 3;
const mostParents = [300, 20];
const mostInstallations = 500;

/** Releases of charts by the directory of the chart. */
export type ReleasesByDirectory = ReadonlyMap<string, readonly Release[]>;

export function releasesByDirectory(
  releases: readonly Release[],
): ReleasesByDirectory {
  const byDirectory = new Map<string, Release[]>();
  for (const release of releases) {
    const known = byDirectory.get(release.directory);
    if (known) {
      known.push(release);
    } else {
      byDirectory.set(release.directory, [release]);
    }
  }
  return byDirectory;
}

/**
 * How a chart is installed: once for each release that an engine makes of it, otherwise once for each environment that
 * has values of its own, otherwise as it stands. A chart within a chart is installed with that.
 */
export function installationsOf(
  chart: Chart,
  releases: ReleasesByDirectory,
  repository: ParsedRepository,
  depth = 0,
): Installed[] {
  const defaults = chart.defaults === undefined ? [] : [chart.defaults];
  const ofHelmfiles = helmfileInstallations(repository)
    .get(chart.directory)
    ?.map(release => ({ ...release, files: [...defaults, ...release.files] }));
  const own = (releases.get(chart.directory) ?? []).filter(
    release =>
      // What deploys itself is there before it does.
      !release.deployment.engine.madeBy?.includes(chart.directory) &&
      !isDoubtful(release, chart),
  );
  if (own.length > 0) {
    const ofEngines = own.map(
      ({ deployment, environment, cluster }): Installed => {
        const { values, images, closed } = engineValues(deployment, repository);
        const unread = hasUnreadFiles(deployment, repository);
        const files = deployment.fact.valuesFiles ?? [];
        return {
          name: deployment.releaseName,
          environment,
          cluster,
          namespace: deployment.defaultNamespace,
          files: [...new Set([...defaults, ...files])].filter(path =>
            repository.paths.has(path),
          ),
          inline: values,
          images,
          ...(closed && !unread ? {} : { openImages: true }),
          ...(deployment.engine.assumed ? { assumed: true } : {}),
          ...(deployment.engine.madeBy
            ? { madeBy: deployment.engine.madeBy }
            : {}),
          closed: closed && files.every(path => repository.files.has(path)),
          application: {
            role: 'application',
            location: deployment.engine.resource.location,
            note: `${deployment.title} deploys it`,
          },
          claims: engineClaims(deployment.engine.resource, repository),
        };
      },
    );
    return withMakers([...ofEngines, ...(ofHelmfiles ?? [])], chart);
  }
  if (ofHelmfiles) {
    return withMakers(ofHelmfiles, chart);
  }
  if (chart.parents.length > 0 && depth < deepestPart) {
    return asPart(chart, releases, repository, depth, defaults);
  }
  const { environment, cluster } = isLeftOut(chart, releases)
    ? {}
    : placesOf(repository).of(chart.file);
  if (
    chart.environments.size === 0 ||
    // `dev/test-values.yaml` is for tests of what is deployed to `dev`.
    (environment !== undefined && !chart.environments.has(environment))
  ) {
    return [
      compact<Installed>({
        environment,
        cluster,
        files: defaults,
        inline: [],
        closed: false,
        assumed: true,
      }),
    ];
  }
  // Two files of one environment are two places (regions, clusters): neither is laid over the other.
  return [...chart.environments].flatMap(([name, files]) =>
    files.map(file => ({
      environment: name,
      files: [...defaults, file],
      inline: [],
      // What the values of an environment leave off is off there.
      closed: true,
    })),
  );
}

/**
 * A chart that several things are made of is a template: each has the files that are for it alone. What is called after the chart, or
 * after an environment, is no other thing.
 */
function withMakers(releases: Installed[], chart: Chart): Installed[] {
  const subjects = releases.map(({ name }) => releaseSubject(name, chart.name));
  if (new Set(subjects).size < 2) {
    return releases;
  }
  const users = new Map<string, Set<string>>();
  const filesOf = ({ files, application }: Installed) => [
    ...files,
    ...(application ? [application.location.path] : []),
  ];
  releases.forEach((release, at) =>
    filesOf(release).forEach(path =>
      users.set(path, (users.get(path) ?? new Set()).add(subjects[at])),
    ),
  );
  const inDirectory = new Map<string, Set<string>>();
  releases.forEach(({ application }, at) => {
    if (application) {
      const directory = directoryOf(application.location.path);
      const known = inDirectory.get(directory) ?? new Set();
      inDirectory.set(directory, known.add(subjects[at]));
    }
  });
  return releases.map(release => ({
    ...release,
    makers: filesOf(release).filter(path => users.get(path)?.size === 1),
    beside: fileBeside(release, inDirectory),
  }));
}

/** Any other file in the directory of an Application, where that holds those of other things made of the chart. */
function fileBeside(
  { application }: Installed,
  subjects: ReadonlyMap<string, ReadonlySet<string>>,
): string | undefined {
  const directory = application && directoryOf(application.location.path);
  return directory !== undefined && (subjects.get(directory)?.size ?? 0) > 1
    ? joinPath(directory, '_.yaml')
    : undefined;
}

/** So many charts side by side that engines deploy make a custom of it. */
const custom = 3;

const besides = new WeakMap<ReleasesByDirectory, Map<string, number>>();

/** Whether engines deploy the charts beside this one, so that nobody is known to deploy it. */
function isLeftOut(
  { directory }: Chart,
  releases: ReleasesByDirectory,
): boolean {
  let counts = besides.get(releases);
  if (!counts) {
    counts = new Map();
    besides.set(releases, counts);
    for (const deployed of releases.keys()) {
      const above = directoryOf(deployed);
      counts.set(above, (counts.get(above) ?? 0) + 1);
    }
  }
  const above = directoryOf(directory);
  return above !== '' && (counts.get(above) ?? 0) >= custom;
}

/** A release that somebody would surely make otherwise: for one of the environments that the chart has values for. */
function isDoubtful({ deployment }: Release, { environments }: Chart): boolean {
  return (
    deployment.engine.assumed === true &&
    environments.size > 0 &&
    ![...environments.values()]
      .flat()
      .some(path => deployment.fact.valuesFiles?.includes(path))
  );
}

/** A chart as part of others, once for each installation of those. */
function asPart(
  chart: Chart,
  releases: ReleasesByDirectory,
  repository: ParsedRepository,
  depth: number,
  defaults: string[],
): Installed[] {
  const found: Installed[] = [];
  const followed = mostParents[Math.min(depth, 1)];
  for (const parent of chart.parents.slice(0, followed)) {
    const entries = entriesOf(chart, parent, repository);
    for (const outer of installationsOf(
      parent,
      releases,
      repository,
      depth + 1,
    )) {
      if (found.length >= mostInstallations) {
        return found.slice(0, mostInstallations);
      }
      const whole = wholeOf(chart, parent, outer);
      found.push(
        ...within(chart, { ...outer, whole }, entries, defaults, repository),
      );
    }
  }
  return found.slice(0, mostInstallations);
}

/**
 * The chart as part of which one is installed. One beside several that are made of it is a model: each of those is called by
 * its own name where that is its only part. What lies in a chart is called like itself.
 */
function wholeOf(
  chart: Chart,
  parent: Chart,
  { whole }: Installed,
): Installed['whole'] {
  if (isBelow(chart.directory, parent.directory)) {
    return whole && { ...whole, name: chart.name };
  }
  if (chart.parents.length < 2) {
    return whole;
  }
  return {
    name: parent.parts.length > 1 ? chart.name : (whole?.name ?? parent.name),
    directory: whole?.directory ?? parent.directory,
  };
}

/** What a chart says of a part: what it calls it, and when it is in. */
interface PartEntry extends PartConditions {
  alias?: string;
}

function entriesOf(
  chart: Chart,
  parent: Chart,
  repository: ParsedRepository,
): PartEntry[] {
  const document = repository.files.get(parent.file)?.documents[0];
  const entries = new Map<string, PartEntry>();
  for (const entry of listAt(document?.value, 'dependencies')) {
    if (textAt(entry, 'name') === chart.name) {
      const alias = textAt(entry, 'alias');
      const conditions = conditionsOf(entry);
      entries.set(JSON.stringify([alias, conditions]), {
        alias,
        ...conditions,
      });
      if (entries.size === mostInstallations) {
        break;
      }
    }
  }
  return entries.size === 0
    ? [{ conditions: [], tags: [] }]
    : [...entries.values()];
}

/** A chart as part of another: with what the other's values say under its name. */
function within(
  chart: Chart,
  outer: Installed,
  entries: readonly PartEntry[],
  defaults: string[],
  repository: ParsedRepository,
): Installed[] {
  const values = valuesOf(outer, repository);
  const global = member(values, 'global');
  // A part may be one several times, by another name each time.
  const aliases = new Map<string, string | undefined>();
  for (const { alias, ...conditions } of entries) {
    if (!isSwitchedOff(conditions, values)) {
      aliases.set(alias ?? chart.name, alias);
    }
  }
  return [...aliases].map(([key, alias]) => {
    const own = member(values, key);
    return {
      ...outer,
      // Whoever keeps a part answers for it, whatever is made of the whole.
      makers: undefined,
      beside: undefined,
      alias,
      files: defaults,
      given:
        outer.given || outer.inline.length === 0
          ? [
              ...outer.files.map(path => ({ path, below: [key] })),
              ...(outer.given ?? []).map(({ path, below }) => ({
                path,
                below: [...below, key],
              })),
            ]
          : undefined,
      images: [
        ...(outer.openImages
          ? []
          : outer.files.map(path => valuesFileOf(repository, path))),
        ...(outer.images ?? []),
      ].map(file => imagesBelow(key, file)),
      inline: [
        ...(isMap(own) ? [own] : []),
        ...(isMap(global) ? [mapOf([['global', global]])] : []),
      ],
    };
  });
}

/** Images that a layer of values sets under the name of a part, as the part itself sees them. */
function imagesBelow(
  key: string,
  { path, images, switches }: ValuesFile,
): ValuesFile {
  return {
    path,
    switches: switches && switchesBelow(key, switches),
    images: images
      .filter(({ image }) => image.path[0] === key)
      .map(({ image, ...place }) => ({
        ...place,
        key: place.key ?? image.path.join('.'),
        image: { ...image, holder: image.holder.slice(key.length + 1) },
      })),
  };
}

function switchesBelow(
  key: string,
  switches: ReadonlyMap<string, boolean>,
): ReadonlyMap<string, boolean> {
  const below = new Map<string, boolean>();
  for (const [at, isOn] of switches) {
    if (at.startsWith(`${key}.`)) {
      below.set(at.slice(key.length + 1), isOn);
    }
  }
  return below;
}

/** The values of a file. What is filled in elsewhere is not known. */
const valuesOfFile = perFile(({ documents }): Value =>
  withOpenings(documents[0]?.value ?? null),
);

/** The same value where nothing in it is filled in elsewhere. */
function withOpenings(value: Value): Value {
  if (typeof value === 'string') {
    return isFilledElsewhere(value) ? unknown : value;
  }
  if (Array.isArray(value)) {
    const items = value.map(withOpenings);
    return items.some((item, at) => item !== value[at]) ? items : value;
  }
  if (!isMap(value)) {
    return value;
  }
  const entries = Object.keys(value).map((key): [string, Value] => [
    key,
    withOpenings(value[key] ?? null),
  ]);
  return entries.some(([key, inner]) => inner !== (value[key] ?? null))
    ? mapOf(entries)
    : value;
}

/** The values of a release, all layers together. */
export function valuesOf(
  { files, inline }: Installed,
  repository: ParsedRepository,
): Value {
  const layers: Value[] = files.map(path => {
    const file = repository.files.get(path);
    return (file && valuesOfFile(file, repository)) ?? mapOf();
  });
  return [...layers, ...inline].filter(isMap).reduce<Value>(layered, mapOf());
}
