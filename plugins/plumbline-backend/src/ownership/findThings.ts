import {
  ArgoInstallation,
  newestOf,
  Ownership,
  OwnershipOptions,
  ownershipOfObjects,
  resolveOwners,
  TeamDirectory,
  teamKey,
} from '@plumbline/gitops-lookup';
import {
  Change,
  Claim,
  claimsForPath,
  EnvironmentRule,
} from '@plumbline/gitops-reader';
import { Knex } from 'knex';
import { DatabaseIndex } from '../index/DatabaseIndex';
import { StoredFact } from '../index/factRows';
import { withOrigin } from '../index/locations';
import { storable } from '../index/rows';
import { inTurns, mapInTurns } from '../index/turns';
import { describeServices, partsOf } from './describeServices';
import { groupPaths } from './pathGroups';
import {
  objectToThing,
  pathToThing,
  serviceToThing,
  ThingToWrite,
} from './thingRows';

/** How owners are decided, as the lookup is told. */
export interface FindOptions {
  ownership: OwnershipOptions;
  /** Installations of Argo CD that are told apart. */
  argocd?: readonly ArgoInstallation[];
  /** Templates of what entities of a service are called: `svc-{name}`. */
  entityNames: readonly string[];
  environments?: readonly EnvironmentRule[];
}

/** The things that some objects are today, wherever they are reported or declared. */
export async function findObjects(
  reader: Knex,
  keys: { kind: string; namespace: string; name: string }[],
  options: FindOptions,
): Promise<ThingToWrite[]> {
  const found = await ownershipOfObjects(
    {
      index: new DatabaseIndex(reader),
      ownership: options.ownership,
      argocd: options.argocd,
    },
    keys.map(({ kind, namespace, name }) => ({
      kind,
      name,
      namespace: namespace || null,
    })),
  );
  return await inTurns(found.map(object => objectToThing(object, options)));
}

/** The services of a repository, and its parts. */
export async function findInRepository(
  reader: Knex,
  sourceId: string,
  options: FindOptions,
): Promise<ThingToWrite[]> {
  const source: { name: string; revision: string | null } | undefined =
    await reader('sources').where({ id: sourceId }).first('name', 'revision');
  if (!source) {
    return [];
  }
  const origin = { repository: source.name, revision: source.revision ?? '' };
  const files: { path: string; change: string | null }[] = await reader('files')
    .where({ source_id: sourceId, directory: false })
    .orderBy('path')
    .select('path', 'change');
  const changes = files.flatMap(({ change }): Change[] =>
    change === null ? [] : [JSON.parse(change)],
  );
  const changeUnder = (inside: (path: string) => boolean) =>
    newestOf(changes.filter(change => inside(change.path)));
  const facts: { facts: string }[] = await reader('repository_facts')
    .where({ source_id: sourceId, kind: 'services' })
    .orderBy('id')
    .select('facts');
  const services = await mapInTurns(facts, row =>
    withOrigin<StoredFact<'services'>>(row.facts, origin),
  );
  const index = new DatabaseIndex(reader);
  const known = await index.ownershipRules(source.name);
  const claimsAt = (path: string): Claim[] =>
    known ? claimsForPath(known.rules, source.name, origin.revision, path) : [];
  const claimsByPath = new Map(
    (
      await mapInTurns(files, ({ path }): [string, Claim[]] => [
        path,
        claimsAt(path),
      ])
    ).values(),
  );
  const described = await describeServices(reader, source.name, services, {
    entityNames: options.entityNames,
    parts: await partsOf(reader, sourceId),
  });
  const marks = new Set<string>();
  for (const claim of [
    ...[...claimsByPath.values()].flat(),
    ...described.flatMap(({ claims }) => claims),
  ]) {
    marks.add(storable(teamKey(claim.raw)));
  }
  const directory = new TeamDirectory(await index.teams([...marks]));
  const resolved = new Map<string, Ownership>();
  const resolve = (path: string): Ownership => {
    const ownership =
      resolved.get(path) ??
      resolveOwners(claimsByPath.get(path) ?? [], directory, options.ownership);
    resolved.set(path, ownership);
    return ownership;
  };
  await mapInTurns(files, ({ path }) => resolve(path));
  const groups = groupPaths(
    files.map(({ path }) => path),
    path => ownersKey(resolve(path)),
  );
  return await inTurns([
    ...described.map(({ fact, claims, entity, partOf }) =>
      serviceToThing(
        {
          repository: source.name,
          service: fact,
          entity,
          partOf,
          ownership: resolveOwners(claims, directory, options.ownership),
          change: changeUnder(path => path.startsWith(`${fact.path}/`)),
        },
        options,
      ),
    ),
    ...groups.map(group =>
      pathToThing({
        repository: source.name,
        group,
        ownership: resolve(group.sample),
        change: changeUnder(path => isIn(group.path, path)),
      }),
    ),
  ]);
}

/** Files with the same key belong to one part. */
function ownersKey({ owners, unowned, contested }: Ownership): string {
  return JSON.stringify([
    owners.map(owner => owner.team).sort(),
    unowned,
    contested,
  ]);
}

function isIn(group: string, path: string): boolean {
  if (group === '') {
    return true;
  }
  return group.endsWith('/*') || group === '*'
    ? path.slice(0, path.lastIndexOf('/') + 1) === group.slice(0, -1)
    : path === group || path.startsWith(`${group}/`);
}
