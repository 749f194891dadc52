import { argoDeployments, isApplicationSet } from './argocd/deployments';
import { isApplication } from './argocd/application';
import { directoriesOf } from './argocd/applicationSet';
import { Deployment, EngineObject, Release } from './deployment';
import { EngineContext } from './engineParts';
import { FileLocation, Finding, JsonObject } from './facts';
import { fluxDeployments } from './flux/deployments';
import { isFlux, isFluxSource } from './flux/fluxObjects';
import { substitute } from './flux/substitute';
import { textAt } from './json';
import { Build, KustomizeBuilder } from './kustomize/build';
import { builderOf, rootDirectories } from './kustomize/roots';
import { current, identityOf, Resource } from './kustomize/resource';
import { objectsOf } from './manifests';
import { classifyEnvironment, Places, placesOf } from './paths';
import { ParsedRepository } from './reader';
import { isBelow } from './treePaths';
import { lineOf } from './yaml';

/** Objects as they reach one place: a root, or what an engine makes of a directory. */
export interface Variant {
  /** The directory; `''` for the root. */
  directory: string;
  build: Build;
  /** Built by kustomize, or plain files that an engine applies. */
  plain: boolean;
  environment?: string;
  cluster?: string;
  deployments: Deployment[];
}

/** How the repository is deployed, as far as it says so itself. */
export interface Model extends EngineContext {
  builder: KustomizeBuilder;
  variants: Variant[];
  /** Charts of this repository that its own engine objects deploy. */
  releases: Release[];
  /** Number of variants of each directory. */
  variantCounts: ReadonlyMap<string, number>;
  /** Files that are built, and do not stand for themselves. */
  consumed: Set<string>;
  /** Engine objects in files that nothing builds. */
  plainEngines: EngineObject[];
  findings: Finding[];
}

/** Rounds in which engines that deploy engines hand down their environment. */
const mostRounds = 4;
/** Variants that one repository may have. */
const mostVariants = 20_000;

const models = new WeakMap<ParsedRepository, Model>();

function isEngine(object: JsonObject): boolean {
  return (
    isApplication(object) || isApplicationSet(object) || isFluxEngine(object)
  );
}

function isFluxEngine(object: JsonObject): boolean {
  return isFlux(object, 'Kustomization') || isFlux(object, 'HelmRelease');
}

/** A repository URL in the form that all its spellings share: `github.com/acme/app-config`. */
export function normalizeRepositoryUrl(url: string): string {
  return url
    .trim()
    .toLowerCase()
    .replace(/^[a-z+]+:\/\//, '')
    .replace(/^[^/@]*@/, '')
    .replace(/^([^/:]+):(?!\d+\/)/, '$1/')
    .replace(/:\d+\//, '/')
    .replace(/\/+$/, '')
    .replace(/\.git$/, '');
}

class Modeller {
  readonly #repository: ParsedRepository;
  readonly #builder: KustomizeBuilder;
  readonly #places: Places;
  readonly #findings: Finding[] = [];
  #releases = new Map<string, Release>();
  readonly #bySource = new Map<string, Resource>();
  /** Places of sets that were found to be unknown, each built several times over. */
  readonly #said = new Set<string>();
  #ownUrl: string | undefined;

  constructor(repository: ParsedRepository) {
    this.#repository = repository;
    this.#builder = builderOf(repository);
    this.#places = placesOf(repository);
  }

  model(): Model {
    const roots = new Map<string, Build>();
    const consumed = new Set<string>();
    for (const directory of rootDirectories(this.#repository)) {
      const build = this.#builder.build(directory);
      if (build) {
        roots.set(directory, build);
        this.#builder.filesOf(directory).forEach(file => consumed.add(file));
      }
    }
    const plain = this.#plainResources(consumed);
    const engines: EngineObject[] = plain.filter(({ resource }) =>
      isEngine(resource.value),
    );
    const plainEngines = [...engines];
    for (const [directory, build] of roots) {
      const place = this.#places.of(`${directory}/kustomization`);
      for (const resource of build.resources) {
        if (isEngine(resource.value)) {
          engines.push({
            resource,
            builtBy: directory,
            environment: place.environment,
            cluster: place.cluster,
          });
        }
        this.#remember(resource);
      }
    }
    plain.forEach(({ resource }) => this.#remember(resource));
    const context: EngineContext = {
      repository: this.#repository,
      find: (kind, namespace, name) =>
        this.#bySource.get(`${kind}/${namespace ?? ''}/${name}`) ??
        this.#bySource.get(`${kind}//${name}`),
      isOwn: url => this.#isOwn(url),
    };
    const variants = this.#deploy(engines, context);
    for (const variant of variants) {
      if (variant.plain) {
        variant.build.files.forEach(file => consumed.add(file));
      } else {
        this.#builder
          .filesOf(variant.directory)
          .forEach(file => consumed.add(file));
      }
    }
    const pointed = new Set(variants.map(({ directory }) => directory));
    for (const [directory, build] of roots) {
      if (!pointed.has(directory)) {
        variants.push({ directory, build, plain: false, deployments: [] });
      }
    }
    const variantCounts = new Map<string, number>();
    for (const { directory } of variants) {
      variantCounts.set(directory, (variantCounts.get(directory) ?? 0) + 1);
    }
    return {
      ...context,
      builder: this.#builder,
      variants,
      releases: [...this.#releases.values()],
      variantCounts,
      consumed,
      plainEngines: plainEngines.filter(
        ({ resource }) => !consumed.has(resource.location.path),
      ),
      findings: this.#findings,
    };
  }

  #remember(resource: Resource): void {
    const { value } = resource;
    if (isFluxSource(value) || value.kind === 'ConfigMap') {
      const { kind, namespace, name } = current(resource);
      for (const id of [
        `${kind}/${namespace ?? ''}/${name}`,
        `${kind}//${name}`,
      ]) {
        if (!this.#bySource.has(id)) {
          this.#bySource.set(id, resource);
        }
      }
    }
  }

  /** Engine objects and sources in files that no kustomization builds. */
  #plainResources(consumed: Set<string>): EngineObject[] {
    const { repository, revision, files } = this.#repository;
    const found: EngineObject[] = [];
    for (const file of files.values()) {
      if (consumed.has(file.path)) {
        continue;
      }
      for (const document of file.documents) {
        for (const { value, lines, line } of objectsOf(document)) {
          if (isEngine(value) || isFluxSource(value)) {
            const place = this.#places.of(file.path);
            found.push({
              resource: {
                value,
                location: { repository, revision, path: file.path, line },
                lines,
                identities: [identityOf(value)],
                places: [],
                origins: new Map(),
              },
              environment: place.environment,
              cluster: place.cluster,
            });
          }
        }
      }
    }
    return found;
  }

  /** Whether a URL leads to this repository: by its name, or because all that is asked of it is here. */
  #isOwn(url: string | undefined): boolean {
    if (url === undefined) {
      return false;
    }
    const normal = normalizeRepositoryUrl(url);
    const name = this.#repository.repository.toLowerCase();
    return (
      normal === name || normal.endsWith(`/${name}`) || normal === this.#ownUrl
    );
  }

  /** A checkout may go by another name than its URL: then the URL whose every path is here is the one. */
  #guessOwnUrl(deployments: Deployment[]): void {
    const urls = new Map<string, { here: number; all: number }>();
    for (const { fact, path } of deployments) {
      if (fact.repoUrl === undefined || this.#isOwn(fact.repoUrl)) {
        if (fact.repoUrl !== undefined) {
          return;
        }
        continue;
      }
      const url = normalizeRepositoryUrl(fact.repoUrl);
      const count = urls.get(url) ?? { here: 0, all: 0 };
      count.all++;
      if (path !== '' && this.#resolve(path) !== undefined) {
        count.here++;
      }
      urls.set(url, count);
    }
    const [best] = [...urls]
      .filter(([, { here, all }]) => here > 0 && here >= all * 0.8)
      .sort((a, b) => b[1].here - a[1].here);
    this.#ownUrl = best?.[0];
  }

  /** The directory of this tree that an engine means: an artifact may hold a part of the repository only. */
  #resolve(path: string): string | undefined {
    const directories = directoriesOf(this.#repository);
    if (path === '' || directories.has(path)) {
      return path;
    }
    const holders = [...this.#tops()].filter(top =>
      directories.has(`${top}/${path}`),
    );
    return holders.length === 1 ? `${holders[0]}/${path}` : undefined;
  }

  #topDirectories: Set<string> | undefined;

  #tops(): Set<string> {
    this.#topDirectories ??= new Set(
      [...directoriesOf(this.#repository)].filter(
        directory => !directory.includes('/'),
      ),
    );
    return this.#topDirectories;
  }

  #deploy(engines: EngineObject[], context: EngineContext): Variant[] {
    let contexts = new Map<string, EngineObject[]>();
    let variants: Variant[] = [];
    const virtual = new Map<string, Build | undefined>();
    for (let round = 0; round < mostRounds; round++) {
      const all = placedEngines(engines, contexts);
      const deployments = all.flatMap(engine =>
        this.#deploymentsOf(engine, context, round === 0),
      );
      if (round === 0) {
        this.#guessOwnUrl(deployments);
      }
      variants = this.#variantsOf(deployments, virtual);
      const next = contextsOf(variants);
      if (sameContexts(contexts, next)) {
        break;
      }
      contexts = next;
    }
    return variants;
  }

  #deploymentsOf(
    engine: EngineObject,
    context: EngineContext,
    first: boolean,
  ): Deployment[] {
    const { value, location } = engine.resource;
    const { deployments, unknown } = isFluxEngine(value)
      ? fluxDeployments(
          engine,
          (kind, namespace, name) => context.find(kind, namespace, name)?.value,
        )
      : argoDeployments(engine, this.#repository, context.isOwn);
    const { path, line } = location;
    if (first && unknown.length > 0 && !this.#said.has(`${path}:${line}`)) {
      this.#said.add(`${path}:${line}`);
      this.#findings.push({
        rule: 'applicationset-unknown',
        severity: 'info',
        location,
        message: `Which Applications ${textAt(value, 'metadata', 'name') ?? 'this set'} makes depends on ${unknown.join(', ')}; only a running Argo CD knows.`,
      });
    }
    return deployments;
  }

  #variantsOf(
    deployments: Deployment[],
    virtual: Map<string, Build | undefined>,
  ): Variant[] {
    const variants = new Map<string, Variant>();
    this.#releases = new Map();
    for (const deployment of deployments) {
      const { fact, engine } = deployment;
      const own =
        fact.repoUrl === undefined ||
        this.#isOwn(fact.repoUrl) ||
        // Artifacts are made from some repository; the one that holds both the engine and the path is at hand.
        fact.repoUrl.startsWith('oci://');
      const directory = own ? this.#resolve(deployment.path) : undefined;
      if (directory === undefined || variants.size >= mostVariants) {
        continue;
      }
      const place = this.#places.of(
        directory ? `${directory}/kustomization` : 'kustomization',
      );
      const cluster = deployment.cluster ?? place.cluster ?? engine.cluster;
      const environment =
        place.environment ??
        (deployment.cluster === undefined
          ? undefined
          : classifyEnvironment(
              deployment.cluster,
              this.#repository.environments,
            )) ??
        engine.environment;
      if (this.#isChart(directory)) {
        const release = { directory, deployment, environment, cluster };
        this.#releases.set(
          [directory, environment, cluster, deployment.releaseName].join('\n'),
          release,
        );
        continue;
      }
      const changes =
        deployment.overrides || deployment.substitute
          ? engineKey(engine.resource)
          : '';
      const key = [directory, environment, cluster, changes].join('\n');
      const known = variants.get(key);
      if (known) {
        known.deployments.push(deployment);
        continue;
      }
      const buildKey = [directory, deployment.plain, changes].join('\n');
      if (!virtual.has(buildKey)) {
        virtual.set(buildKey, this.#buildOf(directory, deployment));
      }
      const build = virtual.get(buildKey);
      if (build) {
        variants.set(key, {
          directory,
          build,
          plain: this.#builder.kustomization(directory) === undefined,
          environment,
          cluster,
          deployments: [deployment],
        });
      }
    }
    return [...variants.values()];
  }

  /** What an engine makes of a directory. */
  #buildOf(directory: string, deployment: Deployment): Build | undefined {
    const base = this.#builder.build(directory);
    let entries: string[] | undefined;
    if (!base) {
      entries = this.#plainEntries(directory, deployment.plain);
      if (entries.length === 0) {
        return undefined;
      }
    }
    const { overrides, substitute: variables, engine } = deployment;
    let build = base;
    if (overrides || entries) {
      build = this.#builder.overlay({
        directory,
        entries: entries ?? ['.'],
        value: overrides?.value ?? {},
        lines: overrides?.lines ?? engine.resource.location.line ?? 1,
        path: engine.resource.location.path,
      });
    }
    if (build && variables) {
      const at = (name: string): FileLocation => ({
        ...engine.resource.location,
        line: lineOf(engine.resource, [...variables.path, name]),
      });
      build = {
        ...build,
        resources: build.resources.map(resource =>
          substitute(resource, variables.values, at),
        ),
      };
    }
    return build;
  }

  /** Files that an engine applies from a directory without a kustomization; Flux builds those that lie deeper. */
  #plainEntries(directory: string, plain: Deployment['plain']): string[] {
    if (plain === 'none') {
      return [];
    }
    const below = [...directoriesOf(this.#repository)].filter(
      other =>
        other !== directory &&
        isBelow(other, directory) &&
        this.#builder.kustomization(other) !== undefined,
    );
    const prefix = directory === '' ? '' : `${directory}/`;
    const relative = (path: string) => path.slice(prefix.length);
    const built =
      plain === 'all'
        ? below.filter(
            other =>
              !below.some(upper => upper !== other && isBelow(other, upper)),
          )
        : [];
    const files = [...this.#repository.files.values()].filter(
      ({ path, documents }) =>
        path.startsWith(prefix) &&
        documents.length > 0 &&
        /\.(ya?ml|json)$/.test(path) &&
        (plain === 'all' || !relative(path).includes('/')) &&
        !built.some(other => isBelow(path, other)) &&
        documents.some(
          ({ value }) =>
            textAt(value, 'kind') !== undefined &&
            textAt(value, 'apiVersion') !== undefined,
        ),
    );
    return [...built.map(relative), ...files.map(({ path }) => relative(path))];
  }

  #isChart(directory: string): boolean {
    return this.#repository.paths.has(
      directory === '' ? 'Chart.yaml' : `${directory}/Chart.yaml`,
    );
  }
}

/** The model of a repository, made once and shared by the readers. */
export function modelOf(repository: ParsedRepository): Model {
  let model = models.get(repository);
  if (!model) {
    model = new Modeller(repository).model();
    models.set(repository, model);
  }
  return model;
}

function engineKey(resource: Resource): string {
  const { kind, namespace, name } = current(resource);
  const { path, line } = resource.location;
  return [kind, namespace, name, path, line].join('\n');
}

/** Engine objects once for each place that they are deployed to, where their own path tells none. */
function placedEngines(
  engines: EngineObject[],
  contexts: ReadonlyMap<string, EngineObject[]>,
): EngineObject[] {
  return engines.flatMap(engine => {
    const above = contexts.get(engineKey(engine.resource)) ?? [];
    return engine.environment !== undefined || above.length === 0
      ? [engine]
      : above.map(({ environment, cluster }) => ({
          ...engine,
          environment,
          cluster: engine.cluster ?? cluster,
        }));
  });
}

/** Which variants hold an engine object: it shares their environment and cluster. */
function contextsOf(variants: Variant[]): Map<string, EngineObject[]> {
  const contexts = new Map<string, EngineObject[]>();
  for (const { build, environment, cluster } of variants) {
    if (environment === undefined && cluster === undefined) {
      continue;
    }
    for (const resource of build.resources) {
      if (isEngine(resource.value)) {
        const key = engineKey(resource);
        const known = contexts.get(key) ?? [];
        if (
          !known.some(
            other =>
              other.environment === environment && other.cluster === cluster,
          )
        ) {
          known.push({ resource, environment, cluster });
        }
        contexts.set(key, known);
      }
    }
  }
  return contexts;
}

function sameContexts(
  one: Map<string, EngineObject[]>,
  other: Map<string, EngineObject[]>,
): boolean {
  const text = (contexts: Map<string, EngineObject[]>) =>
    [...contexts]
      .map(
        ([key, list]) =>
          `${key}:${list
            .map(({ environment, cluster }) => `${environment}/${cluster}`)
            .sort()
            .join(',')}`,
      )
      .sort()
      .join('\n');
  return text(one) === text(other);
}
