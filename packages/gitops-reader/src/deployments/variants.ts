import { isFluxEngine } from '../readers/flux/fluxObjects';
import { substitute } from '../readers/flux/substitute';
import { Build, KustomizeBuilder } from '../readers/kustomize/build/build';
import { appliedResources } from '../readers/kustomize/applied';
import { Places } from '../readers/paths';
import { ParsedRepository } from '../readers/reader';
import { lineOf } from '../yaml';
import { Deployment, Release, Variables } from '../engines/deployment';
import { destinationOf } from '../engines/destination';
import { engineKey } from '../engines/engines';
import { OwnRepository } from '../engines/ownRepository';
import { plainEntries } from './plainEntries';
import { TreeIndex } from '../engines/treeIndex';

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

/** Variants that one repository may have. */
const mostVariants = 20_000;

/** What the making of variants stands on. */
export interface VariantContext {
  repository: ParsedRepository;
  index: TreeIndex;
  builder: KustomizeBuilder;
  places: Places;
  own: OwnRepository;
}

/** Makes variants of what engines deploy. What was built in one round is there in the next. */
export class VariantMaker {
  readonly #context: VariantContext;
  readonly #builds = new Map<string, Build | undefined>();

  constructor(context: VariantContext) {
    this.#context = context;
  }

  /** Variants and releases of charts, each once for each place that it reaches. */
  make(deployments: Deployment[]): {
    variants: Variant[];
    releases: Release[];
  } {
    const { index, builder, own } = this.#context;
    const variants = new Map<string, Variant>();
    const releases = new Map<string, Release>();
    for (const deployment of deployments) {
      const directory = own.isRead(deployment.origin.revision)
        ? own.resolve(deployment)
        : undefined;
      if (directory === undefined || variants.size >= mostVariants) {
        continue;
      }
      let place = destinationOf(
        {
          ...deployment,
          directory,
          around: deployment.engine,
          staysThere: isFluxEngine(deployment.engine.resource.value),
        },
        this.#context.places,
      );
      if (index.hasFile(directory, 'Chart.yaml')) {
        releases.set(
          [
            directory,
            place.environment,
            place.cluster,
            deployment.releaseName,
            // Two clusters of one environment whose names are not known.
            ...(deployment.fact.valuesFiles ?? []),
          ].join('\n'),
          releaseOf({ directory, deployment, ...place }),
        );
        continue;
      }
      const buildKey = keyOf(directory, deployment);
      if (!this.#builds.has(buildKey)) {
        this.#builds.set(buildKey, this.#build(directory, deployment));
      }
      const build = this.#builds.get(buildKey);
      place = {
        environment: place.environment ?? this.#environmentOfParts(build),
        cluster: place.cluster,
      };
      const key = [buildKey, place.environment, place.cluster].join('\n');
      const known = variants.get(key);
      if (known) {
        known.deployments.push(deployment);
        continue;
      }
      if (build) {
        variants.set(key, {
          directory,
          build,
          plain: builder.kustomization(directory) === undefined,
          ...place,
          deployments: [deployment],
        });
      }
    }
    return {
      variants: [...variants.values()],
      releases: [...releases.values()],
    };
  }

  /** The environment of all that a build is put together from and that tells one: an overlay of production. */
  #environmentOfParts(build: Build | undefined): string | undefined {
    const { places, builder } = this.#context;
    const told = new Set<string>();
    const seen = new Set<string>();
    const pending = [...(build?.uses ?? [])];
    for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
      if (seen.has(at)) {
        continue;
      }
      seen.add(at);
      const { environment } = places.of(`${at}/kustomization`);
      if (environment === undefined) {
        pending.push(...(builder.build(at)?.uses ?? []));
      } else {
        // What it is built on in turn may be of another one.
        told.add(environment);
      }
    }
    const [environment, ...others] = told;
    return others.length === 0 && environment !== 'archived'
      ? environment
      : undefined;
  }

  /** What an engine makes of a directory. */
  #build(directory: string, deployment: Deployment): Build | undefined {
    const { repository, index, builder } = this.#context;
    const { plain, layers, variables, engine } = deployment;
    const base = builder.build(directory);
    let entries = ['.'];
    if (!base) {
      entries = plain
        ? plainEntries(directory, plain, repository, index, builder)
        : [];
      if (entries.length === 0) {
        return undefined;
      }
    }
    let build = base;
    const [first, ...others] = layers;
    if (first || !base) {
      const { path, line = 1 } = engine.resource.location;
      build = builder.overlay({
        directory,
        entries,
        ...(first ?? { value: {}, lines: line, path }),
      });
    }
    for (const layer of others) {
      build = build && builder.overlay({ directory, on: build, ...layer });
    }
    return build && variables ? substituted(build, variables) : build;
  }
}

const releases = new WeakMap<Deployment, Release>();

/** The same object as before, when it says the same. */
function releaseOf(release: Release): Release {
  const before = releases.get(release.deployment);
  if (
    before?.directory === release.directory &&
    before.environment === release.environment &&
    before.cluster === release.cluster
  ) {
    return before;
  }
  releases.set(release.deployment, release);
  return release;
}

const filledIn = new WeakMap<Build, Map<string, Build>>();

/** A build with its variables filled in: the same as before, when both are the same. */
function substituted(build: Build, variables: Variables): Build {
  const { values, hidden, elsewhere } = variables;
  const key = JSON.stringify([
    [...values].map(([name, { value, origin, path }]) => [
      name,
      value,
      origin.location.path,
      lineOf(origin, path),
    ]),
    [...hidden],
    elsewhere,
  ]);
  const known = filledIn.get(build) ?? new Map<string, Build>();
  filledIn.set(build, known);
  let result = known.get(key);
  if (!result) {
    result = {
      ...build,
      // Flux fills in what was built, names and all.
      resources: appliedResources(build).map(resource =>
        substitute(resource, variables),
      ),
    };
    known.set(key, result);
  }
  return result;
}

const keys = new WeakMap<Deployment, string>();

/** The same for deployments that make the same of a directory. */
function keyOf(directory: string, deployment: Deployment): string {
  let key = keys.get(deployment);
  if (key === undefined) {
    key = changesOf(deployment);
    keys.set(deployment, key);
  }
  return `${directory}\n${key}`;
}

function changesOf({ plain, layers, variables, engine }: Deployment): string {
  const changes =
    layers.length > 0 || variables
      ? JSON.stringify([
          engineKey(engine.resource),
          layers.map(({ value, path }) => [path, value]),
          variables && [
            [...variables.values].map(([name, { value }]) => [name, value]),
            [...variables.hidden.keys()],
          ],
        ])
      : '';
  return `${JSON.stringify(plain)}\n${changes}`;
}
