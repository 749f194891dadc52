// @ts-check

/**
 * Where a repository is that is read in place: it is known by that while it cannot tell its own name.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('sources', table => {
    table
      .text('directory')
      .comment('Of a repository that is read where it is: its path');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw('ALTER TABLE sources DROP COLUMN directory');
};
