import { memoryTree } from '../../files/memoryTree';
import { readRepository, RepositoryReader } from '../../readRepository';

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
      'VaultSecret of another operator',
      `${head('ricoberger.de/v1alpha1', 'VaultSecret')}spec: {path: kv/shop}`,
      ['vault', 'VaultSecret', 'own', 'kv/shop', 1],
    ],
    [
      'OnePasswordItem',
      `${head('onepassword.com/v1', 'OnePasswordItem')}spec: {itemPath: vaults/a/items/b}`,
      ['external-secrets', 'OnePasswordItem', 'own', undefined, 1],
    ],
    ...[
      'managedSecretReference: {secretName: made}',
      'managedKubeSecretReferences: [{secretName: made, secretNamespace: shop}]',
    ].map((made): [string, string, unknown[]] => [
      `InfisicalSecret with ${made}`,
      `${head('secrets.infisical.com/v1alpha1', 'InfisicalSecret')}spec:\n  authentication: {universalAuth: {secretsScope: {projectSlug: web, envSlug: prod}}}\n  ${made}\n`,
      ['external-secrets', 'InfisicalSecret', 'made', 'web', 1],
    ]),
    [
      'AzureKeyVaultSecret',
      `${head('spv.no/v2beta1', 'AzureKeyVaultSecret')}spec: {vault: {name: kv}, output: {secret: {name: made}}}`,
      ['external-secrets', 'AzureKeyVaultSecret', 'made', 'kv', 1],
    ],
    [
      'AzureAppConfigurationProvider',
      `${head('azconfig.io/v1', 'AzureAppConfigurationProvider')}spec: {endpoint: 'https://acme.azconfig.io', secret: {target: {secretName: made}}}`,
      [
        'external-secrets',
        'AzureAppConfigurationProvider',
        'made',
        'https://acme.azconfig.io',
        1,
      ],
    ],
    [
      'Vault agent',
      `${head('apps/v1', 'Deployment')}spec:\n  template:\n    metadata:\n      annotations:\n        vault.hashicorp.com/agent-inject: "true"\n        vault.hashicorp.com/role: shop\n        vault.hashicorp.com/agent-inject-secret-db: kv/db\n    spec: {containers: []}\n`,
      ['vault', 'Deployment', 'db', 'shop', 10],
    ],
    ...['v1 ConfigMap', 'helm.toolkit.fluxcd.io/v2 HelmRelease'].map(
      (type): [string, string, unknown[]] => {
        const [version, kind] = type.split(' ');
        return [
          `${kind} that SOPS encrypted in part`,
          `${head(version, kind)}data: {a: "ENC[AES256_GCM,data:x,iv:y,tag:z,type:str]"}\nsops: {age: [{recipient: x}], mac: x, version: 3.9.0}`,
          ['sops', kind, 'own', 'age', 1],
        ];
      },
    ),
    [
      'SOPS',
      `${head('v1', 'Secret')}stringData: {a: "ENC[AES256_GCM,data:x,iv:y,tag:z,type:str]"}\nsops: {age: [{recipient: x}], mac: x, version: 3.9.0}`,
      ['sops', 'Secret', 'own', 'age', 1],
    ],
    [
      'SOPS in an object of another kind',
      `${head('traefik.io/v1alpha1', 'Middleware')}spec: {key: "ENC[AES256_GCM,data:x,iv:y,tag:z,type:str]"}\nsops: {pgp: [{fp: x}], mac: x, version: 3.9.0}`,
      ['sops', 'Middleware', 'own', 'pgp', 1],
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

  it('tells the object from the Secret that it makes', async () => {
    const { secrets } = await readRepository(
      memoryTree({
        'a.yaml': `${head('external-secrets.io/v1', 'ExternalSecret')}spec: {target: {name: made}}`,
      }),
    );
    expect(secrets).toMatchObject([{ name: 'made', object: 'own' }]);
  });

  it.each<[string, string, string, unknown[]]>([
    [
      'placeholders of the Argo CD Vault plugin',
      'a.yaml',
      `${head('v1', 'Secret')}stringData: {a: "<path:kv/data/shop#password>"}`,
      ['vault', 'Secret', 'own', 'kv/data/shop'],
    ],
    [
      'those in base64, or a part of a value',
      'a.yaml',
      `${head('v1', 'Secret')}data: {a: ${btoa('user:<path:kv/data/shop#password>')}}`,
      ['vault', 'Secret', 'own', 'kv/data/shop'],
    ],
    [
      'their path in an annotation',
      'a.yaml',
      'apiVersion: v1\nkind: Secret\nmetadata: {name: own, annotations: {avp.kubernetes.io/path: kv/data/shop}}\nstringData: {a: <password>}',
      ['vault', 'Secret', 'own', 'kv/data/shop'],
    ],
    [
      'a List that SOPS encrypted as one',
      'a.yaml',
      'apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Secret\n  metadata: {name: own}\n  data: {a: "ENC[AES256_GCM,data:x,iv:y,tag:z,type:str]"}\nsops: {age: [{recipient: x}], mac: x, version: 3.9.0}',
      ['sops', 'Secret', 'own', 'age'],
    ],
    [
      'key groups',
      'a.yaml',
      'a: "ENC[AES256_GCM,data:x,iv:y,tag:z,type:str]"\nsops: {key_groups: [{pgp: [{fp: x}]}], mac: x, version: 3.9.0}',
      ['sops', 'File', 'a.yaml', 'pgp'],
    ],
    [
      'dotenv',
      'prod.env',
      'PASSWORD=ENC[AES256_GCM,data:x,iv:y,tag:z,type:str]\nsops_version=3.9.0\nsops_mac=ENC[x]\nsops_age__list_0__map_recipient=age1x\n',
      ['sops', 'File', 'prod.env', 'age'],
    ],
    [
      'templates of OpenShift',
      'template.yaml',
      `${head('template.openshift.io/v1', 'Template')}objects:\n- apiVersion: v1\n  kind: Secret\n  metadata: {name: "\${NAME}-db"}\n  stringData: {password: "\${PASSWORD}"}\n- apiVersion: v1\n  kind: Service\n  metadata: {name: web}\n`,
      ['plain', 'Secret', '${NAME}-db', undefined],
    ],
    [
      'INI',
      'a.ini',
      '[db]\npassword = ENC[AES256_GCM,data:x,iv:y,tag:z,type:str]\n[sops]\nversion = 3.9.0\nmac = ENC[x]\n',
      ['sops', 'File', 'a.ini', undefined],
    ],
    [
      'anything as JSON',
      'key.enc',
      '{"data": "ENC[x]", "sops": {"kms": [{"arn": "x"}], "mac": "x", "version": "3.9.0"}}',
      ['sops', 'File', 'key.enc', 'kms'],
    ],
  ])('reads %s', async (_, path, text, expected) => {
    const { secrets } = await readRepository(memoryTree({ [path]: text }));
    expect(
      secrets.map(({ mechanism, kind, name, store }) => [
        mechanism,
        kind,
        name,
        store,
      ]),
    ).toEqual([expected]);
  });

  it('tells what each of two Applications of one directory makes of the secret there', async () => {
    const application = (namespace: string, more = '') =>
      `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: ${namespace}}\nspec:\n  destination: {name: in-cluster, namespace: ${namespace}}\n  source: {repoURL: "https://github.com/acme/app-config", path: secrets${more}}\n`;
    const patch =
      ', kustomize: {patches: [{target: {name: own}, patch: "[{op: replace, path: /spec/secretStoreRef/name, value: b}]"}]}';
    const { secrets } = await readRepository(
      memoryTree({
        'apps/a.yaml': application('one', patch),
        'apps/b.yaml': application('two'),
        'secrets/kustomization.yaml': 'resources: [secret.yaml]\n',
        'secrets/secret.yaml':
          'apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: own}\nspec: {secretStoreRef: {name: a}}\n',
      }),
    );
    expect(
      secrets.map(({ namespace, store }) => `${namespace} ${store}`).sort(),
    ).toEqual(['one b', 'two a']);
  });

  it('takes namespace and environment from what builds the object', async () => {
    const overlay = (environment: string) => ({
      [`overlays/${environment}/kustomization.yaml`]: `namespace: shop-${environment}\nnamePrefix: my-\nresources: [../../base]\n`,
    });
    const { secrets } = await readRepository(
      memoryTree({
        'base/kustomization.yaml': 'resources: [a.yaml]\n',
        'base/a.yaml':
          'apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: own}\nspec: {}\n',
        ...overlay('staging'),
        ...overlay('production'),
      }),
    );
    expect(
      secrets.map(({ name, namespace, environment }) => [
        name,
        namespace,
        environment,
      ]),
    ).toEqual([
      ['my-own', 'shop-production', 'production'],
      ['my-own', 'shop-staging', 'staging'],
    ]);
  });

  it('tells the store and the name that each place gives a secret', async () => {
    const secret = (spec: string) =>
      `${head('external-secrets.io/v1', 'ExternalSecret').replace(', namespace: shop', '')}spec: {${spec}}\n`;
    const { secrets } = await readRepository(
      memoryTree({
        'base/kustomization.yaml': 'resources: [secret.yaml]\n',
        'base/secret.yaml': secret(
          'secretStoreRef: {name: dev-store}, target: {name: db}',
        ),
        'overlays/staging/kustomization.yaml': 'resources: [../../base]\n',
        'overlays/prod/kustomization.yaml':
          'resources: [../../base]\nnamespace: shop\nnamePrefix: x-\npatches: [{path: patch.yaml}]\n',
        'overlays/prod/patch.yaml': secret(
          'secretStoreRef: {name: prod-store}, target: {name: db-prod}',
        ),
      }),
    );
    expect(
      secrets.map(({ environment, namespace, name, object, store, location }) =>
        [environment, namespace, name, object, store, location.path].join(' '),
      ),
    ).toEqual([
      'staging  db own dev-store base/secret.yaml',
      'production  db-prod own prod-store overlays/prod/patch.yaml',
      'production shop db-prod x-own prod-store base/secret.yaml',
    ]);
  });

  it('tells a file whose names are encrypted, too, wherever KSOPS makes something of it', async () => {
    const { secrets } = await readRepository(
      memoryTree({
        'secrets/kustomization.yaml': 'generators: [ksops.yaml]\n',
        'secrets/ksops.yaml':
          'apiVersion: viaduct.ai/v1\nkind: ksops\nmetadata: {name: a}\nfiles: [all.sops.yaml]\n',
        'secrets/all.sops.yaml':
          'kind: ENC[AES256_GCM,data:x,iv:y,tag:z,type:str]\nmetadata: {name: "ENC[AES256_GCM,data:x,iv:y,tag:z,type:str]"}\nsops: {mac: x, version: 3.9.0}\n',
        'overlays/prod/kustomization.yaml': 'resources: [../../secrets]\n',
        'overlays/dev/kustomization.yaml': 'resources: [../../secrets]\n',
      }),
    );
    expect(
      secrets.map(({ kind, name, environment }) =>
        [environment, kind, name].join(' '),
      ),
    ).toEqual([
      'development File all.sops.yaml',
      'production File all.sops.yaml',
    ]);
  });

  it.each([
    ['a file of values', 'prod/values.yaml', ''],
    [
      'what installs a chart',
      'prod/release.yaml',
      `${head('helm.toolkit.fluxcd.io/v2', 'HelmRelease')}spec:\n values:\n`,
    ],
  ])('names secrets that %s adds to a chart', async (_, file, above) => {
    const { secrets } = await readRepository(
      memoryTree({
        'prod/ci/try-values.yaml': `extraObjects:\n- ${head('v1', 'Secret').trim().replaceAll('\n', '\n  ')}\n`,
        [file]: `${above}  proxy:\n    extraObjects:\n    - apiVersion: external-secrets.io/v1\n      kind: ExternalSecret\n      metadata: {name: login}\n      spec: {secretStoreRef: {name: vault}}\n    - a: {kind: ExternalSecret}\n    raw:\n      resources:\n      - {apiVersion: v1, kind: Secret, metadata: {name: raw}}\n`,
      }),
    );
    expect(
      secrets.map(({ environment, name, store }) => [environment, name, store]),
    ).toEqual([
      ['production', 'login', 'vault'],
      ['production', 'raw', undefined],
    ]);
  });

  it('tells what the values of each environment ask of the Vault agent', async () => {
    const { secrets } = await readRepository(
      memoryTree({
        'shop/Chart.yaml': 'name: shop\n',
        'shop/values-dev.yaml': 'role: shop-dev\n',
        'shop/values-prod.yaml': 'role: shop-prod\n',
        'shop/templates/a.yaml': `${head('apps/v1', 'Deployment')}spec:\n  template:\n    metadata:\n      annotations:\n        vault.hashicorp.com/agent-inject: "true"\n        vault.hashicorp.com/role: {{ .Values.role }}\n        vault.hashicorp.com/agent-inject-secret-db: kv/db\n    spec: {containers: []}\n`,
      }),
    );
    expect(
      secrets.map(({ store, environment }) => [environment, store]),
    ).toEqual([
      ['development', 'shop-dev'],
      ['production', 'shop-prod'],
    ]);
  });

  it('names the Secret that a generator makes of encrypted files', async () => {
    const { secrets } = await readRepository(
      memoryTree({
        'prod/kustomization.yaml':
          'secretGenerator:\n- name: values\n  files: [values.yaml=values.enc.yaml]\n- name: open\n  literals: [a=b]\n- name: values\n  behavior: merge\n  literals: [c=d]\n',
        'prod/values.enc.yaml':
          'a: ENC[AES256_GCM,data:x,iv:y,tag:z,type:str]\nsops: {mac: x, version: 3.9.0}\n',
      }),
    );
    expect(
      secrets.map(({ mechanism, name, object, location }) => [
        mechanism,
        name,
        object,
        `${location.path}:${location.line}`,
      ]),
    ).toEqual([
      ['plain', 'open', undefined, 'prod/kustomization.yaml:4'],
      ['sops', 'values', 'values.enc.yaml', 'prod/values.enc.yaml:1'],
    ]);
  });
});

describe('a generated Secret that another kustomization generates anew', () => {
  const base = 'secretGenerator: [{name: login, envs: [login.env]}]\n';
  const overlay = (behavior: string) =>
    `resources: [../base]\nsecretGenerator: [{name: login, behavior: ${behavior}, envs: [login.env]}]\n`;
  const encrypted =
    'PASSWORD=ENC[AES256_GCM,data:x]\nsops_mac=x\nsops_version=3.9.0\n';

  it.each<[what: string, behavior: string, env: string, expected: string[]]>([
    [
      'is what encrypted files make of it',
      'replace',
      encrypted,
      ['sops login.env login prod/login.env'],
    ],
    [
      'is plain where the other one is',
      'replace',
      'PASSWORD=\n',
      ['plain login undefined base/kustomization.yaml'],
    ],
  ])('%s', async (_, behavior, env, expected) => {
    const { secrets } = await readRepository(
      memoryTree({
        'base/kustomization.yaml': base,
        'base/login.env': 'PASSWORD=\n',
        'prod/kustomization.yaml': overlay(behavior),
        'prod/login.env': env,
      }),
    );
    expect(
      secrets.map(
        ({ mechanism, name, object, location }) =>
          `${mechanism} ${object ?? name} ${object && name} ${location.path}`,
      ),
    ).toEqual(expected);
  });
});

describe('plain values', () => {
  const secret = `${head('v1', 'Secret')}stringData:\n  password: hunter2-and-more\n`;

  const generator = (...sources: string[]) =>
    `secretGenerator:\n${sources.map((of, at) => `- {name: s${at}, ${of}}\n`).join('')}`;

  const graded = async (files: Record<string, string>) => {
    const reader = new RepositoryReader();
    const { findings, secrets } = await reader.read(memoryTree(files));
    expect(JSON.stringify([findings, secrets])).not.toContain('hunter2');
    expect(
      JSON.stringify([...(reader.parsed?.files.values() ?? [])]),
    ).not.toMatch(/PASSWORD=hunter2|:hunter2/);
    return [
      ...findings
        .filter(({ rule }) => rule.startsWith('plaintext-'))
        .map(({ severity, message }) =>
          [severity, message.split('; ')[1]].filter(Boolean).join(': '),
        ),
      `${secrets.length} secrets`,
    ];
  };

  it.each<[string, Record<string, string>, string[]]>([
    ['in production', { 'prod/a.yaml': secret }, ['error', '1 secrets']],
    [
      'once, in a kubeconfig that a generator takes',
      {
        'prod/kustomization.yaml':
          'secretGenerator: [{name: a, files: [kube.yaml]}]\n',
        'prod/kube.yaml':
          'apiVersion: v1\nkind: Config\nusers:\n- name: a\n  user:\n    token: hunter2-hunter2\n',
      },
      ['error', '1 secrets'],
    ],
    [
      'in development',
      { 'dev/a.yaml': secret },
      ['warning: in development alone', '1 secrets'],
    ],
    ...['overlays/local/a.yaml', 'clusters/kind/a.yaml', 'k3d/shop/a.yaml'].map(
      (path): [string, Record<string, string>, string[]] => [
        `on a developer's own machine: ${path}`,
        { [path]: secret },
        ['warning: in local alone', '1 secrets'],
      ],
    ),
    [
      'of a developer, in production all the same',
      {
        'overlays/local/a.yaml': secret,
        'overlays/prod/kustomization.yaml': 'resources: [../local/a.yaml]\n',
      },
      ['error', '1 secrets'],
    ],
    [
      'in an environment for tests',
      { 'overlays/test/a.yaml': secret, 'overlays/prod/b.yaml': '' },
      ['warning: in test alone', '1 secrets'],
    ],
    [
      'in tests of an environment',
      { 'prod/tests/a.yaml': secret },
      ['info: a test or an example', '1 secrets'],
    ],
    [
      'in an example',
      { 'examples/a.yaml': secret },
      ['info: a test or an example', '1 secrets'],
    ],
    [
      'that every overlay deletes',
      {
        'prod/a.yaml': secret,
        'prod/b.yaml': head('v1', 'ConfigMap'),
        'prod/kustomization.yaml':
          'resources: [a.yaml, b.yaml]\npatches:\n- patch: |-\n    $patch: delete\n    apiVersion: v1\n    kind: Secret\n    metadata:\n      name: own\n      namespace: shop\n',
      },
      ['info: every kustomization that takes it deletes it', '0 secrets'],
    ],
    [
      'that every overlay deletes, alone in its file',
      {
        'base/a.yaml': secret,
        'base/kustomization.yaml': 'resources: [a.yaml]\n',
        'overlays/prod/kustomization.yaml':
          'resources: [../../base]\npatches: [{path: del.yaml}]\n',
        'overlays/prod/del.yaml':
          '$patch: delete\napiVersion: v1\nkind: Secret\nmetadata: {name: own, namespace: shop}\n',
      },
      ['info: every kustomization that takes it deletes it', '0 secrets'],
    ],
    [
      'that a kustomization may build that is known in part',
      {
        'base/a.yaml': secret,
        'base/kustomization.yaml': 'resources: [a.yaml]\n',
        'overlays/prod/kustomization.yaml':
          'resources: [../../base, gone.yaml]\npatches: [{path: del.yaml}]\n',
        'overlays/prod/del.yaml':
          '$patch: delete\napiVersion: v1\nkind: Secret\nmetadata: {name: own, namespace: shop}\n',
      },
      ['error', '1 secrets'],
    ],
    ...[
      'patches:\n- patch: |-\n    apiVersion: v1\n    kind: Secret\n    metadata: {name: own}\n    stringData:\n      password: hunter2-and-more\n',
      'patches:\n- target: {kind: Secret, name: own}\n  patch: |-\n    - op: replace\n      path: /stringData/password\n      value: hunter2-and-more\n',
      'patchesJson6902:\n- target: {version: v1, kind: Secret, name: own}\n  patch: |-\n    - {op: add, path: /data, value: {password: aHVudGVyMi1hbmQtbW9yZQ==}}\n',
    ].map((patches): [string, Record<string, string>, string[]] => [
      `in a text of a kustomization: ${patches.split('\n', 2)[1]}`,
      {
        'base/a.yaml': `${head('v1', 'Secret')}stringData: {password: CHANGE_ME}\n`,
        'base/kustomization.yaml': 'resources: [a.yaml]\n',
        'overlays/prod/kustomization.yaml': `resources: [../../base]\n${patches}`,
      },
      ['error', '1 secrets'],
    ]),
    [
      'in operations of a file',
      {
        'base/a.yaml': `${head('v1', 'Secret')}stringData: {password: CHANGE_ME}\n`,
        'base/kustomization.yaml': 'resources: [a.yaml]\n',
        'overlays/prod/kustomization.yaml':
          'resources: [../../base]\npatches: [{path: p.yaml, target: {kind: Secret, name: own}}]\n',
        'overlays/prod/p.yaml':
          '- {op: replace, path: /stringData/password, value: hunter2-and-more}\n',
      },
      ['error', '1 secrets'],
    ],
    [
      'in operations that fill in what is filled in elsewhere',
      {
        'base/a.yaml': `${head('v1', 'Secret')}stringData: {password: CHANGE_ME}\n`,
        'base/kustomization.yaml': 'resources: [a.yaml]\n',
        'overlays/prod/kustomization.yaml':
          'resources: [../../base]\npatches:\n- target: {kind: Secret}\n  patch: |-\n    - {op: replace, path: /stringData/password, value: "${PASSWORD}"}\n',
      },
      ['1 secrets'],
    ],
    [
      'that a patch alone holds',
      {
        'base/a.yaml': head('v1', 'ConfigMap'),
        'base/kustomization.yaml': 'resources: [a.yaml]\n',
        'overlays/prod/kustomization.yaml':
          'resources: [../../base]\npatches: [{path: p.yaml}]\n',
        'overlays/prod/p.yaml': secret,
      },
      ['error', '1 secrets'],
    ],
    [
      'that one overlay of two deletes',
      {
        'base/a.yaml': secret,
        'base/kustomization.yaml': 'resources: [a.yaml]\n',
        'overlays/prod/kustomization.yaml': 'resources: [../../base]\n',
        'overlays/dev/kustomization.yaml':
          'resources: [../../base]\npatches:\n- patch: |-\n    $patch: delete\n    apiVersion: v1\n    kind: Secret\n    metadata:\n      name: own\n      namespace: shop\n',
      },
      ['error', '1 secrets'],
    ],
    [
      'next to settings that are none',
      {
        'prod/a.yaml': `${head('v1', 'Secret')}stringData: {DB_HOST: postgres, DB_PORT: "5432", url: "https://acme.example"}`,
      },
      ['1 secrets'],
    ],
    [
      'next to configuration without passwords',
      {
        'prod/a.yaml': `${head('v1', 'Secret')}stringData:\n  logging.properties: |\n    level=info\n  .dockerconfigjson: '{"auths": {}}'\n  AZURE_TENANT_ID: 7c1f9e0a-1111-4222-8333-94f0c2d1e5b6\n  retention: 30d\n`,
      },
      ['1 secrets'],
    ],
    [
      'in configuration with passwords',
      {
        'prod/a.yaml': `${head('v1', 'Secret')}stringData:\n  config.env: |\n    export MINIO_ROOT_PASSWORD=hunter2\n`,
      },
      ['error', '1 secrets'],
    ],
    [
      'in an address',
      {
        'prod/a.yaml': `${head('v1', 'Secret')}stringData: {url: "postgres://shop:hunter2@db/shop"}`,
      },
      ['error', '1 secrets'],
    ],
    [
      'in dotenv',
      { 'prod/.env': 'PASSWORD=hunter2-and-more\nIMAGE_TAG=v1\n' },
      ['warning', '0 secrets'],
    ],
    [
      'in an address in dotenv',
      { 'prod/.env': 'DATABASE_URL=postgres://app:hunter2@db/app\n' },
      ['warning', '0 secrets'],
    ],
    [
      'in dotenv of another system',
      { 'prod/.env': 'A=b\r\nPASSWORD="hunter2-x"\r\n' },
      ['warning', '0 secrets'],
    ],
    [
      'and none in an image by its tag and digest',
      { 'prod/.env': 'IMAGE=docker://nginx:1.25.4@sha256:6926bd3f\n' },
      ['0 secrets'],
    ],
    [
      'in files that become a Secret, each once',
      {
        'prod/kustomization.yaml': generator(
          'files: [password.txt, tls.key=key.pem, values.yaml, logo=logo.yaml]',
          'envs: [db.env]',
        ),
        'prod/password.txt': 'hunter2-and-more\n',
        'prod/db.env': 'CODE=hunter2-and-more\nDB_HOST=db\n',
        'prod/values.yaml':
          'db:\n  existingSecret: cart-db\n  adminPassword: hunter2-and-more\n',
        'prod/logo.yaml': 'existingSecret: a\nkey: password\n',
      },
      ['error', 'error', 'error', '2 secrets'],
    ],
    [
      'in one for development',
      {
        'dev/kustomization.yaml': generator('envs: [../base/a.env]'),
        'base/a.env': 'PASSWORD=hunter2-and-more\n',
      },
      ['warning: in development alone', '1 secrets'],
    ],
    [
      'and none in what is filled in later, or encrypted',
      {
        'prod/kustomization.yaml': generator(
          'envs: [a.env, b.env], files: [token]',
        ),
        'prod/a.env': 'PASSWORD=${PASSWORD}\nTOKEN=\n',
        'prod/b.env':
          'PASSWORD=ENC[AES256_GCM,data:x,iv:y,tag:z,type:str]\nsops_version=3.9.0\nsops_mac=ENC[x]\n',
        'prod/token': 'changeme\n',
      },
      ['1 secrets'],
    ],
    [
      'in a model of one',
      { '.env.example': 'PASSWORD=hunter2-x\n' },
      ['0 secrets'],
    ],
  ])('%s', async (_, files, expected) => {
    expect(await graded(files)).toEqual(expected);
  });

  it.each(['bnRlcjItaHVudA==', 'bnRlcjItaHVudGVyMi0=', 'YWJjZGVmLWh1bnRlcjI='])(
    'tells no part of a value that goes on over lines to %s',
    async rest => {
      const reader = new RepositoryReader();
      const { findings } = await reader.read(
        memoryTree({
          'prod/kustomization.yaml': generator('envs: [app.env]'),
          'prod/app.env': `CODE=aHVudGVyMi1odW50ZXIyLWh1\n${rest}\nEMPTY_1=\nlog.dir=\nDbName=\n`,
        }),
      );
      expect(findings.map(({ message }) => message)).toEqual([
        expect.stringMatching(/holds a plain value in Git: CODE(;|$)/),
      ]);
      const kept = JSON.stringify([
        findings,
        [...(reader.parsed?.files.values() ?? [])],
      ]);
      expect(kept).not.toContain(rest.slice(0, -2));
      expect(kept).toContain('EMPTY_1=\\nlog.dir=\\nDbName=');
    },
  );

  it.each([
    `FOO=x://${'{'.repeat(90_000)}`,
    `FOO=x://${'${a'.repeat(30_000)}`,
    `FOO=x://${'$('.repeat(45_000)}`,
    `FOO=${' '.repeat(90_000)}x\ry`,
  ])('is done soon with dotenv of %.20s', async text => {
    const from = process.cpuUsage().user;
    await graded({
      'prod/kustomization.yaml': generator('envs: [.env]', 'files: [a.yaml]'),
      'prod/.env': text,
      'prod/a.yaml': `a: ${JSON.stringify(text)}`,
    });
    expect(process.cpuUsage().user - from).toBeLessThan(5_000_000);
  });
});
