// @ts-check

/**
 * Who is on call, as directories said when they were asked last. Answers read it here: a directory that is down at night
 * changes nothing that is known, and delays nobody.
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

  await knex.schema.createTable('on_call_directories', table => {
    table.comment('Directories of who is on call, and how asking them went');
    text(table, 'directory').primary().notNullable().comment('Its id');
    table.string('last_success', 32).comment('RFC 3339, UTC');
    table.string('last_attempt', 32).notNullable().comment('RFC 3339, UTC');
    table.text('error').comment('Why the last attempt failed');
  });

  await knex.schema.createTable('on_call', table => {
    table.comment('Who is on call, in the order of their directory');
    text(table, 'directory')
      .notNullable()
      .references('directory')
      .inTable('on_call_directories')
      .onDelete('CASCADE')
      .comment('Which directory says so');
    table.integer('position').notNullable().comment('In its list');
    text(table, 'team_key')
      .notNullable()
      .comment('The team as the directory names it, folded by teamKey');
    table.text('person').comment('Name');
    table.text('contact').comment('How to reach them');
    table.string('until', 32).comment('When it ends. RFC 3339, UTC');
    table.text('escalation').comment('Who comes after them, JSON');
    table.text('url').comment('Its page at the directory');
    table.string('as_of', 32).notNullable().comment('RFC 3339, UTC');
    table.primary(['directory', 'position']);
    table.index(['team_key'], 'on_call_team_idx');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('on_call');
  await knex.schema.dropTable('on_call_directories');
};
