import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import {
  ClusterFacts,
  JsonObject,
  parseKubernetesYaml,
  readCluster,
} from '@plumbline/gitops-reader';
import { InputProblem } from './InputProblem';

const maxFileBytes = 512 * 1024 * 1024;

/** A cluster as `kubectl get -o yaml` printed it into the files of a directory. */
export async function readSnapshot(
  dir: string,
  environments: ReadonlyMap<string, string>,
): Promise<{ facts: ClusterFacts; taken: Date }> {
  const cluster = path.basename(path.resolve(dir));
  const objects: JsonObject[] = [];
  const skipped: ClusterFacts['skipped'] = [];
  let taken = 0;
  for (const file of await filesOf(dir)) {
    const whole = path.join(dir, file);
    const { size, mtimeMs } = await stat(whole);
    if (size > maxFileBytes) {
      skipped.push({ path: file, reason: 'larger than 512 MiB' });
      continue;
    }
    taken = Math.max(taken, mtimeMs);
    const read = parseKubernetesYaml(file, await readFile(whole, 'utf8'));
    for (const object of read.objects) {
      objects.push(object);
    }
    skipped.push(...read.skipped);
  }
  if (objects.length === 0) {
    throw new InputProblem(
      `The snapshot ${dir} holds no Kubernetes objects${
        skipped.length > 0 ? `: ${skipped[0].path}: ${skipped[0].reason}` : ''
      }. It should hold the output of kubectl get -o yaml.`,
    );
  }
  const facts = readCluster(
    { cluster, environment: environments.get(cluster) },
    objects,
  );
  return {
    facts: { ...facts, skipped: [...skipped, ...facts.skipped] },
    taken: new Date(taken),
  };
}

async function filesOf(dir: string): Promise<string[]> {
  try {
    const entries = await readdir(dir, {
      recursive: true,
      withFileTypes: true,
    });
    return entries
      .filter(entry => entry.isFile() && /\.(?:ya?ml|json)$/i.test(entry.name))
      .map(entry => path.relative(dir, path.join(entry.parentPath, entry.name)))
      .sort();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new InputProblem(`There is no snapshot directory ${dir}`);
    }
    throw new InputProblem(`The snapshot ${dir} cannot be read (${code})`);
  }
}
