import { Knex } from 'knex';
import { endOfPrefix } from '../../database/text';
import { chunksOf } from '../../database/chunks';
import { selectRows } from '../../database/selectRows';
import { FoundThing } from '../pages/pageOfThings';
import { Neighbours } from './suggest';
import { parentOf } from '../derive/thingRows';

/** A place that says little: most of a repository, or of a cluster, has more. */
const MAX_AROUND = 500;
/** Teams that are named of one place. */
const MAX_TEAMS = 3;
/** Places of one statement: SQLite joins 500 parts, and each place has two. */
const PLACES = 200;

interface Around {
  where: string;
  type: Neighbours['type'];
  /** Which things are there. */
  sql: string;
  bindings: (string | number)[];
}

interface CountedRow {
  place: number;
  /** Empty for the number of all things that are owned there. */
  team: string;
  things: number | string;
}

/**
 * What teams own around each of these things: in its directory and the one above, in its namespace, and of what its author works on. Few
 * statements for all of them; a place that several have is counted once.
 */
export async function neighboursOf(
  reader: Knex,
  items: readonly FoundThing[],
): Promise<Neighbours[][]> {
  const places = new Map<string, { place: Around; of: Set<number> }>();
  items.forEach(({ row, group }, at) => {
    for (const place of placesAround(row, group)) {
      const key = JSON.stringify([place.sql, place.bindings]);
      const known = places.get(key) ?? { place, of: new Set<number>() };
      places.set(key, known);
      known.of.add(at);
    }
  });
  const found = items.map((): Neighbours[] => []);
  for (const chunk of chunksOf([...places.values()], PLACES)) {
    const rows = await selectRows<CountedRow>(
      reader,
      countsOf(chunk.map(({ place }) => place)),
      chunk.flatMap(({ place }) => place.bindings),
    );
    const byPlace = chunk.map((): CountedRow[] => []);
    rows.forEach(row => byPlace[Number(row.place)].push(row));
    chunk.forEach(({ place: { where, type }, of }, at) => {
      const total = byPlace[at].find(({ team }) => team === '');
      const teams = byPlace[at]
        .filter(({ team }) => team !== '')
        .map(({ team, things }) => ({ team, things: Number(things) }))
        .sort((a, b) => b.things - a.things || (a.team < b.team ? -1 : 1))
        .slice(0, MAX_TEAMS);
      if (total && teams.length > 0) {
        of.forEach(item =>
          found[item].push({ where, type, total: Number(total.things), teams }),
        );
      }
    });
  }
  return found;
}

/**
 * Owned things of each place, by team and in all. Both databases are to start at the place: most things are owned, so the index by state
 * leads nowhere, and SQLite would read all owners before it looks at few things.
 */
function countsOf(places: readonly Around[]): string {
  const things = places.map(
    ({ sql }, at) =>
      `t${at} AS (SELECT id FROM ownership_things WHERE ${sql} AND state NOT IN ('unowned', 'explicit') LIMIT ${MAX_AROUND})`,
  );
  const counts = places.map(
    (_, at) =>
      `SELECT ${at} AS place, '' AS team, count(*) AS things FROM t${at}
        UNION ALL SELECT ${at} AS place, o.team AS team, count(*) AS things
        FROM t${at} CROSS JOIN ownership_owners o WHERE o.thing_id = t${at}.id GROUP BY o.team`,
  );
  return `WITH ${things.join(', ')} ${counts.join(' UNION ALL ')}`;
}

function placesAround(
  row: FoundThing['row'],
  group: FoundThing['group'],
): Around[] {
  const { repository, directory, author } = row;
  // What lies in a namespace may tell whose the namespace is.
  const namespace = row.type === 'namespace' ? row.name : row.namespace;
  const cluster = group ? null : row.cluster;
  const places: Around[] = [];
  // The nearest directory above that is not the root: apps/cart/base lies in apps/cart, and that in apps.
  const above = directory ? parentOf(directory) : '';
  const near = above || directory;
  if (repository !== null && near) {
    places.push({
      where: `in ${near}/`,
      type: 'directory',
      sql: 'repository = ? AND directory >= ? AND directory < ?',
      bindings: [repository, near, endOfPrefix(`${near}/`)],
    });
  }
  if (namespace) {
    places.push({
      where: `in the namespace ${namespace}`,
      type: 'namespace',
      sql: cluster === null ? 'namespace = ?' : 'namespace = ? AND cluster = ?',
      bindings: cluster === null ? [namespace] : [namespace, cluster],
    });
  }
  if (author !== null) {
    places.push({
      where: `that ${author} changed last`,
      type: 'author',
      sql: 'author = ?',
      bindings: [author],
    });
  }
  // It says nothing about itself.
  return row.state === 'owned'
    ? places.map(place => ({
        ...place,
        sql: `${place.sql} AND id <> ?`,
        bindings: [...place.bindings, row.id],
      }))
    : places;
}
