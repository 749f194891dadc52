import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(
  path.dirname(fileURLToPath(import.meta.url)),
  '../..',
);

/** Everything that the launcher makes lives here; deleting it loses only the demo's database. */
export const state = path.join(root, '.plumbline');

export const yarn = path.join(root, '.yarn/releases/yarn-4.18.1.cjs');

export const bin = name => path.join(root, 'node_modules/.bin', name);
