// @ts-check

/**
 * Of which alerts the owners were notified through Backstage.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('alerts', table => {
    table
      .string('notified_at', 32)
      .comment('When the owner was notified. RFC 3339, UTC');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('alerts', table => {
    table.dropColumn('notified_at');
  });
};
