import { DeclaredObject, Finding } from '../facts';
import { addTo } from '../lib/groups';
import { isObject, listAt, textAt } from '../lib/json';
import { objectsOf, testFilesOf } from '../readers/manifests';
import { isHarmless, placesOf } from '../readers/paths';
import { PathSet } from '../files/pathSets';
import { ofEveryFile, perFile, someOf } from '../memory/perFile';
import { ParsedFile, ParsedRepository } from '../readers/reader';
import { GeneratorPlace, plainSources } from '../readers/secrets';
import { directoryOf } from '../files/treePaths';

/** Clusters on a developer's own machine: `overlays/local`, `clusters/kind`. */
const ownMachine =
  /(^|\/)(local(host|dev)?|kind|k3d|minikube|(docker|rancher)-desktop)\//i;

/** Findings that parsing made, placed in the repository. */
const placedFindings = perFile(
  ({ findings }, { repository, revision }): Finding[] =>
    findings.map(finding => ({
      ...finding,
      location: { ...finding.location, repository, revision },
    })),
);

function lowered(
  finding: Finding,
  severity: Finding['severity'],
  why: string,
): Finding {
  return { ...finding, severity, message: `${finding.message}; ${why}` };
}

/** Names of Secrets that patches take out. */
const deletedSecrets = ofEveryFile(({ documents }): string[] | undefined => {
  const names: string[] = [];
  for (const { value } of documents) {
    if (!isObject(value)) {
      continue;
    }
    if (value.kind === 'Secret' && value.$patch === 'delete') {
      names.push(textAt(value, 'metadata', 'name') ?? '');
    }
    for (const patch of [
      ...listAt(value, 'patches').map(entry => textAt(entry, 'patch')),
      ...listAt(value, 'patchesStrategicMerge'),
    ]) {
      if (
        typeof patch === 'string' &&
        patch.includes('$patch: delete') &&
        /^[ \t]*kind:[ \t]*Secret[ \t\r]*$/m.test(patch)
      ) {
        names.push(/^[ \t]+name:[ \t]*["']?([\w.-]+)/m.exec(patch)?.[1] ?? '');
      }
    }
  }
  return someOf(names);
});

const filesWithFindings = ofEveryFile(({ findings }) => someOf(findings));

/** What becomes of Secrets that stand in Git. */
class BuiltSecrets {
  readonly #repository: ParsedRepository;
  /** Lines and environments of Secrets that are built, by path. */
  readonly #built = new Map<string, { line: number; environment?: string }[]>();
  readonly #builtFiles: Pick<PathSet, 'has'>;
  /** Directory and name of what a patch beside it takes out. */
  readonly #deleted = new Set<string>();

  constructor(
    repository: ParsedRepository,
    objects: readonly DeclaredObject[],
    builtFiles: Pick<PathSet, 'has'>,
  ) {
    this.#repository = repository;
    this.#builtFiles = builtFiles;
    for (const { kind, location, environment } of objects) {
      if (kind === 'Secret') {
        addTo(this.#built, location.path, {
          line: location.line ?? 1,
          environment,
        });
      }
    }
    for (const { file, made } of deletedSecrets(repository)) {
      for (const name of made) {
        this.#deleted.add(`${directoryOf(file.path)} ${name}`);
      }
    }
  }

  grade(finding: Finding, file: ParsedFile): Finding {
    const { path, line = 1 } = finding.location;
    const built = this.#built.get(path) ?? [];
    const inside = file.documents
      .flatMap(document => [...objectsOf(document)])
      .filter(object => object.line <= line)
      .at(-1);
    if (inside?.value.kind === 'Secret') {
      const own = built.filter(secret => secret.line === inside.line);
      const name = textAt(inside.value, 'metadata', 'name');
      if (
        own.length === 0 &&
        name !== undefined &&
        (this.#builtFiles.has(path) ||
          this.#deleted.has(`${directoryOf(path)} ${name}`))
      ) {
        return lowered(
          finding,
          'info',
          'every kustomization that takes it deletes it',
        );
      }
      return this.#inEnvironments(finding, own);
    }
    const generated = Math.max(
      0,
      ...built.map(secret => secret.line).filter(start => start <= line),
    );
    return this.#inEnvironments(
      finding,
      built.filter(secret => secret.line === generated),
    );
  }

  /** A file that generators make Secrets of is as grave as those. */
  gradeSource(
    finding: Finding,
    generators: readonly GeneratorPlace[],
  ): Finding {
    return this.#inEnvironments(
      finding,
      generators.flatMap(({ path, line }) =>
        (this.#built.get(path) ?? []).filter(secret => secret.line === line),
      ),
    );
  }

  #inEnvironments(
    finding: Finding,
    built: readonly { environment?: string }[],
  ): Finding {
    const { path } = finding.location;
    const own = ownMachine.test(path) ? 'local' : undefined;
    const environments = (
      built.length > 0 ? built : [placesOf(this.#repository).of(path)]
    ).map(({ environment }) => environment ?? own);
    return environments.every(
      environment => environment !== undefined && isHarmless(environment),
    )
      ? lowered(finding, 'warning', `in ${environments[0]} alone`)
      : finding;
  }
}

/** What parsing found in the files of a repository, as grave as their place in it makes it. */
export function fileFindings(
  repository: ParsedRepository,
  objects: readonly DeclaredObject[],
  builtFiles: Pick<PathSet, 'has'>,
): Finding[] {
  const tests = testFilesOf(repository);
  let secrets: BuiltSecrets | undefined;
  const known = () =>
    (secrets ??= new BuiltSecrets(repository, objects, builtFiles));
  const inPlace = (finding: Finding, grade: () => Finding): Finding =>
    tests.isFixture(finding.location.path)
      ? lowered(finding, 'info', 'a test or an example')
      : grade();
  const findings: Finding[] = [];
  const sources = plainSources(repository);
  const told = new Map(
    sources.map(({ finding: { location } }) => [location.path, location.line]),
  );
  for (const { finding, generators } of sources) {
    findings.push(
      inPlace(finding, () => known().gradeSource(finding, generators)),
    );
  }
  for (const { file } of filesWithFindings(repository)) {
    for (const finding of placedFindings(file, repository)) {
      if (!/^plaintext-/.test(finding.rule) || finding.severity === 'info') {
        findings.push(finding);
      } else if (
        finding.rule !== 'plaintext-secret' ||
        !told.has(file.path) ||
        (file.documents.length > 0 &&
          told.get(file.path) !== finding.location.line)
      ) {
        findings.push(inPlace(finding, () => known().grade(finding, file)));
      }
    }
  }
  return findings;
}
