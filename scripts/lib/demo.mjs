import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root, state } from './paths.mjs';

export const demoDirectory = path.join(state, 'acme');

/** Makes the demo organisation's repositories and snapshots; a second call with nothing changed does nothing. */
export async function prepareDemo(directory = demoDirectory) {
  const { generateAcme } = await import(
    pathToFileURL(path.join(root, 'examples/acme/generate.mjs')).href
  );
  await generateAcme(directory);
  return directory;
}
