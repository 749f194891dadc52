import {
  ConfigPlace,
  DeclaredObject,
  FileLocation,
  Finding,
  SecretFact,
} from '../../facts';
import { chartsOf } from '../helm/charts';
import { pinsOfLayers } from '../helm/pins';
import { compact, objectAt, textsAt } from '../../lib/json';
import { ownershipClaims } from '../../ownership';
import { ParsedRepository, Reader } from '../reader';
import { baseName, directoryOf, joinPath } from '../../files/treePaths';
import { versionPin } from '../../workloads/versionPin';
import { isHelmfileInput, isHelmfileName } from './fileNames';
import { layersOf } from './layers';
import { HelmfileRelease, helmfilesOf, releaseLine } from './releases';

/**
 * Reads helmfiles: each release, once for each environment that installs it, with the versions that it pins. It has no
 * object in any cluster but those that its chart makes; `helmfile/v1 Release` stands for it.
 *
 * @public
 */
export const helmfileReader: Reader = {
  name: 'helmfile',
  largestText: 256 * 1024,

  wants(path) {
    return isHelmfileName(path);
  },

  wantsText(path) {
    return isHelmfileName(path) || isHelmfileInput(path);
  },

  read(repository) {
    const { releases, unknown } = helmfilesOf(repository);
    const { repository: name, revision } = repository;
    return {
      objects: releases.map(release => objectOf(release, repository)),
      secrets: releases.flatMap(release => secretsOf(release, repository)),
      findings: [...unknown].map(([path, reasons]): Finding => ({
        rule: 'helmfile-unknown',
        severity: 'info',
        location: { repository: name, revision, path },
        message: `What this helmfile installs depends on ${[...reasons].slice(0, 5).join(', ')}.`,
      })),
    };
  },
};

function objectOf(
  release: HelmfileRelease,
  repository: ParsedRepository,
): DeclaredObject {
  const at = (path: string, line?: number): FileLocation =>
    compact({
      repository: repository.repository,
      revision: repository.revision,
      path,
      line,
    });
  const start = releaseLine(release, ['name']);
  const location = at(start.path, start.line);
  const { images, files } = layersOf(release, repository);
  const labels = objectAt(release.value, 'labels');
  const chartFile =
    release.directory === undefined
      ? undefined
      : joinPath('', `${release.directory}/Chart.yaml`);
  const version = release.version
    ? [
        versionPin(
          'chart',
          chartName(release, repository),
          release.version,
          at(release.path, releaseLine(release, ['version']).line),
          'version',
        ),
      ]
    : [];
  return compact<DeclaredObject>({
    apiVersion: 'helmfile/v1',
    kind: 'Release',
    namespace: release.namespace,
    name: release.name,
    environment: release.environment,
    cluster: clusterOf(release),
    location,
    builtBy: directoryOf(release.path) || '.',
    labels: textsAt(release.value, 'labels'),
    claims: ownershipClaims(
      { kind: 'Release', apiVersion: 'helmfile/v1', metadata: { labels } },
      { type: 'file', location },
      { ownershipLabels: repository.ownershipLabels },
    ),
    config: [
      { role: 'application', location, note: 'release of a helmfile' },
      ...[...new Set(files)].map((path): ConfigPlace => ({
        role: 'values',
        location: at(path),
        note: 'values of the release',
      })),
    ],
    versions: [...version, ...pinsOfLayers(repository, images, chartFile)],
    engine: compact({
      repoUrl: release.repoUrl,
      path: release.directory,
      revision: release.version,
      chart: release.directory === undefined ? release.chart : undefined,
      valuesFiles: files.length > 0 ? [...new Set(files)] : undefined,
      destinationNamespace: release.namespace,
    }),
  });
}

/** The cluster of its context, or that of its file: `clusters/eu-1.yaml`. */
function clusterOf({ cluster, path }: HelmfileRelease): string | undefined {
  if (cluster !== undefined) {
    return cluster;
  }
  const name = /(?:^|\/)clusters\/([a-z][\w-]*)\.ya?ml$/.exec(path)?.[1];
  return name === undefined || /^(helmfile|base|common|default)/.test(name)
    ? undefined
    : name;
}

function chartName(
  { chart, directory, name }: HelmfileRelease,
  repository: ParsedRepository,
): string {
  return directory === undefined
    ? baseName(chart ?? name)
    : (chartsOf(repository).byDirectory.get(directory)?.name ?? name);
}

/** Files of encrypted values that cannot be looked at here: what they are is known from the helmfile alone. */
function secretsOf(
  release: HelmfileRelease,
  repository: ParsedRepository,
): SecretFact[] {
  return release.secrets.flatMap((written): SecretFact[] => {
    const path = joinPath(directoryOf(release.path), written);
    if (path !== undefined && repository.files.has(path)) {
      // The reader of secrets tells of it, as what it is.
      return [];
    }
    const line = releaseLine(release, ['secrets']);
    return [
      compact<SecretFact>({
        mechanism: 'sops',
        kind: 'File',
        namespace: release.namespace,
        name: baseName(written),
        environment: release.environment,
        location: {
          repository: repository.repository,
          revision: repository.revision,
          path: line.path,
          line: line.line,
        },
      }),
    ];
  });
}
