import { DeclaredObject, PolicyFact } from '../../facts';
import { addTo } from '../../lib/groups';
import { Places } from '../paths';
import { PathSet } from '../../files/pathSets';
import { placeFacts } from '../../objects/placeFacts';
import { ParsedRepository } from '../reader';
import { ofVariants } from '../../deployments/variantFacts';
import { BindingFact, bindingFacts, policyFacts } from './facts';
import { strictestOf } from './policy';
import { bindingsOf } from './reader';

const builtPolicies = ofVariants(
  (value, { location }) => policyFacts(value, location),
  ({ action, rules, note }) => [action, rules, note],
);
const builtBindings = ofVariants(
  (value, { location }) => bindingFacts(value, location),
  ({ binding }) => binding,
);

/** Policies in each place that they end up, as patches and variables make them there, with what binds them there. */
export function placedPolicies(
  policies: readonly PolicyFact[],
  repository: ParsedRepository,
  objects: readonly DeclaredObject[],
  consumed: Pick<PathSet, 'has'>,
  places: Places,
): PolicyFact[] {
  const placed = placeFacts(policies, objects, consumed, places, () =>
    builtPolicies(repository),
  );
  if (!placed.some(({ engine }) => engine === 'admission-policy')) {
    return placed;
  }
  const bindings = new Map<string, BindingFact[]>();
  for (const fact of placeFacts(
    bindingsOf(repository),
    objects,
    consumed,
    places,
    () => builtBindings(repository),
  )) {
    addTo(bindings, `${fact.binding.kind}/${fact.binding.policy}`, fact);
  }
  return placed.map(policy => bind(policy, bindings));
}

/** What the bindings of an admission policy make of it. They may stand in any file, but for those of other places. */
function bind(
  policy: PolicyFact,
  bindings: ReadonlyMap<string, BindingFact[]>,
): PolicyFact {
  if (policy.engine !== 'admission-policy') {
    return policy;
  }
  const own = new Set(
    bindings
      .get(`${policy.kind}/${policy.name}`)
      ?.filter(binding =>
        (['environment', 'cluster'] as const).every(
          field =>
            policy[field] === undefined ||
            binding[field] === undefined ||
            policy[field] === binding[field],
        ),
      )
      .map(({ binding }) => binding.action),
  );
  const [first, ...others] = own;
  const notes = policy.note ? [policy.note] : [];
  if (first === undefined) {
    notes.push('no binding in this repository names it');
  } else if (others.length > 0) {
    notes.push(`its bindings differ: ${[...own].join(', ')}`);
  }
  return {
    ...policy,
    action: strictestOf(own),
    ...(notes.length > 0 ? { note: notes.join('; ') } : {}),
  };
}
