// @ts-check

const COUNTS = [
  ['drift', 'Workloads that are not as Git says for too long'],
  ['drift_unknown', 'Workloads of which nothing tells'],
  ['secrets', 'Workloads with a Secret that is not as it should be'],
  ['secrets_unknown', 'Workloads with a Secret of which nothing tells'],
];

/** As in 20261128120000_ownership.js. */
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

/** @param {string} row */
const telling =
  row => `${row}.kind NOT IN (${SILENT.map(kind => `'${kind}'`).join(', ')})
    AND NOT (${row}.kind IN ('Pod', 'ReplicaSet', 'Job') AND ${row}.facts LIKE '%"controller":{%')`;

/**
 * A pod says of Secrets that it waits for them.
 *
 * @param {string} row
 */
const waiting = row =>
  `(${row}.kind = 'Pod' AND ${row}.facts LIKE '%"secretStates":[%')`;

const changed =
  '(OLD.digest IS DISTINCT FROM NEW.digest OR OLD.gone_since IS DISTINCT FROM NEW.gone_since)';

/** @param {string} row */
const noteObject = row =>
  `INSERT INTO ownership_changes (type, kind, namespace, name) VALUES ('object', ${row}.kind, ${row}.namespace, ${row}.name)`;

const OBJECT_TRIGGERS = [
  { name: 'ownership_object_added', on: 'INSERT', row: 'NEW' },
  { name: 'ownership_object_changed', on: 'UPDATE', row: 'NEW' },
  { name: 'ownership_object_removed', on: 'DELETE', row: 'OLD' },
];

const BEFORE = {
  INSERT: telling('NEW'),
  UPDATE: `${changed} AND ${telling('NEW')}`,
  DELETE: telling('OLD'),
};

const WITH_PODS = {
  INSERT: `(${telling('NEW')}) OR ${waiting('NEW')}`,
  UPDATE: `${changed} AND ((${telling('NEW')}) OR ${waiting('NEW')} OR ${waiting('OLD')})`,
  DELETE: `(${telling('OLD')}) OR ${waiting('OLD')}`,
};

/**
 * What is wrong with what runs: since when it is not as Git says, and which of its Secrets are not as they should be. A thing
 * can be wrong, and right again, without another owner, so this has rows of its own. Pods that something made are noted from now
 * on where they say that they wait for a Secret.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  const isPostgres = knex.client.config.client.includes('pg');
  await knex.schema.createTable('ownership_troubles', table => {
    table.comment('What is wrong with things that run');
    table
      .integer('thing_id')
      .notNullable()
      .references('id')
      .inTable('ownership_things')
      .onDelete('CASCADE')
      .comment('The thing');
    table
      .string('type', 16)
      .notNullable()
      .comment('drift, secrets, or refresh: not refreshed');
    table
      .string('since', 32)
      .notNullable()
      .comment('When it began, or will. RFC 3339, UTC');
    table.boolean('counts').notNullable().comment('Wrong for long enough');
    table.text('facts', 'longtext').notNullable().comment('JSON');
    table.primary(['thing_id', 'type']);
    table.index(['type', 'counts', 'since'], 'ownership_troubles_since_idx');
  });
  await knex.schema.alterTable('ownership_things', table => {
    table
      .boolean('sync_known')
      .notNullable()
      .defaultTo(false)
      .comment('Something tells whether it is as Git says');
    table
      .boolean('secrets_known')
      .notNullable()
      .defaultTo(false)
      .comment('Something tells of every Secret that it needs');
  });
  await knex.schema.alterTable('ownership_teams', table => {
    for (const [name, what] of COUNTS) {
      table.integer(name).notNullable().defaultTo(0).comment(what);
    }
  });
  await replaceTriggers(knex, isPostgres, WITH_PODS);
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  const isPostgres = knex.client.config.client.includes('pg');
  await replaceTriggers(knex, isPostgres, BEFORE);
  for (const [name] of COUNTS) {
    await knex.raw('ALTER TABLE ownership_teams DROP COLUMN ??', [name]);
  }
  for (const name of ['sync_known', 'secrets_known']) {
    await knex.raw('ALTER TABLE ownership_things DROP COLUMN ??', [name]);
  }
  await knex.schema.dropTable('ownership_troubles');
};

/**
 * @param {import('knex').Knex} knex
 * @param {boolean} isPostgres
 * @param {Record<string, string>} conditions
 */
async function replaceTriggers(knex, isPostgres, conditions) {
  for (const { name, on, row } of OBJECT_TRIGGERS) {
    const when = `AFTER ${on} ON objects FOR EACH ROW WHEN (${conditions[on]})`;
    if (isPostgres) {
      await knex.raw(`DROP TRIGGER ${name} ON objects`);
      await knex.raw(
        `CREATE TRIGGER ${name} ${when} EXECUTE FUNCTION ${name}()`,
      );
    } else {
      await knex.raw(`DROP TRIGGER ${name}`);
      await knex.raw(
        `CREATE TRIGGER ${name} ${when} BEGIN ${noteObject(row)}; END`,
      );
    }
  }
}
