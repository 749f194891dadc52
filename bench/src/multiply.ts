import { Knex } from 'knex';

/** What Components of the estate are called before their number. */
export const NAME = 'service-';

/** Copies what the catalog made of its first Components until there are `wanted`, each under a name and an id of its own. */
export async function multiply(
  client: Knex,
  made: number,
  wanted: number,
): Promise<void> {
  if (wanted <= made) {
    return;
  }
  // Numbers stand in the statement: SQLite would take them for ones with a fraction.
  const original = (text: string) => `'${text}' || (n.at % ${made})`;
  // In this order: rows refer to those of the table before.
  for (const table of ['refresh_state', 'final_entities', 'search']) {
    const columns = Object.keys((await client(table).first()) ?? {});
    const values = columns.map(column =>
      column === 'entity_id'
        ? `t.entity_id || '-' || n.at`
        : `CASE typeof(t.${column}) WHEN 'text' THEN replace(t.${column}, ${original(NAME)}, '${NAME}' || n.at) ELSE t.${column} END`,
    );
    await client.raw(
      `INSERT INTO ${table} (${columns.join(', ')})
        WITH RECURSIVE n(at) AS (SELECT ${made} UNION ALL SELECT at + 1 FROM n WHERE at + 1 < ${wanted})
        SELECT ${values.join(', ')} FROM n
          JOIN refresh_state r ON r.entity_ref = ${original(`component:default/${NAME}`)}
          JOIN ${table} t ON t.entity_id = r.entity_id`,
    );
  }
  await client.raw('ANALYZE');
}
