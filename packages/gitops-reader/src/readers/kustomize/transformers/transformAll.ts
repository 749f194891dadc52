import { Context, locationIn } from '../build/context';
import { setImages } from './overrideImages';
import { applyPatches, patchJson, patchStrategically } from './patches';
import { replaceValues } from './replacements';
import { Resource } from '../resource';
import {
  Layer,
  setLabels,
  setNames,
  setNamespace,
  setReplicas,
} from './transform';

/** Changes all that a kustomization has gathered, in kustomize's own order. */
export function transformAll(
  gathered: Resource[],
  context: Context,
): Resource[] {
  const { kustomization, configuration } = context;
  const layer: Layer = {
    value: kustomization.value,
    at: path => locationIn(context, kustomization, path),
    configuration,
  };
  let resources = patchStrategically(gathered, context);
  resources = applyPatches(resources, context);
  resources = setNamespace(resources, layer);
  resources = setNames(resources, layer);
  resources = setLabels(resources, layer);
  resources = patchJson(resources, context);
  resources = setReplicas(resources, layer);
  resources = setImages(resources, context);
  return replaceValues(resources, context);
}
