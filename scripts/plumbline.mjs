// `npm run -s plumbline -- <command>`: the CLI from this checkout, bundled once per change so that it starts fast.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { digestOf, onceFor } from './lib/digest.mjs';
import { root, state } from './lib/paths.mjs';
import { run } from './lib/run.mjs';

const bundle = path.join(state, 'cli/plumbline.cjs');

await onceFor(
  'cli',
  digestOf([
    'packages/cli/src',
    'packages/gitops-reader/src',
    'packages/gitops-lookup/src',
    'packages/git-source/src',
  ]),
  async () => {
    const { build } = await import('esbuild');
    mkdirSync(path.dirname(bundle), { recursive: true });
    await build({
      entryPoints: [path.join(root, 'packages/cli/src/index.ts')],
      outfile: bundle,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node22',
      sourcemap: 'inline',
      logLevel: 'error',
    });
  },
);
// Paths on the command line are the caller's, and npm has moved to the project's root.
const cwd = process.env.INIT_CWD ?? process.cwd();
process.exitCode = await run(
  process.execPath,
  [bundle, ...process.argv.slice(2)],
  { cwd },
);
