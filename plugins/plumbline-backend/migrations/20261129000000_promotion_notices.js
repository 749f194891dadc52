// @ts-check

/**
 * A notice is taken before it is sent, and known as sent only afterwards: what nobody finished is sent later. A version that
 * has come to Git and does not run yet waits here until it does.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('promotion_notice_states', table => {
    table.comment('What teams were told, so that they are told once');
    table.string('id', 32).primary().notNullable().comment('Digest of what');
    table.string('claimed_at', 32).comment('Somebody is sending it since');
    table.string('sent_at', 32).comment('RFC 3339, UTC');
    table
      .string('waits_since', 32)
      .comment('When it came to Git, where it is told once it runs');
    table.string('seen_at', 32).notNullable().comment('When it last came up');
    table.index(['seen_at'], 'promotion_notice_states_seen_idx');
  });
  await knex('promotion_notice_states').insert(
    knex('promotion_notices').select('id', {
      claimed_at: 'sent_at',
      sent_at: 'sent_at',
      waits_since: knex.raw('NULL'),
      seen_at: 'sent_at',
    }),
  );
  await knex.schema.dropTable('promotion_notices');
  await knex.schema.renameTable('promotion_notice_states', 'promotion_notices');
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex('promotion_notices').whereNull('sent_at').delete();
  await knex.schema.alterTable('promotion_notices', table => {
    table.dropIndex(['seen_at'], 'promotion_notice_states_seen_idx');
  });
  await knex.schema.alterTable('promotion_notices', table => {
    table.dropColumns('claimed_at', 'waits_since', 'seen_at');
    table.dropNullable('sent_at');
    table.index(['sent_at'], 'promotion_notices_sent_idx');
  });
};
