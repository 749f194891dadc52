import { treeIndexOf } from '../../engines/treeIndex';
import { EngineContext, EngineParts } from '../../engines';
import { pinAt } from '../../engines/enginePins';
import { VersionPin } from '../../facts';
import { listAt, textAt } from '../../lib/json';
import { Resource } from '../kustomize/resource';
import { joinPath } from '../../files/treePaths';
import { imageVersion } from '../../workloads/workload';
import { fluxSource, isFlux, kustomizationFact } from './fluxObjects';
import { revisionPinOf } from './parts';
import { referred } from './referred';

/** What a Kustomization of Flux deploys, and the versions of what it takes from elsewhere. */
export function kustomizationParts(
  resource: Resource,
  context: EngineContext,
): EngineParts {
  const { value, location } = resource;
  const engine = kustomizationFact(
    value,
    (kind, namespace, name) =>
      context.find(kind, namespace, name, location.path)?.value,
  );
  const source = referred(resource, ['spec', 'sourceRef'], context);
  return {
    engine,
    // What is built here shows them itself.
    versions:
      source && isFromElsewhere(source, textAt(value, 'spec', 'path'), context)
        ? [...revisionPinOf(source), ...imagePins(resource)]
        : [],
    config: [],
  };
}

/** Whether a source is another repository, or an artifact of which nothing is here that could be the path. */
function isFromElsewhere(
  { value }: Resource,
  path: string | undefined,
  { repository, isOwn }: EngineContext,
): boolean {
  if (isFlux(value, 'GitRepository')) {
    return !isOwn(fluxSource(value).url);
  }
  if (!isFlux(value, 'OCIRepository')) {
    return false;
  }
  const index = treeIndexOf(repository);
  const directory = joinPath('', path ?? '');
  return (
    directory === undefined ||
    directory === '' ||
    !['', ...index.directoriesIn('')].some(top =>
      index.hasDirectory(joinPath(top, directory) ?? ''),
    )
  );
}

/** Images that the Kustomization sets in what another repository builds. */
function imagePins(resource: Resource): VersionPin[] {
  return listAt(resource.value, 'spec', 'images').flatMap((image, position) => {
    const tag = textAt(image, 'newTag');
    const digest = textAt(image, 'digest');
    const version = imageVersion({ name: '', tag, digest });
    return version === undefined
      ? []
      : pinAt(
          'image',
          textAt(image, 'newName') ?? textAt(image, 'name'),
          resource,
          ['spec', 'images', position, tag === undefined ? 'digest' : 'newTag'],
          version,
        );
  });
}
