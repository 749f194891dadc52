import { mockServices } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import { readConfig } from './readConfig';

const pem = '-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n';
const url = 'https://api.prod-eu.example:6443';

function read(plumbline: JsonObject, kubernetes: JsonObject = {}) {
  return readConfig({
    config: mockServices.rootConfig({ data: { plumbline, kubernetes } }),
    logger: mockServices.logger.mock(),
  });
}

const one = (kubernetes: JsonObject) =>
  read({ clusters: [{ name: 'a', kubernetes }] });

async function tokenOf(kubernetes: ReturnType<typeof read>, index = 0) {
  const { address } = kubernetes.clusters[index];
  return address.type === 'url' ? await address.token?.() : undefined;
}

describe('plumbline.clusters', () => {
  it('reads every way to reach a cluster, and leaves other entries alone', async () => {
    const config = read({
      clusters: [
        { name: 'picture', snapshot: './somewhere' },
        {
          name: 'prod-eu',
          environment: 'production',
          aliases: ['eu'],
          kubernetes: {
            url: `${url}/`,
            token: 't-1',
            caData: Buffer.from(pem).toString('base64'),
          },
        },
        {
          name: 'file',
          kubernetes: { kubeconfig: './kubeconfig', context: 'c' },
        },
      ],
      kubernetes: { timeouts: { connect: '5s', silence: { minutes: 2 } } },
    });
    expect(config).toMatchObject({
      timeouts: { connect: 5_000, response: 30_000, silence: 120_000 },
      warnings: [],
      clusters: [
        {
          name: 'prod-eu',
          environment: 'production',
          aliases: ['eu'],
          address: { type: 'url', url, ca: pem },
        },
        {
          name: 'file',
          address: {
            type: 'kubeconfig',
            file: expect.stringMatching(/^\/.*\/kubeconfig$/),
            context: 'c',
          },
        },
      ],
    });
    await expect(tokenOf(config)).resolves.toBe('t-1');
  });

  it('knows the cluster that it runs in', () => {
    expect(() => one({ inCluster: true })).toThrow(
      'plumbline.clusters[0].kubernetes.inCluster: KUBERNETES_SERVICE_HOST is not set',
    );
    process.env.KUBERNETES_SERVICE_HOST = 'fd00::1';
    process.env.KUBERNETES_SERVICE_PORT = '6443';
    try {
      expect(one({ inCluster: true }).clusters[0].address).toMatchObject({
        url: 'https://[fd00::1]:6443',
        inCluster: true,
        caFile: '/var/run/secrets/kubernetes.io/serviceaccount/ca.crt',
      });
    } finally {
      delete process.env.KUBERNETES_SERVICE_HOST;
      delete process.env.KUBERNETES_SERVICE_PORT;
    }
  });

  it('chooses resources for all clusters, and for one', () => {
    const { clusters } = read({
      clusters: [
        { name: 'a', kubernetes: { url, resources: { exclude: ['nodes'] } } },
        { name: 'b', kubernetes: { url } },
      ],
      kubernetes: { resources: { metadataOnly: ['pods'] } },
    });
    const core = clusters.map(({ rules }) =>
      rules.find(({ group }) => group === ''),
    );
    expect(core[0]?.metadata).toEqual(['configmaps', 'pods']);
    expect(core[0]?.whole).not.toContain('nodes');
    expect(core[1]?.metadata).toEqual(['configmaps', 'pods']);
    expect(core[1]?.whole).toContain('nodes');
  });

  it('says loudly when no certificate is checked', () => {
    expect(one({ url, skipTLSVerify: true }).warnings).toEqual([
      expect.stringContaining('skipTLSVerify is set for cluster a'),
    ]);
  });

  it.each<[JsonObject, string]>([
    [
      {},
      'kubernetes: needs exactly one of kubeconfig, inCluster, url, clusterLocatorMethods',
    ],
    [{ url, inCluster: true }, 'and has inCluster and url'],
    [{ url, kubeConfig: 'x' }, 'kubernetes.kubeConfig: unknown key'],
    [{ url, context: 'x' }, 'kubernetes.context: goes with kubeconfig'],
    [{ kubeconfig: 'x', token: 't' }, 'kubernetes.token: goes with url'],
    [{ url, token: 't', tokenFile: 'x' }, 'has both token and tokenFile'],
    [{ url, token: 'two\nlines' }, 'kubernetes.token: is not a token'],
    [{ url, caData: 'x', caFile: 'x' }, 'has both caData and caFile'],
    [{ url, caData: 'x' }, 'kubernetes.caData: holds no certificate'],
    [{ url: 'prod-eu' }, "kubernetes.url: 'prod-eu' is not a URL"],
    [{ url: 'http://prod-eu.example' }, 'must begin with https://'],
    [{ url: 'https://user:pw@prod-eu.example' }, 'must have no user, password'],
    [{ inCluster: false }, 'kubernetes.inCluster: must be true'],
    [{ clusterLocatorMethods: true }, "has no cluster 'a'"],
    [
      { url, resources: { add: ['secrets'] } },
      "resources: 'secrets': Secrets are never read",
    ],
    [{ url, resources: { add: ['*'] } }, 'wildcards'],
    [{ url, resources: { only: [] } }, 'resources.only: unknown key'],
  ])('names what is wrong with %j', (kubernetes, message) => {
    expect(() => one(kubernetes)).toThrow(message);
  });

  it.each<[JsonObject, string]>([
    [
      { timeouts: { conect: '1s' } },
      'plumbline.kubernetes.timeouts.conect: unknown key',
    ],
    [{ timeouts: { connect: '1ms' } }, 'between a second and an hour'],
    [{ timeouts: { connect: 'soon' } }, 'connect'],
    [{ cluster: [] }, 'plumbline.kubernetes.cluster: unknown key'],
    [
      { resources: { exclude: ['pod'] } },
      "plumbline.kubernetes.resources: 'pod' is not among",
    ],
  ])(
    'names what is wrong with the general settings %j',
    (kubernetes, message) => {
      expect(() =>
        read({ clusters: [{ name: 'a', kubernetes: { url } }], kubernetes }),
      ).toThrow(message);
    },
  );
});

describe('kubernetes.clusterLocatorMethods', () => {
  const located = (...clusters: JsonObject[]): JsonObject => ({
    clusterLocatorMethods: [{ type: 'config', clusters }],
  });
  const all = { kubernetes: { clusterLocatorMethods: true } };

  it('is none of our business unless somebody says so', () => {
    expect(
      read({}, { clusterLocatorMethods: [{ type: 'nonsense' }] }),
    ).toMatchObject({ clusters: [], warnings: [] });
  });

  it('gives address, token and title', async () => {
    const config = read(
      {
        ...all,
        clusters: [
          {
            name: 'b',
            environment: 'staging',
            kubernetes: { clusterLocatorMethods: true },
          },
        ],
      },
      located(
        {
          name: 'a',
          title: 'Prod EU',
          url,
          authProvider: 'serviceAccount',
          serviceAccountToken: 't-a',
          caData: pem,
        },
        {
          name: 'b',
          url,
          authMetadata: {
            'kubernetes.io/auth-provider': 'serviceAccount',
            serviceAccountToken: 't-b',
          },
        },
        {
          name: 'c',
          url: 'http://127.0.0.1:8001',
          authProvider: 'localKubectlProxy',
        },
      ),
    );
    expect(config.clusters).toMatchObject([
      { name: 'b', environment: 'staging', aliases: [], address: { url } },
      { name: 'a', aliases: ['Prod EU'], address: { url, ca: pem } },
      { name: 'c', address: { url: 'http://127.0.0.1:8001' } },
    ]);
    await expect(tokenOf(config, 0)).resolves.toBe('t-b');
    await expect(tokenOf(config, 1)).resolves.toBe('t-a');
    await expect(tokenOf(config, 2)).resolves.toBeUndefined();
  });

  it.each(['google', 'oidc', 'aks'])(
    'lists a cluster with %s, and says why it cannot be followed',
    authProvider => {
      expect(
        read(all, located({ name: 'a', url, authProvider })).clusters,
      ).toMatchObject([
        {
          name: 'a',
          address: {
            type: 'unsupported',
            reason: expect.stringContaining(
              `authProvider '${authProvider}' needs the token of a person`,
            ),
          },
        },
      ]);
    },
  );

  it('says which clusters it leaves out', () => {
    expect(
      read(all, { clusterLocatorMethods: [{ type: 'gke', projectId: 'p' }] })
        .warnings,
    ).toEqual([
      "kubernetes.clusterLocatorMethods[0]: clusters of type 'gke' are not followed: list them in plumbline.clusters",
    ]);
  });

  describe('with a strategy of the Kubernetes plugin', () => {
    const plugin = '@backstage/plugin-kubernetes-backend';
    const classes: Record<string, string> = {
      aws: 'AwsIamStrategy',
      azure: 'AzureIdentityStrategy',
      googleServiceAccount: 'GoogleServiceAccountStrategy',
    };
    const clouds = Object.keys(classes);
    const config = {
      config: expect.objectContaining({
        getOptionalString: expect.any(Function),
      }),
    };
    /** As the plugin itself makes them, of version 0.21. */
    const givenTo: Record<string, unknown> = {
      aws: config,
      azure: expect.objectContaining({ info: expect.any(Function) }),
      googleServiceAccount: config,
    };

    /** As the plugin has it: what it is made with is remembered. */
    function install(
      getCredential: (details: object) => unknown,
      made: unknown[] = [],
    ) {
      class Strategy {
        constructor(...given: unknown[]) {
          made.push(...given);
        }
        async getCredential(details: object) {
          return await getCredential(details);
        }
      }
      jest.doMock(
        plugin,
        () =>
          Object.fromEntries(
            Object.values(classes).map(name => [name, Strategy]),
          ),
        { virtual: true },
      );
    }

    const tokenWith = (authProvider: string, rest: JsonObject = {}) =>
      tokenOf(read(all, located({ name: 'a', url, authProvider, ...rest })));

    afterEach(() => {
      jest.resetModules();
    });

    it.each(clouds)('needs the plugin for %s', async authProvider => {
      await expect(tokenWith(authProvider)).rejects.toThrow(
        `authProvider '${authProvider}' needs ${plugin}, which is not installed in this backend`,
      );
    });

    it.each(clouds)('makes tokens with %s', async authProvider => {
      const made: unknown[] = [];
      install(() => ({ type: 'bearer token', token: 'of-a-cloud' }), made);
      await expect(tokenWith(authProvider)).resolves.toBe('of-a-cloud');
      expect(made).toEqual([givenTo[authProvider]]);
    });

    it('keeps a token until it is not accepted, and tells the strategy what it needs', async () => {
      const asked: unknown[] = [];
      install(details => {
        asked.push(details);
        return { type: 'bearer token', token: `aws-${asked.length}` };
      });
      const settings = read(
        all,
        located({
          name: 'a',
          url,
          authProvider: 'aws',
          assumeRole: 'arn:aws:iam::1:role/reader',
          authMetadata: { 'kubernetes.io/x-k8s-aws-id': 'eks-1' },
        }),
      );
      await expect(tokenOf(settings)).resolves.toBe('aws-1');
      await expect(tokenOf(settings)).resolves.toBe('aws-1');
      const { address } = settings.clusters[0];
      if (address.type === 'url') {
        address.renew?.();
      }
      await expect(tokenOf(settings)).resolves.toBe('aws-2');
      expect(asked[0]).toEqual({
        name: 'a',
        url,
        authMetadata: {
          'kubernetes.io/auth-provider': 'aws',
          'kubernetes.io/aws-assume-role': 'arn:aws:iam::1:role/reader',
          'kubernetes.io/x-k8s-aws-id': 'eks-1',
        },
      });
    });

    it.each<[string, () => unknown, string]>([
      [
        'has no credentials',
        () => {
          throw new Error('Could not load credentials from any providers');
        },
        "authProvider 'aws': Could not load credentials from any providers",
      ],
      [
        'cannot parse its credentials, without a word of them',
        () => JSON.parse('planted-value'),
        "authProvider 'aws': Unexpected token …, … is not valid JSON",
      ],
      [
        'makes a credential of another type',
        () => ({ type: 'x509 client certificate', cert: 'c', key: 'k' }),
        "authProvider 'aws' makes no token but a credential of type 'x509 client certificate'",
      ],
      [
        'makes nothing at all',
        () => ({ type: 'bearer token', token: '' }),
        "authProvider 'aws' makes no token",
      ],
    ])('says that it %s', async (_, getCredential, message) => {
      install(getCredential);
      const failing = tokenWith('aws');
      await expect(failing).rejects.toThrow(message);
      await expect(failing).rejects.not.toThrow('planted-value');
    });

    it('says that the plugin is of another version, or cannot be loaded', async () => {
      jest.doMock(plugin, () => ({}), { virtual: true });
      await expect(tokenWith('azure')).rejects.toThrow(
        "authProvider 'azure': @backstage/plugin-kubernetes-backend has no AzureIdentityStrategy: its version does not fit",
      );
      jest.resetModules();
      jest.doMock(
        plugin,
        () => {
          throw new Error('no such native addon');
        },
        { virtual: true },
      );
      await expect(tokenWith('azure')).rejects.toThrow(
        "authProvider 'azure': @backstage/plugin-kubernetes-backend cannot be loaded: no such native addon",
      );
    });
  });

  it.each<[JsonObject, string]>([
    [{ authProvider: 'serviceAccount' }, 'The token file /var/run/secrets/'],
    [{ authProvider: 'toString' }, "authProvider 'toString' is not known"],
    [{ authProvider: 'acme' }, "authProvider 'acme' is not known"],
  ])(
    'names the cause where there are no credentials: %j',
    async (rest, message) => {
      const config = read(all, located({ name: 'a', url, ...rest }));
      const { address } = config.clusters[0];
      const said =
        address.type === 'unsupported'
          ? address.reason
          : await tokenOf(config).catch((error: Error) => error.message);
      expect(said).toContain(message);
    },
  );

  it('names an entry without authProvider', () => {
    expect(() => read(all, located({ name: 'a', url }))).toThrow(
      'kubernetes.clusterLocatorMethods[0].clusters[0].authProvider: is missing',
    );
  });
});
