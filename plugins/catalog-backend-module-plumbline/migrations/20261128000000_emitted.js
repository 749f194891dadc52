// @ts-check

/**
 * What the catalog was given, so that a change of one thing changes one entity, also after a restart. The module shares the
 * catalog's database: its tables have a prefix of their own.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  const isPostgres = knex.client.config.client.includes('pg');

  /**
   * @param {import('knex').Knex.CreateTableBuilder} table
   * @param {string} name
   */
  const text = (table, name) =>
    table.specificType(name, isPostgres ? 'text COLLATE "C"' : 'text');

  await knex.schema.createTable('plumbline__entities', table => {
    table.comment('Entities that Plumbline gave the catalog');
    text(table, 'ref').primary().notNullable().comment('component:default/x');
    text(table, 'id').notNullable().comment('What it stands for');
    table.string('digest', 32).notNullable().comment('Digest of the entity');
    table
      .string('emitted_at', 32)
      .notNullable()
      .comment('When it was given. RFC 3339, UTC');
  });

  await knex.schema.createTable('plumbline__state', table => {
    table.comment('Where giving entities stands');
    table.string('name', 32).primary().notNullable().comment('Of the value');
    table.text('value').notNullable().comment('Its value');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('plumbline__state');
  await knex.schema.dropTable('plumbline__entities');
};
