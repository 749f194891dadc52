import { ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export const token = 'a-token-for-the-end-to-end-tests';

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise(resolve => server.close(resolve));
  if (address === null || typeof address === 'string') {
    throw new Error('No free port was found.');
  }
  return address.port;
}

interface Sources {
  items: { kind: string; state: string; error?: string }[];
}

/** Waits until the repositories and clusters are as they should be; two minutes at most. */
export async function untilSources(
  baseUrl: string,
  areSo: (items: Sources['items']) => boolean,
): Promise<void> {
  const deadline = Date.now() + 120_000;
  let last: unknown;
  while (Date.now() < deadline) {
    const response = await fetch(
      `${baseUrl}/api/plumbline/v1/sources?limit=200`,
      {
        headers: {
          authorization: `Bearer ${token}`,
          accept: 'application/json',
        },
      },
    );
    if (response.ok) {
      const page: Sources = await response.json();
      last = page;
      const items = page.items.filter(({ kind }) => kind !== 'catalog');
      if (items.length > 0 && areSo(items)) {
        return;
      }
    }
    await sleep(300);
  }
  throw new Error(
    `The sources were not as they should be in two minutes: ${JSON.stringify(last)}`,
  );
}

/**
 * Starts a portal over the data and the demo organisation in these folders, on a free port.
 *
 * @returns its address, and what ends it
 */
export async function startPortal(
  directory: string,
  demo: string,
): Promise<{ baseUrl: string; stop: () => Promise<void> }> {
  const { startBackend, untilReady } =
    await import('../scripts/lib/backend.mjs');
  const log = path.join(directory, 'portal.log');
  const port = await freePort();
  const baseUrl = `http://localhost:${port}`;
  const child: ChildProcess = startBackend(process.execPath, {
    data: path.join(directory, 'data'),
    demo,
    port,
    env: {
      PLUMBLINE_TOKEN: token,
      // Two portals that read other copies of the same repositories must not find each other's.
      XDG_CACHE_HOME: path.join(directory, 'cache'),
      // Entities come soon after what they stand for was read, and nobody waits five minutes for the next look.
      APP_CONFIG_catalog_providers_plumbline_schedule: JSON.stringify({
        frequency: { seconds: 10 },
        timeout: { minutes: 5 },
      }),
    },
    log,
  });
  const ended = new Promise(resolve => child.once('close', resolve));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  try {
    await untilReady(child, baseUrl);
  } catch (error) {
    await stop();
    throw new Error(`${error}\n${(await readFile(log, 'utf8')).slice(-8000)}`);
  }
  return { baseUrl, stop };
}

/** Starts the portal before the first test and ends it after the last. */
export default async function portal(): Promise<() => Promise<void>> {
  const { prepareDemo } = await import('../scripts/lib/demo.mjs');
  const { sendDemoAlerts } = await import('../scripts/lib/demoAlerts.mjs');
  const directory = await mkdtemp(path.join(os.tmpdir(), 'plumbline-e2e-'));
  const { baseUrl, stop } = await startPortal(directory, await prepareDemo());
  const end = async () => {
    await stop();
    await rm(directory, { recursive: true, force: true });
  };
  try {
    // No test races the first index.
    await untilSources(baseUrl, items =>
      items.every(({ state }) => state === 'ok'),
    );
    await sendDemoAlerts(baseUrl, token);
  } catch (error) {
    await end();
    throw error;
  }
  process.env.PLUMBLINE_E2E_URL = baseUrl;
  return end;
}
