import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { buildApp } from './lib/app.mjs';
import { startBackend, untilReady } from './lib/backend.mjs';
import { done, fail, step } from './lib/console.mjs';
import { prepareDemo } from './lib/demo.mjs';
import { sendDemoAlerts, untilRead } from './lib/demoAlerts.mjs';
import { root, state } from './lib/paths.mjs';

const port = Number(process.env.PLUMBLINE_PORT ?? 7007);
const baseUrl = `http://localhost:${port}`;

/** A token for curl, made once and kept readable for its owner alone. */
function terminalToken() {
  const file = path.join(state, 'token');
  if (!existsSync(file)) {
    mkdirSync(state, { recursive: true });
    writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 });
  }
  return readFileSync(file, 'utf8');
}

function isFree() {
  return new Promise(resolve => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** Why the backend did not start, as it says itself, or its last words. */
function complaints() {
  const lines = stripVTControlCharacters(readFileSync(log, 'utf8'))
    .trimEnd()
    .split('\n')
    .filter(line => !/^\s+at /.test(line));
  const reason = lines.findLastIndex(line =>
    line.startsWith('Backend startup failed'),
  );
  return lines.slice(Math.max(reason, lines.length - 15, 0)).join('\n');
}

if (!(await isFree())) {
  fail(
    `Port ${port} is in use, perhaps by a portal that already runs. Stop that one, or choose another port: PLUMBLINE_PORT=${port + 1} npm start`,
  );
}
step('Preparing the demo organisation');
await prepareDemo();
done('repositories and clusters of acme are there');
await buildApp(process.execPath);

step('Starting the portal');
const log = path.join(state, 'portal.log');
const child = startBackend(process.execPath, {
  log,
  env: { PLUMBLINE_TOKEN: terminalToken() },
});
let stopped = false;
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    stopped = true;
    child.kill(signal);
  });
}
let ready = false;
child.on('close', (code, signal) => {
  if (!ready) {
    return;
  }
  if (stopped) {
    process.exit(0);
  }
  fail(
    `The portal ended by itself (${
      signal ?? `code ${code}`
    }). Nothing that was read is lost: npm start goes on from there.\nAll of its output: ${path.relative(
      root,
      log,
    )}`,
  );
});
try {
  await untilReady(child, baseUrl);
  ready = true;
} catch (error) {
  if (stopped) {
    process.exit(0);
  }
  child.kill();
  fail(
    `${error.message}\n\n${complaints()}\n\nAll of its output: ${path.relative(root, log)}`,
  );
}
// Where somebody's own configuration is used, their own alerts are what counts.
if (!existsSync(path.join(root, 'app-config.local.yaml'))) {
  step('Reading the demo organisation');
  try {
    const read = await untilRead(baseUrl, terminalToken());
    await sendDemoAlerts(baseUrl, terminalToken());
    done(read ? 'its alerts are there' : 'it goes on beside the portal');
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
  }
}
const tokenFile = path.relative(root, path.join(state, 'token'));
process.stderr.write(`
  Plumbline is running:  ${baseUrl}

  In a terminal:  curl -sH "Authorization: Bearer $(cat ${tokenFile})" \\
                    '${baseUrl}/api/plumbline/v1/lookup?q=Deployment/shop/cart'
  What it does:  tail -f ${path.relative(root, log)}
  Your own organisation:  put plumbline.repositories and plumbline.clusters
                    in app-config.local.yaml (README, "Your own organisation")
  Stop:  Ctrl+C

`);
