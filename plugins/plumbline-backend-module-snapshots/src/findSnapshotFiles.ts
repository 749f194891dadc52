import { InputError } from '@backstage/errors';
import { SkippedFile } from '@plumbline/gitops-reader';
import { Dirent } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';

const MAX_BYTES = 32 * 1024 * 1024;
const MAX_FILES = 20_000;

export interface SnapshotFile {
  /** Path inside the folder. */
  name: string;
  absolute: string;
  /** Milliseconds. */
  modified: number;
}

/**
 * All YAML and JSON files below a folder, in order. Nothing outside of it is touched: a symlink counts only when it leads
 * to a file inside.
 */
export async function findSnapshotFiles(
  directory: string,
): Promise<{ files: SnapshotFile[]; skipped: SkippedFile[] }> {
  let root: string;
  try {
    root = await fs.realpath(directory);
  } catch {
    throw new InputError(`The snapshot folder ${directory} does not exist`);
  }
  const files: SnapshotFile[] = [];
  const skipped: SkippedFile[] = [];
  const skip = (name: string, reason: string) =>
    skipped.push({ path: name, reason });

  const add = async (name: string): Promise<void> => {
    const absolute = path.join(root, name);
    try {
      const target = await fs.realpath(absolute);
      if (!target.startsWith(root + path.sep)) {
        skip(name, 'symlink that leaves the snapshot folder');
        return;
      }
      const stat = await fs.stat(target);
      if (!stat.isFile()) {
        skip(name, 'not a file');
      } else if (stat.size > MAX_BYTES) {
        skip(
          name,
          `${Math.round(stat.size / 1024 / 1024)} MB, larger than ${MAX_BYTES / 1024 / 1024} MB: write it in parts, for example one file per kind`,
        );
      } else if (files.length >= MAX_FILES) {
        skip(name, `more than ${MAX_FILES} files`);
      } else {
        files.push({ name, absolute: target, modified: stat.mtimeMs });
      }
    } catch {
      skip(name, 'cannot be read');
    }
  };

  const visit = async (name: string): Promise<void> => {
    let entries: Dirent[];
    try {
      entries = await fs.readdir(path.join(root, name), {
        withFileTypes: true,
      });
    } catch {
      if (!name) {
        throw new InputError(
          `The snapshot folder ${directory} cannot be listed: is it a folder, and may it be read?`,
        );
      }
      skip(name, 'folder cannot be listed');
      return;
    }
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      const inside = name ? `${name}/${entry.name}` : entry.name;
      if (entry.isDirectory()) {
        await visit(inside);
      } else if (/\.(ya?ml|json)$/i.test(entry.name)) {
        await add(inside);
      }
    }
  };

  await visit('');
  return { files, skipped };
}
