import { clusterGroupsOf } from '../readers/argocd/clusterGroups';
import { destinationsOf, tooLarge } from '../readers/argocd/deployments';
import { clustersOf } from '../readers/argocd/clusters';
import { KnownCluster } from '../readers/argocd/generated';
import { EngineContext } from '../engines';
import { Finding, Guess } from '../facts';
import { fluxDeployments } from '../readers/flux/deployments';
import { missingDependencies } from '../readers/flux/dependencies';
import { isFluxEngine } from '../readers/flux/fluxObjects';
import { resourceSets } from '../readers/flux/resourceSets';
import { chartEngines } from '../readers/helm/engineObjects';
import { textsAt } from '../lib/json';
import { Build, KustomizeBuilder } from '../readers/kustomize/build/build';
import { Resource } from '../readers/kustomize/resource';
import { builderOf, rootDirectories } from '../readers/kustomize/build/roots';
import { testFilesOf } from '../readers/manifests';
import { Places, placesOf } from '../readers/paths';
import { PathSet, PathUnion } from '../files/pathSets';
import {
  ListMemory,
  ofEveryFile,
  perItems,
  perOrigin,
  someOf,
} from '../memory/perFile';
import { ParsedRepository } from '../readers/reader';
import { directoryOf, isBelow } from '../files/treePaths';
import {
  Deployments,
  EngineName,
  EngineObject,
  Release,
} from '../engines/deployment';
import {
  engineKey,
  engineResourcesOf,
  isEngine,
  isLookedUp,
} from '../engines/engines';
import { innerPlace } from '../engines/destination';
import { knownArgoDeployments } from './expansions';
import { Lookup } from '../engines/lookup';
import { missingSources } from '../engines/missing';
import { OwnRepository } from '../engines/ownRepository';
import { TreeIndex, treeIndexOf } from '../engines/treeIndex';
import { Variant, VariantMaker } from './variants';

/** How the repository is deployed, as far as it says so itself. */
export interface Model extends EngineContext {
  builder: KustomizeBuilder;
  variants: Variant[];
  /** Charts of this repository that its own engine objects deploy. */
  releases: Release[];
  /** Number of variants of each directory. */
  variantCounts: ReadonlyMap<string, number>;
  /** Files that are built, and do not stand for themselves. */
  consumed: PathSet;
  /** Engine objects in files that nothing builds. */
  plainEngines: EngineObject[];
  /** Applications that ApplicationSets make, and those of groups of clusters. */
  made: EngineObject[];
  /** What each engine has to say. */
  said: Record<EngineName, { findings: Finding[]; guesses: Guess[] }>;
}

/** Rounds in which engines that deploy engines hand down what they know. */
const mostRounds = 6;
/** Rounds in which charts that deploy charts do so. */
const mostChartRounds = 4;
/** Applications of one repository that are followed. */
const mostDeployments = 5000;

/** What deploys others among the objects of a build, or is looked up by those that do, with its directory. */
function engineResourcesIn({
  directory,
  resources,
}: Build): [directory: string, resource: Resource][] | undefined {
  return someOf(
    resources.flatMap((resource): [string, Resource][] =>
      isEngine(resource.value) || isLookedUp(resource.value)
        ? [[directory, resource]]
        : [],
    ),
  );
}

const resourcesOfFiles = ofEveryFile((file, repository) =>
  file.documents.length > 0
    ? someOf(engineResourcesOf(file, repository))
    : undefined,
);

function undeployed(build: Build): Variant {
  const { directory } = build;
  return { directory, build, plain: false, deployments: [] };
}

function isPartial({ partial }: Build): boolean {
  return partial.length > 0;
}

/** What was made of the roots in the read before. */
const rootsBefore = perOrigin(() => ({
  files: new PathUnion(),
  filesOf: new ListMemory<Build, ReadonlySet<string>>(),
  engines: new ListMemory<
    Build,
    [directory: string, resource: Resource][] | undefined
  >(),
  variants: new ListMemory<Build, Variant>(),
  partial: new ListMemory<Build, boolean>(),
}));

const filesOfDeployed = perItems((paths: readonly string[]): PathSet => {
  const files = new Set(paths);
  return { has: path => files.has(path), state: files };
});

const stateOfAll = perItems((_: readonly object[]) => ({}));

/** Both sets of files as one, which has another state when one of them has. */
function consumedBy(
  sets: readonly PathSet[],
  repository: ParsedRepository,
): PathSet {
  return {
    has: path => sets.some(set => set.has(path)),
    state: stateOfAll(
      sets.map(({ state }) => state),
      repository,
    ),
  };
}

type Deployed = Pick<Model, 'variants' | 'releases' | 'made' | 'said'>;

class Modeller {
  readonly #repository: ParsedRepository;
  readonly #builder: KustomizeBuilder;
  readonly #places: Places;
  readonly #index: TreeIndex;
  readonly #own: OwnRepository;
  readonly #lookup = new Lookup();
  readonly #remembered = new WeakSet<Resource>();
  #clusters: readonly KnownCluster[] = [];
  #unseen = false;

  constructor(repository: ParsedRepository) {
    this.#repository = repository;
    this.#builder = builderOf(repository);
    this.#places = placesOf(repository);
    this.#index = treeIndexOf(repository);
    this.#own = new OwnRepository(repository, this.#index);
  }

  model(): Model {
    const roots = this.#roots();
    const known = rootsBefore(this.#repository);
    this.#unseen ||=
      known.partial.map(roots, isPartial).includes(true) ||
      this.#resourceSets().length > 0;
    known.files.update(
      known.filesOf.map(roots, ({ directory }) =>
        this.#builder.filesOf(directory),
      ),
    );
    const plain = this.#plainResources(known.files);
    const plainEngines = plain
      .filter(({ value }) => isEngine(value))
      .map(resource => this.#placed(resource, resource.location.path));
    const engines = [...plainEngines];
    for (const resources of known.engines.map(roots, engineResourcesIn)) {
      for (const [directory, resource] of resources ?? []) {
        if (isEngine(resource.value)) {
          engines.push({
            ...this.#placed(resource, `${directory}/kustomization`),
            builtBy: directory,
          });
        }
        this.#remember(resource);
      }
    }
    plain.forEach(resource => this.#remember(resource));
    this.#clusters = clustersOf(
      this.#lookup,
      destinationsOf(engines.map(({ resource }) => resource.value)),
    );
    const ofGroups = clusterGroupsOf(this.#repository).applications.map(
      ({ group, resource }): EngineObject => ({
        resource,
        environment: this.#places.ofCluster(group),
        cluster: group,
      }),
    );
    engines.push(...ofGroups);
    const tests = testFilesOf(this.#repository);
    const { variants, made, ...deployed } = this.#deployWithCharts(
      // What lies in an archive or is the input of a test is applied by nobody, and deploys nothing.
      engines.filter(
        ({ environment, resource }) =>
          environment !== 'archived' &&
          !tests.isForTests(resource.location.path),
      ),
    );
    const deployedFiles = new Set<string>();
    const variantCounts = new Map<string, number>();
    /** What engines build that apply all of a directory around it. */
    const within = new Map<string, Variant[]>();
    for (const variant of variants) {
      const { plain: isPlain, build, directory } = variant;
      const files = isPlain ? build.files : this.#builder.filesOf(directory);
      files.forEach(file => deployedFiles.add(file));
      if (isPlain) {
        for (const used of build.uses) {
          const others = within.get(used);
          if (others) {
            others.push(variant);
          } else {
            within.set(used, [variant]);
          }
        }
      }
      variantCounts.set(directory, (variantCounts.get(directory) ?? 0) + 1);
    }
    const consumed = consumedBy(
      [known.files, filesOfDeployed([...deployedFiles], this.#repository)],
      this.#repository,
    );
    // Plain files are no roots, so that these need no counting.
    for (const variant of known.variants.map(roots, undeployed)) {
      const { directory } = variant;
      if (
        !variantCounts.has(directory) &&
        !this.#isAppliedWithin(directory, within.get(directory) ?? [])
      ) {
        variants.push(variant);
      }
    }
    return {
      repository: this.#repository,
      find: (kind, namespace, name, near = '') =>
        this.#lookup.find(kind, namespace, name, near),
      isOwn: url => this.#own.isOwn(url),
      builder: this.#builder,
      variants,
      variantCounts,
      consumed,
      plainEngines: plainEngines.filter(
        ({ resource }) => !consumed.has(resource.location.path),
      ),
      ...deployed,
      made: [...made, ...ofGroups],
    };
  }

  /**
   * Whether a kustomization is what engines make of it with all of a directory around it. Where all of it stands in its
   * own directory, it is the same there and here; and so it is where its path says nothing else of where it goes.
   */
  #isAppliedWithin(directory: string, variants: readonly Variant[]): boolean {
    const own = this.#places.of(`${directory}/kustomization`);
    return (
      variants.length > 0 &&
      (this.#standsAlone(directory) ||
        variants.some(
          ({ environment, cluster }) =>
            (own.environment ?? environment) === environment &&
            (own.cluster ?? cluster) === cluster,
        ))
    );
  }

  /** Whether all files of a kustomization lie in its directory. */
  #standsAlone(directory: string): boolean {
    return [...this.#builder.filesOf(directory)].every(file =>
      isBelow(file, directory),
    );
  }

  #roots(): readonly Build[] {
    const building = this.#builder.buildRoots(
      rootDirectories(this.#repository),
    );
    for (;;) {
      const { done, value } = building.next();
      if (done) {
        return value;
      }
    }
  }

  /** Engine objects, and what those look up, in files that no kustomization builds. */
  #plainResources(consumed: PathSet): Resource[] {
    const tests = testFilesOf(this.#repository);
    return resourcesOfFiles(this.#repository).flatMap(({ file, made }) =>
      consumed.has(file.path) || tests.has(file.path) ? [] : made,
    );
  }

  #placed(resource: Resource, path: string): EngineObject {
    const { environment, cluster } = this.#places.of(path);
    const labels = textsAt(resource.value, 'metadata', 'labels');
    return {
      resource,
      environment: environment ?? this.#places.ofLabels(labels),
      cluster,
    };
  }

  #remember(resource: Resource): void {
    if (isLookedUp(resource.value) && !this.#remembered.has(resource)) {
      this.#remembered.add(resource);
      this.#lookup.add(resource);
    }
  }

  /** Follows the engine objects that charts make, too: what they deploy may be charts that make others. */
  #deployWithCharts(seeds: EngineObject[]): Deployed {
    let made: EngineObject[] = [];
    let deployed = this.#deploy(seeds);
    for (let round = 1; round <= mostChartRounds; round++) {
      const { engines, lookedUp } = chartEngines(
        deployed.releases,
        this.#repository,
      );
      lookedUp.forEach(resource => this.#remember(resource));
      const before = made;
      made = engines.filter(({ environment }) => environment !== 'archived');
      if (areSame(made, before)) {
        break;
      }
      deployed = this.#deploy([...seeds, ...made]);
    }
    return deployed;
  }

  /** Follows engines that deploy engines until nothing new comes of it. */
  #deploy(seeds: EngineObject[]): Deployed {
    const maker = new VariantMaker({
      repository: this.#repository,
      index: this.#index,
      builder: this.#builder,
      places: this.#places,
      own: this.#own,
    });
    let engines = seeds;
    let before = '';
    for (let round = 1; ; round++) {
      let all = this.#deploymentsOf(engines);
      if (round === 1) {
        this.#own.learn(
          all.flatMap(({ deployments }) => deployments),
          all.flatMap(({ asked = [] }) => asked),
        );
        // Which directories and files a set means depends on what was learnt.
        all = this.#deploymentsOf(engines);
      }
      const deployments = all.flatMap(found => found.deployments);
      const made = maker.make(deployments);
      engines = handDown(seeds, made.variants, this.#builder);
      const state = stateOf(engines);
      if (state === before || round === mostRounds) {
        return {
          ...made,
          made: all.flatMap(found => found.made ?? []),
          said: {
            argocd: this.#said(all.filter(({ engine }) => engine === 'argocd')),
            flux: this.#said([
              ...all.filter(({ engine }) => engine === 'flux'),
              {
                deployments: [],
                findings: [
                  ...missingDependencies(
                    engines,
                    this.#unseen ||
                      made.variants.some(
                        ({ build }) => build.partial.length > 0,
                      ),
                  ),
                  ...this.#resourceSets(),
                ],
              },
            ]),
          },
        };
      }
      before = state;
    }
  }

  #resourceSets(): Finding[] {
    const tests = testFilesOf(this.#repository);
    return resourceSets(this.#repository).flatMap(({ file, made }) =>
      tests.isForTests(file.path) ? [] : made,
    );
  }

  #said(all: Deployments[]): Model['said'][EngineName] {
    const deployments = all.flatMap(found => found.deployments);
    const urls = new Set([
      ...deployments.map(({ origin }) => origin.key),
      ...all.flatMap(({ asked = [] }) => asked.map(({ url }) => url)),
    ]);
    return {
      findings: unique([
        ...all.flatMap(({ findings = [] }) => findings),
        ...missingSources(deployments, this.#own),
      ]),
      guesses: unique([
        ...this.#own.guesses(urls),
        ...all.flatMap(({ guesses = [] }) => guesses),
      ]),
    };
  }

  /** Defaults of a chart that lead nowhere are there to be replaced. */
  #present({ deployments, ...found }: Deployments): Deployments {
    const { paths } = this.#repository;
    const there = deployments.filter(
      ({ path, fact }) =>
        this.#index.hasDirectory(path) &&
        (fact.valuesRepoUrl !== undefined ||
          (fact.valuesFiles ?? []).every(file => paths.has(file))),
    );
    return { ...found, deployments: there, findings: [] };
  }

  #deploymentsOf(
    engines: EngineObject[],
  ): (Deployments & { engine: EngineName })[] {
    const context = {
      repository: this.#repository,
      index: this.#index,
      isOwn: (url: string | undefined) => this.#own.isOwn(url),
      isRead: (revision: string | undefined) => this.#own.isRead(revision),
      clusters: this.#clusters,
    };
    const learnt = `${this.#own.state()}\n${JSON.stringify(this.#clusters)}`;
    let room = mostDeployments;
    return engines.map((engine): Deployments & { engine: EngineName } => {
      if (isFluxEngine(engine.resource.value)) {
        const found = fluxDeployments(engine, this.#lookup);
        return {
          engine: 'flux',
          ...(engine.assumed ? this.#present(found) : found),
        };
      }
      const found =
        room > 0
          ? knownArgoDeployments(engine, context, learnt)
          : { deployments: [], findings: [tooLarge(engine.resource.location)] };
      room -= found.deployments.length;
      return {
        engine: 'argocd',
        ...(engine.assumed ? this.#present(found) : found),
      };
    });
  }
}

/**
 * Engine objects as what deploys them makes them: patched, with variables filled in, once for each place that they are
 * deployed to. Those that nothing here deploys stay as they are, and so do those that people start another cluster with.
 */
function handDown(
  seeds: EngineObject[],
  variants: Variant[],
  builder: KustomizeBuilder,
): EngineObject[] {
  const held = new Map<string, (EngineObject & { directory: string })[]>();
  for (const { build, directory, environment, cluster } of variants) {
    for (const resource of build.resources) {
      if (isEngine(resource.value)) {
        const key = engineKey(resource);
        const known = held.get(key);
        const engine = { resource, directory, environment, cluster };
        if (known) {
          known.push(engine);
        } else {
          held.set(key, [engine]);
        }
      }
    }
  }
  const done = new Set<string>();
  return seeds.flatMap(seed => {
    const key = engineKey(seed.resource);
    const above = held.get(key);
    if (!above || startsAnother(seed, above, builder)) {
      return [seed];
    }
    if (done.has(key)) {
      return [];
    }
    done.add(key);
    return above.map(engine => ({
      resource: engine.resource,
      ...innerPlace(
        seed.builtBy === undefined ? seed : {},
        engine,
        isFluxEngine(seed.resource.value),
      ),
    }));
  });
}

/** Whether a kustomization of another cluster builds an engine object, and nothing that engines deploy is a part of it. */
function startsAnother(
  { cluster, builtBy }: EngineObject,
  above: readonly (EngineObject & { directory: string })[],
  builder: KustomizeBuilder,
): boolean {
  if (
    builtBy === undefined ||
    cluster === undefined ||
    above.some(({ cluster: other }) => (other ?? cluster) === cluster)
  ) {
    return false;
  }
  const directories = new Set([...builder.filesOf(builtBy)].map(directoryOf));
  return above.every(({ directory }) => !directories.has(directory));
}

/** Whether charts make the same engine objects as in the round before. */
function areSame(one: EngineObject[], other: EngineObject[]): boolean {
  return (
    one.length === other.length &&
    one.every(({ resource, environment, cluster }, index) => {
      const before = other[index];
      return (
        environment === before.environment &&
        cluster === before.cluster &&
        (resource === before.resource ||
          JSON.stringify(resource.value) ===
            JSON.stringify(before.resource.value))
      );
    })
  );
}

/** What makes one round differ from the next. */
function stateOf(engines: EngineObject[]): string {
  return engines
    .map(
      ({ resource, environment, cluster }) =>
        `${engineKey(resource)}\n${environment}\n${cluster}\n${resource.places.length}`,
    )
    .join('\n\n');
}

function unique<T>(items: T[]): T[] {
  return [...new Map(items.map(item => [JSON.stringify(item), item])).values()];
}

const models = new WeakMap<ParsedRepository, Model>();

/** The model of a repository, made once and shared by the readers. */
export function modelOf(repository: ParsedRepository): Model {
  let model = models.get(repository);
  if (!model) {
    model = new Modeller(repository).model();
    models.set(repository, model);
  }
  return model;
}
