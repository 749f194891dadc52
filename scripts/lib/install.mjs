import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { done, fail, step } from './console.mjs';
import { digestOf, onceFor } from './digest.mjs';
import { root, yarn } from './paths.mjs';
import { run } from './run.mjs';

function manifests() {
  const folders = ['packages', 'plugins'].flatMap(parent =>
    readdirSync(path.join(root, parent)).map(name => `${parent}/${name}`),
  );
  return ['.', 'bench', 'e2e', 'examples/acme', ...folders]
    .map(folder => path.join(folder, 'package.json'))
    .filter(file => existsSync(path.join(root, file)));
}

/** Installs the packages that yarn.lock names, unless they are there. */
export async function installPackages(node) {
  const missing = !existsSync(path.join(root, 'node_modules/.yarn-state.yml'));
  const digest = missing
    ? 'missing'
    : digestOf(['yarn.lock', '.yarnrc.yml', ...manifests()]);
  const install = async () => {
    step('Installing packages (the first time takes one to three minutes)');
    // `--immutable`: what runs is what the lock file says, and a stale one is an error here rather than later.
    const code = await run(node, [yarn, 'install', '--immutable'], {
      cwd: root,
      stdio: ['ignore', 2, 2],
    });
    if (code !== 0) {
      fail('Packages could not be installed; the lines above say why.');
    }
    done('packages are there');
  };
  if (missing) {
    await install();
    await onceFor(
      'install',
      digestOf(['yarn.lock', '.yarnrc.yml', ...manifests()]),
      async () => {},
    );
    return;
  }
  await onceFor('install', digest, install);
}
