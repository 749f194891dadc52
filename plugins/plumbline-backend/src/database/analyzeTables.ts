import { Knex } from 'knex';

/** Rows of an index that are looked at: tens of milliseconds for the largest. */
const LOOKED_AT = 200;
/** As `PRAGMA optimize` takes it: tell, and do not do; of all tables; what is to be counted. */
const TELL_WHAT_TO_COUNT = 0x10003;

/**
 * Counts what SQLite plans its statements by, in tables that have grown or shrunk tenfold since. Without that it takes the index of a
 * column with three values for as good as that of a name, and a statement goes through all of a table. Postgres does it by itself.
 */
export async function analyzeTables(client: Knex): Promise<void> {
  await client.raw(`PRAGMA analysis_limit = ${LOOKED_AT}`);
  const due: { optimize: string }[] = await client.raw(
    `PRAGMA optimize(${TELL_WHAT_TO_COUNT})`,
  );
  const tables = due.flatMap(
    ({ optimize }) => /^ANALYZE "main"\."(\w+)"$/.exec(optimize)?.[1] ?? [],
  );
  for (const table of tables) {
    const indexes: { name: string }[] = await client.raw(
      'SELECT name FROM pragma_index_list(?)',
      [table],
    );
    // One after the other, so that whoever waits to be answered does not wait for all of them.
    for (const { name } of indexes.length > 0 ? indexes : [{ name: table }]) {
      await client.raw('ANALYZE main.??', [name]);
      await new Promise(resolve => setImmediate(resolve));
    }
  }
  if (tables.length > 0) {
    // Other connections look at the numbers again when tables change, and not before.
    await client.transaction(async tx => {
      await tx.schema.createTable('plumbline_analyzed', table =>
        table.integer('id'),
      );
      await tx.schema.dropTable('plumbline_analyzed');
    });
  }
}
