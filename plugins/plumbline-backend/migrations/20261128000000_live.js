// @ts-check

/**
 * Clusters that are followed: which resources, where the watch of each stands, and which replica follows what.
 *
 * Objects of clusters are keyed by group, kind, namespace and name from now on, without the version of their API. The rows
 * with the old keys go: every cluster is read again as soon as a replica starts.
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

  await knex('objects').where({ origin: 'live' }).delete();
  await knex('sources')
    .where({ kind: 'cluster' })
    .update({ facts_version: null, last_success: null });

  await knex.schema.alterTable('sources', table => {
    table
      .boolean('followed')
      .notNullable()
      .defaultTo(false)
      .comment('A cluster that is followed, not read on schedule');
    table
      .text('troubles')
      .comment('Resources of a cluster that cannot be read, JSON');
  });

  await knex.schema.alterTable('objects', table => {
    table
      .text('api_group')
      .notNullable()
      .defaultTo('')
      .comment('Group of the apiVersion; empty for the core');
    // The objects of one resource in their order, and those that are gone, the oldest first. Repositories pay for neither.
    table.index(
      ['source_id', 'kind', 'api_group', 'id'],
      'objects_resource_idx',
      { predicate: knex.whereRaw("origin = 'live'") },
    );
    table.index(['source_id', 'gone_since'], 'objects_gone_idx', {
      predicate: knex.whereNotNull('gone_since'),
    });
  });

  await knex.schema.createTable('cluster_resources', table => {
    table.comment('What is read of a cluster, a row per kind of object');
    text(table, 'source_id')
      .notNullable()
      .references('id')
      .inTable('sources')
      .onDelete('CASCADE')
      .comment('The cluster');
    text(table, 'api_group').notNullable().comment('Empty for the core');
    text(table, 'kind').notNullable().comment('kind');
    table.text('version').notNullable().comment('Version that is read');
    table
      .string('state', 16)
      .notNullable()
      .comment('waiting, listing, current, forbidden or failed');
    table.text('error').comment('Why it cannot be read');
    table
      .text('resource_version')
      .comment('Where its watch stands; null: to be listed');
    table
      .integer('count')
      .notNullable()
      .defaultTo(0)
      .comment('Objects that are there');
    table
      .boolean('confirm_removal')
      .notNullable()
      .defaultTo(false)
      .comment('A list lacked most objects; the next one decides');
    table.string('listed_at', 32).comment('The last complete list. RFC 3339');
    table.string('last_heard', 32).comment('Current until then. RFC 3339');
    table.string('last_event_at', 32).comment('The last change. RFC 3339');
    table.primary(['source_id', 'api_group', 'kind']);
  });

  await knex.schema.createTable('replicas', table => {
    table.comment('Replicas that follow clusters, to share them fairly');
    table.string('id', 64).primary().notNullable().comment('Made at its start');
    table.string('alive_until', 32).notNullable().comment('RFC 3339, UTC');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('replicas');
  await knex.schema.dropTable('cluster_resources');
  await knex.schema.alterTable('objects', table => {
    table.dropIndex([], 'objects_gone_idx');
    table.dropIndex([], 'objects_resource_idx');
    table.dropColumn('api_group');
  });
  await knex.schema.alterTable('sources', table => {
    table.dropColumn('troubles');
    table.dropColumn('followed');
  });
};
