import {
  mockCredentials,
  mockServices,
  startTestBackend,
  TestBackend,
} from '@backstage/backend-test-utils';
import plumbline from '@plumbline/plugin-plumbline-backend';
import { AlertSummary } from '@plumbline/plugin-plumbline-common';
import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import request from 'supertest';
import alertmanager from './index';

jest.setTimeout(180_000);

// Debian's package prometheus-alertmanager; another binary by this variable.
const binary =
  process.env.PLUMBLINE_ALERTMANAGER ?? '/usr/bin/prometheus-alertmanager';
const token = 'alertmanager-test-token';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || !address) {
    throw new Error('There is no free port');
  }
  return address.port;
}

describe('a real Alertmanager', () => {
  const home = mkdtempSync(path.join(tmpdir(), 'plumbline-alertmanager-'));
  let backend: TestBackend;
  let child: ChildProcess;
  let api: string;

  beforeAll(async () => {
    if (!existsSync(binary)) {
      throw new Error(
        `There is no ${binary}: install prometheus-alertmanager, or name another one in PLUMBLINE_ALERTMANAGER`,
      );
    }
    const port = await freePort();
    api = `http://127.0.0.1:${port}`;
    backend = await startTestBackend({
      features: [
        plumbline,
        alertmanager,
        mockServices.httpAuth.factory({
          defaultCredentials: mockCredentials.none(),
        }),
        mockServices.rootConfig.factory({
          data: {
            plumbline: {
              alerts: {
                alertmanager: {
                  token,
                  api: [{ url: api, cluster: 'prod-eu' }],
                },
              },
            },
          },
        }),
      ],
    });
    const url = `http://127.0.0.1:${backend.server.port()}/api/plumbline/v1/alerts/receive/alertmanager`;
    writeFileSync(
      path.join(home, 'alertmanager.yml'),
      JSON.stringify({
        route: {
          receiver: 'plumbline',
          group_by: ['namespace'],
          group_wait: '100ms',
          group_interval: '1s',
        },
        receivers: [
          {
            name: 'plumbline',
            webhook_configs: [
              {
                url,
                max_alerts: 2,
                http_config: {
                  authorization: { type: 'Bearer', credentials: token },
                },
              },
            ],
          },
        ],
      }),
    );
    child = spawn(
      binary,
      [
        `--config.file=${path.join(home, 'alertmanager.yml')}`,
        `--storage.path=${home}`,
        `--web.listen-address=127.0.0.1:${port}`,
        `--web.external-url=${api}`,
        '--cluster.listen-address=',
      ],
      { stdio: 'ignore' },
    );
    await until(async () => (await fetch(`${api}/-/ready`)).ok);
  });

  afterAll(async () => {
    child?.kill();
    await backend?.stop();
    rmSync(home, { recursive: true, force: true });
  });

  async function until(done: () => Promise<boolean>): Promise<void> {
    for (let attempt = 0; attempt < 600; attempt += 1) {
      if (await done().catch(() => false)) {
        return;
      }
      await new Promise(resolve => setTimeout(resolve, 100));
    }
    throw new Error('It did not happen');
  }

  async function fire(alerts: object[]): Promise<void> {
    const response = await fetch(`${api}/api/v2/alerts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(alerts),
    });
    expect(response.status).toBe(200);
  }

  async function listed(query: string): Promise<AlertSummary[]> {
    const { body } = await request(backend.server)
      .get(`/api/plumbline/v1/alerts?${query}`)
      .set('Authorization', mockCredentials.user.header())
      .expect(200);
    return body.items;
  }

  it('fires and ends an alert through its own webhook', async () => {
    const labels = { alertname: 'Down', namespace: 'shop', pod: 'cart-0' };
    await fire([{ labels, generatorURL: 'https://prometheus.example/graph' }]);
    await until(async () => (await listed('text=cart-0')).length === 1);
    const [fired] = await listed('text=cart-0');
    expect(fired).toMatchObject({
      receiver: 'alertmanager',
      name: 'Down',
      status: 'firing',
      labels,
      generatorURL: 'https://prometheus.example/graph',
    });
    await fire([{ labels, endsAt: new Date().toISOString() }]);
    await until(
      async () => (await listed('text=cart-0&status=resolved')).length === 1,
    );
    expect(await listed('text=cart-0')).toMatchObject([
      { id: fired.id, endsAt: expect.any(String) },
    ]);
  });

  it('has what a message left out fetched from its API', async () => {
    await fire(
      Array.from({ length: 5 }, (_, n) => ({
        labels: { alertname: 'Many', namespace: 'data', pod: `many-${n}` },
      })),
    );
    await until(async () => (await listed('text=many-')).length === 5);
    // The message and the API tell of the same alerts: none is there twice.
    await until(async () => {
      const found = await listed('text=many-');
      return found.some(({ deliveries }) => deliveries > 1);
    });
    expect(await listed('text=many-')).toHaveLength(5);
  });

  it('is refused with another token', async () => {
    await request(backend.server)
      .post('/api/plumbline/v1/alerts/receive/alertmanager')
      .set('Authorization', 'Bearer guessed')
      .send({ alerts: [] })
      .expect(401);
  });
});
