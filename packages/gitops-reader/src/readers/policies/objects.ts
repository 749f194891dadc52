import { JsonObject } from '../../facts';
import { isObject, listAt, objectAt, textAt } from '../../lib/json';
import { kyvernoCelPolicy, kyvernoPolicy } from './kyverno';
import { admissionAction, PolicyOfObject } from './policy';

const admissionGroup = 'admissionregistration.k8s.io';

/** The policy that an object is, or nothing. Groups tell: others have kinds of the same names. */
export function policyOf(
  object: JsonObject & { apiVersion: string; kind: string },
): PolicyOfObject | undefined {
  const { kind } = object;
  const spec = objectAt(object, 'spec') ?? {};
  switch (object.apiVersion.split('/')[0]) {
    case 'kyverno.io':
      switch (kind) {
        case 'ClusterPolicy':
        case 'Policy':
          return kyvernoPolicy(spec);
        case 'ClusterCleanupPolicy':
        case 'CleanupPolicy':
          return plain('kyverno', 'mutate', ['it deletes objects']);
        case 'PolicyException':
          return exception(spec);
        default:
          return undefined;
      }
    case 'policies.kyverno.io':
      return kind === 'PolicyException'
        ? exception(spec)
        : kyvernoCelPolicy(kind, spec);
    case 'templates.gatekeeper.sh':
      return kind === 'ConstraintTemplate'
        ? plain('gatekeeper', 'unknown', ['a template: its constraints decide'])
        : undefined;
    case 'constraints.gatekeeper.sh':
      return constraint(spec);
    case 'mutations.gatekeeper.sh':
      return /^(Assign|AssignMetadata|AssignImage|ModifySet)$/.test(kind)
        ? plain('gatekeeper', 'mutate', [])
        : undefined;
    case admissionGroup:
      return admissionPolicy(kind, spec);
    default:
      return undefined;
  }
}

function plain(
  engine: PolicyOfObject['engine'],
  action: PolicyOfObject['action'],
  notes: string[],
): PolicyOfObject {
  return { engine, action, rules: [], notes };
}

/** An exception takes objects out of policies; it holds nothing against them. */
function exception(spec: JsonObject): PolicyOfObject {
  const names = [...listAt(spec, 'exceptions'), ...listAt(spec, 'policyRefs')]
    .flatMap(
      entry => textAt(entry, 'policyName') ?? textAt(entry, 'name') ?? [],
    )
    .slice(0, 10);
  return plain('kyverno', 'unknown', [
    names.length > 0 ? `an exception from ${names.join(', ')}` : 'an exception',
  ]);
}

function constraint(spec: JsonObject): PolicyOfObject {
  const action = textAt(spec, 'enforcementAction') ?? 'deny';
  if (action === 'scoped') {
    const points = listAt(spec, 'scopedEnforcementActions').filter(isObject);
    const atAdmission = points.filter(point => {
      const names = listAt(point, 'enforcementPoints').map(entry =>
        textAt(entry, 'name'),
      );
      return names.some(name =>
        ['validation.gatekeeper.sh', 'vap.k8s.io', '*'].includes(name ?? ''),
      );
    });
    const actions = atAdmission.map(point => textAt(point, 'action'));
    const strictest = ['deny', 'warn', 'dryrun'].find(name =>
      actions.includes(name),
    );
    const otherwise = points.length > 0 ? 'audit' : 'unknown';
    return plain(
      'gatekeeper',
      strictest ? gatekeeperAction(strictest) : otherwise,
      ['decided for each enforcement point'],
    );
  }
  return plain('gatekeeper', gatekeeperAction(action), []);
}

function gatekeeperAction(action: string): PolicyOfObject['action'] {
  switch (action) {
    case 'deny':
      return 'enforce';
    case 'warn':
      return 'warn';
    case 'dryrun':
      return 'audit';
    default:
      return 'unknown';
  }
}

/** Kubernetes' own policies. A validating one does nothing until a binding names it. */
function admissionPolicy(
  kind: string,
  spec: JsonObject,
): PolicyOfObject | undefined {
  const rules = listAt(spec, 'validations').flatMap(
    rule => textAt(rule, 'reason') ?? [],
  );
  switch (kind) {
    case 'ValidatingAdmissionPolicy':
    case 'MutatingAdmissionPolicy':
      return {
        engine: 'admission-policy',
        action: 'unknown',
        rules: [...new Set(rules)],
        notes:
          textAt(spec, 'failurePolicy') === 'Ignore'
            ? ['an error of the policy lets objects pass']
            : [],
      };
    default:
      return undefined;
  }
}

/** A binding that puts an admission policy into force. */
export interface PolicyBinding {
  kind: string;
  policy: string;
  action: PolicyOfObject['action'];
}

/** The binding that an object is. */
export function bindingOf(
  object: JsonObject & { apiVersion: string; kind: string },
): PolicyBinding | undefined {
  const policy = textAt(object, 'spec', 'policyName');
  if (object.apiVersion.split('/')[0] !== admissionGroup || !policy) {
    return undefined;
  }
  switch (object.kind) {
    case 'ValidatingAdmissionPolicyBinding':
      return {
        kind: 'ValidatingAdmissionPolicy',
        policy,
        action: admissionAction(
          listAt(object, 'spec', 'validationActions'),
          'unknown',
        ),
      };
    case 'MutatingAdmissionPolicyBinding':
      return { kind: 'MutatingAdmissionPolicy', policy, action: 'mutate' };
    default:
      return undefined;
  }
}
