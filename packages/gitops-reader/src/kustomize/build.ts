import { FileLocation, Finding, JsonObject, VersionPin } from '../facts';
import { listAt } from '../json';
import { objectsOf } from '../manifests';
import { LineTree, ParsedFile, ParsedRepository } from '../reader';
import { joinPath } from '../treePaths';
import { add, insert } from './collect';
import { addFinding, Context, locate, locationIn } from './context';
import { generate } from './generate';
import { KustomizationFile, readKustomization } from './kustomization';
import { sayWhatIsMissing } from './notBuilt';
import { setImages } from './overrideImages';
import { applyPatches, patchJson, patchStrategically } from './patches';
import { Resource } from './resource';
import {
  Layer,
  setLabels,
  setNames,
  setNamespace,
  setReplicas,
} from './transform';

export { kustomizationNames } from './kustomization';

/** Kustomizations that may stand on each other. */
const deepest = 64;

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
}

/**
 * Builds the kustomizations of one repository, each one once. It works on the parsed files alone, runs no
 * plugin and never leaves the tree; what it cannot build makes the result partial, and is said.
 */
export class KustomizeBuilder {
  readonly #repository: ParsedRepository;
  readonly #files = new Map<string, KustomizationFile | undefined>();
  readonly #builds = new Map<string, Build>();
  readonly #building: string[] = [];
  readonly #findings = new Map<string, Finding>();
  readonly #overrides: Context['overrides'] = new Map();

  constructor(repository: ParsedRepository) {
    this.#repository = repository;
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
  referencesOf(directory: string): string[] {
    const kustomization = this.kustomization(directory);
    return ['resources', 'bases', 'components']
      .flatMap(list => listAt(kustomization?.value, list))
      .map(entry =>
        typeof entry === 'string' ? joinPath(directory, entry) : undefined,
      )
      .filter(path => path !== undefined)
      .filter(path => path !== directory);
  }

  /** Findings of all that was built so far, each once. */
  findings(): Finding[] {
    const unused: Finding[] = [];
    for (const override of this.#overrides.values()) {
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
    return [...this.#findings.values(), ...unused];
  }

  /** Builds a directory; undefined when it has no kustomization. */
  build(directory: string): Build | undefined {
    const known = this.#builds.get(directory);
    if (known) {
      return known;
    }
    const kustomization = this.kustomization(directory);
    if (!kustomization) {
      return undefined;
    }
    this.#building.push(directory);
    const build = this.#run(kustomization);
    this.#building.pop();
    this.#builds.set(directory, build);
    return build;
  }

  /**
   * Builds what an engine makes of a directory: its entries, changed by fields of the engine object that
   * mean what those of a kustomization mean.
   */
  overlay(layer: {
    directory: string;
    entries: string[];
    value: JsonObject;
    /** Lines of `value` in the engine object's file. */
    lines: LineTree;
    path: string;
  }): Build {
    const { directory, entries, lines, path } = layer;
    const value = { ...layer.value, resources: entries };
    return this.#run({
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
    });
  }

  #run(kustomization: KustomizationFile): Build {
    const context: Context = {
      kustomization,
      files: new Set(),
      uses: new Set(),
      versions: [],
      partial: [],
      repository: this.#repository,
      findings: this.#findings,
      overrides: this.#overrides,
      kustomizationAt: directory => this.kustomization(directory),
    };
    const resources = this.#accumulate([], context);
    return {
      directory: kustomization.directory,
      resources,
      files: context.files,
      uses: context.uses,
      versions: context.versions,
      partial: [...new Set(context.partial)],
    };
  }

  /** Files of a kustomization and of all that it stands on. */
  filesOf(directory: string): Set<string> {
    const files = new Set<string>();
    const seen = new Set<string>();
    const pending = [directory];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const build = seen.has(next) ? undefined : this.#builds.get(next);
      seen.add(next);
      build?.files.forEach(file => files.add(file));
      build?.uses.forEach(use => pending.push(use));
    }
    return files;
  }

  /** Takes what a kustomization refers to, then changes all of it, in kustomize's own order. */
  #accumulate(before: Resource[], context: Context): Resource[] {
    const { kustomization } = context;
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
    generate(resources, context);
    sayWhatIsMissing(context);
    resources = patchStrategically(resources, context);
    resources = applyPatches(resources, context);
    const layer: Layer = {
      value: kustomization.value,
      at: path => locationIn(context, kustomization, path),
    };
    resources = setNamespace(resources, layer);
    resources = setNames(resources, layer);
    resources = setLabels(resources, layer);
    resources = patchJson(resources, context);
    resources = setReplicas(resources, layer);
    return setImages(resources, context);
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
    if (this.#repository.paths.has(target)) {
      context.files.add(target);
      const file = this.#repository.files.get(target);
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
    const build = this.build(target);
    if (!build) {
      context.partial.push(`${target} is missing`);
      addFinding(
        context,
        'kustomize-missing-resource',
        'error',
        location,
        `${target} is neither a file nor a directory with a kustomization.`,
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
    const kustomization = this.kustomization(target);
    if (!kustomization?.component) {
      const build = this.#below(target, location, context);
      if (build) {
        context.uses.add(target);
        context.partial.push(...build.partial);
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
    this.#building.push(target);
    // A component changes what its user has gathered so far, so it is built anew for each.
    const result = this.#accumulate(resources, { ...context, kustomization });
    this.#building.pop();
    return result;
  }
}
