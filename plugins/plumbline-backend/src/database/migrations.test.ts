import { migrationsDirectory, testDatabases } from '../__testUtils__/databases';
import { lastNote, oldestNotes } from '../ownership/derive/changeNotes';

jest.setTimeout(60_000);

const databases = testDatabases();

describe.each(databases.ids)('migrations on %s', id => {
  it('go up, down and up again', async () => {
    const knex = await databases.empty(id);
    const options = { directory: migrationsDirectory };
    await knex.migrate.latest(options);
    await knex('sources').insert({
      id: 'cluster:a',
      kind: 'cluster',
      name: 'a',
      name_lower: 'a',
      provider: 'test',
    });
    await knex.migrate.rollback(options, true);
    await expect(knex.schema.hasTable('sources')).resolves.toBe(false);
    await knex.migrate.latest(options);
    await expect(knex('sources').select()).resolves.toEqual([]);
  });

  it('number notes of what changed beyond 32 bits, those that wait as well', async () => {
    const knex = await databases.empty(id);
    const options = { directory: migrationsDirectory };
    const note = (name: string) => ({
      type: 'object',
      kind: 'Deployment',
      namespace: 'shop',
      name,
    });
    const notes = () => knex('ownership_changes').orderBy('id').pluck('name');
    await knex.migrate.latest(options);
    await knex.migrate.down({
      ...options,
      name: '20261129173000_ownership_note_numbers.js',
    });
    await knex('ownership_changes').insert([note('a'), note('b')]);
    await knex.migrate.latest(options);
    await knex('ownership_changes').insert({ ...note('c'), id: 2 ** 31 + 7 });
    if (id !== 'SQLITE_3') {
      await knex.raw(
        `SELECT setval('ownership_changes_id_seq', ${2 ** 31 + 7})`,
      );
    }
    await knex('ownership_changes').insert(note('d'));
    await expect(notes()).resolves.toEqual(['a', 'b', 'c', 'd']);
    await expect(
      oldestNotes(knex, ['object'], 9, new Date()),
    ).resolves.toMatchObject([
      {},
      {},
      { id: 2 ** 31 + 7 },
      { id: 2 ** 31 + 8 },
    ]);
    await expect(lastNote(knex)).resolves.toBe(2 ** 31 + 8);
    await knex.migrate.down({
      ...options,
      name: '20261129173000_ownership_note_numbers.js',
    });
    await expect(notes()).resolves.toEqual(['a', 'b', 'c', 'd']);
    await knex('ownership_changes').insert(note('e'));
    await expect(notes()).resolves.toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('do not call a cluster known whose objects they delete', async () => {
    const knex = await databases.empty(id);
    const options = { directory: migrationsDirectory };
    await knex.migrate.up(options);
    const source = { name: 'a', name_lower: 'a', provider: 'test' };
    const last_success = '2026-11-23T00:00:00.000Z';
    await knex('sources').insert([
      { ...source, id: 'cluster:a', kind: 'cluster', last_success },
      { ...source, id: 'repository:a', kind: 'repository', last_success },
    ]);
    await knex.migrate.latest(options);
    await expect(
      knex('sources').orderBy('id').select('last_success'),
    ).resolves.toEqual([{ last_success: null }, { last_success }]);
  });

  it('serve every selection of the lookup with an index', async () => {
    const knex = await databases.migrated(id);
    if (id !== 'SQLITE_3') {
      // The planner of Postgres needs a full table to prefer an index; the bench has one.
      return;
    }
    for (const [sql, index] of [
      [
        `SELECT * FROM objects WHERE name = 'a' AND namespace = 'b'`,
        'objects_name_idx (name=? AND namespace=?)',
      ],
      [
        `SELECT * FROM objects WHERE name = 'a' AND kind = 'b'`,
        'objects_name_idx (name=?)',
      ],
      [
        `SELECT * FROM objects WHERE namespace = 'a' ORDER BY rank, kind, name LIMIT 5`,
        'objects_namespace_idx (namespace=?)',
      ],
      [
        `SELECT * FROM objects WHERE release_namespace = 'a' ORDER BY id LIMIT 5`,
        'objects_release_idx (release_namespace=?)',
      ],
      [
        `SELECT * FROM object_links WHERE target IN ('a', 'b')`,
        'sqlite_autoindex_object_links_1 (target=?)',
      ],
      [
        `SELECT id, row_key FROM objects WHERE source_id = 'a' AND kind = 'b' AND api_group = '' AND origin = 'live' AND gone_since IS NULL AND id > 5 ORDER BY id LIMIT 5`,
        'objects_resource_idx (source_id=? AND kind=? AND api_group=? AND id>?)',
      ],
      [
        `SELECT id FROM objects WHERE source_id = 'a' AND gone_since < 'b'`,
        'objects_gone_idx (source_id=? AND gone_since<?)',
      ],
      [
        `SELECT id FROM objects WHERE name_lower LIKE '%a%' ORDER BY length(name_lower), name_lower, id`,
        'COVERING INDEX objects_name_lower_idx',
      ],
      [
        `SELECT * FROM files WHERE path_reversed > 'a' AND path_reversed < 'b'`,
        'files_path_reversed_idx (path_reversed>? AND path_reversed<?)',
      ],
    ]) {
      const plan: { detail: string }[] = await knex.raw(
        `EXPLAIN QUERY PLAN ${sql}`,
      );
      expect(plan[0].detail).toContain(index);
    }
  });
});
