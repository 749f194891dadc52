// @ts-check

const TRIGGER = 'ownership_repository_gone';
const WHEN = `NEW.kind = 'repository' AND OLD.gone_since IS DISTINCT FROM NEW.gone_since`;
const RUN = `INSERT INTO ownership_changes (type, kind, namespace, name) VALUES ('source', '', '', NEW.id)`;

/**
 * What a repository that is gone declares counts less than what others do, so that owners are worked out anew when it goes or comes back. And
 * what is deployed from a repository is worked out anew when the rules of that change: by which it was, is kept.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  const on = `AFTER UPDATE ON sources FOR EACH ROW WHEN (${WHEN})`;
  if (knex.client.config.client.includes('pg')) {
    await knex.raw(
      `CREATE FUNCTION ${TRIGGER}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${RUN}; RETURN NULL; END $$`,
    );
    await knex.raw(
      `CREATE TRIGGER ${TRIGGER} ${on} EXECUTE FUNCTION ${TRIGGER}()`,
    );
  } else {
    await knex.raw(`CREATE TRIGGER ${TRIGGER} ${on} BEGIN ${RUN}; END`);
  }
  await knex.schema.alterTable('repository_ownership', table => {
    table
      .string('noted', 64)
      .comment('Digest of the rules by which owners elsewhere were noted');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw('ALTER TABLE repository_ownership DROP COLUMN noted');
  if (knex.client.config.client.includes('pg')) {
    await knex.raw(`DROP TRIGGER ${TRIGGER} ON sources`);
    await knex.raw(`DROP FUNCTION ${TRIGGER}()`);
  } else {
    await knex.raw(`DROP TRIGGER ${TRIGGER}`);
  }
};
