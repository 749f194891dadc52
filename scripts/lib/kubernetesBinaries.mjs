import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { done, step } from './console.mjs';
import { root } from './paths.mjs';
import { run } from './run.mjs';

const programs = ['etcd', 'kube-apiserver'];
/** Of Debian's source package; the last number is raised when the script beside this file builds something else. */
const cached = path.join(
  process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'),
  'plumbline/kubernetes-1.20.2-2',
);

/**
 * Folder with `kube-apiserver`, `etcd` and, where there is one, `kube-controller-manager`: KUBEBUILDER_ASSETS, a folder
 * where setup-envtest puts them, or built once from Debian's source package (as root on Debian; about five minutes on
 * two cores) and kept in the user's cache.
 *
 * Throws when there are none and none can be made.
 */
export async function kubernetesBinaries() {
  const chosen = process.env.KUBEBUILDER_ASSETS;
  if (chosen) {
    const missing = programs.filter(
      name => !existsSync(path.join(chosen, name)),
    );
    if (missing.length > 0) {
      throw new Error(
        `KUBEBUILDER_ASSETS names ${chosen}, which holds no ${missing.join(' and no ')}`,
      );
    }
    return chosen;
  }
  const known = ['/usr/local/kubebuilder/bin', cached].find(folder =>
    programs.every(name => existsSync(path.join(folder, name))),
  );
  if (known) {
    return known;
  }
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    throw new Error(
      'No kube-apiserver was found. Name a folder that holds it and etcd in KUBEBUILDER_ASSETS (setup-envtest makes one)',
    );
  }
  step('Building a Kubernetes API server, once for this machine');
  await build();
  done(cached);
  return cached;
}

/**
 * Builds into a folder of this process beside the cache, which takes its place when all is there: several may be at it at
 * the same time.
 */
async function build() {
  const work = `${cached}.${process.pid}`;
  try {
    mkdirSync(path.join(work, 'lists/partial'), { recursive: true });
    // The machine's own list of package sources stays as it is.
    const sources = path.join(work, 'sources.list');
    writeFileSync(
      sources,
      `deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] ${mirror()} bookworm main\n`,
    );
    const code = await run(
      'bash',
      [path.join(root, 'scripts/lib/buildKubernetes.sh'), work, sources],
      {
        stdio: ['ignore', 'ignore', 'inherit'],
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      },
    );
    if (code !== 0) {
      throw new Error(`Building kube-apiserver ended with ${code}`);
    }
    rmSync(cached, { recursive: true, force: true });
    renameSync(path.join(work, 'bin'), cached);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Where this machine gets Debian's packages from. */
function mirror() {
  const uris = execFileSync('apt-get', [
    'indextargets',
    '--format',
    '$(REPO_URI)',
    'Created-By: Packages',
    'Origin: Debian',
  ]).toString();
  const [first] = uris.split('\n').filter(uri => !uri.includes('security'));
  if (!first) {
    throw new Error('This machine has no source of Debian packages');
  }
  return first;
}
