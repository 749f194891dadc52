import { modelOf, Variant } from '../../deployments';
import { FileLocation, Finding, JsonObject } from '../../facts';
import { listAt, textAt } from '../../lib/json';
import { imageOrigin, Resource } from '../kustomize/resource';
import { isHarmless, placesOf } from '../paths';
import { ListMemory, pathsThat, perOrigin, someOf } from '../../memory/perFile';
import { ParsedRepository } from '../reader';
import { baseName } from '../../files/treePaths';
import { containerImages, splitImage } from '../../workloads/workload';
import { lineOf } from '../../yaml';
import { asidesOf } from './asides';
import { bounded, listed } from './bounded';

/** Written out in full: neither a variable nor a word that something replaces. */
const plainName = /^[a-z0-9][a-z0-9._:/-]*$/;

interface Untagged {
  image: string;
  location: FileLocation;
}

const variantsBefore = perOrigin(
  () => new ListMemory<Variant, readonly Untagged[] | undefined>(),
);

const ofResources = new WeakMap<Resource, readonly Untagged[]>();

/** Containers whose image has neither tag nor digest once everything is built: that is `latest` without saying so. */
export function untaggedImages(repository: ParsedRepository): Finding[] {
  const isAside = asidesOf(repository);
  const isBuilt = builtBySkaffold(repository);
  const found = new Map<string, Untagged & { environments: Set<string> }>();
  const places = placesOf(repository);
  const { variants } = modelOf(repository);
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
    for (const untagged of ofVariant) {
      const { location } = untagged;
      if (
        environment === 'archived' ||
        isAside(location.path) ||
        isBuilt.has(untagged.image)
      ) {
        continue;
      }
      const key = `${location.path}\n${location.line}`;
      const known = found.get(key) ?? { ...untagged, environments: new Set() };
      found.set(key, known);
      if (environment !== undefined) {
        known.environments.add(environment);
      }
    }
  }
  return bounded(
    [...found.values()].map(({ image, location, environments }) => ({
      rule: 'version-floating',
      severity: [...environments].every(isHarmless) ? 'info' : 'warning',
      location,
      message: `${image} has neither tag nor digest, which means latest: another version tomorrow${environments.size > 0 ? ` (${listed([...environments].sort())})` : ''}.`,
      fix: 'Pin a tag that is never moved, or a digest.',
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
    untagged = isFilledByCluster(resource.value)
      ? []
      : containerImages(resource.value).flatMap(({ image, path, key }) => {
          const { tag, digest } = splitImage(image);
          return tag || digest || !plainName.test(image)
            ? []
            : [
                {
                  image,
                  location: imageOrigin(resource, key)?.location ?? {
                    ...resource.location,
                    line: lineOf(resource, path),
                  },
                },
              ];
        });
    ofResources.set(resource, untagged);
  }
  return untagged;
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
