import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { buildApp } from './lib/app.mjs';
import { startBackend, untilReady } from './lib/backend.mjs';
import { done, fail, step } from './lib/console.mjs';
import { prepareDemo } from './lib/demo.mjs';
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

/** What the backend printed about what went wrong, or its last words. */
function complaints() {
  const lines = readFileSync(log, 'utf8').trimEnd().split('\n');
  const errors = lines.filter(line => /\berror\b/.test(line));
  return (errors.length > 0 ? errors : lines).slice(-15).join('\n');
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
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => child.kill(signal));
}
let ready = false;
child.on('close', code => {
  if (ready) {
    process.exit(code ?? 0);
  }
});
try {
  await untilReady(child, baseUrl);
  ready = true;
} catch (error) {
  child.kill();
  fail(
    `${error.message}\n\n${complaints()}\n\nAll of its output: ${path.relative(root, log)}`,
  );
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
