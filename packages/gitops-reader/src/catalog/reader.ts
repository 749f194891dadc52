import { Claim, DirectoryClaims, Finding, TeamFact } from '../facts';
import { textAt } from '../json';
import { perFile, perItems } from '../perFile';
import { Reader, ReaderResult } from '../reader';
import { baseName, directoryOf } from '../treePaths';
import { lineOf } from '../yaml';
import { CatalogEntity, entitiesOf, teamOf } from './entities';

const catalogFile = /^catalog-info([-_.].*)?\.ya?ml$/i;

/** Annotation of a component and label of its workloads. */
const workloadId = 'backstage.io/kubernetes-id';

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
    const found: FoundInFile[] = [];
    for (const file of repository.files.values()) {
      const inFile =
        file.documents.length > 0 ? foundInFile(file, repository) : undefined;
      if (inFile) {
        found.push(inFile);
      }
    }
    return resultOf(found, repository);
  },
};

interface FoundInFile {
  teams: TeamFact[];
  findings: Finding[];
  directoryClaims: DirectoryClaims[];
  workloads: { id: string; claim: Claim }[];
}

const foundInFile = perFile(
  (file, { repository, revision }): FoundInFile | undefined => {
    const entities = entitiesOf(file.documents, {
      repository,
      revision,
      path: file.path,
    });
    if (entities.length === 0) {
      return undefined;
    }
    const findings: Finding[] = [];
    const directoryClaims: DirectoryClaims[] = [];
    if (catalogFile.test(baseName(file.path))) {
      const directory = directoryOf(file.path);
      const atRoot = directory === '';
      const claims = ownersOf(entities, repository, atRoot);
      if (new Set(claims.map(({ raw }) => raw)).size > 1) {
        findings.push({
          rule: 'catalog-owner-ambiguous',
          severity: 'info',
          location: { repository, revision, path: file.path },
          message: `Names several owners, so ${atRoot ? 'the repository' : 'its directory'} gets none from it`,
          fix: 'Give each component a directory and a catalog-info.yaml of its own',
        });
      } else if (claims.length > 0) {
        directoryClaims.push({
          directory,
          source: claims[0].source,
          claims: claims.slice(0, 1),
        });
      }
    }
    return {
      teams: entities.map(teamOf).filter(team => team !== undefined),
      findings,
      directoryClaims,
      workloads: workloadOwners(entities),
    };
  },
);

const resultOf = perItems((found: readonly FoundInFile[]): ReaderResult => {
  const workloads = new Map<string, Claim[]>();
  for (const { id, claim } of found.flatMap(file => file.workloads)) {
    workloads.set(id, [...(workloads.get(id) ?? []), claim]);
  }
  return {
    teams: found.flatMap(file => file.teams),
    findings: found.flatMap(file => file.findings),
    directoryClaims: found.flatMap(file => file.directoryClaims),
    claims: (_, object) => {
      const claims = workloads.get(object?.labels?.[workloadId] ?? '') ?? [];
      // Two components of one id with different owners: whose it is cannot be told.
      return claims.every(({ raw }) => raw === claims[0].raw)
        ? claims.slice(0, 1)
        : [];
    },
  };
});

/** Owners that the components of a file name for the place where they stand. */
function ownersOf(
  entities: CatalogEntity[],
  repository: string,
  atRoot: boolean,
): Claim[] {
  const here = entities.filter(
    entity =>
      textAt(entity.value, 'spec', 'owner') !== undefined &&
      !speaksOfOther(entity, repository),
  );
  const components = here.filter(({ kind }) => kind === 'Component');
  const speakers =
    components.length > 0
      ? components
      : here.filter(({ kind }) => /^(System|Resource|Domain)$/.test(kind));
  return speakers.map(entity =>
    atRoot
      ? { ...ownerClaim(entity, 'repository-default'), catchAll: true }
      : ownerClaim(entity, 'catalog-entity'),
  );
}

function ownerClaim(
  { value, lines, location }: CatalogEntity,
  source: Claim['source'],
): Claim {
  const raw = textAt(value, 'spec', 'owner') ?? '';
  return {
    source,
    raw,
    evidence: {
      type: 'file',
      location: { ...location, line: lineOf({ lines }, ['spec', 'owner']) },
      text: `owner: ${raw}`.slice(0, 200),
    },
  };
}

/** Owners of the workloads that carry a component's id as a label, whatever file declares them. */
function workloadOwners(
  entities: CatalogEntity[],
): { id: string; claim: Claim }[] {
  return entities.flatMap(entity => {
    const id = textAt(entity.value, 'metadata', 'annotations', workloadId);
    return id && textAt(entity.value, 'spec', 'owner')
      ? [{ id, claim: ownerClaim(entity, 'catalog-entity') }]
      : [];
  });
}

/** A catalog repository describes what lives elsewhere: that says nothing about its own directories. */
function speaksOfOther(entity: CatalogEntity, repository: string): boolean {
  const slug = textAt(
    entity.value,
    'metadata',
    'annotations',
    'github.com/project-slug',
  );
  // A directory cannot be called `owner/name`; `+` stands for the slash there, and in no name of a repository.
  const name = (text: string) => text.split(/[/+]/).pop()?.toLowerCase();
  return slug !== undefined && name(slug) !== name(repository);
}
