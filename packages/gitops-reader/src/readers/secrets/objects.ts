import { JsonObject, SecretFact, SecretMechanism } from '../../facts';
import { listAt, objectAt, textAt, textsAt } from '../../lib/json';
import { isKubernetesObject } from '../manifests';
import { LineTree } from '../reader';
import { podTemplate } from '../../workloads/workload';
import { lineOf, secretValueKind, vaultPath } from '../../yaml';
import { isSopsEncrypted, sopsStore } from './sops';

/** A fact without its file; `at` where it is another line than that of the object. */
export type SecretOfObject = Omit<SecretFact, 'location'> & { at?: number };

/**
 * Kinds of further operators that make a Secret out of what a manager of secrets holds: where its name and that of the
 * place that it comes from stand, below `spec`.
 */
const operators: [
  group: string,
  kind: string,
  mechanism: SecretMechanism,
  name?: string[],
  store?: string[],
][] = [
  ['ricoberger.de', 'VaultSecret', 'vault', undefined, ['path']],
  ['onepassword.com', 'OnePasswordItem', 'external-secrets'],
  [
    'secrets.doppler.com',
    'DopplerSecret',
    'external-secrets',
    ['managedSecret', 'name'],
    ['project'],
  ],
  ['k8s.bitwarden.com', 'BitwardenSecret', 'external-secrets', ['secretName']],
  [
    'spv.no',
    'AzureKeyVaultSecret',
    'external-secrets',
    ['output', 'secret', 'name'],
    ['vault', 'name'],
  ],
  ['mumoshu.github.io', 'AWSSecret', 'external-secrets'],
];

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
    ...(name === undefined || name === own ? {} : { object: own }),
    ...(store ? { store } : {}),
  });
  if (object.$patch === 'delete') {
    return [];
  }
  const placeholders = textAt(
    object,
    'metadata',
    'annotations',
    'avp.kubernetes.io/path',
  );
  if (placeholders !== undefined) {
    return [fact('vault', undefined, placeholders)];
  }
  switch (object.apiVersion.split('/')[0]) {
    case 'v1':
      return kind === 'Secret'
        ? plainOrSops(object, fact)
        : withinObject(object, lines, fact);
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
    case 'azconfig.io':
      return kind === 'AzureAppConfigurationProvider'
        ? appConfiguration(object, fact)
        : [];
    case 'secrets.infisical.com':
      return /^Infisical(Dynamic)?Secret$/.test(kind)
        ? infisical(object, fact)
        : [];
    case 'kubernetes-client.io':
      return kind === 'ExternalSecret'
        ? [
            fact(
              'external-secrets',
              undefined,
              textAt(object, 'spec', 'backendType') ??
                textAt(object, 'spec', 'vaultMountPoint'),
            ),
          ]
        : [];
    default: {
      const operator = operators.find(
        ([group, name]) =>
          object.apiVersion.startsWith(`${group}/`) && name === kind,
      );
      if (!operator) {
        return withinObject(object, lines, fact);
      }
      const [, , mechanism, name, store] = operator;
      return [
        fact(
          mechanism,
          name && textAt(object, 'spec', ...name),
          store && textAt(object, 'spec', ...store),
        ),
      ];
    }
  }
}

type MakeFact = (
  mechanism: SecretMechanism,
  name: string | undefined,
  store?: string,
) => SecretOfObject;

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

/** What Azure App Configuration knows of a Key Vault goes into a Secret beside the ConfigMap, where that is asked for. */
function appConfiguration(
  object: JsonObject,
  fact: MakeFact,
): SecretOfObject[] {
  const name = textAt(object, 'spec', 'secret', 'target', 'secretName');
  return name === undefined
    ? []
    : [fact('external-secrets', name, textAt(object, 'spec', 'endpoint'))];
}

/** One Secret, as it was once, or several. Whatever it logs in with has the project beside it. */
function infisical(object: JsonObject, fact: MakeFact): SecretOfObject[] {
  const store = Object.values(objectAt(object, 'spec', 'authentication') ?? {})
    .map(login => textAt(login, 'secretsScope', 'projectSlug'))
    .find(project => project !== undefined);
  const made = [
    objectAt(object, 'spec', 'managedSecretReference') ?? null,
    ...listAt(object, 'spec', 'managedKubeSecretReferences'),
  ]
    .map(reference => textAt(reference, 'secretName'))
    .filter(name => name !== undefined);
  return made.length > 0
    ? made.map(name => fact('external-secrets', name, store))
    : [fact('external-secrets', undefined, store)];
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
  if (isSopsEncrypted(object)) {
    return [fact('sops', undefined, sopsStore(object))];
  }
  const kinds = ['data', 'stringData'].flatMap(field =>
    Object.values(objectAt(object, field) ?? {}).map(secretValueKind),
  );
  if (kinds.includes('encrypted') && !kinds.includes('value')) {
    return [fact('sops', undefined)];
  }
  const vault = ['data', 'stringData']
    .flatMap(field => Object.values(objectAt(object, field) ?? {}))
    .map(vaultPath)
    .find(path => path !== undefined);
  return [
    vault === undefined
      ? fact('plain', undefined)
      : fact('vault', undefined, vault),
  ];
}

/** What an object of another kind holds: values that SOPS encrypts, or orders to the Vault agent. */
function withinObject(
  object: JsonObject,
  lines: LineTree | undefined,
  fact: MakeFact,
): SecretOfObject[] {
  return [
    ...(isSopsEncrypted(object)
      ? [fact('sops', undefined, sopsStore(object))]
      : []),
    ...vaultInjector(object, lines, fact),
  ];
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
