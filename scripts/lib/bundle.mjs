import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { digestOf, onceFor } from './digest.mjs';
import { root, state } from './paths.mjs';

const libraries = [
  'packages/cli/src',
  'packages/gitops-reader/src',
  'packages/gitops-lookup/src',
  'packages/gitops-promotion/src',
  'packages/git-source/src',
  'packages/kubernetes-access/src',
];

/**
 * Puts a program and the libraries that it uses into one file that starts fast, anew only where they have changed.
 *
 * @param {string} name
 * @param {string} entry from the project's root
 * @param {string[]} [sources] what else it is made of
 * @returns {Promise<string>} path of the bundle
 */
export async function bundled(name, entry, sources = [entry]) {
  const bundle = path.join(state, 'cli', `${name}.cjs`);
  await onceFor(name, digestOf([...libraries, ...sources]), async () => {
    const { build } = await import('esbuild');
    mkdirSync(path.dirname(bundle), { recursive: true });
    await build({
      entryPoints: [path.join(root, entry)],
      outfile: bundle,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node22',
      sourcemap: 'inline',
      logLevel: 'error',
    });
  });
  return bundle;
}
