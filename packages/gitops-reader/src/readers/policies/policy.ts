import { JsonValue, PolicyFact } from '../../facts';

/** What happens to an object that breaks a policy. */
export type PolicyAction = PolicyFact['action'];

/** What an object says of a policy; its name and place are known elsewhere. */
export interface PolicyOfObject {
  engine: PolicyFact['engine'];
  action: PolicyAction;
  rules: string[];
  notes: string[];
}

const strictness: PolicyAction[] = [
  'enforce',
  'warn',
  'audit',
  'mutate',
  'generate',
  'unknown',
];

/** The strictest of what several rules or bindings do. */
export function strictestOf(actions: ReadonlySet<PolicyAction>): PolicyAction {
  return strictness.find(action => actions.has(action)) ?? 'unknown';
}

/** What `validationActions` make of a violation, in Kubernetes' own policies and in those of Kyverno. */
export function admissionAction(
  actions: JsonValue[],
  otherwise: PolicyAction,
): PolicyAction {
  if (actions.length === 0) {
    return otherwise;
  }
  if (actions.includes('Deny')) {
    return 'enforce';
  }
  if (actions.includes('Warn')) {
    return 'warn';
  }
  return actions.includes('Audit') ? 'audit' : 'unknown';
}
