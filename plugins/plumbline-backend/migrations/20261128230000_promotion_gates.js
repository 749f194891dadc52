// @ts-check

/**
 * What hosts said when they were asked last of changes and deployments that are on their way. Pages read it here: a host
 * that is down changes nothing that is known. And what teams were told.
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

  await knex.schema.createTable('promotion_gates', table => {
    table.comment('Open changes and deployments of a repository');
    text(table, 'provider').notNullable().comment('Who says so');
    text(table, 'source_id')
      .notNullable()
      .references('id')
      .inTable('sources')
      .onDelete('CASCADE')
      .comment('The repository');
    table.text('facts', 'longtext').comment('JSON; null: never read');
    table
      .text('memory', 'longtext')
      .comment('What the provider wants to have next time');
    table.string('as_of', 32).comment('Last success. RFC 3339, UTC');
    table
      .string('attempted_at', 32)
      .notNullable()
      .comment('Last attempt. RFC 3339, UTC');
    table.text('error').comment('Why the last attempt failed');
    table.primary(['provider', 'source_id']);
    table.index(['source_id'], 'promotion_gates_source_idx');
  });

  await knex.schema.createTable('promotion_notices', table => {
    table.comment('What teams were told, so that they are told once');
    table.string('id', 32).primary().notNullable().comment('Digest of what');
    table.string('sent_at', 32).notNullable().comment('RFC 3339, UTC');
    table.index(['sent_at'], 'promotion_notices_sent_idx');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('promotion_notices');
  await knex.schema.dropTable('promotion_gates');
};
