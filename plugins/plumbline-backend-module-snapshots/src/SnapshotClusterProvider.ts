import { RootConfigService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { parseKubernetesYaml } from '@plumbline/gitops-reader';
import {
  ClusterDescriptor,
  ClusterProvider,
} from '@plumbline/plugin-plumbline-node';
import fs from 'node:fs/promises';
import path from 'node:path';
import { findSnapshotFiles } from './findSnapshotFiles';
import { CLOCK_SKEW_MS } from './push/limits';

/** Says when the snapshot was taken: `{"takenAt": "2026-11-23T02:00:00Z"}`. */
const MARKER = 'plumbline-snapshot.json';

interface SnapshotCluster extends ClusterDescriptor {
  directory: string;
}

/**
 * Clusters as folders of files: the output of `kubectl get ... -o yaml`, or `-o json`.
 */
export class SnapshotClusterProvider implements ClusterProvider {
  readonly id = 'snapshots';
  readonly #clusters: SnapshotCluster[];

  private constructor(clusters: SnapshotCluster[]) {
    this.#clusters = clusters;
  }

  /**
   * Reads `plumbline.clusters`. Relative folders start at the folder that the backend was started in.
   */
  static fromConfig(config: RootConfigService): SnapshotClusterProvider {
    const clusters = (
      config.getOptionalConfigArray('plumbline.clusters') ?? []
    ).flatMap(entry => {
      const snapshot = entry.getOptionalString('snapshot');
      return snapshot
        ? [
            {
              name: entry.getString('name'),
              environment: entry.getOptionalString('environment'),
              aliases: entry.getOptionalStringArray('aliases'),
              directory: path.resolve(snapshot),
            },
          ]
        : [];
    });
    const names = clusters.map(cluster => cluster.name);
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice) {
      throw new InputError(
        `plumbline.clusters: two clusters are named '${twice}'`,
      );
    }
    return new SnapshotClusterProvider(clusters);
  }

  async clusters(): Promise<ClusterDescriptor[]> {
    return this.#clusters.map(({ name, environment, aliases }) => ({
      name,
      ...(environment && { environment }),
      ...(aliases && { aliases }),
    }));
  }

  async *objects(
    cluster: ClusterDescriptor,
    options: { signal: AbortSignal },
  ): ReturnType<NonNullable<ClusterProvider['objects']>> {
    const known = this.#clusters.find(({ name }) => name === cluster.name);
    if (!known) {
      throw new InputError(`There is no snapshot of cluster ${cluster.name}`);
    }
    const { directory } = known;
    const found = await findSnapshotFiles(directory);
    const skipped = [...found.skipped];
    let newest = 0;
    let objects = 0;
    for (const file of found.files.filter(({ name }) => name !== MARKER)) {
      options.signal.throwIfAborted();
      let text: string;
      try {
        text = await fs.readFile(file.absolute, 'utf8');
      } catch (error) {
        skipped.push({ path: file.name, reason: reasonOf(error) });
        continue;
      }
      const parsed = parseKubernetesYaml(file.name, text);
      newest = Math.max(newest, file.modified);
      objects += parsed.objects.length;
      for (const object of parsed.objects) {
        yield { object };
      }
      skipped.push(...parsed.skipped);
    }
    for (const part of skipped) {
      yield { skipped: part };
    }
    if (objects === 0) {
      const why = skipped
        .slice(0, 3)
        .map(part => `${part.path}: ${part.reason}`)
        .join('; ');
      throw new InputError(
        `The snapshot folder ${directory} holds no Kubernetes objects${why && ` (${why})`}`,
      );
    }
    const taken = await takenAt(directory, newest);
    if (taken.getTime() > Date.now() + CLOCK_SKEW_MS) {
      // It would count as new until that day.
      throw new InputError(
        `The snapshot folder ${directory} was taken at ${taken.toISOString()}, which is in the future: is the clock right where it was written?`,
      );
    }
    yield { taken: taken.toISOString() };
  }
}

async function takenAt(directory: string, newest: number): Promise<Date> {
  const told = await fs
    .readFile(path.join(directory, MARKER), 'utf8')
    .catch(() => undefined);
  if (told !== undefined) {
    try {
      const marker: unknown = JSON.parse(told);
      if (
        typeof marker === 'object' &&
        marker !== null &&
        'takenAt' in marker &&
        typeof marker.takenAt === 'string' &&
        !Number.isNaN(Date.parse(marker.takenAt))
      ) {
        return new Date(marker.takenAt);
      }
    } catch {
      // The message below says what is expected.
    }
    throw new InputError(
      `${path.join(directory, MARKER)} must hold {"takenAt": "<RFC 3339 time>"}`,
    );
  }
  return new Date(newest);
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : 'error';
  return `cannot be read (${code})`;
}
