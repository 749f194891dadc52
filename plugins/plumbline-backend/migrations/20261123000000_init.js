// @ts-check

/**
 * The index: sources, and what the last successful read of each of them found.
 *
 * A row of facts belongs to one source and carries a digest of itself, so that a read writes only what
 * changed. Columns beside `facts` exist because some question selects by them; everything else stays in the
 * JSON, which is parsed for the rows of an answer alone. No table has a column for a credential or a secret value.
 *
 * Text that is compared or searched by prefix is ordered by its bytes (collation "C" on Postgres, the
 * default on SQLite), so that an index on it serves ranges and both databases sort alike.
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

  await knex.schema.createTable('sources', table => {
    table.comment('Repositories and clusters, one row each');
    text(table, 'id')
      .primary()
      .notNullable()
      .comment('repository:<name> or cluster:<name>');
    table.string('kind', 16).notNullable().comment('repository or cluster');
    text(table, 'name').notNullable().comment('Name, unique per kind');
    text(table, 'name_lower').notNullable().comment('Name for searching');
    table.text('provider').notNullable().comment('Provider that lists it');
    table.text('environment').comment('Environment of a cluster');
    table.text('aliases').comment('Other names of a cluster, JSON');
    table.text('web_url').comment('Pages of a repository on its host');
    table.text('revision').comment('Commit of the last successful read');
    table
      .string('facts_version', 32)
      .comment('Readers and options that made the facts; null: read again');
    table
      .string('last_success', 32)
      .comment('How old the facts are. RFC 3339, UTC');
    table.string('last_attempt', 32).comment('RFC 3339, UTC');
    table.text('error').comment('Why the last attempt failed');
    table
      .integer('failures')
      .notNullable()
      .defaultTo(0)
      .comment('Failed attempts since the last success');
    table
      .boolean('confirm_removal')
      .notNullable()
      .defaultTo(false)
      .comment('A read wanted to remove most rows; the next one decides');
    table.text('counts').comment('What the last successful read found, JSON');
    table.text('skipped').comment('First files that were skipped, JSON');
    table.integer('took_ms').comment('Duration of the last successful read');
    table
      .string('gone_since', 32)
      .comment('Set while no provider lists it. RFC 3339, UTC');
    table
      .string('due_at', 32)
      .index('sources_due_at_idx')
      .comment('When a worker should read it; null when nothing is due');
    table.string('lease_owner', 64).comment('Worker that is reading it');
    table
      .string('lease_until', 32)
      .comment('When the lease ends unless the worker renews it');
  });

  await knex.schema.createTable('listings', table => {
    table.comment('How the last listing of each provider went');
    table.text('provider').notNullable().comment('Id of the provider');
    table.string('kind', 16).notNullable().comment('repository or cluster');
    table.string('last_success', 32).comment('RFC 3339, UTC');
    table.string('last_attempt', 32).notNullable().comment('RFC 3339, UTC');
    table.text('error').comment('Why the last listing failed');
    table.primary(['provider', 'kind']);
  });

  await knex.schema.createTable('source_aliases', table => {
    table.comment('Other names of clusters, as alerts and engines write them');
    text(table, 'alias').notNullable().comment('The other name');
    text(table, 'source_id')
      .notNullable()
      .references('id')
      .inTable('sources')
      .onDelete('CASCADE')
      .comment('The cluster');
    table.primary(['alias', 'source_id']);
    table.index(['source_id'], 'source_aliases_source_idx');
  });

  await knex.schema.createTable('repository_ownership', table => {
    table.comment('How the owner of any path of a repository is found');
    text(table, 'source_id')
      .primary()
      .notNullable()
      .references('id')
      .inTable('sources')
      .onDelete('CASCADE')
      .comment('The repository');
    table.text('rules', 'longtext').notNullable().comment('JSON');
  });

  await knex.schema.createTable('objects', table => {
    table.comment('Objects that Git declares or a cluster reported');
    table.increments('id').comment('Row number');
    text(table, 'source_id')
      .notNullable()
      .references('id')
      .inTable('sources')
      .onDelete('CASCADE')
      .comment('Where it was found');
    table
      .string('row_key', 32)
      .notNullable()
      .comment('Which object of its source: digest of its identity');
    table.string('digest', 32).notNullable().comment('Digest of the row');
    table.string('origin', 8).notNullable().comment('declared or live');
    table.text('api_version').notNullable().comment('apiVersion');
    table.text('kind').notNullable().comment('kind');
    text(table, 'namespace')
      .notNullable()
      .comment('Empty for an object without namespace');
    text(table, 'name').notNullable().comment('metadata.name');
    text(table, 'name_lower').notNullable().comment('Name for searching');
    table.text('environment').comment('Environment that it is built for');
    table.text('cluster').comment('Cluster, where it is known');
    table.text('built_by').comment('Directory of kustomization or chart');
    table
      .integer('rank')
      .notNullable()
      .comment('Workloads first: order within a namespace');
    table
      .string('gone_since', 32)
      .comment('The read that no longer had it. RFC 3339, UTC');
    table.text('facts', 'longtext').notNullable().comment('JSON');
    text(table, 'release_namespace').comment(
      'Engine objects: the namespace that it deploys into',
    );
    text(table, 'release_name').comment(
      'Engine objects: the name of the release there',
    );
    table.unique(['source_id', 'row_key'], {
      indexName: 'objects_source_row_uniq',
    });
    table.index(['name', 'namespace'], 'objects_name_idx');
    table.index(['namespace', 'rank', 'kind', 'name'], 'objects_namespace_idx');
    table.index(['name_lower'], 'objects_name_lower_idx');
    // Few objects are engine objects; the others must not pay for them.
    table.index(['release_namespace', 'release_name'], 'objects_release_idx', {
      predicate: knex.whereNotNull('release_namespace'),
    });
  });

  await knex.schema.createTable('object_paths', table => {
    table.comment('Files that declare or configure an object');
    text(table, 'repository').notNullable().comment('Name of the repository');
    text(table, 'path').notNullable().comment('Path from its root');
    table
      .integer('object_id')
      .notNullable()
      .references('id')
      .inTable('objects')
      .onDelete('CASCADE')
      .comment('The object');
    table.primary(['repository', 'path', 'object_id']);
    table.index(['object_id'], 'object_paths_object_idx');
  });

  await knex.schema.createTable('repository_facts', table => {
    table.comment(
      'Services, findings, secrets, credentials, policies and guesses of repositories',
    );
    table.increments('id').comment('Row number');
    text(table, 'source_id')
      .notNullable()
      .references('id')
      .inTable('sources')
      .onDelete('CASCADE')
      .comment('The repository');
    table
      .string('row_key', 32)
      .notNullable()
      .comment('Which fact of its source: digest of its identity');
    table.string('digest', 32).notNullable().comment('Digest of the row');
    table.string('kind', 16).notNullable().comment('services, findings, …');
    text(table, 'name')
      .notNullable()
      .comment('Rule of a finding, otherwise the name');
    text(table, 'namespace').notNullable().comment('Empty where there is none');
    table.string('severity', 8).comment('Of a finding');
    table.integer('rank').notNullable().comment('The worst first');
    text(table, 'sort').notNullable().comment('Order within a rank');
    text(table, 'search').notNullable().comment('Lower-case text to search');
    table.text('facts', 'longtext').notNullable().comment('JSON');
    table.unique(['source_id', 'row_key'], {
      indexName: 'repository_facts_source_row_uniq',
    });
    table.index(
      ['source_id', 'kind', 'rank', 'sort', 'id'],
      'repository_facts_source_kind_idx',
    );
    table.index(['kind', 'rank', 'sort', 'id'], 'repository_facts_kind_idx');
    table.index(['kind', 'name', 'namespace'], 'repository_facts_name_idx');
  });

  await knex.schema.createTable('repository_fact_marks', table => {
    table.comment('Teams, environments and clusters that a fact belongs to');
    table
      .string('type', 16)
      .notNullable()
      .comment('team, environment, cluster');
    text(table, 'value').notNullable().comment('Team ref, or name');
    table
      .integer('fact_id')
      .notNullable()
      .references('id')
      .inTable('repository_facts')
      .onDelete('CASCADE')
      .comment('The fact');
    table.primary(['type', 'value', 'fact_id']);
    table.index(['fact_id'], 'repository_fact_marks_fact_idx');
  });

  await knex.schema.createTable('files', table => {
    table.comment('Files and directories of the last read commit');
    text(table, 'source_id')
      .notNullable()
      .references('id')
      .inTable('sources')
      .onDelete('CASCADE')
      .comment('The repository');
    text(table, 'path').notNullable().comment('Path from the root');
    text(table, 'path_reversed')
      .notNullable()
      .comment('Path with its characters in reverse, to find it by its end');
    table.boolean('directory').notNullable().comment('Whether it is one');
    table
      .text('digest')
      .notNullable()
      .comment('Identifies the content; empty for a directory');
    table.text('change').comment('Last commit that touched it, JSON');
    table.primary(['source_id', 'path']);
    table.index(['path'], 'files_path_idx');
    table.index(['path_reversed'], 'files_path_reversed_idx');
  });

  await knex.schema.createTable('teams', table => {
    table.comment('Teams, one row per place that describes them');
    table.increments('id').comment('Row number');
    text(table, 'origin')
      .notNullable()
      .comment('repository:<name>, provider:<id> or config');
    table
      .string('row_key', 32)
      .notNullable()
      .comment('Which team of its origin: digest of its identity');
    table.string('digest', 32).notNullable().comment('Digest of the row');
    table.text('ref').notNullable().comment('group:default/payments');
    text(table, 'name_lower').notNullable().comment('Name for searching');
    text(table, 'title_lower').notNullable().comment('Title for searching');
    table.text('facts', 'longtext').notNullable().comment('JSON');
    table.unique(['origin', 'row_key'], { indexName: 'teams_origin_row_uniq' });
  });

  await knex.schema.createTable('team_aliases', table => {
    table.comment('Marks that mean a team');
    text(table, 'key').notNullable().comment('The mark, folded by teamKey');
    table
      .integer('team_id')
      .notNullable()
      .references('id')
      .inTable('teams')
      .onDelete('CASCADE')
      .comment('The team');
    table.primary(['key', 'team_id']);
    table.index(['team_id'], 'team_aliases_team_idx');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  for (const table of [
    'team_aliases',
    'teams',
    'files',
    'repository_fact_marks',
    'repository_facts',
    'object_paths',
    'objects',
    'repository_ownership',
    'source_aliases',
    'listings',
    'sources',
  ]) {
    await knex.schema.dropTable(table);
  }
};
