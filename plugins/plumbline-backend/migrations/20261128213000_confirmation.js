// @ts-check

/**
 * Which picture of a cluster lacked most objects, so that only a later one confirms it.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('sources', table => {
    table
      .string('unconfirmed_taken', 32)
      .comment('When the picture was taken that waits for another. RFC 3339');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  // Written out: Knex makes a new table on SQLite, which loses the triggers of the old one.
  await knex.raw('ALTER TABLE sources DROP COLUMN unconfirmed_taken');
};
