import { Finding, JsonObject, VersionPin } from '../../../facts';
import { listAt } from '../../../lib/json';
import { LineTree, ParsedRepository } from '../../reader';
import { directoryOf, joinPath } from '../../../files/treePaths';
import { accumulate } from './accumulate';
import { BuildFindings } from './buildFindings';
import {
  Configuration,
  knownConfiguration,
} from '../transformers/configuration';
import { Context, Unseen, UsedOverride } from './context';
import { Ground } from './ground';
import { KustomizationFile, readKustomization } from '../kustomization';
import { Changes, Lookup, Needs } from './needs';
import { Once } from './once';
import { followNames } from '../transformers/references';
import { Resource, sharedWith } from '../resource';
import { RootBuilds } from './rootBuilds';
import type { Var } from '../transformers/vars';

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

/** Nothing by any key: most builds find nothing, and use nothing. */
const noFindings: Build['findings'] = new Map();
const noOverrides: Build['overrides'] = new Map();
const nowhere: ReadonlySet<string> = new Set();
const noVars: Build['vars'] = [];
const nothingUnseen: Build['unseen'] = new Set();

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
  /** Variables that wait to be filled in. */
  vars: readonly Var[];
  /** What it holds and could not be built, in words: empty when all could. */
  partial: string[];
  /** What of that may bring objects. */
  unseen: ReadonlySet<Unseen>;
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
  readonly #findings: BuildFindings;
  /** What engines make of directories, by what they are told. */
  readonly #overlays = new Map<string, Build>();
  readonly #ground: Ground;
  #buildsBefore: ReadonlyMap<string, Build>;
  readonly #asideBefore: ReadonlyMap<string, Build> | undefined;
  readonly #overlaysBefore: ReadonlyMap<string, Build>;
  readonly #changes: Changes | undefined;
  readonly #lookup: Lookup = {
    kustomization: directory => this.kustomization(directory),
    // What leads back to itself is built, and not compared.
    build: directory =>
      this.#ground.isBuilding(directory) ? undefined : this.build(directory),
  };

  /** `before` built an earlier state of the repository: what would come out the same is taken from it. */
  constructor(repository: ParsedRepository, before?: KustomizeBuilder) {
    this.#repository = repository;
    this.#ground = new Ground(repository, directory => this.build(directory));
    this.#buildsBefore = before ? before.#builds : new Map();
    this.#overlaysBefore = before ? before.#overlays : new Map();
    this.#asideBefore = before ? before.#buildsAside : undefined;
    this.#rootsBefore = before ? before.#roots : undefined;
    this.#findings = before ? before.#findings : new BuildFindings();
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
        this.#roots = new RootBuilds(roots, this.#builds, this.#ground.steps);
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
    this.#ground.steps = known.steps;
    for (const [directory, build] of stale) {
      this.#stale.set(directory, build);
      this.#ground.steps -= build.needs.steps;
    }
    for (const directory of stale.keys()) {
      this.build(directory);
    }
    if (!this.#ground.isSpent && known.replace(stale)) {
      known.steps = this.#ground.steps;
      this.#roots = known;
      return true;
    }
    this.#buildsBefore = this.#builds;
    this.#builds = new Map();
    this.#ground.steps = 0;
    return false;
  }

  /** Findings of all that was built so far, each once. */
  findings(): Finding[] {
    return this.#findings.of([
      ...this.#builds.values(),
      ...(this.#buildsAside?.values() ?? []),
      ...this.#overlays.values(),
    ]);
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
    const build = this.#ground.within(directory, () => {
      const same = this.#again(before);
      const kustomization = same ? undefined : this.kustomization(directory);
      return same ?? (kustomization && this.#run(kustomization, { before }));
    });
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
    if (!build || !this.#ground.allows(build.needs.steps)) {
      return undefined;
    }
    if (!build.needs.areMet(this.#repository, this.#changes, this.#lookup)) {
      return undefined;
    }
    this.#ground.steps += build.needs.steps;
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
      versions: new Once(on?.versions),
      vars: new Once(on?.vars),
      partial: [
        ...(on?.partial ?? []),
        // By itself it has nothing to change: what it is for may be anywhere.
        ...(kustomization.component ? ['a component is part of others'] : []),
      ],
      unseen: new Set(on?.unseen),
      configuration: on?.configuration ?? knownConfiguration,
      repository: needs.sources(this.#repository),
      findings: new Map(),
      overrides: new Map(),
      kustomizationAt: directory =>
        needs.kustomization(directory, this.kustomization(directory)),
    };
    context.kustomizationAt(kustomization.directory);
    const resources = followNames(
      accumulate(on?.resources ?? [], context, this.#ground),
      context.configuration,
    );
    const vars = context.vars.all;
    return {
      directory: kustomization.directory,
      resources: before ? sharedWith(before.resources, resources) : resources,
      files: context.files,
      uses: context.uses.size > 0 ? context.uses : nowhere,
      versions: context.versions.all,
      vars: vars.length > 0 ? vars : noVars,
      partial: [...new Set(context.partial)],
      unseen: context.unseen.size > 0 ? context.unseen : nothingUnseen,
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
}
