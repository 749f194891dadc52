import { FileLocation, JsonObject, PolicyFact } from '../../facts';
import { compact, textAt } from '../../lib/json';
import { isKubernetesObject, isPlainName } from '../manifests';
import { PlacedFact } from '../../objects/placeFacts';
import { bindingOf, PolicyBinding, policyOf } from './objects';

/** A binding of an admission policy, as an object that stands somewhere. */
export interface BindingFact extends PlacedFact {
  binding: PolicyBinding;
}

/** The policy that an object is, as a fact. */
export function policyFacts(
  value: JsonObject,
  location: FileLocation,
): PolicyFact[] {
  const policy =
    isKubernetesObject(value) && value.$patch !== 'delete'
      ? policyOf(value)
      : undefined;
  const place = policy && placeOf(value, location);
  if (!place) {
    return [];
  }
  const { engine, action, rules, notes } = policy;
  return [
    compact<PolicyFact>({
      ...place,
      engine,
      action,
      rules: rules.length > 0 ? rules : undefined,
      note: notes.length > 0 ? notes.join('; ') : undefined,
    }),
  ];
}

/** The binding that an object is, as a fact. */
export function bindingFacts(
  value: JsonObject,
  location: FileLocation,
): BindingFact[] {
  const binding = isKubernetesObject(value) ? bindingOf(value) : undefined;
  const place = binding && placeOf(value, location);
  return place ? [{ ...place, binding }] : [];
}

function placeOf(
  value: JsonObject,
  location: FileLocation,
): PlacedFact | undefined {
  const name = textAt(value, 'metadata', 'name');
  return isKubernetesObject(value) && name && isPlainName(name)
    ? compact({
        kind: value.kind,
        namespace: textAt(value, 'metadata', 'namespace'),
        name,
        location,
      })
    : undefined;
}
