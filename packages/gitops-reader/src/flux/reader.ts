import { modelOf } from '../deployments';
import { Reader } from '../reader';
import { plainEngineObjects, plainVariantObjects } from '../variantObjects';

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
    const model = modelOf(repository);
    return {
      objects: [
        ...plainEngineObjects(model, 'flux'),
        ...plainVariantObjects(model, 'flux'),
      ],
      consumed: model.consumed,
    };
  },
};
