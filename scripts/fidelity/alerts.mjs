import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { startBackend, untilReady } from '../lib/backend.mjs';
import { bundled } from '../lib/bundle.mjs';
import { prepareDemo } from '../lib/demo.mjs';
import { untilRead } from '../lib/demoAlerts.mjs';
import { root } from '../lib/paths.mjs';

const require = createRequire(import.meta.url);

async function freePort() {
  const server = createServer();
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise(resolve => server.close(resolve));
  return port;
}

/** Sends the table of alerts to a portal with the demo organisation; figures of owners, objects and files, and of wrong owners. */
export async function alerts() {
  const { runTable, startPagerDuty, certificate, receiverConfig } = require(
    await bundled('alertTable', 'examples/acme/table/index.ts', [
      'examples/acme/table',
    ]),
  );
  const directory = await mkdtemp(path.join(os.tmpdir(), 'plumbline-table-'));
  const pagerDuty = await startPagerDuty();
  const port = await freePort();
  const token = randomBytes(24).toString('base64url');
  const receivers = path.join(directory, 'receivers.json');
  await writeFile(
    receivers,
    JSON.stringify({ plumbline: { alerts: receiverConfig(pagerDuty.url) } }),
  );
  const log = path.join(directory, 'portal.log');
  const child = startBackend(process.execPath, {
    data: directory,
    demo: await prepareDemo(),
    port,
    configs: [path.join(root, 'app-config.yaml'), receivers],
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
    return figuresOf(results);
  } finally {
    child.kill();
    await ended;
    await pagerDuty.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

function figuresOf(results) {
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
      } senders`,
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
