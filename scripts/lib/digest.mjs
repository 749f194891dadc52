import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root, state } from './paths.mjs';

const skipped = new Set(['node_modules', 'dist', 'dist-types', 'coverage']);

function* filesBelow(directory) {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const full = path.join(directory, entry.name);
    if (entry.isDirectory()) {
      if (!skipped.has(entry.name)) {
        yield* filesBelow(full);
      }
    } else if (entry.isFile()) {
      yield full;
    }
  }
}

/**
 * A digest of files and folders by content, given from the project's root; a path that is not there counts as empty.
 *
 * @param {string[]} paths
 * @param {(file: string) => boolean} [counts] whether a file in a folder counts
 */
export function digestOf(paths, counts = () => true) {
  const hash = createHash('sha256');
  for (const item of paths) {
    const full = path.join(root, item);
    const stat = statSync(full, { throwIfNoEntry: false });
    if (!stat) {
      continue;
    }
    const files = stat.isDirectory()
      ? [...filesBelow(full)].filter(counts).sort()
      : [full];
    for (const file of files) {
      hash.update(path.relative(root, file)).update('\0');
      hash.update(readFileSync(file));
    }
  }
  return hash.digest('hex');
}

/**
 * Does `work` unless it was done before with the same digest.
 *
 * @returns whether it was done now
 */
export async function onceFor(name, digest, work) {
  const stamp = path.join(state, 'stamps', name);
  try {
    if (readFileSync(stamp, 'utf8') === digest) {
      return false;
    }
  } catch {
    // Never done before.
  }
  await work();
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, digest);
  return true;
}
