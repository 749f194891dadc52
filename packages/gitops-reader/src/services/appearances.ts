import {
  Claim,
  DeclaredObject,
  RepositoryFacts,
  ServicePin,
  VersionPin,
} from '../facts';
import {
  environmentOf,
  EnvironmentWords,
  isRegion,
  subjectOf,
} from '../readers/paths';
import { directoryOf, joinPath } from '../files/treePaths';
import { Identity, pathWithout, variantIn, Where } from './identity';
import { leftOutOf } from './leftOut';
import { pinKey } from './pinKey';
import { placeOfValues, targetOf, variantOfFile } from './target';

/** One place of a service, as an object or a lone pin tells of it. */
export interface Appearance extends Identity, Where {
  namespace?: string;
  /** Kind and name of the object, to see whether it is there twice. */
  object?: string;
  /** Whether something says where it is, or that it is built at all. */
  placed: boolean;
  /** Whether an engine deploys it from here. */
  deployed: boolean;
  /** The release that it is of, where its labels tell. */
  instance?: string;
  /** Whether a label says the name. */
  labelled?: boolean;
  claims: Claim[];
  versions: VersionPin[];
}

const workloads = new Set([
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'Rollout',
  'DeploymentConfig',
  'CronJob',
  'Job',
]);
const engines = new Set([
  'Application',
  'ApplicationSet',
  'HelmRelease',
  'Kustomization',
  'Release',
]);

/** Releases that are called by what they are for, below the directory of what they are. */
const roles = /^(main|default|app|release|primary|canary)$/;
/** Objects of which each cluster has one, always by the same name: what they are the version of. */
const single = new Map([['ClusterVersion', 'openshift']]);
/** Jobs of a deployment, not things that are deployed. */
const hooks = ['argocd.argoproj.io/hook', 'helm.sh/hook'];

/** Share of those in a cluster that have to tell its environment. */
const few = 0.2;

/** Directories of what tests read and apply. */
const testData =
  /(^|\/)(testdata|test-data|__tests__|\.?fixtures|e2e|tests|test\/data|samples)\//i;

/** Whether nobody but a test deploys an object. */
function isForTests({
  location,
  environment,
  cluster,
  builtBy,
  config,
}: DeclaredObject): boolean {
  return (
    testData.test(location.path) &&
    (environment ?? cluster ?? builtBy) === undefined &&
    config.every(({ role }) => role !== 'application')
  );
}

/** A name that is filled in elsewhere, if at all. */
const unnamed = /\$\{|\{\{/;

/** All that can be promoted, with what engine objects say of nothing else left out. */
export function appearancesOf(
  { objects, pins }: Pick<RepositoryFacts, 'objects' | 'pins'>,
  words: EnvironmentWords,
): Appearance[] {
  const deployed = pinsByEngine(objects);
  const own = ownUrls(objects);
  const said = new Set(
    objects
      .filter(({ kind }) => !engines.has(kind))
      .flatMap(({ versions }) => versions.map(pinKey)),
  );
  const made = pinsOfApplications(objects);
  const isLeftOut = leftOutOf(objects);
  const appearances: Appearance[] = [];
  for (const object of objects) {
    if (
      object.environment !== 'archived' &&
      !unnamed.test(object.name) &&
      !hooks.some(hook => object.annotations?.[hook] !== undefined) &&
      isPromoted(object) &&
      !isForTests(object) &&
      !isLeftOut(object) &&
      !isSaidBelow(object, deployed) &&
      !isSaidByMade(object, made) &&
      !onlyPointsHere(object, own, said)
    ) {
      appearances.push(...apart(ofObject(object, words), words));
    }
  }
  for (const pin of pins) {
    const environment =
      pin.environment ?? environmentOf(`${pin.path}/x`).environment;
    if (environment !== 'archived') {
      appearances.push(ofPin(pin, words));
    }
  }
  return placedByCluster(
    calledByInstance(calledByThemselves(appearances), words),
  );
}

/** This many things of other names bear one label for all of them, and this share of their names stands in one place alone. */
const manyThings = 3;
const nearlyAll = 0.9;

/**
 * A label may say what the whole is called (`app.kubernetes.io/name: shop`) whose parts stand each in a directory of their own.
 * They are called by their own names, other than what recurs in each place: that is one thing in many places.
 */
function calledByThemselves(appearances: Appearance[]): Appearance[] {
  const things = new Map<string, Map<string, Set<string>>>();
  for (const { labelled, name, object, path } of appearances) {
    const own = ownName(object);
    if (labelled && own !== undefined && !own.includes(name)) {
      const paths = things.get(name) ?? new Map<string, Set<string>>();
      things.set(name, paths);
      paths.set(own, (paths.get(own) ?? new Set()).add(path));
    }
  }
  const wholes = new Set<string>();
  for (const [label, paths] of things) {
    const places = [...paths.values()];
    const alone = places.filter(({ size }) => size === 1);
    if (
      alone.length >= places.length * nearlyAll &&
      new Set(alone.flatMap(place => [...place])).size >= manyThings
    ) {
      wholes.add(label);
    }
  }
  return appearances.map(({ labelled, ...appearance }) => {
    const own = ownName(appearance.object);
    return labelled && own !== undefined && wholes.has(appearance.name)
      ? { ...appearance, name: own }
      : appearance;
  });
}

function ownName(object: string | undefined): string | undefined {
  return object?.slice(object.indexOf('/') + 1);
}

/**
 * One chart that makes a service of each of its releases calls them all after itself (`base-service`): there the release
 * tells which it is. Releases that bear the name (`cart-eu`) are of one service, and so are those that are told apart by
 * where they run alone (`cart-prod`, `cart-staging`). A chart of several parts tells them by their names.
 */
function calledByInstance(
  appearances: Appearance[],
  words: EnvironmentWords,
): Appearance[] {
  const releases = new Map<string, Set<string>>();
  const parts = new Map<string, Set<string>>();
  const add = (sets: Map<string, Set<string>>, key: string, value: string) =>
    sets.set(key, (sets.get(key) ?? new Set()).add(value));
  for (const { path, name, instance } of appearances) {
    if (instance !== undefined) {
      add(parts, `${path}\n${instance}`, name);
      const subject = subjectOfRelease(instance, words);
      if (subject !== '' && !instance.includes(name)) {
        add(releases, `${path}\n${name}`, subject);
      }
    }
  }
  return appearances.map(({ instance, ...appearance }) => {
    const { path, name } = appearance;
    return instance !== undefined &&
      !instance.includes(name) &&
      subjectOfRelease(instance, words) !== '' &&
      parts.get(`${path}\n${instance}`)?.size === 1 &&
      (releases.get(`${path}\n${name}`)?.size ?? 0) > 1
      ? { ...appearance, name: instance }
      : appearance;
  });
}

/** The name of a release without where it runs: `cart-prod-eu1` is `cart`, and `prod` is nothing. */
function subjectOfRelease(instance: string, words: EnvironmentWords): string {
  return words
    .spelled(instance)
    .split('-')
    .filter(
      token =>
        words.word(token) === undefined &&
        !isRegion(token) &&
        !/^\d+$/.test(token),
    )
    .join('-');
}

/**
 * A cluster that all who tell place in one environment is in that one for the others, too, unless those who tell are few:
 * something in it may well be for another environment.
 */
function placedByCluster(appearances: Appearance[]): Appearance[] {
  const clusters = new Map<string, { all: number; told: string[] }>();
  for (const { cluster, environment } of appearances) {
    if (cluster !== undefined) {
      const known = clusters.get(cluster) ?? { all: 0, told: [] };
      known.all++;
      if (environment !== undefined) {
        known.told.push(environment);
      }
      clusters.set(cluster, known);
    }
  }
  const environments = new Map<string, string>();
  for (const [cluster, { all, told }] of clusters) {
    if (told.length >= all * few && new Set(told).size === 1) {
      environments.set(cluster, told[0]);
    }
  }
  return appearances.map(appearance => {
    const environment = environments.get(appearance.cluster ?? '');
    return appearance.environment === undefined && environment !== undefined
      ? { ...appearance, environment }
      : appearance;
  });
}

/** Workloads, engine objects that pin something, and objects of any kind that ask for an image or a chart by themselves. */
function isPromoted({ kind, versions }: DeclaredObject): boolean {
  return (
    workloads.has(kind) ||
    (engines.has(kind) && versions.length > 0) ||
    versions.some(
      pin =>
        pin.kind === 'chart' ||
        (pin.kind === 'image' && pin.key !== 'appVersion'),
    )
  );
}

/** Pins of what each engine object deploys, by the line that declares the engine object. */
function pinsByEngine(objects: DeclaredObject[]): Map<string, Set<string>> {
  const pins = new Map<string, Set<string>>();
  for (const object of objects) {
    for (const { role, location } of object.config) {
      if (role === 'application') {
        const key = `${location.path}:${location.line}`;
        if (key === lineOfObject(object)) {
          continue;
        }
        const known = pins.get(key) ?? new Set();
        pins.set(key, known);
        if (isPromoted(object)) {
          known.add('');
        }
        object.versions.forEach(pin => known.add(pinKey(pin)));
      }
    }
  }
  return pins;
}

/** Whether the objects that an engine object deploys are known, and say all that it says. */
function isSaidBelow(
  object: DeclaredObject,
  deployed: ReadonlyMap<string, ReadonlySet<string>>,
): boolean {
  const below = engines.has(object.kind)
    ? deployed.get(lineOfObject(object))
    : undefined;
  return (
    below !== undefined &&
    below.size > 0 &&
    object.versions.every(
      pin => pin.kind === 'revision' || below.has(pinKey(pin)),
    )
  );
}

/** Whether the Applications of an ApplicationSet are known, and say all that its template does. */
function isSaidByMade(
  { kind, versions }: DeclaredObject,
  said: ReadonlySet<string>,
): boolean {
  return (
    kind === 'ApplicationSet' && versions.every(pin => said.has(pinKey(pin)))
  );
}

function pinsOfApplications(objects: readonly DeclaredObject[]): Set<string> {
  return new Set(
    objects
      .filter(({ kind }) => kind === 'Application')
      .flatMap(({ versions }) => versions.map(pinKey)),
  );
}

/** Directories that hold objects, or build them, and all above. */
function directoriesOf(objects: DeclaredObject[]): Set<string> {
  const directories = new Set<string>();
  for (const { builtBy, location } of objects) {
    for (let at = builtBy ?? directoryOf(location.path); at !== '';) {
      if (directories.has(at)) {
        break;
      }
      directories.add(at);
      at = directoryOf(at);
    }
  }
  return directories;
}

/** URLs under which engine objects find directories of this repository. */
function ownUrls(objects: DeclaredObject[]): Set<string | undefined> {
  const here = directoriesOf(objects);
  const urls = new Set<string | undefined>([undefined]);
  for (const { kind, engine } of objects) {
    const path = engine?.path && joinPath('', engine.path);
    if (engines.has(kind) && path && here.has(path)) {
      urls.add(engine?.repoUrl);
    }
  }
  return urls;
}

/** An engine object that takes a directory of this repository as it is pins nothing that is not said there. */
function onlyPointsHere(
  { kind, engine, versions }: DeclaredObject,
  own: ReadonlySet<string | undefined>,
  said: ReadonlySet<string>,
): boolean {
  return (
    engines.has(kind) &&
    engine?.path !== undefined &&
    own.has(engine.repoUrl) &&
    versions.every(
      pin =>
        (pin.kind === 'revision' && /^(HEAD|main|master)$/.test(pin.value)) ||
        said.has(pinKey(pin)),
    )
  );
}

function lineOfObject({ location }: DeclaredObject): string {
  return `${location.path}:${location.line}`;
}

function ofObject(object: DeclaredObject, words: EnvironmentWords): Appearance {
  const { builtBy, location, claims, versions, namespace, kind } = object;
  const target = targetOf(object, words);
  const stage =
    kind === 'Release' && !roles.test(object.name)
      ? words.exact(object.name)
      : undefined;
  target.environment ??= stage;
  const generic =
    stage !== undefined || (kind === 'Release' && roles.test(object.name));
  const directory =
    builtBy !== undefined && location.path.startsWith(`${builtBy}/templates/`)
      ? builtBy
      : directoryOf(location.path);
  const where = {
    environment: target.environment,
    cluster:
      target.cluster ??
      variantIn(
        builtBy ?? directoryOf(location.path),
        target.environment,
        words,
      ),
  };
  const path = pathWithout(directory, where, words);
  const label = object.labels?.['app.kubernetes.io/name'];
  const name = label ?? single.get(kind) ?? object.name;
  const instance =
    label === undefined || generic
      ? undefined
      : object.labels?.['app.kubernetes.io/instance'];
  return {
    name: generic ? subjectOf(path.split('/')) || name : name,
    path,
    ...where,
    namespace,
    object: `${kind}/${object.name}`,
    ...(label === undefined || generic ? {} : { labelled: true }),
    placed:
      (where.environment ?? where.cluster ?? object.builtBy) !== undefined,
    deployed: object.config.some(({ role }) => role === 'application'),
    ...(instance === undefined ? {} : { instance }),
    claims,
    versions,
  };
}

/**
 * Nothing runs at two versions in one place: where values files of one environment differ, the one that sets another
 * version than the rest is of a place of its own.
 */
function apart(appearance: Appearance, words: EnvironmentWords): Appearance[] {
  const { environment, cluster, versions } = appearance;
  if (environment === undefined || cluster !== undefined) {
    return [appearance];
  }
  const fileOf = ({ evidence }: VersionPin) =>
    evidence.type === 'file' ? evidence.location.path : undefined;
  const things = new Map<string, { values: Set<string>; files: Set<string> }>();
  for (const pin of versions) {
    const key = `${pin.kind}\n${pin.name}`;
    const thing = things.get(key) ?? { values: new Set(), files: new Set() };
    things.set(key, thing);
    thing.values.add(pin.value);
    thing.files.add(fileOf(pin) ?? '');
  }
  const places = new Map<string | undefined, string | undefined>();
  for (const pin of versions) {
    const file = fileOf(pin);
    const { values, files } = things.get(`${pin.kind}\n${pin.name}`) ?? {};
    if (
      file !== undefined &&
      (values?.size ?? 0) > 1 &&
      (files?.size ?? 0) > 1
    ) {
      places.set(file, placeOfValues(file, environment, words));
    }
  }
  const byPlace = new Map<string | undefined, VersionPin[]>();
  for (const pin of versions) {
    const place = places.get(fileOf(pin));
    const known = byPlace.get(place);
    if (known) {
      known.push(pin);
    } else {
      byPlace.set(place, [pin]);
    }
  }
  return byPlace.size === 0
    ? [appearance]
    : [...byPlace].map(([place, own]) => ({
        ...appearance,
        ...(place === undefined ? {} : { cluster: place }),
        versions: own,
      }));
}

function ofPin(
  { service, path, environment, cluster, pin }: ServicePin,
  words: EnvironmentWords,
): Appearance {
  const file =
    pin.evidence.type === 'file' ? pin.evidence.location.path : undefined;
  const where = {
    environment,
    cluster:
      cluster ??
      (file === undefined
        ? undefined
        : (variantIn(directoryOf(file), environment, words) ??
          variantOfFile(file, environment, words))),
  };
  return {
    name: service,
    path: pathWithout(path, where, words),
    ...where,
    placed: (environment ?? cluster) !== undefined,
    deployed: false,
    claims: [],
    versions: [pin],
  };
}
