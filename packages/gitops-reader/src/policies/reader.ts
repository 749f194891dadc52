import { PolicyFact } from '../facts';
import { addTo } from '../groups';
import { compact, textAt } from '../json';
import {
  isKubernetesObject,
  isPlainName,
  objectsOf,
  testFilesOf,
} from '../manifests';
import { ofEveryFile, perFile } from '../perFile';
import { ParsedFile, ParsedRepository, Reader } from '../reader';
import { bindingOf, PolicyBinding, policyOf } from './objects';
import { regoPolicy } from './rego';

const policiesOfFile = perFile(
  (
    file: ParsedFile,
    { repository, revision }: ParsedRepository,
  ): { policies: PolicyFact[]; bindings: PolicyBinding[] } => {
    const place = { repository, revision, path: file.path };
    if (file.path.endsWith('.rego')) {
      const found = regoPolicy(file.text ?? '');
      return {
        policies: found
          ? [
              {
                engine: 'opa',
                kind: 'Rego',
                name: found.package,
                action: 'unknown',
                rules: found.rules,
                note: `${found.action === 'warn' ? 'warns' : 'denies'} wherever conftest or OPA runs it`,
                location: { ...place, line: found.line },
              },
            ]
          : [],
        bindings: [],
      };
    }
    const policies: PolicyFact[] = [];
    const bindings: PolicyBinding[] = [];
    for (const document of file.documents) {
      for (const { value, line } of objectsOf(document)) {
        const name = textAt(value, 'metadata', 'name');
        if (!isKubernetesObject(value) || !name || !isPlainName(name)) {
          continue;
        }
        const binding = bindingOf(value);
        if (binding) {
          bindings.push(binding);
        }
        const policy = policyOf(value);
        if (policy && value.$patch !== 'delete') {
          const { engine, action, rules, notes } = policy;
          policies.push(
            compact<PolicyFact>({
              engine,
              kind: value.kind,
              namespace: textAt(value, 'metadata', 'namespace'),
              name,
              action,
              rules: rules.length > 0 ? rules : undefined,
              note: notes.length > 0 ? notes.join('; ') : undefined,
              location: { ...place, line },
            }),
          );
        }
      }
    }
    return { policies, bindings };
  },
);

const policiesOfFiles = ofEveryFile((file, repository) => {
  const found = policiesOfFile(file, repository);
  return found.policies.length + found.bindings.length > 0 ? found : undefined;
});

const strictness: PolicyFact['action'][] = ['enforce', 'warn', 'audit'];

/** What the bindings of an admission policy make of it. They may stand in any file of the repository. */
function bind(
  policy: PolicyFact,
  bindings: ReadonlyMap<string, PolicyBinding[]>,
): PolicyFact {
  if (policy.engine !== 'admission-policy') {
    return policy;
  }
  const own = new Set(
    bindings
      .get(`${policy.kind}/${policy.name}`)
      ?.map(binding => binding.action),
  );
  const [first, ...others] = own;
  const notes = policy.note ? [policy.note] : [];
  if (first === undefined) {
    notes.push('no binding in this repository names it');
  } else if (others.length > 0) {
    notes.push(`its bindings differ: ${[...own].join(', ')}`);
  }
  const action =
    strictness.find(candidate => own.has(candidate)) ?? first ?? 'unknown';
  return {
    ...policy,
    action,
    ...(notes.length > 0 ? { note: notes.join('; ') } : {}),
  };
}

/**
 * Reads the rules that clusters hold objects against: Kyverno, Gatekeeper, admission policies, rego.
 *
 * @public
 */
export const policiesReader: Reader = {
  name: 'policies',

  wants(path) {
    return (
      (/\.ya?ml$/i.test(path) || /(?<!_test)\.rego$/i.test(path)) &&
      !/(^|\/)(node_modules|\.git|\.github|\.gitlab)\//.test(path)
    );
  },

  read(repository) {
    const tests = testFilesOf(repository);
    const policies: PolicyFact[] = [];
    const bindings = new Map<string, PolicyBinding[]>();
    for (const { file, made } of policiesOfFiles(repository)) {
      if (!tests.has(file.path)) {
        policies.push(...made.policies);
        for (const binding of made.bindings) {
          addTo(bindings, `${binding.kind}/${binding.policy}`, binding);
        }
      }
    }
    return { policies: policies.map(policy => bind(policy, bindings)) };
  },
};
