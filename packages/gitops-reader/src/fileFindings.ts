import { DeclaredObject, Finding } from './facts';
import { objectsOf, testFilesOf } from './manifests';
import { perFile } from './perFile';
import { ParsedFile, ParsedRepository } from './reader';

/** Findings that parsing made, placed in the repository. */
const placedFindings = perFile(
  ({ findings }, { repository, revision }): Finding[] =>
    findings.map(finding => ({
      ...finding,
      location: { ...finding.location, repository, revision },
    })),
);

/** What parsing found in the files of a repository, as grave as their place in it makes it. */
export function fileFindings(
  repository: ParsedRepository,
  objects: readonly DeclaredObject[],
  consumed: ReadonlySet<string>,
): Finding[] {
  const tests = testFilesOf(repository.paths);
  let built: Set<string> | undefined;
  const findings: Finding[] = [];
  for (const file of repository.files.values()) {
    if (file.findings.length === 0) {
      continue;
    }
    for (const finding of placedFindings(file, repository)) {
      if (finding.rule === 'plaintext-secret' && consumed.has(file.path)) {
        built ??= builtSecrets(objects);
        if (isUnbuilt(finding, file, built)) {
          findings.push({
            ...finding,
            severity: 'info',
            message: `${finding.message}; every kustomization that takes it deletes it`,
          });
          continue;
        }
      }
      findings.push(
        // A password of a test is no leak, in all likelihood.
        finding.severity !== 'info' && tests.isFixture(file.path)
          ? { ...finding, severity: 'info' }
          : finding,
      );
    }
  }
  return findings;
}

function builtSecrets(objects: readonly DeclaredObject[]): Set<string> {
  const built = new Set<string>();
  for (const { kind, location } of objects) {
    if (kind === 'Secret') {
      built.add(`${location.path}:${location.line}`);
    }
  }
  return built;
}

/** A Secret whose every kustomization takes it out again is deployed nowhere, though the file is still in Git. */
function isUnbuilt(
  { location }: Finding,
  file: ParsedFile,
  built: Set<string>,
): boolean {
  const inside = file.documents
    .flatMap(document => [...objectsOf(document)])
    .filter(object => object.line <= (location.line ?? 1))
    .at(-1);
  return (
    inside?.value.kind === 'Secret' && !built.has(`${file.path}:${inside.line}`)
  );
}
