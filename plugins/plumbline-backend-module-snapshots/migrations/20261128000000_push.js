// @ts-check

/**
 * Snapshots that clusters push. They live beside the index, in tables of their own: the index is made from them, on any
 * replica and as often as needed, so they have to be there after a restart. Nothing in here was stored as it came: objects
 * were cleaned before.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('snapshots__uploads', table => {
    table.comment('Snapshots that are on their way, or whole');
    table.string('id').primary().notNullable();
    table.string('cluster').notNullable().index();
    table.string('taken').notNullable().comment('When it was taken, UTC');
    table
      .string('state')
      .notNullable()
      .comment('open: parts may come; complete: it is what is read');
    table.string('opened_at').notNullable();
    table
      .string('active_at')
      .notNullable()
      .comment('When something of it came last');
  });
  await knex.schema.createTable('snapshots__parts', table => {
    table.comment('Objects of a snapshot, in the parts that they came in');
    table.string('upload_id').notNullable();
    table.integer('number').notNullable().comment('From 1');
    table.bigInteger('bytes').notNullable().comment('As it came, unpacked');
    table.integer('objects').notNullable();
    table.integer('secrets').notNullable().comment('Secrets that were dropped');
    table
      .text('skipped')
      .notNullable()
      .comment('JSON: what of it could not be read, and why');
    table
      .binary('content')
      .notNullable()
      .comment('Cleaned objects as JSON, one a line, gzip');
    table.primary(['upload_id', 'number']);
    table
      .foreign('upload_id')
      .references('id')
      .inTable('snapshots__uploads')
      .onDelete('CASCADE');
  });
  await knex.schema.createTable('snapshots__clusters', table => {
    table.comment('Where each cluster that pushes stands');
    table.string('cluster').primary().notNullable();
    table.string('upload_id').comment('The last complete snapshot');
    table.string('completed_at');
    table
      .text('refused')
      .comment('Why the push after it was refused; absent after a good one');
    table.string('refused_at');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('snapshots__clusters');
  await knex.schema.dropTable('snapshots__parts');
  await knex.schema.dropTable('snapshots__uploads');
};
