import { modelOf, Variant } from '../../deployments';
import { FileLocation, Finding, JsonObject } from '../../facts';
import { listAt, objectAt, textAt } from '../../lib/json';
import { isFlux } from '../flux/fluxObjects';
import {
  imageOrigin,
  locationAt,
  Resource,
  resourceOf,
} from '../kustomize/resource';
import { isHarmless, placesOf } from '../paths';
import { isKubernetesObject, objectsOf, testFilesOf } from '../manifests';
import {
  ListMemory,
  ofEveryFile,
  pathsThat,
  perOrigin,
  someOf,
} from '../../memory/perFile';
import { ParsedRepository } from '../reader';
import { baseName } from '../../files/treePaths';
import { containerImages, splitImage } from '../../workloads/workload';
import { lineOf } from '../../yaml';
import { asidesOf } from './asides';
import { bounded, listed } from './bounded';

/** Written out in full: neither a variable nor a word that something replaces. */
const plainName = /^[a-z0-9][a-z0-9._:/-]*$/;

interface Untagged {
  kind: 'image' | 'chart';
  name: string;
  location: FileLocation;
}

const words = {
  image: {
    lacks: 'has neither tag nor digest, which means latest',
    fix: 'Pin a tag that is never moved, or a digest.',
  },
  chart: {
    lacks: 'is a chart that is given no version, which means the newest',
    fix: 'Pin the version of the chart.',
  },
};

const variantsBefore = perOrigin(
  () => new ListMemory<Variant, readonly Untagged[] | undefined>(),
);

/** The same of files, each object as it stands there. */
const untaggedInFiles = ofEveryFile(
  ({ path, documents }, { repository, revision }) =>
    /(^|\/)templates\//.test(path)
      ? undefined
      : someOf(
          documents.flatMap(document =>
            [...objectsOf(document)].flatMap(({ value, lines, line }) =>
              isKubernetesObject(value)
                ? untaggedIn(
                    resourceOf(value, {
                      lines,
                      location: { repository, revision, path, line },
                    }),
                  )
                : [],
            ),
          ),
        ),
);

const ofResources = new WeakMap<Resource, readonly Untagged[]>();

/**
 * Containers whose image has neither tag nor digest once everything is built, and charts without a version: that is the
 * newest without saying so.
 */
export function untaggedVersions(repository: ParsedRepository): Finding[] {
  const isAside = asidesOf(repository);
  const isBuilt = builtBySkaffold(repository);
  const found = new Map<string, Untagged & { environments: Set<string> }>();
  const places = placesOf(repository);
  const { variants, consumed } = modelOf(repository);
  const add = (untagged: Untagged, environment: string | undefined) => {
    const { name, location } = untagged;
    if (
      environment === 'archived' ||
      isAside(location.path) ||
      isBuilt.has(name)
    ) {
      return;
    }
    const key = `${location.path}\n${location.line}`;
    const known = found.get(key) ?? { ...untagged, environments: new Set() };
    found.set(key, known);
    if (environment !== undefined) {
      known.environments.add(environment);
    }
  };
  const ofVariants = variantsBefore(repository).map(variants, ({ build }) =>
    someOf(build.resources.flatMap(untaggedOf)),
  );
  for (const [index, ofVariant] of ofVariants.entries()) {
    if (!ofVariant) {
      continue;
    }
    const { directory, ...variant } = variants[index];
    const environment =
      variant.environment ??
      places.of(`${directory}/kustomization.yaml`).environment;
    ofVariant.forEach(untagged => add(untagged, environment));
  }
  // What nothing here builds is applied as it is, where its path says that it is for an environment.
  const tests = testFilesOf(repository);
  for (const { file, made } of untaggedInFiles(repository)) {
    const { environment } = places.of(file.path);
    if (
      environment !== undefined &&
      !consumed.has(file.path) &&
      !tests.has(file.path)
    ) {
      made.forEach(untagged => add(untagged, environment));
    }
  }
  return bounded(
    [...found.values()].map(({ kind, name, location, environments }) => ({
      rule: 'version-floating',
      severity: [...environments].every(isHarmless) ? 'info' : 'warning',
      location,
      message: `${name} ${words[kind].lacks}: another version tomorrow${environments.size > 0 ? ` (${listed([...environments].sort())})` : ''}.`,
      fix: words[kind].fix,
    })),
  );
}

const skaffoldFiles = pathsThat(path =>
  /^skaffold[\w.-]*\.ya?ml$/.test(baseName(path)),
);

/** Images that Skaffold builds, and tags where the manifests name them. */
function builtBySkaffold(repository: ParsedRepository): ReadonlySet<string> {
  const images = new Set<string>();
  for (const path of skaffoldFiles(repository)) {
    for (const { value } of repository.files.get(path)?.documents ?? []) {
      for (const artifact of listAt(value, 'build', 'artifacts')) {
        images.add(textAt(artifact, 'image') ?? '');
      }
    }
  }
  return images;
}

function untaggedOf(resource: Resource): readonly Untagged[] {
  let untagged = ofResources.get(resource);
  if (!untagged) {
    untagged = untaggedIn(resource);
    ofResources.set(resource, untagged);
  }
  return untagged;
}

function untaggedIn(resource: Resource): Untagged[] {
  return [...imagesIn(resource), ...chartIn(resource)];
}

function imagesIn(resource: Resource): Untagged[] {
  if (isFilledByCluster(resource.value)) {
    return [];
  }
  return containerImages(resource.value).flatMap(
    ({ image, path, key }): Untagged[] => {
      const { tag, digest } = splitImage(image);
      return tag || digest || !plainName.test(image)
        ? []
        : [
            {
              kind: 'image',
              name: image,
              location: imageOrigin(resource, key)?.location ?? {
                ...resource.location,
                line: lineOf(resource, path),
              },
            },
          ];
    },
  );
}

/** The chart that a HelmRelease of Flux takes from a repository of charts: in Git, it is what the revision holds. */
function chartIn(resource: Resource): Untagged[] {
  const { value } = resource;
  const path = ['spec', 'chart', 'spec', 'chart'];
  const chart = isFlux(value, 'HelmRelease')
    ? textAt(value, ...path)
    : undefined;
  const spec = objectAt(value, 'spec', 'chart', 'spec');
  return chart !== undefined &&
    plainName.test(chart) &&
    textAt(spec, 'sourceRef', 'kind') === 'HelmRepository' &&
    (textAt(spec, 'version') ?? '') === ''
    ? [{ kind: 'chart', name: chart, location: locationAt(resource, path) }]
    : [];
}

/** OpenShift writes the images of these from its ImageStreams; the image in Git is a placeholder. */
function isFilledByCluster(object: JsonObject): boolean {
  return (
    object.kind === 'DeploymentConfig' ||
    object.kind === 'ImageStream' ||
    textAt(object, 'metadata', 'annotations', 'image.openshift.io/triggers') !==
      undefined
  );
}
