// @ts-check

/**
 * What objects of clusters declare links to, so that the other end is found by them: an engine lists an object, a pod
 * template carries a label or mounts a claim.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  const isPostgres = knex.client.config.client.includes('pg');
  await knex.schema.createTable('object_links', table => {
    table.comment('Links that objects of clusters declare');
    table
      .specificType('target', isPostgres ? 'text COLLATE "C"' : 'text')
      .notNullable()
      .comment('What the link leads to');
    table
      .integer('object_id')
      .notNullable()
      .references('id')
      .inTable('objects')
      .onDelete('CASCADE')
      .comment('The object that declares it');
    table.primary(['target', 'object_id']);
    table.index(['object_id'], 'object_links_object_idx');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('object_links');
};
