// @ts-check

/**
 * Where alerts come from, so that a complete list of what fires there ends the rest; and the ways to find alerts by what
 * their sender calls them, and answers by their age.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  const isPostgres = knex.client.config.client.includes('pg');
  await knex.schema.alterTable('alerts', table => {
    table
      .specificType('origin', isPostgres ? 'text COLLATE "C"' : 'text')
      .comment('Cluster, or what lists it');
    table.index(['receiver', 'status', 'origin'], 'alerts_origin_idx');
    table.index(['receiver', 'external_id'], 'alerts_external_idx');
  });
  await knex.schema.alterTable('alert_questions', table => {
    table.index(['resolved_at'], 'alert_questions_resolved_idx');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('alert_questions', table => {
    table.dropIndex(['resolved_at'], 'alert_questions_resolved_idx');
  });
  await knex.schema.alterTable('alerts', table => {
    table.dropIndex(['receiver', 'external_id'], 'alerts_external_idx');
    table.dropIndex(['receiver', 'status', 'origin'], 'alerts_origin_idx');
    table.dropColumn('origin');
  });
};
