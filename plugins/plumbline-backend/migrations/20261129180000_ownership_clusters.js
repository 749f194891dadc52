// @ts-check

/**
 * The page of a cluster's Resource asks for what is in it.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('ownership_things', table => {
    table.index(['cluster', 'type'], 'ownership_things_cluster_idx');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('ownership_things', table => {
    table.dropIndex(['cluster', 'type'], 'ownership_things_cluster_idx');
  });
};
