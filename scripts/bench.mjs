// `npm run -s bench -- <name> [options]`: prints one JSON line per figure.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { fail } from './lib/console.mjs';
import { root } from './lib/paths.mjs';
import { run } from './lib/run.mjs';

const folder = path.join(root, 'bench');
const names = readdirSync(folder)
  .filter(file => file.endsWith('.bench.ts'))
  .map(file => file.replace('.bench.ts', ''));
const [name, ...args] = process.argv.slice(2);
if (!names.includes(name)) {
  fail(`Unknown bench '${name ?? ''}'. There are: ${names.join(', ')}.`);
}
process.exitCode = await run(
  process.execPath,
  [
    '--expose-gc',
    '--no-node-snapshot',
    '--require',
    path.join(root, 'node_modules/@backstage/cli-node/config/nodeTransform.cjs'),
    path.join(folder, 'src/main.ts'),
    name,
    ...args,
  ],
  { cwd: root },
);
