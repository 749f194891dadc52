import { modelOf } from '../../deployments';
import { SecretFact } from '../../facts';
import { addTo } from '../../lib/groups';
import { compact, isObject } from '../../lib/json';
import { isKubernetesObject, testFilesOf } from '../manifests';
import { placesOf } from '../paths';
import { ofEveryFile, perFile, someOf } from '../../memory/perFile';
import { ParsedRepository, Reader } from '../reader';
import { baseName, directoryOf } from '../../files/treePaths';
import { isSecretTextFile } from '../../yaml';
import { generatorsOfFiles } from './generators';
import { secretsOf } from './objects';
import { objectsIn } from './ownObjects';
import { isSopsEncrypted, sopsStore } from './sops';
import { sopsFindings } from './sopsRules';
import { missingStores } from './stores';
import { unservedObjects } from './unserved';
import { placeholderSecrets } from './vaultPaths';

/** Secrets that a file brings into being by itself. */
const secretsOfFile = perFile(
  (file, { repository, revision }): SecretFact[] => {
    const place = { repository, revision, path: file.path };
    const secrets = placeholderSecrets(file, { repository, revision });
    for (const document of file.documents) {
      for (const { value, lines, line } of objectsIn(document, file.path)) {
        for (const { at, ...fact } of secretsOf(value, lines)) {
          secrets.push({ ...fact, location: { ...place, line: at ?? line } });
        }
      }
      const whole = document.value;
      if (!isObject(whole) || !isSopsEncrypted(whole)) {
        continue;
      }
      const store = sopsStore(whole);
      if (whole.kind === 'List') {
        // Its items were encrypted as one.
        secrets.forEach(secret => {
          secret.store ??= store;
        });
      } else if (!isKubernetesObject(whole)) {
        secrets.push({
          mechanism: 'sops',
          kind: 'File',
          name: baseName(file.path),
          location: { ...place, line: document.line },
          ...(store ? { store } : {}),
        });
      }
    }
    return secrets;
  },
);

const secretsOfFiles = ofEveryFile((file, repository) =>
  someOf(secretsOfFile(file, repository)),
);

/** A file that was encrypted as a whole, names and all, in each place where something is built of it. */
function whereBuilt(
  fact: SecretFact,
  repository: ParsedRepository,
): SecretFact[] {
  const found = new Map<string, SecretFact>();
  const places = placesOf(repository);
  const { variants, builder } = modelOf(repository);
  for (const { build, ...variant } of variants) {
    if (builder.filesOf(build.directory).has(fact.location.path)) {
      const path = places.ofDirectory(build.directory);
      const { environment = path.environment, cluster = path.cluster } =
        variant;
      if ((environment ?? cluster) !== undefined) {
        found.set(
          JSON.stringify([environment, cluster]),
          compact<SecretFact>({ ...fact, environment, cluster }),
        );
      }
    }
  }
  return found.size > 0 ? [...found.values()] : [fact];
}

/**
 * Tells which Secrets that a kustomization generates another one, built on it, generates anew out of encrypted files: what
 * the first has there only holds their place.
 */
function replacedBy(
  repository: ParsedRepository,
  isEncrypted: (path: string) => boolean,
): (name: string, path: string) => boolean {
  const replacing = generatorsOfFiles(repository).flatMap(({ file, made }) =>
    made
      .filter(
        ({ behavior, sources }) =>
          behavior === 'replace' &&
          sources.length > 0 &&
          sources.every(isEncrypted),
      )
      .map(({ name }) => ({ name, directory: directoryOf(file.path) })),
  );
  return (name, path) =>
    replacing.some(
      other =>
        other.name === name &&
        modelOf(repository).builder.filesOf(other.directory).has(path),
    );
}

/**
 * Reads what brings secrets into being: names, keys and stores, never values.
 *
 * @public
 */
export const secretsReader: Reader = {
  name: 'secrets',

  wants(path) {
    return (
      (/\.(ya?ml|json)$/i.test(path) || isSecretTextFile(path)) &&
      !/(^|\/)(node_modules|\.git|\.github|\.gitlab)\//.test(path)
    );
  },

  read(repository) {
    const tests = testFilesOf(repository);
    const secrets: SecretFact[] = [];
    const encrypted = new Map<string, SecretFact>();
    for (const { file, made } of secretsOfFiles(repository)) {
      if (tests.has(file.path)) {
        continue;
      }
      for (const fact of made) {
        if (fact.kind === 'File' && fact.mechanism === 'sops') {
          encrypted.set(file.path, fact);
        } else {
          secrets.push(fact);
        }
      }
    }
    const named = new Map<string, SecretFact[]>();
    const isReplaced = replacedBy(repository, path => encrypted.has(path));
    for (const { file, made } of generatorsOfFiles(repository)) {
      for (const generator of made) {
        const { name, namespace, sources, line, behavior } = generator;
        if (behavior === 'merge') {
          continue;
        }
        const files = sources.filter(source => encrypted.has(source));
        for (const source of files) {
          const fact = encrypted.get(source);
          if (fact) {
            addTo(named, source, {
              ...fact,
              ...(namespace ? { namespace } : {}),
              name,
              object: baseName(source),
            });
          }
        }
        if (
          files.length === 0 &&
          behavior === 'create' &&
          !tests.has(file.path) &&
          !isReplaced(name, file.path)
        ) {
          secrets.push({
            mechanism: 'plain',
            kind: 'Secret',
            ...(namespace ? { namespace } : {}),
            name,
            location: {
              repository: repository.repository,
              revision: repository.revision,
              path: file.path,
              line,
            },
          });
        }
      }
    }
    for (const [path, fact] of encrypted) {
      secrets.push(...(named.get(path) ?? whereBuilt(fact, repository)));
    }
    return {
      secrets,
      findings: [
        ...sopsFindings(repository, path => tests.isFixture(path)),
        ...missingStores(repository, path => tests.isFixture(path)),
        ...unservedObjects(repository, path => tests.isFixture(path)),
      ],
    };
  },
};
