import {
  mockCredentials,
  startTestBackend,
  TestBackend,
  mockServices,
} from '@backstage/backend-test-utils';
import plumblinePlugin from '@plumbline/plugin-plumbline-backend';
import request from 'supertest';
import {
  startKubernetes,
  TestCluster,
  until,
} from './__testUtils__/kubernetes';
import plumblineModuleKubernetes from './index';

// Real servers take seconds to start, and a busy machine makes that many.
jest.setTimeout(300_000);

describe('the plugin over two clusters', () => {
  let clusters: TestCluster[];
  let backend: TestBackend;

  beforeAll(async () => {
    clusters = await Promise.all([startKubernetes(), startKubernetes()]);
    const [eu, us] = clusters;
    backend = await startTestBackend({
      features: [
        plumblinePlugin,
        plumblineModuleKubernetes,
        mockServices.rootConfig.factory({
          data: {
            plumbline: {
              clusters: [
                {
                  name: 'prod-eu',
                  environment: 'production',
                  kubernetes: { url: eu.url, token: eu.token, caData: eu.ca },
                },
                {
                  name: 'prod-us',
                  kubernetes: { url: us.url, token: us.token, caData: us.ca },
                },
                {
                  name: 'expired',
                  kubernetes: { url: us.url, token: 'expired', caData: us.ca },
                },
                {
                  name: 'stranger',
                  kubernetes: { url: us.url, token: us.token, caData: eu.ca },
                },
              ],
            },
          },
        }),
      ],
    });
  });

  afterAll(async () => {
    await backend?.stop();
    await Promise.all((clusters ?? []).map(cluster => cluster.stop()));
  });

  const ask = async (path: string) => {
    const { body, status } = await request(backend.server)
      .get(`/api/plumbline/v1${path}`)
      .set('Accept', 'application/json')
      .set('Authorization', mockCredentials.user.header());
    expect(status).toBe(200);
    return body;
  };

  it('answers who owns what was made a moment ago, and no longer says so once it is gone', async () => {
    const [eu] = clusters;
    await eu.send('POST', '/api/v1/namespaces', {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'shop', labels: { team: 'payments' } },
    });
    await eu.send('POST', '/api/v1/namespaces/shop/services', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'cart' },
      spec: { ports: [{ port: 80 }] },
    });
    const owners = async () =>
      (await ask('/lookup?q=Service/shop/cart%20cluster=prod-eu')).owners;
    await until(async () => (await owners()).length > 0);
    await expect(owners()).resolves.toMatchObject([
      { raw: 'payments', source: 'namespace-label' },
    ]);
  });

  it('says why a cluster cannot be followed, and follows the others', async () => {
    const sources = async () => {
      const { items } = await ask('/sources');
      return new Map<string, { state: string; error?: string }>(
        items.map((item: { name: string }) => [item.name, item]),
      );
    };
    await until(
      async () => (await sources()).get('expired')?.error !== undefined,
    );
    await until(
      async () => (await sources()).get('stranger')?.error !== undefined,
    );
    const found = await sources();
    expect(found.get('expired')?.error).toContain(
      'The token has expired or is not accepted',
    );
    expect(found.get('stranger')?.error).toContain(
      'is not signed by the CA that is configured for it',
    );
    expect(found.get('prod-eu')?.state).toBe('ok');
    expect(found.get('prod-us')?.state).toBe('ok');
  });
});
