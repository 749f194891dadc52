// @ts-check

/**
 * Alerts that were received. What an alert asks (its question) has a row of its own: a thousand alerts about one workload are
 * one question, are answered once, and change their order in the list together. The question rows are also the queue:
 * `due_at` says when a replica should answer, a claim says which one does.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  const isPostgres = knex.client.config.client.includes('pg');

  /**
   * @param {import('knex').Knex.CreateTableBuilder} table
   * @param {string} name
   */
  const text = (table, name) =>
    table.specificType(name, isPostgres ? 'text COLLATE "C"' : 'text');

  await knex.schema.createTable('alert_questions', table => {
    table.comment('What alerts are about, and the answer in short');
    table
      .string('key', 32)
      .primary()
      .notNullable()
      .comment('Digest of the coordinates that the lookup reads from an alert');
    table
      .text('question', 'longtext')
      .notNullable()
      .comment('What the lookup is asked');
    table
      .string('ownership', 16)
      .notNullable()
      .comment('owned, nobody, explicit, unknown or resolving');
    table.text('resolution', 'longtext').comment('The answer in short, JSON');
    text(table, 'environment').comment('Of the subject');
    text(table, 'cluster').comment('Of the subject');
    text(table, 'search').notNullable().comment('The subject, in lower case');
    table.string('resolved_at', 32).comment('RFC 3339, UTC');
    table
      .string('last_seen', 32)
      .notNullable()
      .comment('When an alert last asked it. RFC 3339, UTC');
    table
      .string('due_at', 32)
      .index('alert_questions_due_idx')
      .comment('When to answer; null when nothing is due');
    table
      .integer('failures')
      .notNullable()
      .defaultTo(0)
      .comment('Failed attempts since the last answer');
    table.string('claim_owner', 64).comment('Replica that answers it');
    table.string('claim_until', 32).comment('When that claim ends');
  });

  await knex.schema.createTable('alert_question_teams', table => {
    table.comment('Owners of what alerts are about');
    text(table, 'team').notNullable().comment('Ref of the team');
    table
      .string('question_key', 32)
      .notNullable()
      .references('key')
      .inTable('alert_questions')
      .onDelete('CASCADE')
      .comment('The question');
    table.primary(['team', 'question_key']);
    table.index(['question_key'], 'alert_question_teams_question_idx');
  });

  await knex.schema.createTable('alerts', table => {
    table.comment('Alerts, one row per time that one fired');
    table
      .string('id', 32)
      .primary()
      .notNullable()
      .comment('Digest of receiver, cluster, fingerprint and start');
    text(table, 'receiver').notNullable().comment('Id of the receiver');
    table
      .string('fingerprint_key', 32)
      .notNullable()
      .comment('Digest of receiver, cluster and fingerprint');
    table
      .string('question_key', 32)
      .notNullable()
      .references('key')
      .inTable('alert_questions')
      .comment('What it is about');
    table.string('status', 16).notNullable().comment('firing or resolved');
    table
      .integer('rank')
      .notNullable()
      .comment('0 firing without owner, 1 firing, 2 resolved');
    table
      .string('starts_at', 32)
      .notNullable()
      .comment('Start, never later than it was received. RFC 3339, UTC');
    table
      .string('starts_at_said', 32)
      .comment('What the sender said, where that lay in the future');
    table.string('ends_at', 32).comment('RFC 3339, UTC');
    table.text('name').notNullable().comment('Name of the rule');
    table.text('severity').comment('As the sender calls it');
    table.text('labels', 'longtext').notNullable().comment('JSON, bounded');
    table
      .text('annotations', 'longtext')
      .notNullable()
      .comment('JSON, bounded, credentials masked');
    table.text('links').notNullable().comment('JSON');
    table.text('generator_url').comment('Where the rule is shown');
    table.text('external_id').comment('What the sender calls it');
    table.text('external_url').comment('Its page at the sender');
    text(table, 'search').notNullable().comment('Lower-case text to search');
    table.string('first_received', 32).notNullable().comment('RFC 3339, UTC');
    table.string('last_received', 32).notNullable().comment('RFC 3339, UTC');
    table.integer('deliveries').notNullable().comment('How often it came');
    table.string('first_look_at', 32).comment('RFC 3339, UTC');
    table.text('first_look_by').comment('Ref of a user');
    table.string('verdict', 8).comment('right or wrong');
    table.text('verdict_team').comment('The team that it should have been');
    table.text('verdict_by').comment('Ref of a user');
    table.string('verdict_at', 32).comment('RFC 3339, UTC');
    table.text('verdict_finding').comment('Of a wrong owner, JSON');
    table
      .string('announced_at', 32)
      .comment('When its owner was told. RFC 3339, UTC');
    table.index(['rank', 'starts_at', 'id'], 'alerts_order_idx');
    table.index(['question_key'], 'alerts_question_idx');
    table.index(['fingerprint_key', 'status'], 'alerts_fingerprint_idx');
    table.index(['last_received'], 'alerts_last_received_idx');
    table.index(['first_received'], 'alerts_first_received_idx');
  });

  await knex.schema.createTable('alert_deliveries', table => {
    table.comment('Deliveries that carry an id, to tell repeated ones');
    text(table, 'receiver').notNullable().comment('Id of the receiver');
    table
      .string('delivery', 32)
      .notNullable()
      .comment('Digest of the id that the sender gave it');
    table.string('received_at', 32).notNullable().comment('RFC 3339, UTC');
    table.primary(['receiver', 'delivery']);
    table.index(['received_at'], 'alert_deliveries_received_idx');
  });

  await knex.schema.createTable('alert_fetches', table => {
    table.comment('What is still to be fetched from senders');
    table
      .string('id', 32)
      .primary()
      .notNullable()
      .comment('Digest of receiver and task');
    text(table, 'receiver').notNullable().comment('Id of the receiver');
    table.text('task').notNullable().comment('JSON of the receiver');
    table.string('created_at', 32).notNullable().comment('RFC 3339, UTC');
    table
      .string('due_at', 32)
      .notNullable()
      .index('alert_fetches_due_idx')
      .comment('When to try. RFC 3339, UTC');
    table.integer('failures').notNullable().defaultTo(0).comment('So far');
    table.string('claim_owner', 64).comment('Replica that fetches it');
    table.string('claim_until', 32).comment('When that claim ends');
  });

  await knex.schema.createTable('alert_receivers', table => {
    table.comment('What receivers took');
    text(table, 'receiver').primary().notNullable().comment('Its id');
    table.bigInteger('deliveries').notNullable().comment('Accepted');
    table.bigInteger('alerts').notNullable().comment('In them');
    table
      .bigInteger('plumbing')
      .notNullable()
      .comment('Of those, about the alerting itself: not stored');
    table.string('last_delivery', 32).comment('RFC 3339, UTC');
    table.string('poll_success', 32).comment('RFC 3339, UTC');
    table.string('poll_attempt', 32).comment('RFC 3339, UTC');
    table.text('poll_error').comment('Why the last poll failed');
  });

  await knex.schema.createTable('alert_rejections', table => {
    table.comment('Deliveries that were refused, counted by reason');
    text(table, 'receiver').notNullable().comment('Id of the receiver');
    table.string('reason', 32).notNullable().comment('One word');
    table.text('message').notNullable().comment('The last one, in words');
    table.bigInteger('total').notNullable().comment('How many');
    table.string('last', 32).notNullable().comment('RFC 3339, UTC');
    table.primary(['receiver', 'reason']);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  for (const table of [
    'alert_rejections',
    'alert_receivers',
    'alert_fetches',
    'alert_deliveries',
    'alerts',
    'alert_question_teams',
    'alert_questions',
  ]) {
    await knex.schema.dropTable(table);
  }
};
