// Runs this project's commands on a machine that has git, npm and any Node from 20 on, and nothing else.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import { fail } from './lib/console.mjs';
import { installPackages } from './lib/install.mjs';
import { supportedNode } from './lib/node.mjs';
import { run } from './lib/run.mjs';

const commands = [
  'start',
  'dev',
  'test',
  'plumbline',
  'bench',
  'fidelity',
  'fuzz',
  'installation',
];
const [command, ...args] = process.argv.slice(2);

if (!commands.includes(command)) {
  fail(
    `Unknown command '${command ?? ''}'. There are: ${commands.join(', ')}.`,
  );
}
if (Number(process.versions.node.split('.')[0]) < 20) {
  fail(
    `Node ${process.versions.node} is too old: Plumbline needs Node 20 or later to start.`,
  );
}
if (spawnSync('git', ['--version'], { stdio: 'ignore' }).status !== 0) {
  fail(
    'git was not found. Plumbline reads repositories with it: install git and try again.',
  );
}

const node = await supportedNode();
await installPackages(node);
const script = path.join(
  path.dirname(fileURLToPath(import.meta.url)),
  `${command}.mjs`,
);
// The Node that was found comes first on the path, so that every tool started from here runs on it too.
const env = {
  ...process.env,
  PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH}`,
};
process.on('SIGINT', () => {});
if (process.env.npm_lifecycle_event) {
  // npm runs this in a shell that passes no signal on: who ends npm by its pid means this as well.
  const shell = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid !== shell) {
      clearInterval(watch);
      process.kill(process.pid, 'SIGTERM');
    }
  }, 1000);
  watch.unref();
}
process.exitCode = await run(node, [script, ...args], { env });
