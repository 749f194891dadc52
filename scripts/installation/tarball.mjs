import fs from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';

const BLOCK = 512;
const textOf = bytes => bytes.toString('utf8').replace(/\0.*$/s, '');

/**
 * The files in a package as `yarn pack` makes it, by their path in the package.
 *
 * @param {string} file
 * @returns {Promise<Map<string, Buffer>>}
 */
export async function filesOf(file) {
  const tar = gunzipSync(await fs.readFile(file));
  const files = new Map();
  for (let at = 0; at + BLOCK <= tar.length && tar[at] !== 0;) {
    const name = textOf(tar.subarray(at, at + 100));
    const folder = textOf(tar.subarray(at + 345, at + 500));
    const size = parseInt(textOf(tar.subarray(at + 124, at + 136)), 8);
    const start = at + BLOCK;
    files.set(
      (folder ? `${folder}/${name}` : name).replace(/^package\//, ''),
      tar.subarray(start, start + size),
    );
    at = start + Math.ceil(size / BLOCK) * BLOCK;
  }
  return files;
}

/** What a manifest says is in its package: entry points, types, programs, the schema of the configuration. */
function namedBy(manifest) {
  const found = [
    manifest.main,
    manifest.module,
    manifest.types,
    manifest.configSchema,
    ...Object.values(manifest.bin ?? {}),
    ...Object.values(manifest.exports ?? {}).flatMap(entry =>
      typeof entry === 'string'
        ? [entry]
        : [entry.import, entry.require, entry.types, entry.default],
    ),
  ];
  return found
    .filter(Boolean)
    .map(name => name.replace(/^\.\//, ''))
    .filter(name => name !== 'package.json');
}

/**
 * Reads the manifest of a package, and throws where it promises what the package does not hold, or what npm cannot resolve.
 *
 * @param {string} file
 */
export async function checkedManifest(file) {
  const files = await filesOf(file);
  const manifest = JSON.parse(files.get('package.json').toString());
  const names = [...files.keys()];
  const missing = namedBy(manifest).filter(name => !files.has(name));
  const folders = (manifest.files ?? [])
    .map(pattern => pattern.replace(/\/\*\*.*$/, ''))
    .filter(
      pattern =>
        !files.has(pattern) &&
        !names.some(name => name.startsWith(`${pattern}/`)),
    );
  const local = Object.entries({
    ...manifest.dependencies,
    ...manifest.peerDependencies,
  })
    .filter(([, range]) => /^(workspace|link|file|portal):/.test(range))
    .map(([name, range]) => `${name} ${range}`);
  const sources = names.filter(name => /^src\/|\.test\./.test(name));
  for (const [what, wrong] of [
    ['names files that are not in it', missing],
    ['lists what is not in it', folders],
    ['depends on what only this checkout has', local],
    ['holds what nobody installs it for', sources],
  ]) {
    if (wrong.length > 0) {
      throw new Error(
        `${manifest.name} ${what}: ${wrong.slice(0, 10).join(', ')}`,
      );
    }
  }
  return manifest;
}
