import { JsonObject, JsonValue } from '../../facts';
import { isObject, listAt, objectAt, textAt } from '../../lib/json';
import {
  admissionAction,
  PolicyAction as Action,
  PolicyOfObject,
  strictestOf,
} from './policy';

/** Values of old and new fields, which came in lower case once. */
function validationAction(text: string | undefined): Action {
  switch (text?.toLowerCase()) {
    case 'enforce':
      return 'enforce';
    case 'audit':
    case undefined:
      return 'audit';
    default:
      return 'unknown';
  }
}

function actionOfRule(rule: JsonValue, inherited: Action): Action {
  if (objectAt(rule, 'validate')) {
    const own = textAt(rule, 'validate', 'failureAction');
    return own === undefined ? inherited : validationAction(own);
  }
  const images = listAt(rule, 'verifyImages');
  if (images.length > 0) {
    return strictestOf(
      new Set(
        images.map(image => {
          const own = textAt(image, 'failureAction');
          return own === undefined ? inherited : validationAction(own);
        }),
      ),
    );
  }
  if (objectAt(rule, 'mutate')) {
    return 'mutate';
  }
  return objectAt(rule, 'generate') ? 'generate' : 'unknown';
}

function overridden(spec: JsonObject): string[] {
  const lists = [
    listAt(spec, 'validationFailureActionOverrides'),
    ...listAt(spec, 'rules').map(rule =>
      listAt(rule, 'validate', 'failureActionOverrides'),
    ),
  ];
  return [
    ...new Set(
      lists.flat().map(entry => {
        const namespaces = listAt(entry, 'namespaces').filter(
          name => typeof name === 'string',
        );
        const where =
          namespaces.length > 0
            ? namespaces.slice(0, 5).join(', ')
            : 'some namespaces';
        return `${textAt(entry, 'action')?.toLowerCase() ?? 'other'} in ${where}`;
      }),
    ),
  ];
}

function admissionOff(spec: JsonObject): boolean {
  return textAt(spec, 'admission') === 'false';
}

/** `ClusterPolicy` and `Policy` of `kyverno.io`. */
export function kyvernoPolicy(spec: JsonObject): PolicyOfObject {
  const inherited = validationAction(textAt(spec, 'validationFailureAction'));
  const rules = listAt(spec, 'rules').filter(isObject);
  const actions = rules.map(rule => actionOfRule(rule, inherited));
  const notes = overridden(spec);
  if (admissionOff(spec)) {
    notes.push('not at admission, in the background alone');
  }
  const distinct = new Set(actions);
  if (distinct.size > 1) {
    notes.push(`its rules differ: ${[...distinct].join(', ')}`);
  }
  const action = strictestOf(distinct);
  return {
    engine: 'kyverno',
    action: admissionOff(spec) && action === 'enforce' ? 'audit' : action,
    rules: rules.flatMap(rule => textAt(rule, 'name') ?? []),
    notes,
  };
}

/** Kinds of `policies.kyverno.io`, without the `Namespaced` before them. */
const celKinds: Record<string, Action | 'by-actions'> = {
  ValidatingPolicy: 'by-actions',
  ImageValidatingPolicy: 'by-actions',
  MutatingPolicy: 'mutate',
  GeneratingPolicy: 'generate',
  DeletingPolicy: 'mutate',
};

/** Policies of `policies.kyverno.io`, written in CEL. */
export function kyvernoCelPolicy(
  kind: string,
  spec: JsonObject,
): PolicyOfObject | undefined {
  const known = celKinds[kind.replace(/^Namespaced/, '')];
  if (known === undefined) {
    return undefined;
  }
  const rules = [...listAt(spec, 'validations')].flatMap(
    rule => textAt(rule, 'name') ?? [],
  );
  if (known !== 'by-actions') {
    const notes = /DeletingPolicy$/.test(kind) ? ['it deletes objects'] : [];
    return { engine: 'kyverno', action: known, rules, notes };
  }
  const off = textAt(spec, 'evaluation', 'admission', 'enabled') === 'false';
  const action = admissionAction(listAt(spec, 'validationActions'), 'enforce');
  return {
    engine: 'kyverno',
    action: off && action === 'enforce' ? 'audit' : action,
    rules,
    notes: off ? ['not at admission, in the background alone'] : [],
  };
}
