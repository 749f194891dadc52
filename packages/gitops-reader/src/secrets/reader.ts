import { JsonObject, SecretFact, SecretMechanism } from '../facts';
import { isObject, listAt, objectAt, textAt, textsAt } from '../json';
import {
  isKubernetesObject,
  isPlainName,
  objectsOf,
  TestFiles,
} from '../manifests';
import { LineTree, Reader } from '../reader';
import { podTemplate } from '../workload';
import { lineOf, secretValueKind } from '../yaml';

/**
 * Reads what brings secrets into being: names, keys and stores, never values.
 *
 * @public
 */
export const secretsReader: Reader = {
  name: 'secrets',

  wants(path) {
    return (
      /\.(ya?ml|json)$/i.test(path) &&
      !/(^|\/)(node_modules|\.git|\.github|\.gitlab)\//.test(path)
    );
  },

  read({ repository, revision, paths, files }) {
    const tests = new TestFiles(paths);
    const secrets: SecretFact[] = [];
    for (const file of files.values()) {
      if (tests.has(file.path)) {
        continue;
      }
      for (const document of file.documents) {
        for (const { value, lines, line } of objectsOf(document)) {
          for (const fact of secretsOf(value, lines)) {
            const { at, ...rest } = fact;
            secrets.push({
              ...rest,
              location: {
                repository,
                revision,
                path: file.path,
                line: at ?? line,
              },
            });
          }
          if (!isKubernetesObject(value) && isSopsEncrypted(value)) {
            secrets.push({
              mechanism: 'sops',
              kind: 'File',
              name: file.path.slice(file.path.lastIndexOf('/') + 1),
              location: { repository, revision, path: file.path, line },
              ...storeField(sopsStore(value)),
            });
          }
        }
      }
    }
    return { secrets };
  },
};

/** A fact without its file; `at` where it is another line than that of the object. */
export type SecretOfObject = Omit<SecretFact, 'location'> & { at?: number };

/** Secrets that an object brings into being. The same for a manifest and a live object. */
export function secretsOf(
  object: JsonObject,
  lines?: LineTree,
): SecretOfObject[] {
  if (!isKubernetesObject(object)) {
    return [];
  }
  const { kind } = object;
  const own = textAt(object, 'metadata', 'name') ?? '';
  if (!isPlainName(own)) {
    return [];
  }
  const namespace = textAt(object, 'metadata', 'namespace');
  const fact = (
    mechanism: SecretMechanism,
    name: string | undefined,
    store?: string,
  ): SecretOfObject => ({
    mechanism,
    kind,
    ...(namespace ? { namespace } : {}),
    name: name ?? own,
    ...storeField(store),
  });
  const group = object.apiVersion.split('/')[0];
  switch (group) {
    case 'v1':
      return kind === 'Secret'
        ? plainOrSops(object, fact)
        : vaultInjector(object, lines, fact);
    case 'external-secrets.io':
      return externalSecrets(object, fact);
    case 'bitnami.com':
      return kind === 'SealedSecret'
        ? [
            fact(
              'sealed-secrets',
              textAt(object, 'spec', 'template', 'metadata', 'name'),
            ),
          ]
        : [];
    case 'secrets-store.csi.x-k8s.io':
      return kind === 'SecretProviderClass' ? csi(object, fact) : [];
    case 'secrets.hashicorp.com':
      return /^(Vault(Static|Dynamic|PKI)Secret|HCPVaultSecretsApp)$/.test(kind)
        ? [
            fact(
              'vault',
              textAt(object, 'spec', 'destination', 'name'),
              textAt(object, 'spec', 'mount') ??
                textAt(object, 'spec', 'vaultAuthRef'),
            ),
          ]
        : [];
    case 'kubernetes-client.io':
      return kind === 'ExternalSecret'
        ? [fact('external-secrets', undefined)]
        : [];
    default:
      return vaultInjector(object, lines, fact);
  }
}

type MakeFact = (
  mechanism: SecretMechanism,
  name: string | undefined,
  store?: string,
) => SecretOfObject;

function storeField(store: string | undefined): { store?: string } {
  return store ? { store } : {};
}

function externalSecrets(object: JsonObject, fact: MakeFact): SecretOfObject[] {
  switch (object.kind) {
    case 'ExternalSecret':
      return [
        fact(
          'external-secrets',
          textAt(object, 'spec', 'target', 'name'),
          storeOf(objectAt(object, 'spec')),
        ),
      ];
    case 'ClusterExternalSecret':
      return [
        fact(
          'external-secrets',
          textAt(object, 'spec', 'externalSecretSpec', 'target', 'name') ??
            textAt(object, 'spec', 'externalSecretName'),
          storeOf(objectAt(object, 'spec', 'externalSecretSpec')),
        ),
      ];
    case 'PushSecret':
    case 'ClusterPushSecret': {
      const spec =
        object.kind === 'PushSecret'
          ? objectAt(object, 'spec')
          : objectAt(object, 'spec', 'pushSecretSpec');
      return [
        fact(
          'external-secrets',
          undefined,
          textAt(listAt(spec, 'secretStoreRefs')[0], 'name'),
        ),
      ];
    }
    default:
      return [];
  }
}

/** The store of the whole, or the first that a part of it names. */
function storeOf(spec: JsonObject | undefined): string | undefined {
  const whole = textAt(spec, 'secretStoreRef', 'name');
  if (whole) {
    return whole;
  }
  for (const part of [...listAt(spec, 'data'), ...listAt(spec, 'dataFrom')]) {
    const name =
      textAt(part, 'sourceRef', 'storeRef', 'name') ??
      textAt(part, 'sourceRef', 'generatorRef', 'name');
    if (name) {
      return name;
    }
  }
  return undefined;
}

function csi(object: JsonObject, fact: MakeFact): SecretOfObject[] {
  const store = textAt(object, 'spec', 'provider');
  const made = listAt(object, 'spec', 'secretObjects')
    .map(part => textAt(part, 'secretName'))
    .filter(name => name !== undefined);
  return made.length > 0
    ? made.map(name => fact('csi', name, store))
    : [fact('csi', undefined, store)];
}

function plainOrSops(object: JsonObject, fact: MakeFact): SecretOfObject[] {
  if (object.$patch === 'delete') {
    return [];
  }
  if (isSopsEncrypted(object)) {
    return [fact('sops', undefined, sopsStore(object))];
  }
  const kinds = ['data', 'stringData'].flatMap(field =>
    Object.values(objectAt(object, field) ?? {}).map(secretValueKind),
  );
  if (kinds.includes('encrypted') && !kinds.includes('value')) {
    return [fact('sops', undefined)];
  }
  return [fact('plain', undefined)];
}

/** As `sops filestatus` has it: a `sops` mapping with version and mac. */
export function isSopsEncrypted(value: JsonObject): boolean {
  const sops = value.sops;
  return (
    isObject(sops) &&
    textAt(sops, 'mac') !== undefined &&
    (textAt(sops, 'version') !== undefined ||
      textAt(sops, 'lastmodified') !== undefined)
  );
}

function sopsStore(value: JsonObject): string | undefined {
  const sops = value.sops;
  return ['age', 'pgp', 'kms', 'gcp_kms', 'azure_kv', 'hc_vault'].find(
    key => listAt(sops, key).length > 0,
  );
}

/** The annotations that ask the Vault agent to write secrets into a pod. */
function vaultInjector(
  object: JsonObject,
  lines: LineTree | undefined,
  fact: MakeFact,
): SecretOfObject[] {
  const template = podTemplate(object);
  if (template?.annotations?.['vault.hashicorp.com/agent-inject'] !== 'true') {
    return [];
  }
  const path = [...template.path, 'metadata', 'annotations'];
  const annotations = textsAt(object, ...path) ?? {};
  return Object.keys(annotations)
    .filter(key => /^vault\.hashicorp\.com\/agent-inject-secret-./.test(key))
    .map(key => ({
      ...fact(
        'vault',
        key.slice(key.indexOf('secret-') + 'secret-'.length),
        annotations['vault.hashicorp.com/role'],
      ),
      ...(lines ? { at: lineOf({ lines }, [...path, key]) } : {}),
    }));
}
