// @ts-check

/**
 * Who was named as owner when, as the history of Git tells: the commits that changed rules of CODEOWNERS and the like. All of it
 * can be read again from Git.
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

  await knex.schema.createTable('ownership_git', table => {
    table.comment('How far the history of rules is read');
    text(table, 'source_id')
      .primary()
      .notNullable()
      .references('id')
      .inTable('sources')
      .onDelete('CASCADE')
      .comment('The repository');
    table.string('head', 64).comment('Newest commit whose history is known');
    table.text('ends').comment('Why the history ends where it does');
    table.text('error').comment('Why the history could not be read');
    table.string('checked_at', 32).comment('Last attempt. RFC 3339, UTC');
    table.string('lease_owner', 64).comment('Who reads the history');
    table.string('lease_until', 32).comment('When the lease ends');
  });

  await knex.schema.createTable('ownership_commits', table => {
    table.comment('Commits that changed who is named as owner');
    table.increments('id').comment('In the order of the branch');
    text(table, 'source_id')
      .notNullable()
      .references('id')
      .inTable('sources')
      .onDelete('CASCADE')
      .comment('The repository');
    table.string('landed', 64).notNullable().comment('Commit of the branch');
    table.string('at', 32).notNullable().comment('When it landed. RFC 3339');
    table.text('facts', 'longtext').notNullable().comment('JSON');
    table.unique(['source_id', 'landed'], {
      indexName: 'ownership_commits_landed_uniq',
    });
  });

  await knex.schema.createTable('ownership_commit_marks', table => {
    table.comment('What commits are found by');
    table.string('type', 8).notNullable().comment('team or rule');
    text(table, 'value').notNullable().comment('Key of a team; a rule');
    table
      .integer('commit_id')
      .notNullable()
      .references('id')
      .inTable('ownership_commits')
      .onDelete('CASCADE')
      .comment('The commit');
    table.primary(['type', 'value', 'commit_id']);
    table.index(['commit_id'], 'ownership_commit_marks_commit_idx');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  for (const table of [
    'ownership_commit_marks',
    'ownership_commits',
    'ownership_git',
  ]) {
    await knex.schema.dropTable(table);
  }
};
