import {
  applicationSources,
  isApplication,
} from '../readers/argocd/application';
import { isFluxEngine } from '../readers/flux/fluxObjects';
import {
  clusterName,
  Deployment,
  destinationOf,
  engineClaims,
  EngineName,
  EngineObject,
  isEngine,
  isOpen,
  treeIndexOf,
} from '../engines';
import { Model } from './model';
import { Variant } from './variants';
import { engineParts } from './engineParts';
import { ConfigPlace, DeclaredObject, EngineFact, VersionPin } from '../facts';
import { compact, textAt } from '../lib/json';
import { appliedResources } from '../readers/kustomize/applied';
import { Build } from '../readers/kustomize/build/build';
import { isClusterScoped } from '../readers/kustomize/transformers/clusterScoped';
import { declaredObjects } from '../readers/kustomize/declared';
import { current, Resource } from '../readers/kustomize/resource';
import { readObject } from '../readers/manifests';
import {
  isHolder,
  isPart,
  PathPlace,
  placesOf,
  subjectOf,
} from '../readers/paths';
import { perOrigin } from '../memory/perFile';
import { directoryOf, isBelow } from '../files/treePaths';

/** Groups whose kinds are namespaced but for those that kustomize knows and those whose name says otherwise. */
const namespacedGroups = new Set([
  '',
  'apps',
  'batch',
  'autoscaling',
  'policy',
  'networking.k8s.io',
  'rbac.authorization.k8s.io',
  'argoproj.io',
  'monitoring.coreos.com',
  'external-secrets.io',
  'bitnami.com',
  'cert-manager.io',
  'gateway.networking.k8s.io',
  'helm.toolkit.fluxcd.io',
  'kustomize.toolkit.fluxcd.io',
  'source.toolkit.fluxcd.io',
  'keda.sh',
  'secrets-store.csi.x-k8s.io',
  'networking.istio.io',
  'security.istio.io',
  'traefik.io',
  'postgresql.cnpg.io',
  'postgres-operator.crunchydata.com',
  'kafka.strimzi.io',
  // Those that bring Secrets into being.
  'kubernetes-client.io',
  'secrets.hashicorp.com',
  'ricoberger.de',
  'onepassword.com',
  'secrets.doppler.com',
  'secrets.infisical.com',
  'k8s.bitwarden.com',
  'spv.no',
  'isindir.github.com',
]);

function isNamespaced(resource: Resource): boolean {
  const { group, kind } = current(resource);
  return (
    namespacedGroups.has(group) &&
    !isClusterScoped(group, kind) &&
    !/^Cluster[A-Z]|Class$/.test(kind)
  );
}

/** The engine object as a place that configures what it deploys. */
function applicationPlace({ engine, title }: Deployment): ConfigPlace {
  return {
    role: 'application',
    location: engine.resource.location,
    note: `${title} deploys it`,
  };
}

/** What was made of builds in the read before. */
const knownObjects = perOrigin(
  () => new WeakMap<Build, Map<string, DeclaredObject[]>>(),
);

const withEngines = new WeakMap<Build, boolean>();

/** Whether a build holds objects that deploy others. */
function hasEngines(build: Build): boolean {
  let has = withEngines.get(build);
  if (has === undefined) {
    has = build.resources.some(({ value }) => isEngine(value));
    withEngines.set(build, has);
  }
  return has;
}

/** Whether objects of a variant depend on more than what it is made of. */
export function hangsOnOthers({ build }: Variant): boolean {
  return hasEngines(build);
}

/**
 * What builds the objects of a variant. Plain files that are applied once are what they are; applied to several places,
 * the directory tells them apart.
 */
export function builderOf(
  { plain, directory }: Variant,
  { variantCounts }: Model,
): string | undefined {
  return plain && variantCounts.get(directory) === 1
    ? undefined
    : directory || '.';
}

function defaultNamespaceOf({
  deployments: [first, ...others],
}: Variant): string | undefined {
  return others.every(
    other => other.defaultNamespace === first.defaultNamespace,
  )
    ? first?.defaultNamespace
    : undefined;
}

/** The namespace that objects of a variant are put into which name none. */
export function namespaceGivenBy(
  variant: Variant,
): (resource: Resource) => string | undefined {
  const namespace = defaultNamespaceOf(variant);
  return resource =>
    namespace !== undefined && isNamespaced(resource) ? namespace : undefined;
}

/** Objects of a variant as facts. */
export function variantObjects(
  variant: Variant,
  model: Model,
): DeclaredObject[] {
  const { build, deployments, environment, cluster } = variant;
  const around = {
    builtBy: builderOf(variant, model),
    environment,
    cluster,
    applications: deployments.map(applicationPlace),
    claims: deployments.flatMap(({ engine }) =>
      engineClaims(engine.resource, model.repository),
    ),
  };
  const make = () =>
    declaredObjects(build, model.repository, {
      ...around,
      namespaceOf: namespaceGivenBy(variant),
      engines: {
        ...model,
        // What is built together was given the same variables.
        find: (kind, wanted, name, near) =>
          builtBefore(build, kind, wanted, name) ??
          model.find(kind, wanted, name, near),
      },
    }).map(object => ofOwnDirectory(object, variant, model));
  if (hasEngines(build)) {
    // What engine objects deploy and pin depends on more than their build.
    return make().map(object =>
      object.engine
        ? compact<DeclaredObject>({
            ...object,
            ...destinationPlace(object, object.engine, model),
          })
        : object,
    );
  }
  const known = knownObjects(model.repository);
  const key =
    deployments.length === 0
      ? `${around.builtBy ?? ''}\n${environment ?? ''}\n${cluster ?? ''}`
      : JSON.stringify([around, defaultNamespaceOf(variant)]);
  const ofBuild = known.get(build) ?? new Map<string, DeclaredObject[]>();
  known.set(build, ofBuild);
  const objects = ofBuild.get(key) ?? make();
  ofBuild.set(key, objects);
  return objects;
}

/** Of plain files that are applied together, those in a directory of an environment below are for that one. */
function ofOwnDirectory(
  object: DeclaredObject,
  { plain, directory }: Variant,
  { repository }: Model,
): DeclaredObject {
  const own = directoryOf(object.location.path);
  if (!plain || own === directory || !isBelow(own, directory)) {
    return object;
  }
  const places = placesOf(repository);
  const { environment } = places.of(`${own}/kustomization`);
  return environment === undefined ||
    environment === 'archived' ||
    environment === places.of(`${directory}/kustomization`).environment
    ? object
    : { ...object, environment };
}

const builtResources = new WeakMap<Build, Map<string, Resource>>();

/** An object of a build that engine objects of the same build look up. */
function builtBefore(
  build: Build,
  kind: string,
  namespace: string | undefined,
  name: string,
): Resource | undefined {
  let known = builtResources.get(build);
  if (!known) {
    known = new Map();
    for (const resource of appliedResources(build)) {
      const own = current(resource);
      known.set(`${own.kind}/${own.namespace ?? ''}/${own.name}`, resource);
    }
    builtResources.set(build, known);
  }
  return known.get(`${kind}/${namespace ?? ''}/${name}`);
}

/** Directories that say how something is put together, and not what it is. */
const layout =
  /^(base|bases|overlays?|environments?|envs?|clusters?|regions?|rings)$/;

/** What a kustomization is about, by its path before those of environments and layers. */
function subjectOfDirectory(directory: string, { repository }: Model): string {
  const places = placesOf(repository);
  const segments = directory.split('/');
  const isLayout = (position: number) =>
    position > 0 &&
    (layout.test(segments[position]) ||
      places.of(`${segments.slice(0, position + 1).join('/')}/kustomization`)
        .environment !==
        places.of(`${segments.slice(0, position).join('/')}/kustomization`)
          .environment);
  const end = segments.findIndex((_, position) => isLayout(position));
  const below = segments.filter(
    (_, position) => position > end && !isLayout(position),
  );
  const above = subjectOf(end < 0 ? segments : segments.slice(0, end));
  // `apps/base/cart` and `deploy/manifests/base/cart` are one of many, `cart/base` a part of one.
  return (
    (end >= 0 &&
      (isHolder(segments[end - 1]) || (above && isPart(above))) &&
      subjectOf(below)) ||
    above ||
    'root'
  );
}

/** Whether a repository that is all about one thing has no directory that names it: `environments/prod`, `prod`. */
function saysNothing(subject: string, { repository }: Model): boolean {
  return (
    layout.test(subject) ||
    placesOf(repository).of(`${subject}/kustomization`).environment !==
      undefined
  );
}

function onlyChart(pins: readonly VersionPin[]): string | undefined {
  const charts = new Set(
    pins.flatMap(({ kind, name }) => (kind === 'chart' ? [name] : [])),
  );
  return charts.size === 1 ? [...charts][0] : undefined;
}

/**
 * What layers set one after the other: an override of an image, the version of a chart. Values belong to one chart, and
 * are what they are.
 */
function settingOf({ kind, key, name, evidence }: VersionPin): string {
  return /^\w+\[/.test(key) && !/\]\.values(Inline|Local)\./.test(key)
    ? `${kind} ${key.split('].')[0]} ${name}`
    : JSON.stringify([kind, key, name, evidence]);
}

/**
 * What a version is about that a file sets: the kustomization below which the file stands, of those that were built.
 * Values may stand anywhere, and are about what takes them.
 */
function subjectOfFile(
  path: string,
  directory: string,
  { builder }: Model,
): string {
  const built = builder.filesOf(directory);
  for (let at = path; at !== '';) {
    at = directoryOf(at);
    const file = builder.kustomization(at)?.file.path;
    if (file !== undefined && built.has(file)) {
      return at;
    }
  }
  return directory;
}

/**
 * Kustomizations that take objects from elsewhere: those are not known here, but the versions that they pin for them
 * are. They stand for them, each for what it is about.
 */
export function kustomizationObjects(
  { build, deployments, directory, plain, ...place }: Variant,
  model: Model,
): DeclaredObject[] {
  const file =
    plain || build.versions.length === 0
      ? undefined
      : model.builder.kustomization(directory)?.file;
  if (!file) {
    return [];
  }
  // The outermost layer has the last word.
  const versions = new Map(build.versions.map(pin => [settingOf(pin), pin]));
  const subject = subjectOfDirectory(directory, model);
  const subjects = new Map<string, { path: string; versions: VersionPin[] }>();
  for (const pin of versions.values()) {
    const path =
      pin.evidence.type === 'file' ? pin.evidence.location.path : file.path;
    const name = subjectOfDirectory(
      subjectOfFile(path, directory, model),
      model,
    );
    const known = subjects.get(name) ?? {
      path: name === subject ? file.path : path,
      versions: [],
    };
    known.versions.push(pin);
    subjects.set(name, known);
  }
  const { repository, revision } = model.repository;
  return [...subjects].map(([name, { path, versions: pins }]) => {
    const location = { repository, revision, path, line: 1 };
    return compact<DeclaredObject>({
      apiVersion: 'kustomize.config.k8s.io/v1beta1',
      kind: 'Kustomization',
      name: saysNothing(name, model) ? (onlyChart(pins) ?? name) : name,
      environment: place.environment,
      cluster: place.cluster,
      location,
      ...(path === file.path ? {} : { builtBy: directory || '.' }),
      claims: [],
      config: [
        {
          role: 'manifest',
          location,
          note: build.partial.join('; ').slice(0, 200),
        },
        ...deployments.map(applicationPlace),
      ],
      versions: pins,
    });
  });
}

/** An engine object counts where it deploys to, for that is where the versions are that it pins. */
function destinationPlace(
  { apiVersion, kind, environment, cluster }: DeclaredObject,
  engine: EngineFact | undefined,
  model: Model,
): PathPlace {
  const around = { environment, cluster };
  return engine
    ? destinationOf(
        {
          fact: engine,
          directory: isOfHere(engine, model) ? engine.path : undefined,
          cluster: clusterName(engine.destinationCluster),
          around,
          staysThere: isFluxEngine({ apiVersion, kind }),
        },
        placesOf(model.repository),
      )
    : around;
}

/** Whether an engine object deploys from here: it says so, or says nothing, and the directory is one of these. */
function isOfHere(
  { repoUrl, path, chart }: EngineFact,
  { isOwn, repository }: Model,
): boolean {
  return (
    !isOpen(path) &&
    (repoUrl === undefined
      ? !!path &&
        chart === undefined &&
        treeIndexOf(repository).hasDirectory(path)
      : isOwn(repoUrl))
  );
}

/** Engine objects that nothing but themselves tells about, in the read before. */
const knownEngines = perOrigin(
  () =>
    new WeakMap<
      Resource,
      { own: boolean; paths: ReadonlySet<string>; object: DeclaredObject }
    >(),
);

function engineObject(
  { resource, environment, cluster }: EngineObject,
  model: Model,
): DeclaredObject | undefined {
  const { value, lines, location } = resource;
  const known = knownEngines(model.repository);
  const own = applicationSources(value).some(({ source }) =>
    model.isOwn(textAt(source, 'repoURL')),
  );
  const before = known.get(resource);
  const { paths } = model.repository;
  if (before?.own === own && before.paths === paths) {
    return before.object;
  }
  const parts = engineParts(resource, model);
  const found =
    parts &&
    readObject({ value, lines, line: location.line ?? 1 }, location, {
      ownershipLabels: model.repository.ownershipLabels,
    });
  if (!found) {
    return undefined;
  }
  const object = compact<DeclaredObject>({
    ...found,
    ...destinationPlace(
      { ...found, environment, cluster },
      parts.engine,
      model,
    ),
    engine: parts.engine,
    versions: [...found.versions, ...parts.versions],
    config: [...found.config, ...parts.config],
  });
  if (isApplication(value) && parts.config.length === 0) {
    known.set(resource, { own, paths, object });
  }
  return object;
}

/** Engine objects that stand in plain files, with what they deploy: their manifests tell the rest. */
export function engineObjects(
  model: Model,
  engine: EngineName,
): DeclaredObject[] {
  const plain = model.plainEngines.map(({ resource }): EngineObject => ({
    resource,
  }));
  return [...plain, ...(engine === 'argocd' ? model.made : [])]
    .filter(
      ({ resource }) => isFluxEngine(resource.value) === (engine === 'flux'),
    )
    .map(found => engineObject(found, model))
    .filter(object => object !== undefined);
}

/** Objects of plain files that an engine of this kind applies. */
export function plainVariantObjects(
  model: Model,
  engine: EngineName,
): DeclaredObject[] {
  return model.variants
    .filter(
      ({ plain, deployments }) =>
        plain &&
        isFluxEngine(deployments[0].engine.resource.value) ===
          (engine === 'flux'),
    )
    .flatMap(variant => variantObjects(variant, model));
}
