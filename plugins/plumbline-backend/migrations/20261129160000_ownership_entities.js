// @ts-check

/**
 * What a thing is in the catalog: pages of entities ask for the things of one, whoever owns them. The objects that deploy a
 * service lead from there to its workloads, in whichever clusters they run.
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

  /** @param {import('knex').Knex.CreateTableBuilder} table */
  const thing = table =>
    table
      .integer('thing_id')
      .notNullable()
      .references('id')
      .inTable('ownership_things')
      .onDelete('CASCADE')
      .comment('The thing');

  await knex.schema.createTable('ownership_entities', table => {
    table.comment('What stands for a thing in the catalog');
    text(table, 'entity')
      .notNullable()
      .comment('Ref of an entity, or the product that it is part of');
    thing(table);
    table.primary(['entity', 'thing_id']);
    table.index(['thing_id'], 'ownership_entities_thing_idx');
  });

  await knex.schema.createTable('ownership_objects', table => {
    table.comment('What deploys a service');
    thing(table);
    text(table, 'kind').notNullable().comment('kind of the object');
    text(table, 'namespace')
      .notNullable()
      .comment('Its namespace; empty where Git leaves it open');
    text(table, 'name').notNullable().comment('Its name');
    table.primary(['thing_id', 'kind', 'namespace', 'name']);
  });

  await knex.schema.alterTable('catalog_entities', table => {
    text(table, 'system').comment('Ref of the System that it is part of');
    table.index(['system'], 'catalog_entities_system_idx');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('catalog_entities', table =>
    table.dropIndex([], 'catalog_entities_system_idx'),
  );
  await knex.raw('ALTER TABLE catalog_entities DROP COLUMN system');
  for (const table of ['ownership_objects', 'ownership_entities']) {
    await knex.schema.dropTable(table);
  }
};
