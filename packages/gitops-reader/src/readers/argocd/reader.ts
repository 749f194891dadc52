import { readEngine } from '../../deployments';
import { Reader } from '../reader';

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
    return readEngine(repository, 'argocd');
  },
};
