import { Knex } from 'knex';
import { endOfPrefix } from '../index/rows';
import { FoundThing } from './pageOfThings';
import { Neighbours } from './suggest';
import { parentOf } from './thingRows';

/** A place that says little: most of a repository, or of a cluster, has more. */
const MAX_AROUND = 500;

interface Around {
  where: string;
  type: Neighbours['type'];
  /** Things of the place. */
  things: (rows: Knex.QueryBuilder) => void;
}

/** What teams own around a thing: in its directory and the one above, in its namespace, and of what its author works on. */
export async function neighboursOf(
  reader: Knex,
  { row, group }: FoundThing,
): Promise<Neighbours[]> {
  const found: Neighbours[] = [];
  for (const { where, type, things } of placesAround(row, group)) {
    const owned: { team: string; things: number | string }[] = await reader
      .from(
        reader('ownership_things')
          .where(things)
          .whereNot('id', row.id)
          .where('state', 'owned')
          .limit(MAX_AROUND)
          .select('id')
          .as('t'),
      )
      .join('ownership_owners as o', 'o.thing_id', 't.id')
      .groupBy('o.team')
      .orderBy([{ column: 'things', order: 'desc' }, 'o.team'])
      .limit(3)
      .select('o.team as team', reader.raw('count(*) AS things'));
    const [{ total }]: { total: number | string }[] = await reader
      .count({ total: '*' })
      .from(
        reader('ownership_things')
          .where(things)
          .whereNot('id', row.id)
          .where('state', 'owned')
          .limit(MAX_AROUND)
          .select('id')
          .as('t'),
      );
    if (owned.length > 0) {
      found.push({
        where,
        type,
        total: Number(total),
        teams: owned.map(each => ({
          team: each.team,
          things: Number(each.things),
        })),
      });
    }
  }
  return found;
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
      things: rows =>
        rows
          .where({ repository })
          .where('directory', '>=', near)
          .where('directory', '<', endOfPrefix(`${near}/`)),
    });
  }
  if (namespace) {
    places.push({
      where: `in the namespace ${namespace}`,
      type: 'namespace',
      things: rows => {
        rows.where({ namespace });
        if (cluster !== null) {
          rows.where({ cluster });
        }
      },
    });
  }
  if (author !== null) {
    places.push({
      where: `that ${author} changed last`,
      type: 'author',
      things: rows => rows.where({ author }),
    });
  }
  return places;
}
