import { FileLocation, Finding, JsonObject, VersionPin } from '../facts';
import { listAt } from '../json';
import { objectsOf } from '../manifests';
import { ListMemory } from '../perFile';
import { LineTree, ParsedFile, ParsedRepository } from '../reader';
import { baseName, directoryOf, joinPath } from '../treePaths';
import { parseYaml } from '../yaml';
import { add, insert } from './collect';
import {
  Configuration,
  knownConfiguration,
  mergedConfiguration,
  withConfigurations,
} from './configuration';
import {
  addFinding,
  Context,
  locate,
  locationIn,
  UsedOverride,
} from './context';
import { generate } from './generate';
import {
  KustomizationFile,
  kustomizationNames,
  readKustomization,
} from './kustomization';
import { Changes, Lookup, Needs } from './needs';
import { sayNotRun, sayWhatIsMissing } from './notBuilt';
import { asKustomization, Plugin } from './plugins';
import { followNames } from './references';
import { Resource, sharedWith } from './resource';
import { RootBuilds } from './rootBuilds';
import { transformAll } from './transformAll';

export { kustomizationNames } from './kustomization';

/** Kustomizations that may stand on each other. */
const deepest = 64;
/**
 * What all builds of a repository may cost: kustomizations that each take the next one twice double with every level.
 * A step is an object that a kustomization takes or changes, and starting to build one costs as much as some objects.
 */
const mostSteps = (repository: ParsedRepository) =>
  4_000 + 50 * repository.paths.size;
const stepsToStart = 20;

const references = new WeakMap<KustomizationFile, readonly string[]>();

function referencesOf(kustomization: KustomizationFile): readonly string[] {
  let known = references.get(kustomization);
  if (!known) {
    const { directory, value } = kustomization;
    known = ['resources', 'bases', 'components']
      .flatMap(list => listAt(value, list))
      .map(entry =>
        typeof entry === 'string' ? joinPath(directory, entry) : undefined,
      )
      .filter(path => path !== undefined)
      .filter(path => path !== directory);
    references.set(kustomization, known);
  }
  return known;
}

/** A build that is taken over stands on builds that were taken over. */
const filesOfBuilds = new WeakMap<Build, ReadonlySet<string>>();

const numbers = new WeakMap<Build, number>();
let lastNumber = 0;

/** Tells builds apart in the keys of what is made of them. */
function numberOf(build: Build): number {
  let number = numbers.get(build);
  if (number === undefined) {
    number = ++lastNumber;
    numbers.set(build, number);
  }
  return number;
}

function unusedOverrides({ overrides }: Build): string[] {
  const keys: string[] = [];
  for (const [key, { used, partial }] of overrides) {
    if (!used && !partial) {
      keys.push(key);
    }
  }
  return keys;
}

/** Whether a build may have something to report. */
function saysSomething(build: Build): boolean {
  return build.findings.size > 0 || unusedOverrides(build).length > 0;
}

/** Nothing by any key: most builds find nothing, and use nothing. */
const noFindings: Build['findings'] = new Map();
const noOverrides: Build['overrides'] = new Map();
const nowhere: ReadonlySet<string> = new Set();

/** What one kustomization builds. */
export interface Build {
  directory: string;
  resources: Resource[];
  /** Files of this kustomization alone, without those of the ones it builds on. */
  files: ReadonlySet<string>;
  /** Directories of the kustomizations that it builds on. */
  uses: ReadonlySet<string>;
  /** Versions of what it takes from elsewhere: remote bases, charts. */
  versions: VersionPin[];
  /** What it holds and could not be built, in words: empty when all could. */
  partial: string[];
  /** Fields that its transformers change, which those of what stands on it change as well. */
  configuration: Configuration;
  findings: ReadonlyMap<string, Finding>;
  overrides: ReadonlyMap<string, UsedOverride>;
  /** What it looked at. */
  needs: Needs;
}

/**
 * Builds the kustomizations of one repository, each one once. It works on the parsed files alone, runs no
 * plugin and never leaves the tree; what it cannot build makes the result partial, and is said.
 */
export class KustomizeBuilder {
  readonly #repository: ParsedRepository;
  readonly #files: Map<string, KustomizationFile | undefined>;
  #builds = new Map<string, Build>();
  #roots: RootBuilds | undefined;
  readonly #rootsBefore: RootBuilds | undefined;
  /** Builds of before that may not hold any more. */
  readonly #stale = new Map<string, Build>();
  /** What is built after the roots. */
  #buildsAside: Map<string, Build> | undefined;
  readonly #saying: ListMemory<Build, boolean>;
  /** What engines make of directories, by what they are told. */
  readonly #overlays = new Map<string, Build>();
  readonly #building: string[] = [];
  #steps = 0;
  #buildsBefore: ReadonlyMap<string, Build>;
  readonly #asideBefore: ReadonlyMap<string, Build> | undefined;
  readonly #overlaysBefore: ReadonlyMap<string, Build>;
  readonly #changes: Changes | undefined;
  readonly #lookup: Lookup = {
    kustomization: directory => this.kustomization(directory),
    // What leads back to itself is built, and not compared.
    build: directory =>
      this.#building.includes(directory) ? undefined : this.build(directory),
  };

  /** `before` built an earlier state of the repository: what would come out the same is taken from it. */
  constructor(repository: ParsedRepository, before?: KustomizeBuilder) {
    this.#repository = repository;
    this.#buildsBefore = before ? before.#builds : new Map();
    this.#overlaysBefore = before ? before.#overlays : new Map();
    this.#asideBefore = before ? before.#buildsAside : undefined;
    this.#rootsBefore = before ? before.#roots : undefined;
    this.#saying = before ? before.#saying : new ListMemory();
    const { changed } = repository;
    this.#changes = changed && {
      paths: changed,
      directories: new Set([...changed].map(directoryOf)),
    };
    // Nobody asks the one of before any more.
    this.#files = before && this.#changes ? before.#files : new Map();
    this.#changes?.directories.forEach(directory =>
      this.#files.delete(directory),
    );
  }

  /** The kustomization of a directory, if it has one. */
  kustomization(directory: string): KustomizationFile | undefined {
    if (!this.#files.has(directory)) {
      this.#files.set(
        directory,
        readKustomization(this.#repository, directory),
      );
    }
    return this.#files.get(directory);
  }

  /** Directories of this repository that a kustomization refers to. */
  referencesOf(directory: string): readonly string[] {
    const kustomization = this.kustomization(directory);
    return kustomization ? referencesOf(kustomization) : [];
  }

  /**
   * Builds the roots of the repository, before anything else is built. Those of the read before are taken over as they
   * are, but for what a change may concern.
   */
  *buildRoots(roots: readonly string[]): Generator<void, readonly Build[]> {
    if (this.#roots?.roots !== roots) {
      if (!this.#takeOverRoots(roots)) {
        for (const root of roots) {
          this.build(root);
          yield;
        }
        this.#roots = new RootBuilds(roots, this.#builds, this.#steps);
      }
      this.#buildsAside = new Map();
    }
    return this.#roots?.list ?? [];
  }

  #takeOverRoots(roots: readonly string[]): boolean {
    const known = this.#rootsBefore;
    const stale =
      known?.roots === roots && this.#changes
        ? known.concernedBy(this.#changes)
        : undefined;
    if (!known || !stale) {
      return false;
    }
    this.#builds = known.all;
    this.#steps = known.steps;
    for (const [directory, build] of stale) {
      this.#stale.set(directory, build);
      this.#steps -= build.needs.steps;
    }
    for (const directory of stale.keys()) {
      this.build(directory);
    }
    if (this.#steps < mostSteps(this.#repository) && known.replace(stale)) {
      known.steps = this.#steps;
      this.#roots = known;
      return true;
    }
    this.#buildsBefore = this.#builds;
    this.#builds = new Map();
    this.#steps = 0;
    return false;
  }

  /** Findings of all that was built so far, each once. */
  findings(): Finding[] {
    const findings = new Map<string, Finding>();
    const overrides = new Map<string, UsedOverride>();
    const builds = [
      ...this.#builds.values(),
      ...(this.#buildsAside?.values() ?? []),
      ...this.#overlays.values(),
    ];
    const saying = this.#saying.map(builds, saysSomething);
    const speakers = builds.filter((_, index) => saying[index]);
    const unusedKeys = new Set(
      speakers.flatMap(build => unusedOverrides(build)),
    );
    for (const build of unusedKeys.size > 0 ? builds : speakers) {
      build.findings.forEach((finding, key) => findings.set(key, finding));
      build.overrides.forEach((override, key) => {
        if (!unusedKeys.has(key)) {
          return;
        }
        const known = overrides.get(key);
        overrides.set(key, {
          ...override,
          used: override.used || known?.used === true,
          partial: override.partial || known?.partial === true,
        });
      });
    }
    const unused: Finding[] = [];
    for (const override of overrides.values()) {
      if (!override.used && !override.partial) {
        unused.push({
          rule: 'image-override-unused',
          severity: 'warning',
          location: override.location,
          message: `No container uses the image ${override.name}, so this override changes nothing.`,
          fix: 'Remove the entry, or correct its name.',
        });
      }
    }
    return [...findings.values(), ...unused];
  }

  /** Builds a directory; undefined when it has no kustomization. */
  build(directory: string): Build | undefined {
    const known = this.#built(directory);
    const stale = this.#stale.get(directory);
    if (known && !stale) {
      return known;
    }
    const before =
      stale ??
      this.#buildsBefore.get(directory) ??
      this.#asideBefore?.get(directory);
    this.#building.push(directory);
    let build = this.#again(before);
    if (!build) {
      const kustomization = this.kustomization(directory);
      build = kustomization && this.#run(kustomization, { before });
    }
    this.#building.pop();
    this.#stale.delete(directory);
    if (build) {
      (this.#buildsAside ?? this.#builds).set(directory, build);
    }
    return build;
  }

  #built(directory: string): Build | undefined {
    return this.#builds.get(directory) ?? this.#buildsAside?.get(directory);
  }

  /** A build of before, when it would come out the same now. */
  #again(build: Build | undefined): Build | undefined {
    if (
      !build ||
      this.#steps + build.needs.steps > mostSteps(this.#repository)
    ) {
      return undefined;
    }
    if (!build.needs.areMet(this.#repository, this.#changes, this.#lookup)) {
      return undefined;
    }
    this.#steps += build.needs.steps;
    return build;
  }

  /**
   * Builds what an engine makes of a directory: its entries, or what was built of it before, changed by fields of
   * the engine object that mean what those of a kustomization mean.
   */
  overlay(layer: {
    directory: string;
    entries?: string[];
    on?: Build;
    value: JsonObject;
    /** Lines of `value` in the engine object's file. */
    lines: LineTree;
    path: string;
  }): Build {
    const { directory, entries = [], on, lines, path } = layer;
    const key = JSON.stringify({ ...layer, on: on && numberOf(on) });
    const known = this.#overlays.get(key);
    if (known) {
      return known;
    }
    const value = { ...layer.value, resources: entries };
    const before = this.#overlaysBefore.get(key);
    const build =
      this.#again(before) ??
      this.#run(
        {
          directory,
          file: { path, digest: '', documents: [], findings: [] },
          document: {
            value,
            lines,
            line: typeof lines === 'number' ? lines : lines.at,
          },
          value,
          component: false,
          foreign: true,
        },
        { on, before },
      );
    this.#overlays.set(key, build);
    return build;
  }

  #run(
    kustomization: KustomizationFile,
    { on, before }: { on?: Build; before?: Build },
  ): Build {
    const needs = new Needs();
    const context: Context = {
      kustomization,
      needs,
      files: new Set(on?.files),
      uses: new Set(on?.uses),
      versions: [...(on?.versions ?? [])],
      partial: [
        ...(on?.partial ?? []),
        // By itself it has nothing to change: what it is for may be anywhere.
        ...(kustomization.component ? ['a component is part of others'] : []),
      ],
      configuration: on?.configuration ?? knownConfiguration,
      repository: needs.sources(this.#repository),
      findings: new Map(),
      overrides: new Map(),
      kustomizationAt: directory =>
        needs.kustomization(directory, this.kustomization(directory)),
    };
    context.kustomizationAt(kustomization.directory);
    const resources = followNames(
      this.#accumulate(on?.resources ?? [], context),
      context.configuration,
    );
    return {
      directory: kustomization.directory,
      resources: before ? sharedWith(before.resources, resources) : resources,
      files: context.files,
      uses: context.uses.size > 0 ? context.uses : nowhere,
      versions: context.versions,
      partial: [...new Set(context.partial)],
      configuration: context.configuration,
      findings: context.findings.size > 0 ? context.findings : noFindings,
      overrides: context.overrides.size > 0 ? context.overrides : noOverrides,
      needs,
    };
  }

  /** Files of a kustomization and of all that it stands on. */
  filesOf(directory: string): ReadonlySet<string> {
    const own = this.#built(directory);
    const known = own && filesOfBuilds.get(own);
    if (known) {
      return known;
    }
    const files = new Set<string>();
    const seen = new Set<string>();
    const pending = [directory];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const build = seen.has(next) ? undefined : this.#built(next);
      seen.add(next);
      build?.files.forEach(file => files.add(file));
      build?.uses.forEach(use => pending.push(use));
    }
    // What leads back to itself is built anew each time, and what stands on it with it.
    if (own) {
      filesOfBuilds.set(own, files);
    }
    return files;
  }

  /** Counts what a build costs. */
  #spend(steps: number, context: Context): void {
    context.needs.steps += steps;
    this.#steps += steps;
  }

  /** Whether there is nothing left to build with; says so. */
  #isSpent(location: FileLocation, context: Context): boolean {
    if (this.#steps < mostSteps(this.#repository)) {
      return false;
    }
    // It hangs on what was built before.
    context.needs.circular = true;
    context.partial.push('the repository builds too many objects');
    addFinding(
      context,
      'kustomize-too-large',
      'error',
      location,
      'All kustomizations of this repository together build too many objects; what this entry brings is left out.',
    );
    return true;
  }

  /** Takes what a kustomization refers to, then changes all of it, in kustomize's own order. */
  #accumulate(before: Resource[], context: Context): Resource[] {
    const { kustomization } = context;
    this.#spend(stepsToStart, context);
    if (!kustomization.foreign) {
      context.files.add(kustomization.file.path);
    }
    const taken = [...before];
    for (const list of ['resources', 'bases']) {
      listAt(kustomization.value, list).forEach((entry, position) => {
        if (typeof entry === 'string') {
          this.#take(entry, [list, position], taken, context);
        }
      });
    }
    let resources = taken;
    listAt(kustomization.value, 'components').forEach((entry, position) => {
      if (typeof entry === 'string') {
        resources = this.#component(
          entry,
          ['components', position],
          resources,
          context,
        );
      }
    });
    this.#spend(resources.length, context);
    context.configuration = withConfigurations(context.configuration, context);
    generate(resources, context);
    this.#plugins('generators', resources, context);
    sayWhatIsMissing(context);
    resources = transformAll(resources, context);
    return this.#plugins('transformers', resources, context);
  }

  /** Runs what kustomize brings along as plugins; says what is a program of its own. */
  #plugins(
    field: 'generators' | 'transformers',
    resources: Resource[],
    context: Context,
  ): Resource[] {
    let result = resources;
    listAt(context.kustomization.value, field).forEach((entry, position) => {
      if (typeof entry !== 'string') {
        return;
      }
      const path = [field, position];
      for (const plugin of this.#pluginsAt(entry, path, context)) {
        const inner = asKustomization(plugin, context);
        if (!inner) {
          sayNotRun(field, path, context);
        } else if (field === 'generators') {
          generate(result, inner);
          sayWhatIsMissing(inner);
        } else {
          this.#spend(result.length, context);
          result = transformAll(result, inner);
        }
      }
    });
    return result;
  }

  /** Plugins that an entry names: written in it, in a file, or built by a directory. */
  #pluginsAt(
    entry: string,
    path: (string | number)[],
    context: Context,
  ): Plugin[] {
    const { kustomization } = context;
    const location = locationIn(context, kustomization, path);
    if (entry.includes('\n')) {
      return parseYaml(
        location.path,
        entry,
        (location.line ?? 1) + 1,
      ).documents.map(document => ({ ...document, file: kustomization.file }));
    }
    const target = locate(entry, path, context);
    if (target === undefined) {
      return [];
    }
    if (context.repository.has(target)) {
      const file = context.repository.file(target);
      context.files.add(target);
      return (file?.documents ?? []).map(document => ({
        ...document,
        file: file as ParsedFile,
      }));
    }
    const build = this.#below(target, location, context);
    if (build) {
      context.uses.add(target);
      context.partial.push(...build.partial);
    }
    return (build?.resources ?? []).map(({ value, lines, location: from }) => ({
      value,
      lines,
      file: { path: from.path, digest: '', documents: [], findings: [] },
    }));
  }

  #take(
    entry: string,
    path: (string | number)[],
    resources: Resource[],
    context: Context,
  ): void {
    const location = locationIn(context, context.kustomization, path);
    const target = locate(entry, path, context);
    if (target === undefined) {
      return;
    }
    if (context.repository.has(target)) {
      context.files.add(target);
      const file = context.repository.file(target);
      if (
        kustomizationNames.includes(baseName(target)) &&
        file &&
        context.kustomizationAt(directoryOf(target))?.file === file
      ) {
        context.partial.push(`${target} is a kustomization`);
        addFinding(
          context,
          'kustomize-missing-resource',
          'error',
          location,
          `${target} is the file of a kustomization; kustomize takes its directory alone.`,
        );
        return;
      }
      if (!file || file.documents.length === 0) {
        context.partial.push(`${target} was not read`);
      }
      for (const document of file?.documents ?? []) {
        for (const placed of objectsOf(document)) {
          add(
            resources,
            placed.value,
            {
              file: file as ParsedFile,
              line: placed.line,
              lines: placed.lines,
            },
            location,
            context,
          );
        }
      }
      return;
    }
    const base = this.#below(target, location, context);
    if (base) {
      context.uses.add(target);
      context.partial.push(...base.partial);
      context.configuration = mergedConfiguration(
        context.configuration,
        base.configuration,
      );
      base.versions.forEach(version => context.versions.push(version));
      for (const resource of base.resources) {
        insert(resources, resource, location, context);
      }
    }
  }

  /** Builds a directory that another one refers to. */
  #below(
    target: string,
    location: FileLocation,
    context: Context,
  ): Build | undefined {
    if (this.#building.includes(target) || this.#building.length >= deepest) {
      context.needs.circular = true;
      context.partial.push(`${target} refers back to itself`);
      addFinding(
        context,
        'kustomize-cycle',
        'error',
        location,
        `${target || 'The root'} refers back to itself, or stands on too many others.`,
      );
      return undefined;
    }
    if (this.#isSpent(location, context)) {
      return undefined;
    }
    const build = context.needs.build(target, this.build(target));
    this.#spend(build?.resources.length ?? 0, context);
    if (!build) {
      const unread = kustomizationNames.some(name =>
        context.repository.has(joinPath(target, name) ?? ''),
      );
      context.partial.push(`${target} is missing`);
      addFinding(
        context,
        'kustomize-missing-resource',
        'error',
        location,
        unread
          ? `The kustomization of ${target} is none that can be read.`
          : `${target} is neither a file nor a directory with a kustomization.`,
      );
    }
    return build;
  }

  #component(
    entry: string,
    path: (string | number)[],
    resources: Resource[],
    context: Context,
  ): Resource[] {
    const target = locate(entry, path, context);
    if (target === undefined) {
      return resources;
    }
    const location = locationIn(context, context.kustomization, path);
    const kustomization = context.kustomizationAt(target);
    if (!kustomization?.component) {
      const build = this.#below(target, location, context);
      if (build) {
        context.uses.add(target);
        context.partial.push(...build.partial);
        context.configuration = mergedConfiguration(
          context.configuration,
          build.configuration,
        );
      }
      for (const resource of build?.resources ?? []) {
        insert(resources, resource, location, context);
      }
      return resources;
    }
    if (this.#building.includes(target) || this.#building.length >= deepest) {
      this.#below(target, location, context);
      return resources;
    }
    if (this.#isSpent(location, context)) {
      return resources;
    }
    this.#building.push(target);
    // A component changes what its user has gathered so far, so it is built anew for each.
    const inner = { ...context, kustomization };
    const result = this.#accumulate(resources, inner);
    context.configuration = inner.configuration;
    this.#building.pop();
    return result;
  }
}
