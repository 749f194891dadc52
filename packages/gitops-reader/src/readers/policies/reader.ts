import { PolicyFact } from '../../facts';
import { objectsOf, testFilesOf } from '../manifests';
import { ofEveryFile, perFile } from '../../memory/perFile';
import { ParsedFile, ParsedRepository, Reader } from '../reader';
import { BindingFact, bindingFacts, policyFacts } from './facts';
import { regoPolicy } from './rego';

const policiesOfFile = perFile(
  (
    file: ParsedFile,
    { repository, revision }: ParsedRepository,
  ): { policies: PolicyFact[]; bindings: BindingFact[] } => {
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
    const bindings: BindingFact[] = [];
    for (const document of file.documents) {
      for (const { value, line } of objectsOf(document)) {
        const location = { ...place, line };
        bindings.push(...bindingFacts(value, location));
        policies.push(...policyFacts(value, location));
      }
    }
    return { policies, bindings };
  },
);

const policiesOfFiles = ofEveryFile((file, repository) => {
  const found = policiesOfFile(file, repository);
  return found.policies.length + found.bindings.length > 0 ? found : undefined;
});

/** What is found in files, but for those that serve tests. */
function inFiles<T>(
  repository: ParsedRepository,
  of: (found: { policies: PolicyFact[]; bindings: BindingFact[] }) => T[],
): T[] {
  const tests = testFilesOf(repository);
  return policiesOfFiles(repository).flatMap(({ file, made }) =>
    tests.has(file.path) ? [] : of(made),
  );
}

/** Bindings of admission policies, as files declare them. */
export function bindingsOf(repository: ParsedRepository): BindingFact[] {
  return inFiles(repository, ({ bindings }) => bindings);
}

/**
 * Reads the rules that clusters hold objects against: Kyverno, Gatekeeper, admission policies, rego. What an admission
 * policy does is told where it is known which bindings stand with it: see `placedPolicies`.
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
    return { policies: inFiles(repository, ({ policies }) => policies) };
  },
};
