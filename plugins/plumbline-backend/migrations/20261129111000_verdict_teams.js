// @ts-check

/**
 * The way from what alerts are about to what people said of them: few alerts have that.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('alerts', table => {
    table.index(['question_key'], 'alerts_verdict_team_idx', {
      predicate: knex.whereNotNull('verdict_team'),
    });
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('alerts', table => {
    table.dropIndex(['question_key'], 'alerts_verdict_team_idx');
  });
};
