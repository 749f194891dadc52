import {
  catalogSource,
  isOfCatalog,
  SourceInfo,
} from '@plumbline/gitops-lookup';
import { Evidence, FileLocation } from '@plumbline/gitops-reader';
import {
  ClaimView,
  linkToFile,
  OwnedThing,
  ThingsPage,
  ThingsQuery,
  ThingTroubles,
} from '@plumbline/plugin-plumbline-common';
import { Knex } from 'knex';
import { countOf, cutPage, decodeCursor } from '../../database/cursor';
import { DatabaseIndex } from '../../index/DatabaseIndex';
import { locationsIn } from '../../index/locations';
import { containing, storable } from '../../database/text';
import { NamespaceGroup, pageOfGroups } from './namespaceGroups';
import { placesOfThings } from './placesOfThings';
import { SameService, sameServices } from './sameServices';
import { TeamFilter, whereTeams } from '../teamFilter';
import { KnownThing, ThingFacts, thingRefOf } from '../derive/thingRows';
import { troublesOfThings, whereTroubled } from '../derive/troubleRows';
import { TROUBLES } from '../derive/troubles';

const DEFAULT_PAGE = 25;

/** A row, and the thing that it stands for. */
export interface FoundThing {
  row: KnownThing;
  thing: OwnedThing;
  /** The namespace that it stands for, with all in it. */
  group?: NamespaceGroup;
}

/** What of all unsettled things fits a query, and what there is without one. */
interface Unsettled {
  all(): Knex.QueryBuilder;
  filtered(): Knex.QueryBuilder;
}

/** What a team owns, production first. */
export async function pageOfOwned(
  reader: Knex,
  team: string,
  query: ThingsQuery,
  now: Date,
): Promise<Omit<ThingsPage, 'pending'>> {
  const limit = query.limit ?? DEFAULT_PAGE;
  const filtered = () => {
    const rows = reader('ownership_owners as o')
      .join('ownership_things as t', 't.id', 'o.thing_id')
      .where('o.team', storable(team));
    if (query.type !== undefined) {
      rows.where('o.type', query.type);
    }
    return restrict(rows, query);
  };
  const page = filtered()
    .orderBy(['o.type', 'o.risk', 'o.sort', 'o.thing_id'])
    .limit(limit + 1)
    .select<(KnownThing & { sort: string })[]>('t.*', 'o.sort');
  if (query.cursor) {
    const [type, risk, sort, id] = decodeCursor(query.cursor, [
      'string',
      'number',
      'string',
      'number',
    ]);
    page.whereRaw('(o.type, o.risk, o.sort, o.thing_id) > (?, ?, ?, ?)', [
      type,
      risk,
      sort,
      id,
    ]);
  }
  const { rows, next } = cutPage(await page, limit, row => [
    row.type,
    row.risk,
    row.sort,
    row.id,
  ]);
  return {
    items: (await toThings(reader, rows, now)).map(({ thing }) => thing),
    totalItems: await countOf(filtered()),
    ...next,
  };
}

/** What an entity stands for: services, then what is wrong before what is not, production first. */
export async function pageOfEntity(
  reader: Knex,
  things: () => Knex.QueryBuilder,
  query: ThingsQuery,
  now: Date,
): Promise<Omit<ThingsPage, 'pending'>> {
  const limit = query.limit ?? DEFAULT_PAGE;
  const filtered = () => {
    const rows = things();
    if (query.type !== undefined) {
      rows.where('t.type', query.type);
    }
    return restrict(rows, query);
  };
  const calm = `CASE WHEN EXISTS (
    SELECT 1 FROM ownership_troubles x WHERE x.thing_id = t.id AND x.counts
  ) THEN 0 ELSE 1 END`;
  const page = filtered()
    .orderByRaw(`t.type, ${calm}, t.risk, t.name, t.id`)
    .limit(limit + 1)
    .select<(KnownThing & { calm: number })[]>(
      't.*',
      reader.raw(`${calm} AS calm`),
    );
  if (query.cursor) {
    const [type, quiet, risk, name, id] = decodeCursor(query.cursor, [
      'string',
      'number',
      'number',
      'string',
      'number',
    ]);
    page.whereRaw(`(t.type, ${calm}, t.risk, t.name, t.id) > (?, ?, ?, ?, ?)`, [
      type,
      quiet,
      risk,
      name,
      id,
    ]);
  }
  const { rows, next } = cutPage(await page, limit, row => [
    row.type,
    row.calm,
    row.risk,
    row.name,
    row.id,
  ]);
  return {
    items: (await toThings(reader, rows, now)).map(({ thing }) => thing),
    totalItems: await countOf(filtered()),
    ...next,
  };
}

/** What nobody owns, or marks disagree about: production first, then what most hangs on. */
export async function pageOfUnsettled(
  reader: Knex,
  what: 'unowned' | 'contested',
  query: ThingsQuery,
  filter: TeamFilter | undefined,
  now: Date,
): Promise<{
  items: FoundThing[];
  totalItems: number;
  totalThings?: number;
  environments: string[];
  nextCursor?: string;
}> {
  const limit = query.limit ?? DEFAULT_PAGE;
  const { all, filtered } = unsettledThings(reader, what, query, filter);
  const environments = await placesOfThings(all(), 'environment');
  if (query.by === 'namespace') {
    const { groups, ...page } = await pageOfGroups(reader, filtered, {
      limit,
      cursor: query.cursor,
    });
    const rows: KnownThing[] = await reader('ownership_things as t')
      .whereIn('t.id', [...groups.keys()])
      .select('t.*');
    const found = new Map(
      (await toThings(reader, rows, now)).map(each => [each.row.id, each]),
    );
    return {
      items: [...groups].flatMap(([id, group]) => {
        const each = found.get(id);
        return each ? [{ ...each, group }] : [];
      }),
      ...page,
      environments,
    };
  }
  const page = filtered()
    .orderBy([
      { column: 't.risk', order: 'asc' },
      { column: 't.size', order: 'desc' },
      { column: 't.id', order: 'asc' },
    ])
    .limit(limit + 1)
    .select<KnownThing[]>('t.*');
  if (query.cursor) {
    const [risk, size, id] = decodeCursor(query.cursor, [
      'number',
      'number',
      'number',
    ]);
    page.whereRaw(
      '(t.risk > ? OR (t.risk = ? AND (t.size < ? OR (t.size = ? AND t.id > ?))))',
      [risk, risk, size, size, id],
    );
  }
  const { rows, next } = cutPage(await page, limit, row => [
    row.risk,
    row.size,
    row.id,
  ]);
  return {
    items: await toThings(reader, rows, now),
    totalItems: await countOf(filtered()),
    environments,
    ...next,
  };
}

function unsettledThings(
  reader: Knex,
  what: 'unowned' | 'contested',
  query: ThingsQuery,
  filter: TeamFilter | undefined,
): Unsettled {
  const all = () => {
    const rows = reader('ownership_things as t');
    if (what === 'unowned') {
      rows.where('t.state', 'unowned');
    } else {
      rows.where('t.contested', true);
      if (filter) {
        rows.whereIn(
          't.id',
          reader('ownership_owners')
            .where(builder => whereTeams(builder, filter, 'team'))
            .select('thing_id'),
        );
      }
    }
    return rows;
  };
  const filtered = () => {
    const rows = all();
    if (query.type !== undefined) {
      rows.where('t.type', query.type);
    }
    return restrict(rows, query);
  };
  return { all, filtered };
}

function restrict(
  rows: Knex.QueryBuilder,
  {
    cluster,
    environment,
    repository,
    namespace,
    text,
    contested,
    trouble,
  }: ThingsQuery,
): Knex.QueryBuilder {
  for (const [column, value] of Object.entries({
    cluster,
    environment,
    repository,
  })) {
    if (value !== undefined) {
      rows.where(`t.${column}`, storable(value));
    }
  }
  if (namespace !== undefined) {
    const name = storable(namespace);
    // With the namespace itself.
    rows.where(inside =>
      inside
        .where('t.namespace', name)
        .orWhere({ 't.type': 'namespace', 't.name': name }),
    );
  }
  if (contested) {
    rows.where('t.contested', true);
  }
  if (trouble !== undefined) {
    whereTroubled(rows, 't.id', trouble);
  }
  if (text) {
    rows.whereRaw(`t.search LIKE ? ESCAPE '\\'`, [containing(text)]);
  }
  return rows;
}

/** Rows with the commit of today in their locations, links, and the age of their source. */
async function toThings(
  reader: Knex,
  rows: KnownThing[],
  now: Date,
): Promise<FoundThing[]> {
  const facts = rows.map((row): ThingFacts => JSON.parse(row.facts));
  const ids = new Set([
    ...rows.map(row => row.source_id),
    ...rows.flatMap(({ repository }) =>
      repository === null ? [] : [`repository:${repository}`],
    ),
    ...locationsIn(facts).map(({ repository }) => `repository:${repository}`),
    ...(facts.some(({ claims }) => claims.some(isOfCatalog))
      ? [catalogSource]
      : []),
  ]);
  const sources = new Map(
    (await new DatabaseIndex(reader).sources([...ids])).map(source => [
      source.id,
      source,
    ]),
  );
  const same = await sameServices(
    reader,
    rows.filter(({ type }) => type === 'service'),
  );
  const troubles = await troublesOfThings(
    reader,
    rows.map(({ id }) => id),
    now,
  );
  return rows.map((row, at) => ({
    row,
    thing: {
      ...toThing(row, facts[at], sources),
      ...knownTroubles(row, troubles.get(row.id)),
      ...withoutId(same.get(row.row_key)),
    },
  }));
}

/** What differed while something told is no answer while nothing does. */
function knownTroubles(
  { sync_known }: KnownThing,
  { drift, ...others }: ThingTroubles = {},
): ThingTroubles {
  return { ...others, ...(sync_known && drift && { drift }) };
}

/** Why a service is one with others: which of them stands for all is of no concern here. */
function withoutId({ sameAs, ...same }: Partial<SameService> = {}): Omit<
  Partial<SameService>,
  'sameAs'
> {
  return same;
}

function toThing(
  row: KnownThing,
  facts: ThingFacts,
  sources: ReadonlyMap<string, SourceInfo>,
): OwnedThing {
  const source = sources.get(row.source_id);
  const at = (location: FileLocation): FileLocation => ({
    ...location,
    revision: sources.get(`repository:${location.repository}`)?.revision ?? '',
  });
  const link = (location: FileLocation) =>
    linkToFile(location, sources.get(`repository:${location.repository}`));
  const shown = (evidence: Evidence) => {
    if (evidence.type !== 'file') {
      return { evidence };
    }
    const location = at(evidence.location);
    return { evidence: { ...evidence, location }, url: link(location) };
  };
  const { owners, claims, location, change, ...rest } = facts;
  const place = location && at(location);
  const repository = row.repository ?? place?.repository;
  const unknown = TROUBLES.filter(
    type => !(type === 'drift' ? row.sync_known : row.secrets_known),
  );
  const catalog = sources.get(catalogSource);
  const told = (claim: ClaimView): ClaimView => ({
    ...claim,
    ...shown(claim.evidence),
    ...(isOfCatalog(claim) && {
      ...(catalog?.lastSuccess && { asOf: catalog.lastSuccess }),
      ...(catalog?.error && { stale: catalog.error }),
    }),
  });
  const said = claims.map(told);
  const old = source?.error ?? said.find(({ decisive }) => decisive)?.stale;
  return {
    ...thingRefOf(row),
    ...rest,
    size: row.size,
    state: row.state,
    contested: Boolean(row.contested),
    owners: owners.map(owner => ({ ...owner, ...shown(owner.evidence) })),
    claims: said,
    ...(place && { location: place, url: link(place) }),
    ...(change && {
      change: {
        ...change,
        ...(repository !== undefined && {
          url: link({
            repository,
            revision: change.revision,
            path: change.path,
          }),
        }),
      },
    }),
    firstSeen: row.first_seen,
    ownedSince: row.owned_since,
    ...(source?.lastSuccess && { asOf: source.lastSuccess }),
    ...(old && { stale: old }),
    ...(row.type === 'workload' && unknown.length > 0 && { unknown }),
  };
}
