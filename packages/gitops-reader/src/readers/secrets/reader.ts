import { modelOf } from '../../deployments';
import { JsonObject, SecretFact } from '../../facts';
import { addTo } from '../../lib/groups';
import { compact, isObject, listAt } from '../../lib/json';
import {
  isKubernetesObject,
  objectsOf,
  PlacedObject,
  testFilesOf,
} from '../manifests';
import { placesOf } from '../paths';
import { ofEveryFile, perFile, someOf } from '../../memory/perFile';
import { ParsedRepository, Reader, YamlDocument } from '../reader';
import { baseName } from '../../files/treePaths';
import { isSecretTextFile, lineOf, linesOf } from '../../yaml';
import { generatorsOfFiles } from './generators';
import { secretsOf } from './objects';
import { isSopsEncrypted, sopsStore } from './sops';
import { sopsFindings } from './sopsRules';
import { missingStores } from './stores';
import { unservedObjects } from './unserved';
import { placeholderSecrets } from './vaultPaths';

/** `extraObjects`, `raw: {resources}`: what charts take for objects of their user's own. */
const ownObjects =
  /^((extra|additional|raw)_?(deploy|k8s)?_?(objects?|manifests?|resources?|templates?)|extra_?deploy|resources)$/i;
/** Values that only try a chart out. */
const trialValues = /(^|\/)ci\/[^/]*values\.ya?ml$/i;

/** Whether a mapping holds such a key with something in it: most do not, and need not be walked with their lines. */
function hasOwnObjects(value: JsonObject, depth = 6): boolean {
  for (const key of Object.keys(value)) {
    const held = value[key];
    if (
      typeof held === 'object' &&
      held !== null &&
      (ownObjects.test(key) ||
        (depth > 1 && isObject(held) && hasOwnObjects(held, depth - 1)))
    ) {
      return true;
    }
  }
  return false;
}

/** Objects that values give to a chart, to be put beside its own: in a file of them, or below what installs the chart. */
function* objectsOfValues(
  { value, lines, line }: PlacedObject,
  depth = 6,
): Generator<PlacedObject> {
  for (const [key, held] of Object.entries(value)) {
    const at = linesOf(lines, [key]);
    const isOwn = ownObjects.test(key);
    if (isOwn && (Array.isArray(held) || isObject(held))) {
      for (const [name, object] of Object.entries(held)) {
        const path = [Array.isArray(held) ? Number(name) : name];
        if (isObject(object) && isKubernetesObject(object)) {
          const own = linesOf(at, path);
          yield {
            value: object,
            lines: own,
            line: lineOf({ lines: at }, path),
          };
        }
      }
    } else if (!isOwn && depth > 1 && isObject(held)) {
      yield* objectsOfValues({ value: held, lines: at, line }, depth - 1);
    }
  }
}

/** Objects of a document, those of values, and those that a template of OpenShift makes when somebody processes it. */
function* objectsIn(
  document: YamlDocument,
  path: string,
): Generator<PlacedObject> {
  for (const placed of objectsOf(document)) {
    yield placed;
    if (hasOwnObjects(placed.value) && !trialValues.test(path)) {
      yield* objectsOfValues(placed);
    }
    const { value, lines } = placed;
    if (
      value.kind === 'Template' &&
      /^(template\.openshift\.io\/)?v1$/.test(String(value.apiVersion))
    ) {
      for (const [position, object] of listAt(value, 'objects').entries()) {
        if (isObject(object)) {
          const at = ['objects', position];
          const own = linesOf(lines, at);
          yield { value: object, lines: own, line: lineOf({ lines }, at) };
        }
      }
    }
  }
}

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
    for (const { file, made } of generatorsOfFiles(repository)) {
      for (const generator of made.filter(({ makes }) => makes)) {
        const { name, namespace, sources, line } = generator;
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
        if (files.length === 0 && !tests.has(file.path)) {
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
