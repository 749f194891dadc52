import {
  ArgoInstallation,
  newestOf,
  Ownership,
  OwnershipOptions,
  ownershipOfObjects,
  resolveOwners,
  TeamDirectory,
  wantedKeys,
} from '@plumbline/gitops-lookup';
import {
  Change,
  Claim,
  claimsForPath,
  EnvironmentRule,
} from '@plumbline/gitops-reader';
import { Knex } from 'knex';
import { DatabaseIndex } from '../../index/DatabaseIndex';
import { StoredFact } from '../../index/factRows';
import { withOrigin } from '../../index/locations';
import { storable } from '../../database/text';
import { inTurns, mapInTurns } from '../../database/turns';
import { describeServices, partsOf } from './describeServices';
import { groupPaths } from './pathGroups';
import {
  objectToThing,
  parentOf,
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
    wantedKeys([claim.raw]).forEach(key => marks.add(storable(key)));
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
  const newest = await newestChanges(changes, [
    ...described.map(({ fact }) => fact.path),
    ...groups.map(({ path }) => path),
  ]);
  return await inTurns(
    (function* things() {
      for (const { fact, claims, ...said } of described) {
        yield serviceToThing(
          {
            repository: source.name,
            service: fact,
            ...said,
            ownership: resolveOwners(claims, directory, options.ownership),
            change: newest.get(fact.path),
          },
          options,
        );
      }
      for (const group of groups) {
        yield pathToThing({
          repository: source.name,
          group,
          ownership: resolve(group.sample),
          change: newest.get(group.path),
        });
      }
    })(),
  );
}

/**
 * The newest change of each of these parts: a directory with all below it, `apps/*` for the files right in it, or a file; the empty
 * one is everything. Each change is carried up its directories once, however many parts there are.
 */
export async function newestChanges(
  changes: Change[],
  parts: string[],
): Promise<Map<string, Change>> {
  const wanted = new Set(parts);
  const deepest = parts.reduce(
    (most, part) => Math.max(most, part.split('/').length),
    0,
  );
  const newest = new Map<string, Change>();
  const carry = (part: string, change: Change) => {
    if (wanted.has(part)) {
      newest.set(part, newestOf([newest.get(part), change]) ?? change);
    }
  };
  await mapInTurns(changes, change => {
    const { path } = change;
    const directory = parentOf(path);
    carry(path, change);
    carry(directory === '' ? '*' : `${directory}/*`, change);
    carry('', change);
    let end = path.indexOf('/');
    for (let depth = 1; end >= 0 && depth <= deepest; depth += 1) {
      carry(path.slice(0, end), change);
      end = path.indexOf('/', end + 1);
    }
  });
  return newest;
}

/** Files with the same key belong to one part. */
function ownersKey({ owners, unowned, contested }: Ownership): string {
  return JSON.stringify([
    owners.map(owner => owner.team).sort(),
    unowned,
    contested,
  ]);
}
