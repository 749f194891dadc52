import { createMockDirectory } from '@backstage/backend-test-utils';
import { generate } from 'selfsigned';
import { startKubernetes, TestCluster } from '../__testUtils__/kubernetes';
import { KubeconfigAccess } from './KubeconfigAccess';
import { KubernetesClient } from './KubernetesClient';

// A real server takes seconds to start, and a busy machine makes that many.
jest.setTimeout(300_000);

const timeouts = { connect: 10_000, response: 10_000, silence: 10_000 };
const { signal } = new AbortController();

const base64 = (text = '') => Buffer.from(text).toString('base64');

/** Prints the token in a file as `client.authentication.k8s.io` wants it. */
const program = `
const fs = require('node:fs');
process.stdout.write(JSON.stringify({
  apiVersion: 'client.authentication.k8s.io/v1',
  kind: 'ExecCredential',
  status: {
    token: fs.readFileSync(process.argv[2], 'utf8'),
    expirationTimestamp: new Date(Date.now() + 3_600_000).toISOString(),
  },
}));
`;

describe('a kubeconfig', () => {
  const directory = createMockDirectory();
  let cluster: TestCluster;
  let clients: Awaited<ReturnType<typeof generate>>;

  beforeAll(async () => {
    // The authority that signs what the server knows its clients by.
    clients = await generate([{ name: 'commonName', value: 'clients' }], {
      algorithm: 'sha256',
      clientCertificate: { cn: 'anna' },
      extensions: [
        { name: 'basicConstraints', cA: true },
        { name: 'keyUsage', keyCertSign: true },
      ],
    });
    directory.setContent({ 'clients.crt': clients.cert });
    cluster = await startKubernetes({
      flags: [`--client-ca-file=${directory.resolve('clients.crt')}`],
    });
    await cluster.send(
      'POST',
      '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings',
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRoleBinding',
        metadata: { name: 'anna' },
        roleRef: {
          apiGroup: 'rbac.authorization.k8s.io',
          kind: 'ClusterRole',
          name: 'cluster-admin',
        },
        subjects: [{ kind: 'User', name: 'anna' }],
      },
    );
  });

  afterAll(() => cluster?.stop());

  /** The names of the namespaces, as the user of a kubeconfig may see them. */
  async function namespacesAs(user: object): Promise<unknown> {
    directory.addContent({
      kubeconfig: JSON.stringify({
        apiVersion: 'v1',
        kind: 'Config',
        clusters: [
          {
            name: 'test',
            cluster: {
              server: cluster.url,
              'certificate-authority-data': base64(cluster.ca),
            },
          },
        ],
        users: [{ name: 'reader', user }],
        contexts: [
          { name: 'test', context: { cluster: 'test', user: 'reader' } },
        ],
      }),
    });
    const client = new KubernetesClient(
      new KubeconfigAccess({
        file: directory.resolve('kubeconfig'),
        context: 'test',
      }),
      timeouts,
    );
    const { items } = await client.object('/api/v1/namespaces', {
      signal,
      maxBytes: 1_000_000,
    });
    return Array.isArray(items) && items.length;
  }

  const exec = (args: string[], command = process.execPath) => ({
    exec: {
      apiVersion: 'client.authentication.k8s.io/v1',
      interactiveMode: 'Never',
      command,
      args,
    },
  });

  it('may hold a client certificate', async () => {
    await expect(
      namespacesAs({
        'client-certificate-data': base64(clients.clientcert),
        'client-key-data': base64(clients.clientprivate),
      }),
    ).resolves.toBeGreaterThan(0);
  });

  it('may name a program that makes a token', async () => {
    directory.addContent({ 'program.js': program, token: cluster.token });
    const user = exec(
      ['program.js', 'token'].map(name => directory.resolve(name)),
    );
    await expect(namespacesAs(user)).resolves.toBeGreaterThan(0);
    directory.addContent({ token: 'revoked' });
    await expect(namespacesAs(user)).rejects.toThrow(
      /The token has expired or is not accepted/,
    );
  });

  it('may name a program that is not there, or that prints anything', async () => {
    await expect(
      namespacesAs(exec([], 'plumbline-no-such-program')),
    ).rejects.toThrow(
      /The program plumbline-no-such-program, which the kubeconfig .* names for credentials, is not installed here/,
    );
    const printed = namespacesAs(
      exec(['-e', 'process.stdout.write("hunter2"); process.exit(1)']),
    );
    await expect(printed).rejects.toThrow(
      /The credentials of the kubeconfig .* cannot be made/,
    );
    await expect(printed).rejects.not.toThrow('hunter2');
  });
});
