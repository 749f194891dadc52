// @ts-check

/**
 * When what could not be worked out is tried again. Only the worker, of which there is one, changes a note: what is written by
 * reads is still only ever added.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('ownership_changes', table => {
    table
      .integer('failures')
      .notNullable()
      .defaultTo(0)
      .comment('How often working it out failed');
    table
      .string('retry_at', 32)
      .comment('Not before this. RFC 3339, UTC; absent: at once');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  for (const column of ['failures', 'retry_at']) {
    await knex.raw(`ALTER TABLE ownership_changes DROP COLUMN ${column}`);
  }
};
