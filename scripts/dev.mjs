// For people who change Plumbline: pages on :3000 and backend on :7007, both reloading.
import path from 'node:path';
import { prepareDemo, demoDirectory } from './lib/demo.mjs';
import { bin, root, state } from './lib/paths.mjs';
import { run } from './lib/run.mjs';

await prepareDemo();
process.on('SIGINT', () => {});
process.exitCode = await run(
  process.execPath,
  [bin('backstage-cli'), 'repo', 'start', ...process.argv.slice(2)],
  {
    cwd: root,
    env: {
      ...process.env,
      PLUMBLINE_ROOT: root,
      PLUMBLINE_DATA: path.join(state, 'data'),
      PLUMBLINE_DEMO: demoDirectory,
    },
  },
);
