// `npm run -s plumbline -- <command>`: the CLI from this checkout, bundled once per change so that it starts fast.
import { bundled } from './lib/bundle.mjs';
import { run } from './lib/run.mjs';

const bundle = await bundled('plumbline', 'packages/cli/src/index.ts');
// Paths on the command line are the caller's, and npm has moved to the project's root.
const cwd = process.env.INIT_CWD ?? process.cwd();
process.exitCode = await run(
  process.execPath,
  [bundle, ...process.argv.slice(2)],
  { cwd },
);
