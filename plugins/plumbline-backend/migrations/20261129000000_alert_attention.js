// @ts-check

/**
 * What decides who is told of alerts, and when: since when one fires again, whether its owner is more than a guess, and how often
 * it was answered while the index was still being read. And the way from an object to the alerts about it.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('alerts', table => {
    table
      .string('reopened_at', 32)
      .comment('When it last fired again after its end. RFC 3339, UTC');
  });
  await knex.schema.alterTable('alert_questions', table => {
    table
      .boolean('sure')
      .comment('Whether an owner is more than a guess; null: not told yet');
    table
      .integer('early')
      .notNullable()
      .defaultTo(0)
      .comment('Answers in a row while a source was not read yet');
    table
      .string('subject_key', 32)
      .comment('Digest of the object and its cluster');
    table.index(['subject_key'], 'alert_questions_subject_idx');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('alert_questions', table => {
    table.dropIndex(['subject_key'], 'alert_questions_subject_idx');
    table.dropColumn('subject_key');
    table.dropColumn('early');
    table.dropColumn('sure');
  });
  await knex.schema.alterTable('alerts', table => {
    table.dropColumn('reopened_at');
  });
};
