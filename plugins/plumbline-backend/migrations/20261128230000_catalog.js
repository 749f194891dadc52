// @ts-check

/**
 * What the portal's catalog says: who owns what, and what has an entity already. It is read on schedule and kept, so that a
 * catalog that is down takes nothing away from an answer.
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

  await knex.schema.createTable('catalog_entities', table => {
    table.comment('Entities of the catalog that Plumbline did not make');
    text(table, 'ref').primary().notNullable().comment('component:default/x');
    table.string('digest', 32).notNullable().comment('Digest of the facts');
    table.string('kind', 64).notNullable().comment('Lower case');
    text(table, 'name').notNullable().comment('Lower case');
    text(table, 'type').comment('spec.type, lower case');
    text(table, 'repository').comment(
      'Last part of the name of the repository that its source is in, lower case',
    );
    text(table, 'directory').comment('Where in it');
    table.text('facts', 'longtext').notNullable().comment('JSON');
    table.index(['name', 'kind'], 'catalog_entities_name_idx');
    table.index(['repository', 'directory'], 'catalog_entities_repository_idx');
  });

  await knex.schema.createTable('catalog_labels', table => {
    table.comment('First label that the workloads of an entity carry');
    text(table, 'label').notNullable().comment('key=value');
    text(table, 'ref')
      .notNullable()
      .references('ref')
      .inTable('catalog_entities')
      .onDelete('CASCADE')
      .comment('The entity');
    table.primary(['label', 'ref']);
    table.index(['ref'], 'catalog_labels_ref_idx');
  });

  await knex.schema.alterTable('ownership_teams', table => {
    table
      .integer('alerts')
      .notNullable()
      .defaultTo(0)
      .comment('Alerts that fire');
    table
      .integer('promotions')
      .notNullable()
      .defaultTo(0)
      .comment('Services that are behind in some environment');
  });

  // What has entities is read from end to end, one type at a time.
  await knex.schema.alterTable('ownership_things', table =>
    table.index(['type', 'id'], 'ownership_things_type_idx'),
  );

  await knex.schema.createTable('catalog_state', table => {
    table.comment('How reading the catalog went');
    table.string('name', 32).primary().notNullable().comment('Of the value');
    table.text('value').notNullable().comment('Its value');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('ownership_teams', table => {
    table.dropColumn('alerts');
    table.dropColumn('promotions');
  });
  await knex.schema.alterTable('ownership_things', table =>
    table.dropIndex([], 'ownership_things_type_idx'),
  );
  for (const table of ['catalog_state', 'catalog_labels', 'catalog_entities']) {
    await knex.schema.dropTable(table);
  }
};
