// @ts-check

/**
 * What is promoted: a row per service with the state of its places, made when facts change so that a page of the matrix
 * is read and not computed; and what each pinned line held before, as the history of Git tells.
 *
 * Everything here can be made again from the index and from Git.
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

  await knex.schema.createTable('promotion_services', table => {
    table.comment('Services over all repositories, one row each');
    table.string('id', 32).primary().notNullable().comment('Digest of which');
    table.string('digest', 32).notNullable().comment('Digest of the row');
    text(table, 'name').notNullable().comment('What it is called');
    text(table, 'sort').notNullable().comment('Order by name');
    text(table, 'search').notNullable().comment('Lower-case text to search');
    table.integer('rank').notNullable().comment('The most urgent first');
    table
      .string('waiting_since', 32)
      .notNullable()
      .comment('When the version came that waits longest, or 9 for none');
    table
      .string('changed_at', 32)
      .notNullable()
      .comment('Newest change of a version; empty where none is known');
    table.text('cells', 'longtext').notNullable().comment('Matrix row, JSON');
    table.text('facts', 'longtext').notNullable().comment('All of it, JSON');
    table.index(['name'], 'promotion_services_name_idx');
    table.index(['sort', 'id'], 'promotion_services_sort_idx');
    table.index(['rank', 'sort', 'id'], 'promotion_services_rank_idx');
    table.index(['waiting_since', 'id'], 'promotion_services_waiting_idx');
    table.index(['changed_at', 'id'], 'promotion_services_changed_idx');
  });

  await knex.schema.createTable('promotion_service_marks', table => {
    table.comment('What services can be filtered by');
    table
      .string('type', 16)
      .notNullable()
      .comment('team, environment, cluster, repository, verdict');
    text(table, 'value').notNullable().comment('Team key, or name');
    table
      .string('service_id', 32)
      .notNullable()
      .references('id')
      .inTable('promotion_services')
      .onDelete('CASCADE')
      .comment('The service');
    table.primary(['type', 'value', 'service_id']);
    table.index(['service_id'], 'promotion_service_marks_service_idx');
  });

  await knex.schema.createTable('promotion_sources', table => {
    table.comment('How far services and history follow each source');
    text(table, 'source_id')
      .primary()
      .notNullable()
      .references('id')
      .inTable('sources')
      .onDelete('CASCADE')
      .comment('The repository or cluster');
    table
      .text('seen')
      .comment('What the rows of services were made from: marks of the facts');
    table
      .text('pins')
      .comment('What the pinned lines were taken from: marks of the facts');
    table.string('head', 64).comment('Newest commit whose history is known');
    table.string('oldest', 64).comment('How far back the history was read');
    table
      .integer('newest_position')
      .notNullable()
      .defaultTo(0)
      .comment('Position of the newest change');
    table
      .integer('oldest_position')
      .notNullable()
      .defaultTo(0)
      .comment('Position of the oldest change');
    table.text('ends').comment('Why the history ends where it does');
    table.text('error').comment('Why the history could not be read');
    table.string('checked_at', 32).comment('Last attempt. RFC 3339, UTC');
    table
      .integer('version')
      .notNullable()
      .defaultTo(0)
      .comment('Grows with each change of the history');
    table.string('lease_owner', 64).comment('Who reads the history');
    table.string('lease_until', 32).comment('When the lease ends');
  });

  await knex.schema.createTable('promotion_pins', table => {
    table.comment('Lines that pin a version, and how they are found in a file');
    table.increments('id').comment('Row number');
    text(table, 'source_id')
      .notNullable()
      .references('id')
      .inTable('sources')
      .onDelete('CASCADE')
      .comment('The repository');
    table.string('pin_key', 32).notNullable().comment('Digest of which line');
    text(table, 'path').notNullable().comment('The file');
    table.text('locator').comment('Where in the file, JSON; null: not found');
    table.text('ends').comment('Why its history ends where it does');
    table
      .boolean('pending')
      .notNullable()
      .defaultTo(true)
      .comment('Its history is still to be read');
    text(table, 'walked').comment(
      'What the file was called where the history was read to, if not so',
    );
    table.unique(['source_id', 'pin_key'], {
      indexName: 'promotion_pins_key_uniq',
    });
    table.index(['source_id', 'path'], 'promotion_pins_path_idx');
  });

  await knex.schema.createTable('promotion_changes', table => {
    table.comment('Values that pinned lines held');
    table
      .integer('pin_id')
      .notNullable()
      .references('id')
      .inTable('promotion_pins')
      .onDelete('CASCADE')
      .comment('The line');
    table
      .integer('position')
      .notNullable()
      .comment('Order along the branch; grows towards its head');
    table.string('landed', 64).notNullable().comment('Commit of the branch');
    table.text('facts').notNullable().comment('JSON');
    table.primary(['pin_id', 'position']);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  for (const table of [
    'promotion_changes',
    'promotion_pins',
    'promotion_sources',
    'promotion_service_marks',
    'promotion_services',
  ]) {
    await knex.schema.dropTable(table);
  }
};
