// @ts-check

/**
 * All that an entity was made from: one that several sources have goes once each of them was read without it.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('plumbline__entities', table => {
    table
      .text('sources', 'longtext')
      .comment('Repositories and clusters that it comes from, JSON; null: any');
  });
  const isPostgres = knex.client.config.client.includes('pg');
  await knex.raw(
    `UPDATE plumbline__entities SET sources = ${isPostgres ? 'json_build_array(source)::text' : 'json_array(source)'} WHERE source IS NOT NULL`,
  );
  await knex.raw('ALTER TABLE plumbline__entities DROP COLUMN source');
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('plumbline__entities', table => {
    table
      .text('source')
      .comment('Repository or cluster that it comes from; null: from several');
  });
  const isPostgres = knex.client.config.client.includes('pg');
  await knex.raw(
    isPostgres
      ? `UPDATE plumbline__entities SET source = sources::json ->> 0 WHERE sources IS NOT NULL AND json_array_length(sources::json) = 1`
      : `UPDATE plumbline__entities SET source = json_extract(sources, '$[0]') WHERE json_array_length(sources) = 1`,
  );
  await knex.raw('ALTER TABLE plumbline__entities DROP COLUMN sources');
};
