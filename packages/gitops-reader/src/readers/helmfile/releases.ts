import { ofEveryFile, pathsThat } from '../../memory/perFile';
import { JsonObject, JsonValue } from '../../facts';
import { chartsOf } from '../helm/charts';
import { Budget } from '../helm/template/render';
import { isMap, mapOf, member, truth, Value } from '../helm/template/value';
import { compact, isObject, listAt, objectAt, textAt } from '../../lib/json';
import { testFilesOf } from '../manifests';
import { classifyEnvironment } from '../paths';
import { LineTree, ParsedRepository } from '../reader';
import { directoryOf, joinPath } from '../../files/treePaths';
import { lineOf } from '../../yaml';
import { isHelmfileName } from './fileNames';
import { helmfileState, HelmfileState, ValuesSource, withLayer } from './state';
import { releaseValues, ReleaseValues, wordAt } from './releaseValues';
import { HelmfileContext, renderHelmfileWord } from './templated';

/** A release of a helmfile in one environment. */
export interface HelmfileRelease {
  name: string;
  namespace?: string;
  /** As it is written: `stable/redis`, `./charts/web`, `oci://…`. */
  chart?: string;
  /** Directory of the chart, where it is in this repository. */
  directory?: string;
  /** URL of the chart repository, where the helmfile names it. */
  repoUrl?: string;
  version?: string;
  /** The name that helmfile gives the environment; undefined for the one that needs no name. */
  environment?: string;
  /** The cluster that the context of its kubeconfig is called after. */
  cluster?: string;
  /** The helmfile, and the release in it. */
  path: string;
  lines: LineTree;
  value: JsonObject;
  /** Values: files of this repository, or mappings with where they stand. */
  values: ReleaseValues[];
  /** Files of encrypted values. */
  secrets: string[];
  /** Some of its values are not in this repository. */
  open: boolean;
  /** What templates of its values see, and the files that it comes from. */
  context: HelmfileContext;
  sources: ValuesSource[];
}

/** All helmfiles of a repository. */
export interface Helmfiles {
  releases: HelmfileRelease[];
  /** What could not be told, by helmfile. */
  unknown: Map<string, Set<string>>;
}

const known = new WeakMap<ParsedRepository, Helmfiles>();
const stepsOfRepository = 5_000_000;
const mostReleases = 10_000;
const mostGlobs = 500;
const deepestChild = 6;
/** Helmfiles that are read, each time for one environment. */
const mostVisits = 5000;

const helmfiles = pathsThat(isHelmfileName);

/** Files of other names that hold what nothing but a helmfile does: `helmfile -f clusters/eu.yaml`. */
const namedOtherwise = ofEveryFile(
  ({ path, documents, text }): true | undefined =>
    !isHelmfileName(path) &&
    (isState(documents.map(({ value }) => value)) ||
      (/\.ya?ml\.gotmpl$/.test(path) && isStateText(text ?? '')))
      ? true
      : undefined,
);

/** What a helmfile may say besides what it installs. */
const settings = [
  'repositories',
  'helmDefaults',
  'environments',
  'bases',
  'templates',
];

/** Whether the parts of a file are those of a helmfile. */
function isState(parts: JsonValue[]): boolean {
  const releases = parts.flatMap(part => listAt(part, 'releases'));
  return (
    releases.length > 0 &&
    parts.every(
      part =>
        part === null ||
        (isObject(part) &&
          part.apiVersion === undefined &&
          part.kind === undefined),
    ) &&
    parts.some(
      part => isObject(part) && settings.some(key => part[key] !== undefined),
    ) &&
    releases.every(
      release =>
        textAt(release, 'name') !== undefined &&
        textAt(release, 'chart') !== undefined,
    )
  );
}

/** The same of a template, by its lines. */
function isStateText(text: string): boolean {
  return (
    /^releases:[ \t]*$/m.test(text) &&
    /^[ \t]+(- )?chart:[ \t]/m.test(text) &&
    !/^(apiVersion|kind):/m.test(text) &&
    settings.some(key => new RegExp(`^${key}:`, 'm').test(text))
  );
}

class HelmfileWalk {
  readonly #repository: ParsedRepository;
  readonly #budget: Budget = { steps: stepsOfRepository };
  readonly #found: Helmfiles = { releases: [], unknown: new Map() };
  /** Helmfiles that were read, each once for an environment and the values that it is given. */
  readonly #read = new Set<string>();
  readonly #globs = new Map<string, string[]>();

  constructor(repository: ParsedRepository) {
    this.#repository = repository;
  }

  all(): Helmfiles {
    const { files } = this.#repository;
    const tests = testFilesOf(this.#repository);
    const entries = [
      ...helmfiles(this.#repository),
      ...namedOtherwise(this.#repository).map(({ file }) => file.path),
    ]
      .filter(path => files.has(path) && !tests.isForTests(path))
      // Those further up name those further down.
      .sort(
        (a, b) => a.split('/').length - b.split('/').length || (a < b ? -1 : 1),
      );
    const names = new Map(
      entries.map(path => [
        path,
        helmfileState(path, undefined, mapOf(), this.#repository, this.#budget),
      ]),
    );
    const children = new Set(
      [...names.values()].flatMap(state =>
        this.#childrenOf(state).map(({ path }) => path),
      ),
    );
    for (const [path, { environments }] of names) {
      if (children.has(path)) {
        continue;
      }
      const all = environments.size > 0 ? [...environments] : ['default'];
      for (const environment of all) {
        this.#visit(path, environment, mapOf(), 0);
      }
    }
    return this.#found;
  }

  #visit(path: string, environment: string, given: Value, depth: number): void {
    const visit = `${path}\n${environment}\n${isMap(given) ? Object.keys(given).join() : ''}`;
    if (this.#read.has(visit) || this.#read.size >= mostVisits) {
      return;
    }
    this.#read.add(visit);
    const state = helmfileState(
      path,
      environment,
      given,
      this.#repository,
      this.#budget,
    );
    if (
      depth > 0 &&
      state.environments.size > 0 &&
      !state.environments.has(environment)
    ) {
      return;
    }
    if (
      isUnnamed(state) &&
      /^(invalid|none|unset|undefined|dummy|do[-_]?not[-_]?use)/i.test(
        state.kubeContext ?? '',
      )
    ) {
      return;
    }
    for (const release of state.releases) {
      const made = this.#release(
        release.value,
        release.lines,
        release.path,
        state,
      );
      if (made && this.#found.releases.length < mostReleases) {
        this.#found.releases.push(made);
      }
    }
    for (const reason of state.unknown) {
      this.#say(path, reason);
    }
    for (const { path: child, values } of this.#childrenOf(state)) {
      if (depth < deepestChild) {
        const passed = values.reduce<Value>(
          (layers, layer) =>
            isMap(layers)
              ? withLayer(
                  layers,
                  layer,
                  path,
                  state,
                  this.#repository,
                  this.#budget,
                )
              : layers,
          mapOf(),
        );
        this.#visit(child, environment, passed, depth + 1);
      }
    }
  }

  #say(path: string, reason: string): void {
    const reasons = this.#found.unknown.get(path);
    if (reasons) {
      reasons.add(reason);
    } else {
      this.#found.unknown.set(path, new Set([reason]));
    }
  }

  #childrenOf(state: HelmfileState): { path: string; values: JsonValue[] }[] {
    return state.children.flatMap(({ pattern, values }) => {
      const whole = joinPath(directoryOf(state.path), pattern);
      if (whole === undefined || /^[\w.+-]+::|:\/\//.test(pattern)) {
        this.#say(
          state.path,
          `the helmfile ${pattern.slice(0, 100)}, which is not in this repository`,
        );
        return [];
      }
      return this.#matching(whole)
        .filter(path => path !== state.path)
        .map(path => ({ path, values }));
    });
  }

  #matching(pattern: string): string[] {
    let found = this.#globs.get(pattern);
    if (!found) {
      // Each is a walk over all paths.
      found = this.#globs.size < mostGlobs ? this.#search(pattern) : [];
      this.#globs.set(pattern, found);
    }
    return found;
  }

  #search(pattern: string): string[] {
    const { files, paths } = this.#repository;
    if (files.has(pattern)) {
      return [pattern];
    }
    const glob = pattern.includes('*') ? pattern : `${pattern}/*`;
    const expression = new RegExp(
      `^${glob.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*+/g, '[^/]*')}$`,
    );
    const parent = glob.slice(0, glob.indexOf('*'));
    return glob.split('*').length > 6
      ? []
      : [...paths].filter(
          path =>
            path.startsWith(parent) &&
            /\.ya?ml(\.gotmpl)?$/.test(path) &&
            expression.test(path),
        );
  }

  #release(
    written: JsonObject,
    lines: LineTree,
    path: string,
    state: HelmfileState,
  ): HelmfileRelease | undefined {
    const value = inherited(written, state.templates);
    const base: HelmfileContext = {
      environment: state.environment,
      values: state.values,
      budget: this.#budget,
    };
    const name = wordAt(value, 'name', base);
    if (!name) {
      this.#say(path, 'a release whose name is computed');
      return undefined;
    }
    const namespace = wordAt(value, 'namespace', base);
    const context: HelmfileContext = {
      ...base,
      release: { name, namespace, labels: objectAt(value, 'labels') },
    };
    if (this.#isOff(value, context)) {
      return undefined;
    }
    const chart = wordAt(value, 'chart', context);
    const layers = releaseValues(value, path, context, this.#repository);
    // Helmfile would refuse to install it.
    if (
      layers.missing &&
      isUnnamed(state) &&
      (textAt(value, 'missingFileHandler') ?? 'Error') === 'Error'
    ) {
      return undefined;
    }
    const [repositoryName] = chart?.split('/') ?? [];
    const named = state.environment;
    const environment =
      named === undefined || named === 'default'
        ? undefined
        : (classifyEnvironment(named, this.#repository.environments) ?? named);
    return compact<HelmfileRelease>({
      name,
      namespace,
      chart,
      directory:
        chart === undefined ? undefined : this.#chartDirectory(chart, path),
      repoUrl: state.repositories.get(repositoryName),
      version: wordAt(value, 'version', context),
      environment,
      cluster: clusterOfContext(
        wordAt(value, 'kubeContext', context) ??
          state.kubeContext ??
          state.defaultContext,
        [named, environment],
      ),
      path,
      lines,
      value,
      values: layers.values,
      secrets: listAt(value, 'secrets').flatMap(entry =>
        typeof entry === 'string'
          ? (renderHelmfileWord(entry, context) ?? [])
          : [],
      ),
      open: layers.open || listAt(value, 'secrets').length > 0,
      context,
      sources: state.sources,
    });
  }

  /** `installed: false`, or a `condition` whose value is false. What is unknown counts as installed. */
  #isOff(value: JsonObject, context: HelmfileContext): boolean {
    const installed = wordAt(value, 'installed', context);
    if (installed?.trim() === 'false') {
      return true;
    }
    const condition = textAt(value, 'condition');
    return (
      condition !== undefined &&
      truth(condition.split('.').reduce<Value>(member, context.values)) ===
        false
    );
  }

  #chartDirectory(chart: string, path: string): string | undefined {
    const { byDirectory } = chartsOf(this.#repository);
    const directory = /^[\w+]+:/.test(chart)
      ? undefined
      : joinPath(directoryOf(path), chart);
    return directory !== undefined && byDirectory.has(directory)
      ? directory
      : undefined;
  }
}

/** Releases of all helmfiles, found once. */
export function helmfilesOf(repository: ParsedRepository): Helmfiles {
  let found = known.get(repository);
  if (!found) {
    found = new HelmfileWalk(repository).all();
    known.set(repository, found);
  }
  return found;
}

/**
 * Whether a state is for the environment that stands for none, beside others with names. It may be there so that nobody
 * forgets to name one.
 */
function isUnnamed({ environment, environments }: HelmfileState): boolean {
  return environment === 'default' && environments.size > 1;
}

/**
 * The cluster that a context of a kubeconfig is for, by its name: the tool of AWS calls contexts after the whole address of
 * a cluster (`arn:aws:eks:eu-west-1:123456789012:cluster/shop`). What is called like the environment says no more than that.
 */
function clusterOfContext(
  context: string | undefined,
  environment: readonly (string | undefined)[],
): string | undefined {
  if (context === undefined || context.includes('{{')) {
    return undefined;
  }
  const name =
    /^arn:[\w-]+:eks:[^/]*:cluster\/(.+)$/.exec(context)?.[1] ?? context;
  return environment.includes(name) ||
    (/^[a-z]+$/i.test(name) && environment.includes(classifyEnvironment(name)))
    ? undefined
    : name;
}

/** A release with what the templates that it inherits say before it. */
function inherited(
  release: JsonObject,
  templates: JsonObject,
  depth = 0,
): JsonObject {
  if (depth > 5) {
    return release;
  }
  return listAt(release, 'inherit').reduceRight<JsonObject>((value, entry) => {
    const name = textAt(entry, 'template');
    const template = name === undefined ? undefined : objectAt(templates, name);
    const except = new Set(listAt(entry, 'except').map(String));
    return template
      ? {
          ...Object.fromEntries(
            Object.entries(inherited(template, templates, depth + 1)).filter(
              ([key]) => !except.has(key),
            ),
          ),
          ...value,
        }
      : value;
  }, release);
}

/** Line of a field of a release; that of the release where a template brings the field. */
export function releaseLine(
  { lines, path }: Pick<HelmfileRelease, 'lines' | 'path'>,
  at: (string | number)[],
): { path: string; line: number } {
  return { path, line: lineOf({ lines }, at) };
}
