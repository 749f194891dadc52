import fs from 'node:fs/promises';
import path from 'node:path';
import { done } from '../lib/console.mjs';
import { digestOf } from '../lib/digest.mjs';
import { root, state, yarn } from '../lib/paths.mjs';
import { must } from './must.mjs';
import { checkedManifest } from './tarball.mjs';

const folder = path.join(state, 'installation');
/** What every package is made with. */
const shared = ['yarn.lock', 'tsconfig.json', 'package.json'];

/** What is in no package. */
const unpacked =
  /\.test\.\w+$|[/\\]__\w+__[/\\]|\.api\.md$|package\.json-prepack$/;

/** Packages of this checkout that are published, by name. */
export async function publishable() {
  const found = new Map();
  for (const parent of ['packages', 'plugins']) {
    for (const name of await fs.readdir(path.join(root, parent))) {
      const directory = path.join(parent, name);
      const manifest = await fs
        .readFile(path.join(root, directory, 'package.json'), 'utf8')
        .then(JSON.parse, () => undefined);
      if (manifest && !manifest.private) {
        found.set(manifest.name, { directory, manifest });
      }
    }
  }
  return found;
}

/** Folders of these packages and of those of ours that they need. */
function foldersOf(names, packages, found = new Set()) {
  for (const name of names) {
    const known = packages.get(name);
    if (known && !found.has(known.directory)) {
      found.add(known.directory);
      foldersOf(
        Object.keys(known.manifest.dependencies ?? {}),
        packages,
        found,
      );
    }
  }
  return found;
}

/** What `yarn pack` makes of a name for `%s`. */
const slugOf = name => name.replaceAll('/', '-');

/**
 * While a package is packed, its manifest says what is published. Where that was interrupted, it is put back; the
 * file beside it holds what stood there.
 */
async function putBack(packages) {
  for (const { directory } of packages.values()) {
    const manifest = path.join(root, directory, 'package.json');
    await fs.rename(`${manifest}-prepack`, manifest).catch(error => {
      if (error.code !== 'ENOENT') {
        throw error;
      }
    });
    await fs.rm(path.join(root, directory, 'config.schema.json'), {
      force: true,
    });
  }
}

async function build(names) {
  const each = (log, ...command) =>
    must(
      path.join(folder, log),
      process.execPath,
      [
        yarn,
        'workspaces',
        'foreach',
        '--all',
        '--parallel',
        '--jobs',
        '2',
        ...names.flatMap(name => ['--include', name]),
        ...command,
      ],
      { cwd: root },
    );
  // What an earlier state of the tree left there is none of its types.
  await fs.rm(path.join(root, 'dist-types'), { recursive: true, force: true });
  await must(
    path.join(folder, 'types.log'),
    process.execPath,
    [path.join(root, 'node_modules/typescript/bin/tsc'), '--pretty', 'false'],
    { cwd: root },
  );
  done('types are there');
  await each('build.log', 'run', 'build');
  done('built');
  await each(
    'pack.log',
    'pack',
    '--out',
    path.join(folder, 'packing', '%s.tgz'),
  );
  done('packed');
}

/**
 * Packs all packages as they would be published, those anew that changed, or that use what changed.
 *
 * @returns {Promise<{ file: string, manifest: object }[]>}
 */
export async function packAll() {
  const packages = await publishable();
  await putBack(packages);
  const wanted = new Map(
    [...packages.keys()].map(name => {
      const digest = digestOf(
        [...shared, ...foldersOf([name], packages)],
        file => !unpacked.test(file),
      );
      return [name, `${slugOf(name)}-${digest.slice(0, 16)}.tgz`];
    }),
  );
  await fs.mkdir(path.join(folder, 'packing'), { recursive: true });
  const there = new Set(await fs.readdir(folder));
  const missing = [...wanted.keys()].filter(
    name => !there.has(wanted.get(name)),
  );
  done(`${missing.length} of ${wanted.size} packages are to be packed`);
  if (missing.length > 0) {
    try {
      await build(missing);
    } finally {
      await putBack(packages);
    }
    for (const name of missing) {
      await fs.rename(
        path.join(folder, 'packing', `${slugOf(name)}.tgz`),
        path.join(folder, wanted.get(name)),
      );
    }
  }
  const current = new Set(wanted.values());
  for (const file of there) {
    if (file.endsWith('.tgz') && !current.has(file)) {
      await fs.rm(path.join(folder, file));
    }
  }
  return await Promise.all(
    [...current].map(async name => {
      const file = path.join(folder, name);
      return { file, manifest: await checkedManifest(file) };
    }),
  );
}
