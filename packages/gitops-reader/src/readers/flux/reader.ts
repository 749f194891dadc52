import { readEngine } from '../../deployments';
import { Reader } from '../reader';

/**
 * Reads Flux: Kustomizations and HelmReleases, and what they deploy from this repository.
 *
 * @public
 */
export const fluxReader: Reader = {
  name: 'flux',

  wants(path) {
    return /\.(ya?ml|json)$/i.test(path);
  },

  read(repository) {
    return readEngine(repository, 'flux');
  },
};
