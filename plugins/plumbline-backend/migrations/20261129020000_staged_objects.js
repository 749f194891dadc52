// @ts-check

/**
 * What was read of a picture of a cluster until now. Nothing of it shows before the picture is complete.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  const isPostgres = knex.client.config.client.includes('pg');

  await knex.schema.createTable('staged_objects', table => {
    table.comment('Objects of a picture of a cluster that is being read');
    table
      .specificType('source_id', isPostgres ? 'text COLLATE "C"' : 'text')
      .notNullable()
      .references('id')
      .inTable('sources')
      .onDelete('CASCADE')
      .comment('The cluster');
    table.string('row_key', 32).notNullable().comment('As in objects');
    table.integer('object_id').comment('Its row in objects, where it has one');
    table
      .text('payload', 'longtext')
      .comment('What is to be written, JSON; null where nothing changed');
    table.primary(['source_id', 'row_key']);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('staged_objects');
};
