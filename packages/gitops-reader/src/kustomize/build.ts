import {
  FileLocation,
  Finding,
  JsonObject,
  JsonValue,
  VersionPin,
} from '../facts';
import {
  compact,
  isObject,
  listAt,
  objectAt,
  textAt,
  textsAt,
  valueAt,
} from '../json';
import { objectsOf } from '../manifests';
import {
  LineTree,
  ParsedFile,
  ParsedRepository,
  YamlDocument,
} from '../reader';
import { joinPath } from '../treePaths';
import { imageVersion } from '../workload';
import { lineOf, parseYaml } from '../yaml';
import { ImageOverride, imageOverrides, pinningKey } from './images';
import { jsonPatch, pointerPath } from './jsonPatch';
import { strategicMerge } from './merge';
import { isRemote, readRemote } from './remote';
import {
  Change,
  changed,
  current,
  identityKey,
  identityOf,
  Origin,
  Resource,
  withValue,
} from './resource';
import { Identity, targetTest } from './select';
import {
  Layer,
  overridden,
  setLabels,
  setNames,
  setNamespace,
  setReplicas,
} from './transform';

/** Objects that one kustomization may build. */
const mostResources = 20_000;
/** Kustomizations that may stand on each other. */
const deepest = 64;

/** File names of a kustomization, in the order in which kustomize looks. */
export const kustomizationNames = [
  'kustomization.yaml',
  'kustomization.yml',
  'Kustomization',
];

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

/** A kustomization and its file. */
export interface KustomizationFile {
  directory: string;
  file: ParsedFile;
  document: YamlDocument;
  value: JsonObject;
  component: boolean;
  /** Fields of an engine object, which stands in a file of its own. */
  foreign?: boolean;
}

/** A step on the way of building: what to apply, and to what. */
interface Context {
  kustomization: KustomizationFile;
  files: Set<string>;
  uses: Set<string>;
  versions: VersionPin[];
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
  /** Overrides of images by place, and whether any build had a use for them. */
  readonly #overrides = new Map<
    string,
    { location: FileLocation; name: string; used: boolean; partial: boolean }
  >();

  constructor(repository: ParsedRepository) {
    this.#repository = repository;
  }

  /** The kustomization of a directory, if it has one. */
  kustomization(directory: string): KustomizationFile | undefined {
    if (!this.#files.has(directory)) {
      this.#files.set(directory, this.#load(directory));
    }
    return this.#files.get(directory);
  }

  #load(directory: string): KustomizationFile | undefined {
    for (const name of kustomizationNames) {
      const path = directory ? `${directory}/${name}` : name;
      const file = this.#repository.files.get(path);
      // The name without an extension is read as text.
      const documents =
        file?.documents.length === 0 && file.text !== undefined
          ? parseYaml(path, file.text).documents
          : file?.documents;
      const document = documents?.find(({ value }) => isObject(value));
      if (!file || !document || !isObject(document.value)) {
        continue;
      }
      const value = document.value;
      const apiVersion = textAt(value, 'apiVersion');
      const kind = textAt(value, 'kind');
      // Flux has a Kustomization too, and people keep it in a file of this name.
      const itself =
        (apiVersion === undefined ||
          apiVersion.startsWith('kustomize.config.k8s.io/')) &&
        (kind === undefined ||
          kind === 'Kustomization' ||
          kind === 'Component');
      if (itself) {
        return {
          directory,
          file,
          document,
          value,
          component: kind === 'Component',
        };
      }
    }
    return undefined;
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

  #at(
    { file, document }: { file: ParsedFile; document: YamlDocument },
    path: (string | number)[],
  ): FileLocation {
    const { repository, revision } = this.#repository;
    return {
      repository,
      revision,
      path: file.path,
      line: lineOf(document, path),
    };
  }

  #find(
    rule: string,
    severity: Finding['severity'],
    location: FileLocation,
    message: string,
  ): void {
    const key = `${rule}\n${location.path}\n${location.line}\n${message}`;
    this.#findings.set(key, { rule, severity, location, message });
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
    this.#generate(resources, context);
    this.#sayWhatIsMissing(context);
    resources = this.#patchStrategically(resources, context);
    resources = this.#patch(resources, context);
    const layer: Layer = {
      value: kustomization.value,
      at: path => this.#at(kustomization, path),
    };
    resources = setNamespace(resources, layer);
    resources = setNames(resources, layer);
    resources = setLabels(resources, layer);
    resources = this.#patchJson(resources, context);
    resources = setReplicas(resources, layer);
    return this.#setImages(resources, context);
  }

  #take(
    entry: string,
    path: (string | number)[],
    resources: Resource[],
    context: Context,
  ): void {
    const location = this.#at(context.kustomization, path);
    const target = this.#locate(entry, path, context);
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
          this.#add(
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
        this.#insert(resources, resource, location, context);
      }
    }
  }

  /** The path in the tree that an entry means. */
  #locate(
    entry: string,
    path: (string | number)[],
    context: Context,
  ): string | undefined {
    const { kustomization } = context;
    const location = this.#at(kustomization, path);
    const target = joinPath(kustomization.directory, entry);
    const inTree =
      target !== undefined &&
      (this.#repository.paths.has(target) || this.kustomization(target));
    if (!inTree && isRemote(entry)) {
      const remote = readRemote(entry);
      context.partial.push(`${remote.url} is not part of this repository`);
      this.#find(
        'kustomize-remote-base',
        'info',
        location,
        `Takes objects from ${remote.url}, which this read does not see.`,
      );
      if (remote.revision) {
        context.versions.push({
          kind: 'revision',
          name: remote.url,
          value: remote.revision,
          evidence: {
            type: 'file',
            location,
            text: `- ${remote.url}?ref=${remote.revision}`.slice(0, 200),
          },
          key: `${path[0]}[${path[1]}]`,
        });
      }
      return undefined;
    }
    if (target === undefined || entry.startsWith('/')) {
      context.partial.push(`${entry} lies outside of the repository`);
      this.#find(
        'kustomize-outside-tree',
        'error',
        location,
        `${entry} lies outside of the repository and is not read.`,
      );
      return undefined;
    }
    return target;
  }

  /** Builds a directory that another one refers to. */
  #below(
    target: string,
    location: FileLocation,
    context: Context,
  ): Build | undefined {
    if (this.#building.includes(target) || this.#building.length >= deepest) {
      context.partial.push(`${target} refers back to itself`);
      this.#find(
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
      this.#find(
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
    const target = this.#locate(entry, path, context);
    if (target === undefined) {
      return resources;
    }
    const location = this.#at(context.kustomization, path);
    const kustomization = this.kustomization(target);
    if (!kustomization?.component) {
      const build = this.#below(target, location, context);
      if (build) {
        context.uses.add(target);
        context.partial.push(...build.partial);
      }
      for (const resource of build?.resources ?? []) {
        this.#insert(resources, resource, location, context);
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

  #add(
    resources: Resource[],
    value: JsonObject,
    from: { file: ParsedFile; line: number; lines: YamlDocument['lines'] },
    location: FileLocation,
    context: Context,
  ): void {
    const identity = identityOf(value);
    if (!identity.kind || !identity.name || !value.apiVersion) {
      return;
    }
    if (
      textAt(
        value,
        'metadata',
        'annotations',
        'config.kubernetes.io/local-config',
      ) === 'true'
    ) {
      return;
    }
    const { repository, revision } = this.#repository;
    this.#insert(
      resources,
      {
        value,
        location: {
          repository,
          revision,
          path: from.file.path,
          line: from.line,
        },
        lines: from.lines,
        identities: [identity],
        places: [],
        origins: new Map(),
      },
      location,
      context,
    );
  }

  #insert(
    resources: Resource[],
    resource: Resource,
    location: FileLocation,
    context: Context,
  ): void {
    const key = identityKey(current(resource));
    if (resources.length >= mostResources) {
      if (!context.partial.includes('it holds too many objects')) {
        context.partial.push('it holds too many objects');
        this.#find(
          'kustomize-too-large',
          'error',
          location,
          `Builds more than ${mostResources} objects; the rest is left out.`,
        );
      }
      return;
    }
    const known = keysOf(resources);
    if (known.has(key)) {
      const { kind, name } = current(resource);
      this.#find(
        'kustomize-duplicate-object',
        'error',
        location,
        `Brings ${kind}/${name}, which is there already; kustomize refuses to build this.`,
      );
      return;
    }
    known.add(key);
    resources.push(resource);
  }

  #generate(resources: Resource[], context: Context): void {
    const { kustomization } = context;
    const shared = objectAt(kustomization.value, 'generatorOptions');
    for (const [list, kind] of [
      ['configMapGenerator', 'ConfigMap'],
      ['secretGenerator', 'Secret'],
    ] as const) {
      listAt(kustomization.value, list).forEach((entry, position) => {
        const name = textAt(entry, 'name');
        if (!name) {
          return;
        }
        const location = this.#at(kustomization, [list, position]);
        const sources = this.#sourcesOf(entry, context);
        const behavior = textAt(entry, 'behavior') ?? 'create';
        const namespace = textAt(entry, 'namespace');
        if (behavior === 'merge' || behavior === 'replace') {
          const at = resources.findIndex(({ identities }) =>
            identities.some(
              id =>
                id.kind === kind &&
                id.group === '' &&
                id.name === name &&
                (namespace === undefined || id.namespace === namespace),
            ),
          );
          if (at >= 0) {
            resources[at] = {
              ...resources[at],
              places: [
                ...resources[at].places,
                { role: 'overlay', location, note: `${behavior}s its data` },
                ...sources,
              ],
            };
          }
          return;
        }
        const option = (field: string) => ({
          ...textsAt(shared, field),
          ...textsAt(entry, 'options', field),
        });
        const labels = option('labels');
        const annotations = option('annotations');
        const hashed =
          (textAt(entry, 'options', 'disableNameSuffixHash') ??
            textAt(shared, 'disableNameSuffixHash')) !== 'true';
        const value: JsonObject = {
          apiVersion: 'v1',
          kind,
          metadata: compact<JsonObject>({
            name,
            namespace,
            labels: Object.keys(labels).length > 0 ? labels : undefined,
            annotations:
              Object.keys(annotations).length > 0 ? annotations : undefined,
          }),
        };
        this.#insert(
          resources,
          {
            value,
            location,
            lines: location.line ?? 1,
            identities: [identityOf(value)],
            places: sources,
            origins: new Map(),
            hashed,
          },
          location,
          context,
        );
      });
    }
  }

  /** Files that a generator takes its data from. */
  #sourcesOf(entry: JsonValue, context: Context): Resource['places'] {
    const { directory } = context.kustomization;
    const { repository, revision } = this.#repository;
    const places: Resource['places'] = [];
    const entries = [
      ...listAt(entry, 'files'),
      ...listAt(entry, 'envs'),
      ...[textAt(entry, 'env')],
    ];
    for (const source of entries) {
      const path =
        typeof source === 'string'
          ? joinPath(directory, source.slice(source.indexOf('=') + 1))
          : undefined;
      if (path !== undefined && this.#repository.paths.has(path)) {
        context.files.add(path);
        places.push({
          role: 'manifest',
          location: { repository, revision, path },
          note: 'is its data',
        });
      }
    }
    return places;
  }

  /** Parts of a kustomization that only kustomize with its plugins can build. */
  #sayWhatIsMissing(context: Context): void {
    const { kustomization } = context;
    const { value } = kustomization;
    for (const field of [
      'generators',
      'transformers',
      'helmChartInflationGenerator',
    ]) {
      const entries = listAt(value, field);
      if (entries.length > 0) {
        context.partial.push(`${field} are not run`);
        this.#find(
          'kustomize-not-built',
          'info',
          this.#at(kustomization, [field]),
          `${field} are programs of their own; what they make is not known here.`,
        );
        for (const entry of entries) {
          const path =
            typeof entry === 'string'
              ? joinPath(kustomization.directory, entry)
              : undefined;
          if (path !== undefined && this.#repository.paths.has(path)) {
            context.files.add(path);
          }
        }
      }
    }
    listAt(value, 'helmCharts').forEach((chart, position) => {
      const name = textAt(chart, 'name');
      const version = textAt(chart, 'version');
      const location = this.#at(kustomization, ['helmCharts', position]);
      context.partial.push(`the chart ${name ?? ''} is not rendered`);
      this.#find(
        'kustomize-not-built',
        'info',
        location,
        `The chart ${name ?? ''} is not rendered; its objects are not known here.`,
      );
      for (const field of ['valuesFile', 'additionalValuesFiles']) {
        const files = [textAt(chart, field), ...listAt(chart, field)];
        for (const file of files) {
          const path =
            typeof file === 'string'
              ? joinPath(kustomization.directory, file)
              : undefined;
          if (path !== undefined && this.#repository.paths.has(path)) {
            context.files.add(path);
          }
        }
      }
      if (name && version) {
        context.versions.push({
          kind: 'chart',
          name,
          value: version,
          evidence: {
            type: 'file',
            location: this.#at(kustomization, [
              'helmCharts',
              position,
              'version',
            ]),
            text: `version: ${version}`.slice(0, 200),
          },
          key: `helmCharts[name=${name}].version`,
        });
      }
    });
    listAt(value, 'replacements').forEach((replacement, position) => {
      const fields = listAt(replacement, 'targets').flatMap(target =>
        listAt(target, 'fieldPaths'),
      );
      if (
        fields.length === 0 ||
        fields.some(field =>
          /image|^metadata\.(name|namespace|labels)/.test(String(field)),
        )
      ) {
        context.partial.push('replacements are not applied');
        this.#find(
          'kustomize-not-built',
          'info',
          this.#at(kustomization, ['replacements', position]),
          'This replacement may change names, labels or images; it is not applied here.',
        );
      }
    });
  }

  /** Documents of a patch: of a file, or written in the kustomization itself. */
  #patchDocuments(
    text: { path?: string; inline?: string },
    path: (string | number)[],
    context: Context,
  ): { value: JsonValue; at: (path: (string | number)[]) => FileLocation }[] {
    const { kustomization } = context;
    if (text.inline !== undefined) {
      const start = this.#at(kustomization, path);
      // The text of a block starts on the line after its key.
      const offset = text.inline.includes('\n') ? 0 : -1;
      return parseYaml(kustomization.file.path, text.inline).documents.map(
        document => ({
          value: document.value,
          at: within => ({
            ...start,
            line: (start.line ?? 1) + offset + lineOf(document, within),
          }),
        }),
      );
    }
    const target = text.path && this.#locate(text.path, path, context);
    if (!target) {
      return [];
    }
    const file = this.#repository.files.get(target);
    if (!file) {
      context.partial.push(`the patch ${target} was not read`);
      this.#find(
        'kustomize-missing-resource',
        'error',
        this.#at(kustomization, path),
        `The patch ${target} is missing or was not read.`,
      );
      return [];
    }
    context.files.add(target);
    return file.documents.map(document => ({
      value: document.value,
      at: within => this.#at({ file, document }, within),
    }));
  }

  #patchStrategically(resources: Resource[], context: Context): Resource[] {
    let result = resources;
    const list = 'patchesStrategicMerge';
    listAt(context.kustomization.value, list).forEach((entry, position) => {
      if (typeof entry !== 'string') {
        return;
      }
      const text = /[\n{]/.test(entry) ? { inline: entry } : { path: entry };
      for (const document of this.#patchDocuments(
        text,
        [list, position],
        context,
      )) {
        result = this.#applyStrategic(result, document, undefined, context);
      }
    });
    return result;
  }

  #patch(resources: Resource[], context: Context): Resource[] {
    let result = resources;
    listAt(context.kustomization.value, 'patches').forEach(
      (entry, position) => {
        const at = ['patches', position];
        const inline = textAt(entry, 'patch');
        const text =
          inline === undefined
            ? { path: textAt(entry, 'path'), at: [...at, 'path'] }
            : { inline, at: [...at, 'patch'] };
        result = this.#applyEntry(result, entry, text, context);
      },
    );
    return result;
  }

  #patchJson(resources: Resource[], context: Context): Resource[] {
    let result = resources;
    listAt(context.kustomization.value, 'patchesJson6902').forEach(
      (entry, position) => {
        const at = ['patchesJson6902', position];
        const inline = textAt(entry, 'patch') ?? textAt(entry, 'jsonPatch');
        const text =
          inline === undefined
            ? { path: textAt(entry, 'path'), at: [...at, 'path'] }
            : { inline, at: [...at, 'patch'] };
        result = this.#applyEntry(result, entry, text, context);
      },
    );
    return result;
  }

  #applyEntry(
    resources: Resource[],
    entry: JsonValue,
    text: { path?: string; inline?: string; at: (string | number)[] },
    context: Context,
  ): Resource[] {
    const target = objectAt(entry, 'target');
    const test = target && targetTest(target);
    if (target && !test) {
      context.partial.push('a patch whose target is not understood');
      this.#find(
        'kustomize-not-built',
        'warning',
        this.#at(context.kustomization, text.at),
        'The target of this patch is not understood; the patch is not applied.',
      );
      return resources;
    }
    let result = resources;
    for (const document of this.#patchDocuments(text, text.at, context)) {
      if (Array.isArray(document.value)) {
        result = test
          ? this.#applyJson(result, document.value, document.at, test)
          : result;
      } else {
        result = this.#applyStrategic(
          result,
          document,
          test && { test, entry },
          context,
        );
      }
    }
    return result;
  }

  #applyJson(
    resources: Resource[],
    operations: JsonValue[],
    at: (path: (string | number)[]) => FileLocation,
    test: NonNullable<ReturnType<typeof targetTest>>,
  ): Resource[] {
    return resources.map(resource => {
      if (!test(resource.identities, resource.value)) {
        return resource;
      }
      const { value } = jsonPatch(resource.value, operations);
      return changed(resource, value, {
        location: at([]),
        note: 'patches it',
        origin: path => {
          // The last operation on the value or on something that holds it.
          for (let last = operations.length - 1; last >= 0; last--) {
            const steps = pointerPath(textAt(operations[last], 'path') ?? '');
            if (
              steps?.every(
                (step, depth) => step === String(path[depth]) || step === '-',
              )
            ) {
              return { location: at([last]) };
            }
          }
          return undefined;
        },
      });
    });
  }

  #applyStrategic(
    resources: Resource[],
    document: {
      value: JsonValue;
      at: (path: (string | number)[]) => FileLocation;
    },
    target:
      | { test: NonNullable<ReturnType<typeof targetTest>>; entry: JsonValue }
      | undefined,
    context: Context,
  ): Resource[] {
    const patch = document.value;
    if (!isObject(patch)) {
      return resources;
    }
    const matches = target
      ? (resource: Resource) => target.test(resource.identities, resource.value)
      : this.#sameObject(resources, patch);
    const rename =
      textAt(target?.entry, 'options', 'allowNameChange') === 'true';
    const rekind =
      textAt(target?.entry, 'options', 'allowKindChange') === 'true';
    const change: Change = {
      location: document.at([]),
      note: 'patches it',
      origin: (path, value) => ({
        location: document.at(pathInPatch(patch, path, value)),
      }),
    };
    let matched = false;
    const result: Resource[] = [];
    for (const resource of resources) {
      if (!matches(resource)) {
        result.push(resource);
        continue;
      }
      matched = true;
      const { group, kind, name, namespace } = current(resource);
      let merged = strategicMerge(resource.value, patch, group);
      if (!merged) {
        continue;
      }
      // A patch finds its object by name and namespace; it does not change them unless told to.
      if (!rename) {
        merged = withValue(merged, ['metadata', 'name'], name);
      }
      if (!rename && namespace !== undefined) {
        merged = withValue(merged, ['metadata', 'namespace'], namespace);
      }
      if (!rekind) {
        merged = withValue(merged, ['kind'], kind);
        merged = withValue(merged, ['apiVersion'], resource.value.apiVersion);
      }
      result.push(changed(resource, merged, change));
    }
    if (!matched && !target && context.partial.length === 0) {
      this.#find(
        'kustomize-patch-unmatched',
        'warning',
        change.location,
        `This patch finds no ${textAt(patch, 'kind') ?? 'object'} ${textAt(patch, 'metadata', 'name') ?? ''} to change; kustomize refuses to build this.`,
      );
    }
    return result;
  }

  /** A patch without a target means the object of its own kind, name and namespace, as it is or was called. */
  #sameObject(
    resources: Resource[],
    patch: JsonObject,
  ): (resource: Resource) => boolean {
    const wanted = identityOf(patch);
    const sameName = (id: Identity) =>
      id.kind === wanted.kind &&
      id.group === wanted.group &&
      id.name === wanted.name;
    const exactly = (resource: Resource) =>
      resource.identities.some(
        id =>
          sameName(id) &&
          (id.namespace ?? 'default') === (wanted.namespace ?? 'default'),
      );
    if (wanted.namespace !== undefined || resources.some(exactly)) {
      return exactly;
    }
    return resource => resource.identities.some(sameName);
  }

  #setImages(resources: Resource[], context: Context): Resource[] {
    const { kustomization } = context;
    const overrides = imageOverrides(kustomization.value);
    if (overrides.length === 0) {
      return resources;
    }
    const used = new Set<ImageOverride>();
    let result = resources;
    for (const override of overrides) {
      const key = pinningKey(override);
      const field = key ?? 'newName';
      const origin: Origin = {
        location: this.#at(kustomization, ['images', override.position, field]),
        key: `images[name=${override.name}].${field}`,
      };
      result = result.map(resource => {
        const next = overridden(resource, override, origin);
        if (next) {
          used.add(override);
        }
        return next ?? resource;
      });
    }
    for (const override of overrides) {
      const location = this.#at(kustomization, ['images', override.position]);
      const id = `${location.path}\n${override.position}`;
      const known = this.#overrides.get(id);
      this.#overrides.set(id, {
        location,
        name: override.name,
        used: used.has(override) || known?.used === true,
        partial: context.partial.length > 0 || known?.partial === true,
      });
      if (!used.has(override) && context.partial.some(bringsUnseen)) {
        // It may be meant for objects that this read does not see.
        this.#keepPin(override, context);
      }
    }
    return result;
  }

  #keepPin(override: ImageOverride, context: Context): void {
    const key = pinningKey(override);
    const value = imageVersion({
      name: override.name,
      tag: override.newTag,
      digest: override.digest,
    });
    if (key && value) {
      context.versions.push({
        kind: 'image',
        name: override.newName ?? override.name,
        value,
        evidence: {
          type: 'file',
          location: this.#at(context.kustomization, [
            'images',
            override.position,
            key,
          ]),
          text: `${key}: ${value}`.slice(0, 200),
        },
        key: `images[name=${override.name}].${key}`,
      });
    }
  }
}

const keySets = new WeakMap<Resource[], Set<string>>();

/** Identities in a list of resources that only grows. */
function keysOf(resources: Resource[]): Set<string> {
  let keys = keySets.get(resources);
  if (!keys) {
    keys = new Set(resources.map(item => identityKey(current(item))));
    keySets.set(resources, keys);
  }
  return keys;
}

/** The path in a patch of what stands at a path of the patched object: items of lists by their name. */
function pathInPatch(
  patch: JsonObject,
  path: (string | number)[],
  value: JsonObject,
): (string | number)[] {
  const found: (string | number)[] = [];
  let inPatch: JsonValue | undefined = patch;
  let inValue: JsonValue | undefined = value;
  for (const step of path) {
    let at: string | number = step;
    if (typeof step === 'number' && Array.isArray(inPatch)) {
      const name = textAt(inValue, step, 'name');
      at = inPatch.findIndex(item => textAt(item, 'name') === name);
    }
    inPatch = valueAt(inPatch, at);
    inValue = valueAt(inValue, step);
    if (inPatch === undefined) {
      break;
    }
    found.push(at);
  }
  return found;
}

/** Whether what is missing brings objects that an override could be meant for. */
function bringsUnseen(reason: string): boolean {
  return /is not part of this repository$|is not rendered$|are not run$/.test(
    reason,
  );
}
