import { spawn } from 'node:child_process';
import { bundled } from '../lib/bundle.mjs';

/** Runs a program of this checkout; resolves with what it printed. */
function output(bundle, args, input = '') {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [bundle, ...args], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, NO_COLOR: '1' },
    });
    const chunks = [];
    child.stdout.on('data', chunk => chunks.push(chunk));
    child.on('error', reject);
    child.on('close', code =>
      code === 0
        ? resolve(Buffer.concat(chunks).toString())
        : reject(new Error(`plumbline ${args[0]} ended with ${code}`)),
    );
    child.stdin.end(input);
  });
}

const cli = () => bundled('plumbline', 'packages/cli/src/index.ts');

/** What `plumbline scan --json` prints of a checkout. */
export async function scan(checkout, ...options) {
  return JSON.parse(
    await output(await cli(), ['scan', checkout, '--json', ...options]),
  );
}

/** Answers of `plumbline who --batch`, one for each question. */
export async function who(checkout, questions) {
  if (questions.length === 0) {
    return [];
  }
  const lines = await output(
    await cli(),
    ['who', '--batch', '--repo', checkout],
    questions.map(question => `${question}\n`).join(''),
  );
  return lines
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));
}

/** What this project builds of each kustomization of a checkout. */
export async function overlays(checkout) {
  const bundle = await bundled('overlays', 'scripts/fidelity/readOverlays.mjs');
  const lines = await output(bundle, [checkout]);
  return lines
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line));
}

/** What lines of a checkout held before. */
export async function histories(checkout, pins) {
  const bundle = await bundled(
    'pin-history',
    'scripts/fidelity/readPinHistory.mjs',
  );
  return JSON.parse(await output(bundle, [checkout], JSON.stringify(pins)));
}
