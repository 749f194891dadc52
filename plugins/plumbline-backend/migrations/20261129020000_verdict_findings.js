// @ts-check

/**
 * What people say of a wrong owner stands among the findings of the repository that would have to change: such a row belongs to
 * no read of the repository, but to the alerts of which people said it, and to the file as it was then.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('repository_facts', table => {
    table
      .text('said_of')
      .comment(
        'Said by a person: digest of the file that is to change, empty where there was none; null: read from the repository',
      );
  });
  await knex.schema.alterTable('repository_facts', table => {
    // Few among many.
    table.index(['source_id'], 'repository_facts_said_idx', {
      predicate: knex.whereNotNull('said_of'),
    });
  });
  await knex.schema.alterTable('alerts', table => {
    table
      .string('verdict_fact', 32)
      .index('alerts_verdict_fact_idx')
      .comment('The finding of a wrong owner: row_key among the facts');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex('repository_facts').whereNotNull('said_of').delete();
  await knex.schema.alterTable('alerts', table => {
    table.dropIndex(['verdict_fact'], 'alerts_verdict_fact_idx');
    table.dropColumn('verdict_fact');
  });
  await knex.schema.alterTable('repository_facts', table => {
    table.dropIndex(['source_id'], 'repository_facts_said_idx');
  });
  await knex.schema.alterTable('repository_facts', table => {
    table.dropColumn('said_of');
  });
};
