import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'yaml';
import { startBackend, untilReady } from '../lib/backend.mjs';
import { bundled } from '../lib/bundle.mjs';
import { prepareDemo } from '../lib/demo.mjs';
import { untilRead } from '../lib/demoAlerts.mjs';
import { root } from '../lib/paths.mjs';
import { startDemoClusters } from './demoClusters.mjs';

const require = createRequire(import.meta.url);

async function freePort() {
  const server = createServer();
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise(resolve => server.close(resolve));
  return port;
}

/**
 * Sends the table of alerts to a portal with the demo organisation; figures of owners, objects and files, and of wrong owners.
 * `apiServer`: the clusters are followed on API servers of their own, in place of snapshots of them.
 */
export async function alerts({ apiServer = false } = {}) {
  const { runTable, startPagerDuty, certificate, receiverConfig } = require(
    await bundled('alertTable', 'examples/acme/table/index.ts', [
      'examples/acme/table',
    ]),
  );
  const directory = await mkdtemp(path.join(os.tmpdir(), 'plumbline-table-'));
  const demo = await prepareDemo();
  const appConfig = path.join(root, 'app-config.yaml');
  const { clusters } = parse(await readFile(appConfig, 'utf8')).plumbline;
  const followed = apiServer
    ? await startDemoClusters(demo, clusters)
    : undefined;
  const pagerDuty = await startPagerDuty();
  const port = await freePort();
  const token = randomBytes(24).toString('base64url');
  const receivers = path.join(directory, 'receivers.json');
  await writeFile(
    receivers,
    JSON.stringify({
      plumbline: {
        alerts: receiverConfig(pagerDuty.url),
        clusters: followed?.clusters,
      },
    }),
  );
  const log = path.join(directory, 'portal.log');
  const child = startBackend(process.execPath, {
    data: directory,
    demo,
    port,
    configs: [appConfig, receivers],
    log,
    env: {
      PLUMBLINE_TOKEN: token,
      SNS_CERTIFICATE_URL: certificate.url,
      SNS_CERTIFICATE: certificate.pem,
      NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --import ${pathToFileURL(
        path.join(import.meta.dirname, 'snsCertificate.mjs'),
      )}`,
    },
  });
  const ended = new Promise(resolve => child.once('close', resolve));
  try {
    const baseUrl = `http://127.0.0.1:${port}`;
    await untilReady(child, baseUrl);
    if (!(await untilRead(baseUrl, token))) {
      throw new Error('The demo organisation was not read within a minute.');
    }
    const results = await runTable({
      baseUrl,
      headers: { authorization: `Bearer ${token}` },
    });
    return figuresOf(results, followed);
  } finally {
    child.kill();
    await ended;
    await pagerDuty.stop();
    await followed?.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

function figuresOf(results, followed) {
  const misses = results.flatMap(result => result.misses);
  const wrong = results.filter(result => result.wrong);
  const share = (name, key) => {
    const told = results.filter(result => result[key] !== undefined);
    return {
      name,
      recall: [told.filter(result => result[key]).length, told.length],
      misses: [],
    };
  };
  return [
    {
      ...share('alerts, right owner', 'owner'),
      note: `${new Set(results.map(({ row }) => row.rule)).size} rules, ${
        new Set(results.map(({ row }) => row.receiver)).size
      } senders${
        followed
          ? `; ${followed.objects} objects on ${followed.clusters.length} API servers, ${[...followed.leftOut].map(kind => `without ${kind}`).join(', ') || 'all of them'}`
          : ''
      }`,
    },
    share('alerts, right object', 'object'),
    { ...share('alerts, right file', 'file'), misses },
    {
      name: 'alerts, confident',
      precision: [results.length - wrong.length, results.length],
      note: `${wrong.length} wrong owners stated with confidence`,
      misses: wrong.map(({ row }) => `${row.id} ${row.rule} (${row.truth})`),
    },
  ];
}
