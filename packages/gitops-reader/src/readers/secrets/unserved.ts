import { Finding, JsonValue } from '../../facts';
import { listAt, objectAt, textAt } from '../../lib/json';
import { isKubernetesObject, objectsOf } from '../manifests';
import { ofEveryFile } from '../../memory/perFile';
import { ParsedRepository } from '../reader';

const chart = 'external-secrets';

/** Kinds that External Secrets Operator has in `v1`. */
const kinds =
  /^(ExternalSecret|ClusterExternalSecret|SecretStore|ClusterSecretStore)$/;

/** Objects of a version that the operator has ceased to serve. */
const oldObjects = ofEveryFile(({ documents }) => {
  const lines = documents.flatMap(document =>
    [...objectsOf(document)]
      .filter(
        ({ value }) =>
          value.apiVersion === 'external-secrets.io/v1beta1' &&
          isKubernetesObject(value) &&
          kinds.test(value.kind) &&
          value.$patch !== 'delete',
      )
      .map(({ line }) => line),
  );
  return lines.length > 0 ? { line: lines[0], count: lines.length } : undefined;
});

/** Versions of the operator that a file asks for; `'served'` where it has the old objects served all the same. */
const installed = ofEveryFile(({ documents }): string[] | undefined => {
  const versions = documents.flatMap(({ value }) => versionsIn(value));
  return versions.length > 0 ? versions : undefined;
});

function versionsIn(value: JsonValue): string[] {
  const release = objectAt(value, 'spec', 'chart', 'spec');
  const source = objectAt(value, 'spec', 'source');
  const entries: [name: string | undefined, version: string | undefined][] = [
    [textAt(release, 'chart'), textAt(release, 'version')],
    [
      textAt(value, 'spec', 'url')?.split('/').at(-1),
      textAt(value, 'spec', 'ref', 'tag'),
    ],
    ...[source, ...listAt(value, 'spec', 'sources')].map(
      (each): [string | undefined, string | undefined] => [
        textAt(each, 'chart'),
        textAt(each, 'targetRevision'),
      ],
    ),
    ...[...listAt(value, 'dependencies'), ...listAt(value, 'helmCharts')].map(
      (each): [string | undefined, string | undefined] => [
        textAt(each, 'name'),
        textAt(each, 'version'),
      ],
    ),
  ];
  const isServed = [[], ['spec', 'values'], [chart]].some(
    path => textAt(value, ...path, 'crds', 'unsafeServeV1Beta1') === 'true',
  );
  return [
    ...(isServed ? ['served'] : []),
    ...entries.flatMap(([name, version]) =>
      name === chart && version !== undefined ? [version] : [],
    ),
  ];
}

/** Whether a version is one that serves `v1beta1`: 0.16 was the last. */
function serves(version: string): boolean {
  const [, major, minor] =
    /^[\^~v=\s]*(\d{1,9})\.(\d{1,9})/.exec(version) ?? [];
  return (
    version === 'served' ||
    (major !== undefined && Number(major) === 0 && Number(minor) < 17)
  );
}

/** Objects of External Secrets Operator in a version that it has ceased to serve, once for each file. */
export function unservedObjects(
  repository: ParsedRepository,
  isTest: (path: string) => boolean,
): Finding[] {
  const old = oldObjects(repository);
  const versions =
    old.length > 0
      ? installed(repository)
          .filter(({ file }) => !isTest(file.path))
          .flatMap(({ made }) => made)
      : [];
  if (
    versions.includes('served') ||
    (versions.length > 0 && versions.every(serves))
  ) {
    return [];
  }
  return old.map(({ file, made: { line, count } }) => ({
    rule: 'api-version-unserved',
    // Where nothing here says how old the operator is, it may well be older.
    severity: isTest(file.path) || versions.length === 0 ? 'info' : 'warning',
    location: {
      repository: repository.repository,
      revision: repository.revision,
      path: file.path,
      line,
    },
    message: `${count === 1 ? 'An object stands' : `${count} objects stand`} here in external-secrets.io/v1beta1, which External Secrets Operator does not serve from 0.17 on`,
    fix: 'Write external-secrets.io/v1 instead.',
  }));
}
