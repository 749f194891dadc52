// @ts-check

/**
 * Every note takes a number, and there are many a second for years: more than 32 bits count. Numbers of SQLite have 64 already.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  if (knex.client.config.client.includes('pg')) {
    await knex.raw('ALTER TABLE ownership_changes ALTER COLUMN id TYPE bigint');
    await knex.raw('ALTER SEQUENCE ownership_changes_id_seq AS bigint');
  }
};

/**
 * Notes are numbered anew, in their order: their numbers may not fit any more.
 *
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  if (!knex.client.config.client.includes('pg')) {
    return;
  }
  const columns = 'type, kind, namespace, name, failures, retry_at';
  await knex.raw(
    `CREATE TEMPORARY TABLE ownership_notes ON COMMIT DROP AS SELECT id, ${columns} FROM ownership_changes`,
  );
  await knex.raw('DELETE FROM ownership_changes');
  await knex.raw('ALTER TABLE ownership_changes ALTER COLUMN id TYPE integer');
  await knex.raw(
    'ALTER SEQUENCE ownership_changes_id_seq AS integer RESTART WITH 1',
  );
  await knex.raw(
    `INSERT INTO ownership_changes (${columns}) SELECT ${columns} FROM ownership_notes ORDER BY id`,
  );
};
