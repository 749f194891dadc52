// `npm run -s bench -- <name> [options]`: prints one JSON line per figure.
import path from 'node:path';
import { transform } from './lib/backend.mjs';
import { root } from './lib/paths.mjs';
import { run } from './lib/run.mjs';

process.exitCode = await run(
  process.execPath,
  [
    '--no-node-snapshot',
    '--require',
    transform,
    path.join(root, 'bench/src/main.ts'),
    ...process.argv.slice(2),
  ],
  { cwd: root },
);
