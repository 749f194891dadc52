import { mockServices } from '@backstage/backend-test-utils';
import createKnex from 'knex';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { liveObject } from '@plumbline/gitops-lookup/testUtils';
import { claimNext, replaceCluster } from '../__testUtils__/fill';
import { DatabaseIndex } from './DatabaseIndex';
import { DatabaseSourceStore } from './DatabaseSourceStore';
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
