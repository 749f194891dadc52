import { memoryTree } from '../memoryTree';
import { readRepository } from '../readRepository';

async function secretsOf(text: string) {
  const { secrets } = await readRepository(memoryTree({ 'prod/a.yaml': text }));
  return secrets.map(({ mechanism, kind, name, store, location }) => [
    mechanism,
    kind,
    name,
    store,
    location.line,
  ]);
}

const head = (apiVersion: string, kind: string) =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: own, namespace: shop}\n`;

describe('secretsReader', () => {
  it.each<[string, string, unknown[]]>([
    [
      'ExternalSecret with a target',
      `${head('external-secrets.io/v1', 'ExternalSecret')}spec: {secretStoreRef: {name: vault}, target: {name: made}}`,
      ['external-secrets', 'ExternalSecret', 'made', 'vault', 1],
    ],
    [
      'ExternalSecret with a store of its data',
      `${head('external-secrets.io/v1beta1', 'ExternalSecret')}spec: {dataFrom: [{sourceRef: {storeRef: {name: aws}}}]}`,
      ['external-secrets', 'ExternalSecret', 'own', 'aws', 1],
    ],
    [
      'ClusterExternalSecret',
      `${head('external-secrets.io/v1', 'ClusterExternalSecret')}spec: {externalSecretName: made, externalSecretSpec: {secretStoreRef: {name: vault}}}`,
      ['external-secrets', 'ClusterExternalSecret', 'made', 'vault', 1],
    ],
    [
      'PushSecret',
      `${head('external-secrets.io/v1alpha1', 'PushSecret')}spec: {secretStoreRefs: [{name: vault}]}`,
      ['external-secrets', 'PushSecret', 'own', 'vault', 1],
    ],
    [
      'SealedSecret',
      `${head('bitnami.com/v1alpha1', 'SealedSecret')}spec: {encryptedData: {a: xyz}}`,
      ['sealed-secrets', 'SealedSecret', 'own', undefined, 1],
    ],
    [
      'SecretProviderClass with an object',
      `${head('secrets-store.csi.x-k8s.io/v1', 'SecretProviderClass')}spec: {provider: azure, secretObjects: [{secretName: made}]}`,
      ['csi', 'SecretProviderClass', 'made', 'azure', 1],
    ],
    [
      'SecretProviderClass without',
      `${head('secrets-store.csi.x-k8s.io/v1', 'SecretProviderClass')}spec: {provider: vault}`,
      ['csi', 'SecretProviderClass', 'own', 'vault', 1],
    ],
    [
      'VaultStaticSecret',
      `${head('secrets.hashicorp.com/v1beta1', 'VaultStaticSecret')}spec: {mount: kv, destination: {name: made}}`,
      ['vault', 'VaultStaticSecret', 'made', 'kv', 1],
    ],
    [
      'Vault agent',
      `${head('apps/v1', 'Deployment')}spec:\n  template:\n    metadata:\n      annotations:\n        vault.hashicorp.com/agent-inject: "true"\n        vault.hashicorp.com/role: shop\n        vault.hashicorp.com/agent-inject-secret-db: kv/db\n    spec: {containers: []}\n`,
      ['vault', 'Deployment', 'db', 'shop', 10],
    ],
    [
      'SOPS',
      `${head('v1', 'Secret')}stringData: {a: "ENC[AES256_GCM,data:x,iv:y,tag:z,type:str]"}\nsops: {age: [{recipient: x}], mac: x, version: 3.9.0}`,
      ['sops', 'Secret', 'own', 'age', 1],
    ],
    [
      'SOPS file that is no object',
      'password: ENC[AES256_GCM,data:x,iv:y,tag:z,type:str]\nsops: {pgp: [{fp: x}], mac: x, version: 3.9.0}',
      ['sops', 'File', 'a.yaml', 'pgp', 1],
    ],
    [
      'plain Secret',
      `${head('v1', 'Secret')}stringData: {a: hunter2}`,
      ['plain', 'Secret', 'own', undefined, 1],
    ],
  ])('reads %s', async (_, text, expected) => {
    expect(await secretsOf(text)).toEqual([expected]);
  });

  it.each([
    ['a Secret that a patch removes', `${head('v1', 'Secret')}$patch: delete`],
    [
      'a name that a template fills in',
      'apiVersion: v1\nkind: Secret\nmetadata: {name: "${NAME}"}',
    ],
    ['a Deployment without secrets', head('apps/v1', 'Deployment')],
    ['a sops block without mac', 'sops: {version: 1}'],
  ])('passes over %s', async (_, text) => {
    expect(await secretsOf(text)).toEqual([]);
  });

  it('knows the environment from the path', async () => {
    const { secrets } = await readRepository(
      memoryTree({ 'prod/a.yaml': head('v1', 'Secret') }),
    );
    expect(secrets[0]).toMatchObject({
      environment: 'production',
      namespace: 'shop',
    });
  });
});
