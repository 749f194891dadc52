import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
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

step('Preparing the demo organisation');
await prepareDemo();
done('repositories and clusters of acme are there');
await buildApp(process.execPath);

step('Starting the portal');
const child = startBackend(process.execPath, {
  env: { PLUMBLINE_TOKEN: terminalToken() },
});
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => child.kill(signal));
}
child.on('close', code => process.exit(code ?? 0));
try {
  await untilReady(child, baseUrl);
} catch (error) {
  child.kill();
  fail(error.message);
}
const tokenFile = path.relative(root, path.join(state, 'token'));
process.stderr.write(`
  Plumbline is running:  ${baseUrl}

  In a terminal:  curl -sH "Authorization: Bearer $(cat ${tokenFile})" \\
                    '${baseUrl}/api/plumbline/v1/lookup?q=Deployment/shop/cart'
  Your own organisation:  put plumbline.repositories and plumbline.clusters
                    in app-config.local.yaml (README, "Your own organisation")
  Stop:  Ctrl+C

`);
