import { DirectoryClaims, Finding, TeamFact } from '../../facts';
import { listAt, textAt } from '../../lib/json';
import { ofEveryFile, perItems } from '../../memory/perFile';
import { ParsedRepository, Reader, ReaderResult } from '../reader';
import { baseName, directoryOf, joinPath } from '../../files/treePaths';
import { CatalogEntity, entitiesOf, teamOf } from './entities';
import { directoriesOf } from './owners';
import { workloadClaims, WorkloadOwner, workloadOwners } from './workloads';

const catalogFile = /^catalog-info([-_.].*)?\.ya?ml$/i;

interface FoundInFile {
  path: string;
  teams: TeamFact[];
  /** Owners of directories, in case that the file is one of the catalog. */
  directories: DirectoryClaims[];
  /** Files that its Locations name, from the root. */
  targets: string[];
  workloads: WorkloadOwner[];
}

const foundInFiles = ofEveryFile(
  ({ path, documents }, { repository, revision }): FoundInFile | undefined => {
    const entities = entitiesOf(documents, { repository, revision, path });
    return entities.length === 0
      ? undefined
      : {
          path,
          teams: entities.map(teamOf).filter(team => team !== undefined),
          directories: directoriesOf(entities, repository, directoryOf(path)),
          targets: entities.flatMap(entity =>
            targetsOf(entity, directoryOf(path)),
          ),
          workloads: workloadOwners(entities),
        };
  },
);

/** Files of this repository that a Location names. */
function targetsOf(
  { kind, value }: CatalogEntity,
  directory: string,
): string[] {
  return kind === 'Location'
    ? [textAt(value, 'spec', 'target'), ...listAt(value, 'spec', 'targets')]
        .filter(target => typeof target === 'string')
        .filter(target => !/^[a-z]+:/i.test(target))
        .flatMap(target => joinPath(directory, target) ?? [])
    : [];
}

/** Files that are the catalog's by their name, and those that they lead to. */
function catalogFiles(found: readonly FoundInFile[]): FoundInFile[] {
  const byPath = new Map(found.map(file => [file.path, file]));
  const files = new Set(
    found.filter(({ path }) => catalogFile.test(baseName(path))),
  );
  for (const file of files) {
    for (const target of file.targets) {
      const next = byPath.get(target);
      if (next) {
        files.add(next);
      }
    }
  }
  return [...files];
}

/** Owners of directories that everything agrees on; a finding for each where it does not. */
function agreed(
  files: readonly FoundInFile[],
  { repository, revision }: ParsedRepository,
): { directoryClaims: DirectoryClaims[]; findings: Finding[] } {
  const byDirectory = new Map<
    string,
    { path: string; entries: DirectoryClaims[] }
  >();
  for (const { path, directories } of files) {
    for (const entry of directories) {
      const known = byDirectory.get(entry.directory);
      if (known) {
        known.entries.push(entry);
      } else {
        byDirectory.set(entry.directory, { path, entries: [entry] });
      }
    }
  }
  const directoryClaims: DirectoryClaims[] = [];
  const findings: Finding[] = [];
  for (const [directory, { path, entries }] of byDirectory) {
    const names = entries.flatMap(({ claims }) => claims.map(({ raw }) => raw));
    if (new Set(names).size === 1) {
      directoryClaims.push(entries[0]);
    } else {
      findings.push({
        rule: 'catalog-owner-ambiguous',
        severity: 'info',
        location: { repository, revision, path },
        message: `Several owners are named, so ${directory === '' ? 'the repository' : `${directory}/`} gets none from its catalog`,
        fix: 'Give each component a directory and a catalog-info.yaml of its own.',
      });
    }
  }
  return { directoryClaims, findings };
}

const resultOf = perItems(
  (
    found: readonly FoundInFile[],
    repository: ParsedRepository,
  ): ReaderResult => {
    const claimsOf = workloadClaims(found.flatMap(file => file.workloads));
    return {
      teams: found.flatMap(file => file.teams),
      ...agreed(catalogFiles(found), repository),
      claims: (_, object) => (object ? claimsOf(object) : []),
    };
  },
);

/**
 * Reads Backstage catalog files: teams with their contacts, and who owns a repository or a directory of it.
 *
 * @public
 */
export const catalogReader: Reader = {
  name: 'catalog',

  wants(path) {
    return /\.ya?ml$/i.test(path) && !/(^|\/)(node_modules|\.git)\//.test(path);
  },

  read(repository) {
    return resultOf(
      foundInFiles(repository).map(({ made }) => made),
      repository,
    );
  },
};
