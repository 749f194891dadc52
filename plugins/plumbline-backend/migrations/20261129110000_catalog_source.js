// @ts-check

/** Columns of sources, as they were called among the values of the catalog. */
const NAMES = ['last_success', 'error'];

/**
 * The catalog is a source among the others: how reading it went stands in its row.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  const rows = await knex('catalog_state').whereIn('name', NAMES).select();
  if (rows.length > 0) {
    await knex('sources').insert({
      id: 'catalog:backstage',
      kind: 'catalog',
      name: 'Backstage catalog',
      name_lower: 'backstage catalog',
      provider: 'catalog',
      ...Object.fromEntries(rows.map(({ name, value }) => [name, value])),
    });
  }
  await knex('catalog_state').whereIn('name', NAMES).delete();
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  const row = await knex('sources').where({ kind: 'catalog' }).first(NAMES);
  for (const name of NAMES) {
    if (row?.[name]) {
      await knex('catalog_state').insert({ name, value: row[name] });
    }
  }
  await knex('sources').where({ kind: 'catalog' }).delete();
};
