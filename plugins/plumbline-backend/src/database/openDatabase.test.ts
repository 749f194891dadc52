import { mockServices } from '@backstage/backend-test-utils';
import createKnex from 'knex';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { liveObject } from '@plumbline/gitops-lookup/testUtils';
import { claimNext, replaceCluster } from '../__testUtils__/fill';
import { DatabaseIndex } from '../index/DatabaseIndex';
import { DatabaseSourceStore } from '../index/DatabaseSourceStore';
import { openDatabase } from './openDatabase';

jest.setTimeout(60_000);

it('answers from a SQLite file while a large source is being written', async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'plumbline-'));
  const filename = path.join(directory, 'index.sqlite');
  const knex = createKnex({
    client: 'better-sqlite3',
    useNullAsDefault: true,
    connection: { filename },
  });
  const opened = await openDatabase(
    mockServices.database({ knex, migrations: { skip: false } }),
  );
  try {
    const store = new DatabaseSourceStore(opened.client, opened.reader);
    const index = new DatabaseIndex(opened.reader);
    const now = new Date();
    const at = { now, confirmAt: now, taken: now, keepGoneSince: new Date(0) };
    await store.recordListing('snapshots', 'cluster', [{ name: 'prod' }], {
      now,
      factsVersion: 'v1',
    });
    let written = false;
    const writing = replaceCluster(store, await claimNext(store, now), {
      ...at,
      facts: {
        cluster: 'prod',
        objects: Array.from({ length: 10_000 }, (_, number) =>
          liveObject('Pod', `shop/p${number}`, 'prod'),
        ),
        skipped: [],
      },
      factsVersion: 'v1',
      tookMs: 1,
    }).finally(() => {
      written = true;
    });
    let answers = 0;
    while (!written) {
      await index.objects([{ name: 'p1', namespace: 'shop' }], 5);
      await store.list({}, now);
      await new Promise(resolve => setTimeout(resolve, 5));
      answers += written ? 0 : 1;
    }
    await writing;
    expect(answers).toBeGreaterThan(5);
    await expect(index.objects([{ name: 'p1' }], 5)).resolves.toHaveLength(1);
    // The log is shorter than what the writer moves by itself: a thread does.
    while ((await stat(filename)).size < 2_000_000) {
      await new Promise(resolve => setTimeout(resolve, 20));
    }
  } finally {
    await opened.close();
    await knex.destroy();
    await rm(directory, { recursive: true });
  }
});

it('has SQLite plan by how much its tables hold, on connections that were open before', async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'plumbline-'));
  const knex = createKnex({
    client: 'better-sqlite3',
    useNullAsDefault: true,
    connection: { filename: path.join(directory, 'index.sqlite') },
  });
  const { client, reader, analyze, close } = await openDatabase(
    mockServices.database({ knex, migrations: { skip: false } }),
  );
  // Of a few kinds, and of many names: without numbers, SQLite prefers the index of the kinds.
  const plan = async () => {
    // A plan that is told but not run is one of before.
    await reader('analyzed').first();
    const steps: { detail: string }[] = await reader.raw(
      'EXPLAIN QUERY PLAN SELECT * FROM analyzed WHERE kind = ? AND name IN (?, ?, ?)',
      ['Pod', 'pod-1', 'pod-2', 'pod-3'],
    );
    return steps[0].detail;
  };
  try {
    await client.schema.createTable('analyzed', table => {
      table.string('kind').index('by_kind');
      table.string('name').index('by_name');
    });
    await client.batchInsert(
      'analyzed',
      Array.from({ length: 2_000 }, (_, at) => ({
        kind: at % 2 === 0 ? 'Pod' : 'Service',
        name: `pod-${at}`,
      })),
      400,
    );
    await expect(plan()).resolves.toContain('by_kind');
    await analyze?.();
    await expect(plan()).resolves.toContain('by_name');
    // There is nothing to count any more.
    await analyze?.();
    await expect(plan()).resolves.toContain('by_name');
  } finally {
    await close();
    await knex.destroy();
    await rm(directory, { recursive: true });
  }
});
