// @ts-check

const COUNTS = ['alerts', 'drift', 'secrets', 'promotions', 'findings'];

/**
 * How teams stood, day by day: what they had to look at when it was counted last on a day.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  const isPostgres = knex.client.config.client.includes('pg');
  await knex.schema.createTable('ownership_team_days', table => {
    table.comment('What teams had to look at, one row per team and day');
    table
      .specificType('team', isPostgres ? 'text COLLATE "C"' : 'text')
      .notNullable()
      .comment('Backstage ref');
    table.string('day', 10).notNullable().comment('2026-11-28, UTC');
    for (const name of COUNTS) {
      table.integer(name).comment('As of its team; null where it is not known');
    }
    table.primary(['team', 'day']);
    table.index(['day'], 'ownership_team_days_day_idx');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('ownership_team_days');
};
