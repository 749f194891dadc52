/**
 * Makes the demo organisation: real git repositories below <dir>/repositories and the clusters' state, as
 * `kubectl get -o yaml` prints it, below <dir>/clusters. Needs Node and git. The same input gives the same bytes and
 * the same commit ids everywhere; when nothing changed, nothing is written.
 */
import { createHash } from 'node:crypto';
import {
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildClusters } from './clusters.mjs';
import { history } from './history.mjs';
import { readFolder, writeRepository } from './lib/git.mjs';
import { clusters, remoteOf, repositories } from './lib/names.mjs';
import { toYaml } from './lib/yaml.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const STAMP = '.acme-demo';
const MADE = ['repositories', 'clusters'];

/** Kinds to the file of the snapshot that lists them; the rest goes to other.yaml. */
const snapshotFiles = {
  'namespaces.yaml': ['Namespace'],
  'nodes.yaml': ['Node'],
  'workloads.yaml': ['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob'],
  'replicasets.yaml': ['ReplicaSet'],
  'pods.yaml': ['Pod'],
  'jobs.yaml': ['Job'],
  'network.yaml': ['Service', 'Ingress', 'NetworkPolicy'],
  'storage.yaml': ['PersistentVolumeClaim', 'PersistentVolume'],
  'scaling.yaml': ['HorizontalPodAutoscaler', 'PodDisruptionBudget'],
  'argocd.yaml': ['Application', 'ApplicationSet', 'AppProject'],
  'flux.yaml': [
    'GitRepository',
    'HelmRepository',
    'Kustomization',
    'HelmRelease',
  ],
  'secret-references.yaml': [
    'ExternalSecret',
    'ClusterSecretStore',
    'SealedSecret',
    'SecretProviderClass',
    'VaultStaticSecret',
  ],
  'policies.yaml': [
    'ClusterPolicy',
    'ValidatingAdmissionPolicy',
    'ValidatingAdmissionPolicyBinding',
  ],
};

/** Writes the demo organisation into a folder of its own. */
export async function generateAcme(targetDir) {
  const target = resolve(targetDir);
  const inputs = await readInputs();
  const digest = createHash('sha256')
    .update(JSON.stringify([...inputs]))
    .digest('hex');

  const stamp = join(target, STAMP);
  const present = await readdir(target).catch(() => []);
  if (present.includes(STAMP)) {
    const complete = MADE.every(name => present.includes(name));
    if (complete && (await readFile(stamp, 'utf8')).trim() === digest) {
      return;
    }
  } else if (MADE.some(name => present.includes(name))) {
    throw new Error(
      `${target} holds ${MADE.join(' or ')} that this demo did not make; choose another folder`,
    );
  }

  await mkdir(target, { recursive: true });
  const draft = await mkdtemp(join(target, '.draft-'));
  try {
    await write(draft, inputs);
    await rm(stamp, { force: true });
    for (const name of MADE) {
      await rm(join(target, name), { recursive: true, force: true });
      await rename(join(draft, name), join(target, name));
    }
    await writeFile(stamp, `${digest}\n`);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** Everything that the result depends on, by path. */
async function readInputs() {
  const inputs = new Map();
  for (const folder of ['templates', 'declared', 'lib']) {
    for (const [path, text] of await readFolder(join(here, folder))) {
      inputs.set(`${folder}/${path}`, text);
    }
  }
  for (const file of ['generate.mjs', 'clusters.mjs', 'history.mjs']) {
    inputs.set(file, await readFile(join(here, file), 'utf8'));
  }
  return inputs;
}

async function write(folder, inputs) {
  const files = Object.fromEntries(
    repositories.map(name => [name, below(inputs, `templates/${name}/`)]),
  );
  const revisions = {};
  for (const name of repositories) {
    revisions[name] = await writeRepository({
      folder: join(folder, 'repositories', name),
      files: files[name],
      remote: remoteOf(name),
      history: history[name],
    });
  }

  const declared = Object.fromEntries(
    clusters.map(({ name }) => [
      name,
      inputs
        .get(`declared/${name}.jsonl`)
        .trim()
        .split('\n')
        .map(line => JSON.parse(line)),
    ]),
  );
  const built = buildClusters({ clusters, declared, revisions, files });
  for (const [name, cluster] of built) {
    const objects = [...cluster.objects.values()];
    const fileOf = object =>
      Object.keys(snapshotFiles).find(file =>
        snapshotFiles[file].includes(object.kind),
      ) ?? 'other.yaml';
    await mkdir(join(folder, 'clusters', name), { recursive: true });
    for (const [file, items] of Map.groupBy(objects, fileOf)) {
      await writeFile(
        join(folder, 'clusters', name, file),
        toYaml({
          apiVersion: 'v1',
          items,
          kind: 'List',
          metadata: { resourceVersion: '' },
        }),
      );
    }
  }
}

function below(inputs, prefix) {
  return new Map(
    [...inputs]
      .filter(([path]) => path.startsWith(prefix))
      .map(([path, text]) => [path.slice(prefix.length), text]),
  );
}

if (
  process.argv[1] &&
  import.meta.url === pathToFileURL(process.argv[1]).href
) {
  const [, , dir] = process.argv;
  if (!dir) {
    process.stderr.write('Usage: node examples/acme/generate.mjs <dir>\n');
    process.exitCode = 2;
  } else {
    await generateAcme(dir);
    process.stdout.write(`${resolve(dir)}\n`);
  }
}
