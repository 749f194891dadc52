// @ts-check

/**
 * Where each entity comes from, so that it stays while that is not read yet; and since when it is missing, so that only what two reads
 * miss goes.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('plumbline__entities', table => {
    table
      .text('source')
      .comment('Repository or cluster that it comes from; null: from several');
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
  await knex.raw('ALTER TABLE plumbline__entities DROP COLUMN missing_since');
  await knex.raw('ALTER TABLE plumbline__entities DROP COLUMN source');
};
