import { modelOf } from '../deployments';
import { Reader } from '../reader';
import { plainEngineObjects, plainVariantObjects } from '../variantObjects';

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
    const model = modelOf(repository);
    return {
      objects: [
        ...plainEngineObjects(model, 'argocd'),
        ...plainVariantObjects(model, 'argocd'),
      ],
      consumed: model.consumed,
      findings: model.findings,
    };
  },
};
