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

/** Waits until every source has been read once, so that no test races the first index. */
async function untilIndexed(baseUrl: string): Promise<void> {
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
      const page: { items: { state: string }[] } = await response.json();
      last = page;
      if (
        page.items.length > 0 &&
        page.items.every(item => item.state === 'ok')
      ) {
        return;
      }
    }
    await sleep(300);
  }
  throw new Error(
    `The demo was not indexed in two minutes: ${JSON.stringify(last)}`,
  );
}

/** Starts the portal before the first test and ends it after the last. */
export default async function portal(): Promise<() => Promise<void>> {
  const { startBackend, untilReady } =
    await import('../scripts/lib/backend.mjs');
  const { prepareDemo } = await import('../scripts/lib/demo.mjs');
  const { sendDemoAlerts } = await import('../scripts/lib/demoAlerts.mjs');
  const directory = await mkdtemp(path.join(os.tmpdir(), 'plumbline-e2e-'));
  const demo = await prepareDemo();
  const port = await freePort();
  const baseUrl = `http://localhost:${port}`;
  const child: ChildProcess = startBackend(process.execPath, {
    data: path.join(directory, 'data'),
    demo,
    port,
    env: { PLUMBLINE_TOKEN: token },
    log: path.join(directory, 'portal.log'),
  });
  const ended = new Promise(resolve => child.once('close', resolve));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    await rm(directory, { recursive: true, force: true });
  };
  try {
    await untilReady(child, baseUrl);
    await untilIndexed(baseUrl);
    await sendDemoAlerts(baseUrl, token);
  } catch (error) {
    const log = await readFile(path.join(directory, 'portal.log'), 'utf8');
    await stop();
    throw new Error(`${error}\n${log.slice(-8000)}`);
  }
  process.env.PLUMBLINE_E2E_URL = baseUrl;
  return stop;
}
