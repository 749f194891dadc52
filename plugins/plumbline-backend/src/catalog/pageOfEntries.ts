import { InputError } from '@backstage/errors';
import {
  describing,
  Owner,
  resolveOwners,
  TeamDirectory,
  wantedKeys,
} from '@plumbline/gitops-lookup';
import { Claim, claimsForPath, TeamFact } from '@plumbline/gitops-reader';
import {
  CatalogEntriesPage,
  CatalogEntriesQuery,
  CatalogEntry,
  linkToFile,
} from '@plumbline/plugin-plumbline-common';
import { Knex } from 'knex';
import { decodeCursor, encodeCursor } from '../database/cursor';
import { DatabaseIndex } from '../index/DatabaseIndex';
import { chunksOf } from '../database/chunks';
import { SourceRow } from '../index/rows';
import { storable } from '../database/text';
import { mapInTurns } from '../database/turns';
import { FindOptions } from '../ownership/derive/findThings';
import { TeamCountsRow } from '../ownership/derive/countTeams';
import { sameServices } from '../ownership/pages/sameServices';
import { ThingFacts, ThingRow } from '../ownership/derive/thingRows';
import { catalogStatus } from './catalogState';
import { bySource } from './entityClaims';
import { entitiesByName, resourcesOfRepositories } from './entityRows';
import { sourcesOfTeams } from './sourcesOfTeams';

const DEFAULT_PAGE = 500;
const MAX_OWNERS = 20;
/** A new file at the root: whose it would be, all of the repository is. */
const ROOT = '_';
/** Rows are numbered up to here. */
const LAST_ROW = 2 ** 31 - 1;

/** An entry, and where it stands among those of its type. */
interface Placed {
  at: string;
  entry: CatalogEntry;
}

type List = (
  reader: Knex,
  after: string,
  limit: number,
  options: FindOptions,
) => Promise<Placed[]>;

/** What others refer to comes first. */
const LISTS: List[] = [clusters, repositories, teams, namespaces, services];

/** What the catalog can have entities of, in an order that stays. */
export async function pageOfEntries(
  reader: Knex,
  query: CatalogEntriesQuery,
  options: FindOptions,
): Promise<CatalogEntriesPage> {
  const limit = query.limit ?? DEFAULT_PAGE;
  let { list, after } = positionOf(query.cursor);
  const items: CatalogEntry[] = [];
  while (list < LISTS.length && items.length < limit) {
    const rest = limit - items.length;
    const placed = await LISTS[list](reader, after, rest, options);
    items.push(...placed.map(({ entry }) => entry));
    if (placed.length < rest) {
      list += 1;
      after = '';
    } else {
      after = placed.at(-1)?.at ?? '';
    }
  }
  const { lastSuccess, error, notes, pending } = await catalogStatus(reader);
  const { unlisted, neverListed } = await unlistedProviders(reader);
  return {
    items,
    ...(list < LISTS.length && { nextCursor: encodeCursor([list, after]) }),
    ...(lastSuccess && { catalogAsOf: lastSuccess }),
    ...(pending && { catalogPending: true }),
    ...(error && { catalogError: error }),
    ...(unlisted.length > 0 && { unlisted }),
    ...(neverListed && { neverListed }),
    notes,
  };
}

function positionOf(cursor: string | undefined): {
  list: number;
  after: string;
} {
  if (!cursor) {
    return { list: 0, after: '' };
  }
  const [list, after] = decodeCursor(cursor, ['number', 'string']);
  if (!Object.hasOwn(LISTS, list)) {
    throw new InputError('cursor: not one that an earlier page gave');
  }
  return { list, after };
}

/** Providers that could not tell all sources or teams, and whether one never did: what is not listed may be its own then. */
async function unlistedProviders(
  reader: Knex,
): Promise<{ unlisted: string[]; neverListed: boolean }> {
  const rows: { provider: string; last_success: string | null }[] =
    await reader('listings')
      .whereNull('last_success')
      .orWhereNotNull('error')
      .orderBy('provider')
      .select('provider', 'last_success');
  return {
    unlisted: [...new Set(rows.map(({ provider }) => `provider:${provider}`))],
    neverListed: rows.some(({ last_success }) => last_success === null),
  };
}

type SourceColumns = Pick<
  SourceRow,
  'id' | 'name' | 'environment' | 'web_url' | 'last_success'
>;

async function sourcesAfter(
  reader: Knex,
  kind: SourceRow['kind'],
  after: string,
  limit: number,
): Promise<SourceColumns[]> {
  return await reader('sources')
    .where({ kind, gone_since: null })
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .select('id', 'name', 'environment', 'web_url', 'last_success');
}

/** Sources of which nobody knows yet all that they have: never read, or read and not worked out. */
async function unreadOf(
  reader: Knex,
  rows: SourceColumns[],
): Promise<(row: SourceColumns) => { unread?: true }> {
  const noted = new Set<string>();
  for (const chunk of chunksOf(rows)) {
    const notes: { name: string }[] = await reader('ownership_changes')
      .whereIn('type', ['source', 'repository'])
      .whereIn(
        'name',
        chunk.map(({ id }) => id),
      )
      .distinct('name');
    notes.forEach(({ name }) => noted.add(name));
  }
  return ({ id, last_success }) =>
    last_success === null || noted.has(id) ? { unread: true } : {};
}

async function clusters(
  reader: Knex,
  after: string,
  limit: number,
): Promise<Placed[]> {
  const rows = await sourcesAfter(reader, 'cluster', after, limit);
  const entityOf = await resourcesCalled(
    reader,
    rows.map(({ name }) => name),
    /cluster/,
  );
  const unread = await unreadOf(reader, rows);
  const namespace: unknown = await reader('ownership_changes')
    .whereIn('type', ['object', 'thing'])
    .where({ kind: 'Namespace' })
    // One that cannot be worked out stays as it was known.
    .whereNull('retry_at')
    .first('id');
  return rows.map(row => ({
    at: row.id,
    entry: {
      id: row.id,
      type: 'cluster',
      name: row.name,
      owners: [],
      contested: false,
      ...(row.environment && { environment: row.environment }),
      ...(namespace === undefined ? unread(row) : { unread: true }),
      ...entityOf(row.name),
    },
  }));
}

async function repositories(
  reader: Knex,
  after: string,
  limit: number,
  { ownership }: FindOptions,
): Promise<Placed[]> {
  const rows = await sourcesAfter(reader, 'repository', after, limit);
  const index = new DatabaseIndex(reader);
  const claims = new Map<string, Claim[]>();
  for (const { id, name } of rows) {
    const known = await index.ownershipRules(name, [ROOT]);
    if (known) {
      claims.set(id, claimsForPath(known.rules, name, known.revision, ROOT));
    }
  }
  const directory = new TeamDirectory(
    await index.teams(
      wantedKeys([...claims.values()].flat().map(({ raw }) => raw)).map(
        storable,
      ),
    ),
  );
  const entities = bySource(
    (
      await resourcesOfRepositories(
        reader,
        rows.map(({ name }) => name),
      )
    ).filter(({ type = '' }) => /repo/i.test(type)),
  );
  const unread = await unreadOf(reader, rows);
  return rows.map(row => {
    const { id, name, web_url } = row;
    const owner = resolveOwners(claims.get(id) ?? [], directory, ownership);
    const [entity] = entities(name);
    return {
      at: id,
      entry: {
        id,
        type: 'repository',
        name,
        ...ownersOf({ owners: owner.owners.map(ofRepository) }),
        contested: owner.contested,
        ...(web_url && { url: web_url }),
        ...unread(row),
        ...(entity && { entity: entity.ref }),
      },
    };
  });
}

async function teams(
  reader: Knex,
  after: string,
  limit: number,
): Promise<Placed[]> {
  const rows: Pick<TeamCountsRow, 'ref' | 'key' | 'title'>[] = await reader(
    'ownership_teams',
  )
    .where('ref', '>', after)
    .orderBy('ref')
    .limit(limit)
    .select('ref', 'key', 'title');
  const described = new Map<string, TeamFact[]>();
  for (const team of await new DatabaseIndex(reader).teams(
    rows.map(({ key }) => key),
  )) {
    described.set(team.ref, [...(described.get(team.ref) ?? []), team]);
  }
  const known: { ref: string }[] = await reader('catalog_entities')
    .whereIn(
      'ref',
      rows.map(({ ref }) => ref),
    )
    .select('ref');
  const entities = new Set(known.map(({ ref }) => ref));
  const sourcesOf = await sourcesOfTeams(
    reader,
    rows.flatMap(({ ref }) => (entities.has(ref) ? [] : [ref])),
  );
  return rows.map(({ ref, title }) => {
    const sources = sourcesOf(ref);
    const contacts = describing(described.get(ref) ?? []).flatMap(
      team => team.contacts,
    );
    return {
      at: ref,
      entry: {
        id: ref,
        type: 'team',
        name: ref,
        ...(title && { title }),
        owners: [],
        contested: false,
        ...(contacts.length > 0 && {
          contacts: contacts.map(({ type, value, url }) => ({
            type,
            value,
            ...(url && { url }),
          })),
        }),
        ...(sources && { sources }),
        ...(entities.has(ref) && { entity: ref }),
      },
    };
  });
}

type ThingColumns = Pick<
  ThingRow,
  | 'row_key'
  | 'name'
  | 'cluster'
  | 'environment'
  | 'repository'
  | 'contested'
  | 'facts'
> & { id: number; web_url: string | null };

async function thingsAfter(
  reader: Knex,
  type: ThingRow['type'],
  after: string,
  limit: number,
): Promise<ThingColumns[]> {
  if (!/^\d*$/.test(after) || Number(after) > LAST_ROW) {
    throw new InputError('cursor: not one that an earlier page gave');
  }
  const rows = reader('ownership_things as t')
    .leftJoin('sources as s', 's.id', 't.source_id')
    .where('t.type', type)
    .where('t.id', '>', Number(after))
    .orderBy('t.id')
    .limit(limit);
  return await rows.select(
    't.id',
    't.row_key',
    't.name',
    't.cluster',
    't.environment',
    't.repository',
    't.contested',
    't.facts',
    's.web_url',
  );
}

function ownersOf({
  owners,
}: Pick<ThingFacts, 'owners'>): Pick<
  CatalogEntry,
  'owners' | 'ownerSource' | 'ownerConfidence'
> {
  const [first] = owners;
  return {
    owners: owners.slice(0, MAX_OWNERS).map(({ team }) => team),
    ...(first && {
      ownerSource: first.source,
      ownerConfidence: first.confidence,
    }),
  };
}

/** Of what is in a repository, its owner is a guess; of the repository, it is what somebody said. */
function ofRepository(owner: Owner): Owner {
  return owner.source === 'repository-default'
    ? { ...owner, confidence: 'likely' }
    : owner;
}

/** Namespaces, those without a cluster as Git declares them. */
async function namespaces(
  reader: Knex,
  after: string,
  limit: number,
): Promise<Placed[]> {
  const rows = await thingsAfter(reader, 'namespace', after, limit);
  const entityOf = await resourcesCalled(
    reader,
    rows.map(({ name }) => name),
    /namespace/,
  );
  return await mapInTurns(rows, row => ({
    at: String(row.id),
    entry: {
      id: row.row_key,
      type: 'namespace',
      name: row.name,
      ...ownersOf(JSON.parse(row.facts)),
      contested: Boolean(row.contested),
      ...(row.cluster && { cluster: row.cluster }),
      ...(row.environment && { environment: row.environment }),
      ...(row.repository && { repository: row.repository }),
      ...entityOf(row.name),
    },
  }));
}

async function services(
  reader: Knex,
  after: string,
  limit: number,
): Promise<Placed[]> {
  const rows = await mapInTurns(
    await thingsAfter(reader, 'service', after, limit),
    (row): ThingColumns & { parsed: ThingFacts } => ({
      ...row,
      parsed: JSON.parse(row.facts),
    }),
  );
  const same = await sameServices(reader, rows);
  const systems = await entitiesCalled(
    reader,
    'system',
    rows.flatMap(({ parsed }) => parsed.partOf ?? []),
  );
  return await mapInTurns(rows, row => {
    const facts = row.parsed;
    const { location, environments, entity, entities, partOf } = facts;
    const system = partOf && systems(partOf);
    const url =
      location &&
      linkToFile(
        { ...location, revision: 'HEAD' },
        { webUrl: row.web_url ?? undefined },
      );
    return {
      at: String(row.id),
      entry: {
        id: row.row_key,
        type: 'service',
        name: row.name,
        ...ownersOf(facts),
        contested: Boolean(row.contested),
        ...(row.repository && { repository: row.repository }),
        ...(location && { path: location.path }),
        ...(url && { url }),
        ...(environments && { environments }),
        ...(partOf && { partOf }),
        ...(system && { system }),
        ...(entity && { entity }),
        ...(entities && { entities }),
        ...same.get(row.row_key),
      },
    };
  });
}

/** Resources of a type that somebody else gave the catalog for things of these names. */
async function resourcesCalled(
  reader: Knex,
  names: string[],
  type: RegExp,
): Promise<(name: string) => { entity?: string }> {
  const find = await entitiesCalled(reader, 'resource', names, type);
  return name => {
    const entity = find(name);
    return entity ? { entity } : {};
  };
}

/** Refs of what somebody else gave the catalog for things of these names. */
async function entitiesCalled(
  reader: Knex,
  kind: string,
  names: string[],
  ofType = /^/,
): Promise<(name: string) => string | undefined> {
  const found = await entitiesByName(
    reader,
    kind,
    names.map(name => name.toLowerCase()),
  );
  const refs = new Map<string, string>();
  for (const { name, type = '', ref } of found) {
    const known = name.toLowerCase();
    if (ofType.test(type.toLowerCase()) && !refs.has(known)) {
      refs.set(known, ref);
    }
  }
  return name => refs.get(name.toLowerCase());
}
