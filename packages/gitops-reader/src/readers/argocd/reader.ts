import { readEngine } from '../../deployments';
import { DeclaredObject } from '../../facts';
import { declaredObject } from '../kustomize/declared';
import { placesOf } from '../paths';
import { ParsedRepository, Reader } from '../reader';
import { clusterGroupsOf } from './clusterGroups';

/**
 * Reads Argo CD: Applications and ApplicationSets, and what they deploy from this repository.
 *
 * @public
 */
export const argocdReader: Reader = {
  name: 'argocd',

  wants(path) {
    return /\.(ya?ml|json)$/i.test(path);
  },

  read(repository) {
    const found = readEngine(repository, 'argocd');
    return {
      ...found,
      objects: [...(found.objects ?? []), ...operatorsOf(repository)],
    };
  },
};

/** Operators that groups of clusters have installed by their values. */
function operatorsOf(repository: ParsedRepository): DeclaredObject[] {
  const places = placesOf(repository);
  return clusterGroupsOf(repository).operators.flatMap(
    ({ group, resource }) =>
      declaredObject(resource, repository, {
        environment: places.ofCluster(group),
        cluster: group,
      }) ?? [],
  );
}
