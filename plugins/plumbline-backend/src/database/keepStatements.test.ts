import createKnex, { Knex } from 'knex';
import { keepStatements } from './keepStatements';

function counting() {
  const prepared: string[] = [];
  const connection = {
    prepare(sql: string) {
      prepared.push(sql);
      return { sql };
    },
    exec: () => undefined,
  };
  keepStatements(connection);
  return { connection, prepared };
}

describe('keepStatements', () => {
  it('prepares what is asked again once, and what changes tables each time', () => {
    const { connection, prepared } = counting();
    const first = connection.prepare('SELECT 1');
    expect(connection.prepare('SELECT 1')).toBe(first);
    expect(connection.prepare(' insert into a values (1)')).not.toBe(first);
    for (const sql of ['ALTER TABLE a ADD b', 'PRAGMA page_count', 'BEGIN;']) {
      connection.prepare(sql);
      connection.prepare(sql);
    }
    expect(prepared).toEqual([
      'SELECT 1',
      ' insert into a values (1)',
      'ALTER TABLE a ADD b',
      'ALTER TABLE a ADD b',
      'PRAGMA page_count',
      'PRAGMA page_count',
      'BEGIN;',
      'BEGIN;',
    ]);
  });

  it('lets go of what nobody has asked for longest', () => {
    const { connection, prepared } = counting();
    const long = (name: string) => `SELECT '${name.repeat(299_990)}'`;
    for (const name of ['a', 'b', 'c', 'a', 'd', 'a', 'b']) {
      connection.prepare(long(name));
    }
    expect(prepared.map(sql => sql[8])).toEqual(['a', 'b', 'c', 'd', 'b']);
    connection.prepare(`SELECT '${'x'.repeat(1_000_000)}'`);
    connection.prepare(long('a'));
    expect(prepared).toHaveLength(6);
  });

  it('answers from tables as they are by now', async () => {
    const database: Knex = createKnex({
      client: 'better-sqlite3',
      connection: { filename: ':memory:' },
      useNullAsDefault: true,
    });
    try {
      const connection = await database.client.acquireConnection();
      keepStatements(connection);
      database.client.releaseConnection(connection);
      const all = () => database('things').select();
      await database.schema.createTable('things', table => {
        table.string('name');
      });
      for (const name of ['a', 'b']) {
        await database('things').insert({ name });
      }
      await expect(all()).resolves.toEqual([{ name: 'a' }, { name: 'b' }]);
      await database.schema.alterTable('things', table => {
        table.integer('size');
      });
      await database('things').where({ name: 'a' }).update({ size: 1 });
      await expect(all()).resolves.toEqual([
        { name: 'a', size: 1 },
        { name: 'b', size: null },
      ]);
      await expect(
        Promise.all([all(), database('things').where({ name: 'b' }), all()]),
      ).resolves.toMatchObject([{ length: 2 }, { length: 1 }, { length: 2 }]);
    } finally {
      await database.destroy();
    }
  });
});
