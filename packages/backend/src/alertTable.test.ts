import {
  mockCredentials,
  mockServices,
  startTestBackend,
  TestBackend,
} from '@backstage/backend-test-utils';
import { rows } from '@internal/acme/table/rows';
import { Result, runTable, startPagerDuty } from '@internal/acme/table/run';
import { certificate, receiverConfig } from '@internal/acme/table/senders';
import plumbline from '@plumbline/plugin-plumbline-backend';
import alertmanager from '@plumbline/plugin-plumbline-backend-module-alertmanager';
import git from '@plumbline/plugin-plumbline-backend-module-git';
import grafana from '@plumbline/plugin-plumbline-backend-module-grafana';
import opsgenie from '@plumbline/plugin-plumbline-backend-module-opsgenie';
import pagerduty from '@plumbline/plugin-plumbline-backend-module-pagerduty';
import snapshots from '@plumbline/plugin-plumbline-backend-module-snapshots';
import webhooks from '@plumbline/plugin-plumbline-backend-module-webhooks';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

jest.setTimeout(240_000);

const repositories = [
  ...['app-config', 'platform-config', 'policy'],
  ...['legacy-monolith', 'argocd-apps'],
];
const environments = {
  dev: 'development',
  staging: 'staging',
  'prod-eu': 'production',
  'prod-us': 'production',
};

async function untilRead(
  baseUrl: string,
  headers: Record<string, string>,
): Promise<void> {
  const names = Object.keys(environments);
  for (let attempt = 0; attempt < 600; attempt += 1) {
    const response = await fetch(
      `${baseUrl}/api/plumbline/v1/sources?limit=1`,
      { headers },
    );
    const { summary }: { summary: { ok: number } } = await response.json();
    if (summary.ok === names.length + repositories.length) {
      return;
    }
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  throw new Error('The demo organisation was not read');
}

describe('the table of alerts', () => {
  let directory: string;
  let backend: TestBackend;
  let pagerDuty: Awaited<ReturnType<typeof startPagerDuty>>;
  let results: Result[];
  const { fetch } = globalThis;

  beforeAll(async () => {
    directory = await mkdtemp(path.join(os.tmpdir(), 'plumbline-table-'));
    const acme = path.dirname(require.resolve('@internal/acme/package.json'));
    execFileSync(process.execPath, [
      path.join(acme, 'generate.mjs'),
      directory,
    ]);
    pagerDuty = await startPagerDuty();
    const at = (...parts: string[]) => path.join(directory, ...parts);
    backend = await startTestBackend({
      features: [
        plumbline,
        alertmanager,
        git,
        grafana,
        opsgenie,
        pagerduty,
        snapshots,
        webhooks,
        mockServices.rootConfig.factory({
          data: JSON.parse(
            JSON.stringify({
              plumbline: {
                repositories: repositories.map(name => ({
                  path: at('repositories', name),
                })),
                clusters: Object.entries(environments).map(
                  ([name, environment]) => ({
                    name,
                    environment,
                    snapshot: at('clusters', name),
                  }),
                ),
                storage: { directory: at('storage') },
                alerts: receiverConfig(pagerDuty.url),
              },
            }),
          ),
        }),
      ],
    });
    // The certificate of SNS stands at an address that no test asks.
    jest
      .spyOn(globalThis, 'fetch')
      .mockImplementation(async (input, init) =>
        String(input) === certificate.url
          ? new Response(certificate.pem)
          : await fetch(input, init),
      );
    const baseUrl = `http://127.0.0.1:${backend.server.port()}`;
    const headers = { authorization: mockCredentials.user.header() };
    await untilRead(baseUrl, headers);
    results = await runTable({ baseUrl, headers });
  });

  afterAll(async () => {
    jest.restoreAllMocks();
    await backend.stop();
    await pagerDuty.stop();
    await rm(directory, { recursive: true, force: true });
  });

  it('is of a hundred and twenty alerts and more, from every sender', () => {
    expect(rows.length).toBeGreaterThanOrEqual(120);
    expect(new Set(rows.map(({ receiver }) => receiver)).size).toBe(10);
  });

  it('states no wrong owner with confidence', () => {
    expect(
      results.flatMap(({ wrong, misses }) => (wrong ? misses : [])),
    ).toEqual([]);
  });

  it('is answered right', () => {
    expect(results.flatMap(({ misses }) => misses)).toEqual([]);
  });
});
