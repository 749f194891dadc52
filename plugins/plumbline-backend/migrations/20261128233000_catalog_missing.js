// @ts-check

/**
 * Which entities the last read of the catalog had no more, so that only those go that a second read misses as well.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('catalog_entities', table => {
    table
      .string('missing_since', 32)
      .comment(
        'Which read had it no more, until another confirms it. RFC 3339',
      );
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw('ALTER TABLE catalog_entities DROP COLUMN missing_since');
};
