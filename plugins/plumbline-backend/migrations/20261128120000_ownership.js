// @ts-check

/**
 * Who owns what, as rows that can be counted and sorted.
 *
 * A thing is a workload, a namespace, a service or a part of a repository. Its owner follows from facts of several
 * sources, so it is worked out after they were written: triggers note what changed in `ownership_changes`, within the
 * transaction that changes it and whoever writes it, and a worker takes the notes off. They are only ever added and
 * deleted, never updated: two reads that are written at the same time do not wait for each other.
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

  await knex.schema.createTable('ownership_changes', table => {
    table.comment('What changed since owners were worked out');
    table.increments('id').comment('Order of the notes');
    table
      .string('type', 16)
      .notNullable()
      .comment('object, thing, repository, source, team or count');
    text(table, 'kind').notNullable().comment('Of an object');
    text(table, 'namespace').notNullable().comment('Of an object');
    text(table, 'name')
      .notNullable()
      .comment('Of an object; source id; key or ref of a team');
    table.index(['type', 'id'], 'ownership_changes_type_idx');
  });

  await knex.schema.createTable('ownership_things', table => {
    table.comment('Things that can have an owner');
    table.increments('id').comment('Row number');
    table
      .string('row_key', 32)
      .notNullable()
      .comment('Which thing: digest of its identity');
    table.string('digest', 32).notNullable().comment('Digest of the row');
    text(table, 'source_id').notNullable().comment('Source that has it');
    table
      .string('type', 16)
      .notNullable()
      .comment('workload, namespace, service or path');
    text(table, 'kind').notNullable().comment('kind of an object');
    text(table, 'namespace').notNullable().comment('Empty where there is none');
    text(table, 'name').notNullable().comment('Name, or path of a part');
    text(table, 'search').notNullable().comment('Lower-case text to search');
    text(table, 'cluster').comment('Cluster that reports it');
    text(table, 'environment').comment('Environment, where it is known');
    text(table, 'repository').comment('Repository that declares it');
    text(table, 'directory').comment('Directory of the file that declares it');
    text(table, 'author').comment('Who changed that file last');
    table.string('changed_at', 32).comment('When that was. RFC 3339');
    table.integer('risk').notNullable().comment('Production first');
    table.integer('size').notNullable().comment('How much hangs on it');
    table
      .string('state', 16)
      .notNullable()
      .comment('owned, unowned, or explicit: marked as nobody’s');
    table.boolean('contested').notNullable().comment('Marks disagree');
    table.string('first_seen', 32).notNullable().comment('RFC 3339, UTC');
    table
      .string('owned_since', 32)
      .notNullable()
      .comment('When its owners were last seen to change. RFC 3339, UTC');
    table.text('facts', 'longtext').notNullable().comment('JSON');
    table.unique(['row_key'], { indexName: 'ownership_things_row_uniq' });
    table.index(['name', 'namespace', 'kind'], 'ownership_things_name_idx');
    table.index(['source_id', 'type'], 'ownership_things_source_idx');
    table.index(['namespace', 'cluster'], 'ownership_things_namespace_idx');
    table.index(['repository', 'directory'], 'ownership_things_directory_idx');
    table.index(['author'], 'ownership_things_author_idx');
  });

  await knex.schema.createTable('ownership_owners', table => {
    table.comment(
      'Teams that own a thing, with what their lists are sorted by',
    );
    text(table, 'team').notNullable().comment('group:default/payments');
    table
      .integer('thing_id')
      .notNullable()
      .references('id')
      .inTable('ownership_things')
      .onDelete('CASCADE')
      .comment('The thing');
    table.string('type', 16).notNullable().comment('Of the thing');
    table.integer('risk').notNullable().comment('Of the thing');
    text(table, 'sort').notNullable().comment('Order within a risk');
    table.primary(['thing_id', 'team']);
    table.index(
      ['team', 'type', 'risk', 'sort', 'thing_id'],
      'ownership_owners_team_idx',
    );
  });

  await knex.schema.createTable('ownership_links', table => {
    table.comment('What an owner was read from, beside the thing itself');
    text(table, 'key')
      .notNullable()
      .comment('team <key>, repository <id>, or an object');
    table
      .integer('thing_id')
      .notNullable()
      .references('id')
      .inTable('ownership_things')
      .onDelete('CASCADE')
      .comment('The thing');
    table.primary(['thing_id', 'key']);
    table.index(['key'], 'ownership_links_key_idx');
  });

  await knex.schema.createTable('ownership_teams', table => {
    table.comment('Teams with the number of things that they own');
    text(table, 'ref').primary().notNullable().comment('Backstage ref');
    text(table, 'key').notNullable().comment('The ref, folded by teamKey');
    table.text('title').comment('As a directory names it');
    text(table, 'sort').notNullable().comment('Title or name, lower case');
    text(table, 'search').notNullable().comment('Lower-case text to search');
    table.boolean('known').notNullable().comment('A directory describes it');
    for (const [name, what] of [
      ['services', 'Services that it owns'],
      ['workloads', 'Workloads that it owns'],
      ['namespaces', 'Namespaces that it owns'],
      ['paths', 'Parts of repositories that it owns'],
      ['repositories', 'Repositories in which it owns something'],
      ['clusters', 'Clusters in which it owns something'],
      ['contested', 'Of those, how many others claim'],
      ['findings', 'Findings in its files'],
    ]) {
      table.integer(name).notNullable().defaultTo(0).comment(what);
    }
    table.index(['key'], 'ownership_teams_key_idx');
  });

  await knex.schema.createTable('ownership_history', table => {
    table.comment('When things changed hands');
    table.increments('id').comment('Row number');
    table.string('row_key', 32).notNullable().comment('Which thing');
    table.string('at', 32).notNullable().comment('When it was seen. RFC 3339');
    table.text('facts', 'longtext').notNullable().comment('JSON');
    table.index(['row_key', 'id'], 'ownership_history_thing_idx');
  });

  await knex.schema.createTable('ownership_history_teams', table => {
    table.comment('Teams that took part in a change');
    text(table, 'team').notNullable().comment('Backstage ref');
    table
      .integer('history_id')
      .notNullable()
      .references('id')
      .inTable('ownership_history')
      .onDelete('CASCADE')
      .comment('The change');
    table.primary(['team', 'history_id']);
    table.index(['history_id'], 'ownership_history_teams_change_idx');
  });

  await knex.schema.createTable('ownership_coverage', table => {
    table.comment('How many things had an owner, one row per day');
    table.string('day', 10).notNullable().comment('2026-11-28, UTC');
    table
      .string('by', 16)
      .notNullable()
      .comment('all, repository, cluster or team');
    text(table, 'scope').notNullable().comment('Name; empty for all');
    table.string('type', 16).notNullable().comment('Type of the things');
    table.integer('total').notNullable().comment('Things');
    table.integer('owned').notNullable().comment('With an owner');
    table
      .integer('contested')
      .notNullable()
      .comment('With marks that disagree');
    table.integer('explicit').notNullable().comment('Marked as nobody’s');
    table.primary(['by', 'scope', 'type', 'day']);
    table.index(['day', 'by'], 'ownership_coverage_day_idx');
  });

  await knex.schema.createTable('ownership_state', table => {
    table.comment('How the rows were made');
    table.string('name', 32).primary().notNullable().comment('version, …');
    table.text('value').notNullable().comment('Its value');
  });

  // The order of the lists: production first, then what is largest.
  await knex.raw(
    'CREATE INDEX ownership_things_state_idx ON ownership_things (state, risk, size DESC, id)',
  );
  await knex.raw(
    'CREATE INDEX ownership_things_contested_idx ON ownership_things (contested, risk, size DESC, id)',
  );
  for (const statement of triggers(isPostgres)) {
    await knex.raw(statement);
  }
  await knex.raw(
    `INSERT INTO ownership_changes (type, kind, namespace, name) SELECT 'source', '', '', id FROM sources`,
  );
};

/** Kinds that nobody owns by themselves and that lead to no owner. */
const SILENT = [
  'ConfigMap',
  'Endpoints',
  'EndpointSlice',
  'Event',
  'HorizontalPodAutoscaler',
  'Ingress',
  'Lease',
  'NetworkPolicy',
  'Node',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'PodDisruptionBudget',
  'Secret',
  'Service',
  'ServiceAccount',
];

/**
 * Pods, ReplicaSets and Jobs that something else made belong to it: they are most of what clusters report, and say nothing.
 *
 * @param {string} row
 */
const telling =
  row => `${row}.kind NOT IN (${SILENT.map(kind => `'${kind}'`).join(', ')})
    AND NOT (${row}.kind IN ('Pod', 'ReplicaSet', 'Job') AND ${row}.facts LIKE '%"controller":{%')`;

/** @param {string} row */
const noteObject = row =>
  `INSERT INTO ownership_changes (type, kind, namespace, name) VALUES ('object', ${row}.kind, ${row}.namespace, ${row}.name)`;

/**
 * @param {'repository' | 'team'} type
 * @param {string} value
 */
const note = (type, value) =>
  `INSERT INTO ownership_changes (type, kind, namespace, name) VALUES ('${type}', '', '', ${value})`;

const TRIGGERS = [
  {
    name: 'ownership_object_added',
    on: 'AFTER INSERT ON objects',
    when: telling('NEW'),
    run: noteObject('NEW'),
  },
  {
    name: 'ownership_object_changed',
    on: 'AFTER UPDATE ON objects',
    when: `(OLD.digest IS DISTINCT FROM NEW.digest OR OLD.gone_since IS DISTINCT FROM NEW.gone_since) AND ${telling('NEW')}`,
    run: noteObject('NEW'),
  },
  {
    name: 'ownership_object_removed',
    on: 'AFTER DELETE ON objects',
    when: telling('OLD'),
    run: noteObject('OLD'),
  },
  {
    name: 'ownership_repository_read',
    on: 'AFTER UPDATE ON sources',
    when: `NEW.kind = 'repository' AND (OLD.revision IS DISTINCT FROM NEW.revision OR OLD.facts_version IS DISTINCT FROM NEW.facts_version)`,
    run: note('repository', 'NEW.id'),
  },
  {
    name: 'ownership_repository_removed',
    on: 'AFTER DELETE ON sources',
    when: `OLD.kind = 'repository'`,
    run: note('repository', 'OLD.id'),
  },
  {
    name: 'ownership_team_added',
    on: 'AFTER INSERT ON team_aliases',
    when: 'true',
    run: note('team', 'NEW.key'),
  },
  {
    name: 'ownership_team_removed',
    on: 'AFTER DELETE ON team_aliases',
    when: 'true',
    run: note('team', 'OLD.key'),
  },
];

/** @param {boolean} isPostgres */
function triggers(isPostgres) {
  return TRIGGERS.flatMap(({ name, on, when, run }) =>
    isPostgres
      ? [
          `CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${run}; RETURN NULL; END $$`,
          `CREATE TRIGGER ${name} ${on} FOR EACH ROW WHEN (${when}) EXECUTE FUNCTION ${name}()`,
        ]
      : [`CREATE TRIGGER ${name} ${on} WHEN ${when} BEGIN ${run}; END`],
  );
}

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  const isPostgres = knex.client.config.client.includes('pg');
  for (const { name, on } of TRIGGERS) {
    const table = on.split(' ').at(-1);
    await knex.raw(
      isPostgres ? `DROP TRIGGER ${name} ON ${table}` : `DROP TRIGGER ${name}`,
    );
    if (isPostgres) {
      await knex.raw(`DROP FUNCTION ${name}()`);
    }
  }
  for (const table of [
    'ownership_state',
    'ownership_coverage',
    'ownership_history_teams',
    'ownership_history',
    'ownership_teams',
    'ownership_links',
    'ownership_owners',
    'ownership_things',
    'ownership_changes',
  ]) {
    await knex.schema.dropTable(table);
  }
};
