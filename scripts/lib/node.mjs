import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { done, fail, step } from './console.mjs';
import { state } from './paths.mjs';
import { capture, run } from './run.mjs';

const wanted = 24;
const supported = [22, 24];
const home = path.join(state, 'node');
const exe = process.platform === 'win32' ? 'node.exe' : 'node';

/** Packages of the npm registry that hold a Node binary for this machine, best first. */
function candidates() {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const target = `${platform}-${process.arch}`;
  return [`node-${target}`, `node-bin-${target}`];
}

function installed() {
  return candidates()
    .map(name => path.join(home, 'node_modules', name, 'bin', exe))
    .find(existsSync);
}

/**
 * A Node that Backstage supports: the running one if it is, otherwise one from the npm registry, fetched once.
 *
 * The binary's own package is asked for by name: the umbrella package `node` needs an install script, and
 * npm may refuse to run those.
 *
 * @returns path of the binary
 */
export async function supportedNode() {
  const major = Number(process.versions.node.split('.')[0]);
  if (supported.includes(major)) {
    return process.execPath;
  }
  const fetching = !installed();
  if (fetching) {
    step(
      `Node ${process.versions.node} is not one that Backstage supports (${supported.join(
        ', ',
      )}): fetching Node ${wanted} for this project alone`,
    );
    mkdirSync(home, { recursive: true });
    writeFileSync(path.join(home, 'package.json'), '{"private":true}\n');
    for (const name of candidates()) {
      const code = await run(
        'npm',
        [
          'install',
          '--no-audit',
          '--no-fund',
          '--loglevel=error',
          `${name}@${wanted}`,
        ],
        {
          cwd: home,
          shell: process.platform === 'win32',
          stdio: ['ignore', 'ignore', 'inherit'],
        },
      );
      if (code === 0 && installed()) {
        break;
      }
    }
  }
  const node = installed();
  if (!node) {
    fail(
      `No Node ${wanted} for ${process.platform}-${process.arch} could be fetched. Install Node 22 or 24 and try again.`,
    );
  }
  if (fetching) {
    const { stdout } = await capture(node, ['--version']);
    done(`Node ${stdout.trim()}`);
  }
  return node;
}
