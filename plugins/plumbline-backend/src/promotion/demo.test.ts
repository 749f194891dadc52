import { mockServices } from '@backstage/backend-test-utils';
import { GitMirrors, GitSource } from '@plumbline/git-source';
import { temporaryDirectory } from '@plumbline/git-source/testUtils';
import {
  parseKubernetesYaml,
  readCluster,
  RepositoryReader,
} from '@plumbline/gitops-reader';
import { rowsOf } from '@plumbline/plugin-plumbline-common';
import { Knex } from 'knex';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { testDatabases } from '../__testUtils__/databases';
import { claimNext, replaceCluster } from '../__testUtils__/fill';
import { DatabaseSourceStore } from '../index/DatabaseSourceStore';
import { DatabaseHistoryStore } from './history/DatabaseHistoryStore';
import { HistoryReader } from '../history/HistoryReader';
import { readHistory } from './history/readHistory';
import { ServiceMaker } from './services/ServiceMaker';
import { DatabasePromotionStore } from './store/DatabasePromotionStore';

jest.setTimeout(300_000);

const databases = testDatabases();
const directory = temporaryDirectory();
const demo = path.join(directory, 'acme');
/** The evening that the demo tells of. */
const now = new Date('2026-11-22T20:00:00Z');
/** As app-config.yaml has them. */
const clusters = [
  { name: 'dev', environment: 'development' },
  { name: 'staging', environment: 'staging' },
  { name: 'prod-eu', environment: 'production', aliases: ['production-eu'] },
  { name: 'prod-us', environment: 'production', aliases: ['production-us'] },
];
const mirrors = GitMirrors.create({ directory: path.join(directory, 'm') });
const repositories = (): GitSource[] =>
  readdirSync(path.join(demo, 'repositories')).map(name => ({
    name: `acme/${name}`,
    url: path.join(demo, 'repositories', name),
  }));

beforeAll(() => {
  execFileSync(process.execPath, [
    path.resolve(__dirname, '../../../../examples/acme/generate.mjs'),
    demo,
  ]);
});

/** The demo organisation as the collector indexes it, with the history of its lines. */
async function index(knex: Knex): Promise<DatabasePromotionStore> {
  const sources = new DatabaseSourceStore(knex);
  const read = { factsVersion: '1', now, confirmAt: now, tookMs: 1 };
  for (const source of repositories()) {
    await sources.recordListing(
      `provider of ${source.name}`,
      'repository',
      [{ name: source.name }],
      read,
    );
    const opened = await mirrors.open(source);
    const files = await opened.tree.list();
    await sources.replaceRepository(await claimNext(sources, now), {
      ...read,
      revision: opened.tree.revision,
      facts: await new RepositoryReader().read(opened.tree),
      files: new Map(files.map(file => [file.path, file])),
    });
    await opened.close();
  }
  for (const cluster of clusters) {
    const { name, environment } = cluster;
    await sources.recordListing(
      `provider of ${name}`,
      'cluster',
      [cluster],
      read,
    );
    const folder = path.join(demo, 'clusters', name);
    const objects = readdirSync(folder).flatMap(
      file =>
        parseKubernetesYaml(file, readFileSync(path.join(folder, file), 'utf8'))
          .objects,
    );
    await replaceCluster(sources, await claimNext(sources, now), {
      ...read,
      facts: readCluster({ cluster: name, environment }, objects),
      taken: now,
      keepGoneSince: now,
    });
  }
  const histories = new DatabaseHistoryStore(knex);
  await new HistoryReader({
    store: histories,
    read: (lease, history, proceed) =>
      readHistory({
        lease,
        history,
        proceed,
        store: histories,
        now: () => now,
      }),
    opener: () => ({
      head: () => Promise.reject(new Error('not asked')),
      open: () => Promise.reject(new Error('not asked')),
      readFile: () => Promise.reject(new Error('not asked')),
      history: ({ name, url }) => mirrors.history({ name, url }),
    }),
    find: async ({ sourceId }) =>
      repositories().find(({ name }) => `repository:${name}` === sourceId),
    logger: mockServices.logger.mock(),
    now: () => now,
  }).run(new AbortController().signal);
  const store = new DatabasePromotionStore(knex, knex, {});
  await new ServiceMaker({
    store,
    reader: knex,
    rules: [],
    logger: mockServices.logger.mock(),
    now: () => now,
  }).run();
  return store;
}

describe.each(databases.ids)('promotion at Acme on %s', id => {
  it('tells the stories of the demo', async () => {
    const store = await index(await databases.migrated(id));
    const rows = rowsOf(await store.matrix({}, now));
    const { items } = await store.attention({ limit: 200 }, now);
    const told = (name: string) => [
      ...rows
        .filter(row => row.name === name)
        .flatMap(({ cells }) =>
          cells.map(
            ({ environment, cluster, version, verdict, runs }) =>
              `${cluster ?? environment}: ${version} ${verdict}, ${runs}`,
          ),
        ),
      ...items
        .filter(({ service }) => service.name === name)
        .map(
          ({ kind, cluster, environment, since, reason }) =>
            `${kind} in ${cluster ?? environment} since ${since?.slice(0, 10)}: ${reason}`,
        ),
    ];
    // Newer versions wait for weeks.
    expect(told('catalog-api')).toEqual([
      'development: 4.3.0 first, as-declared',
      'staging: 4.2.0 behind, as-declared',
      'prod-eu: 4.1.3 behind, as-declared',
      'prod-us: 4.1.3 behind, as-declared',
      'stuck in staging since 2026-11-12: 4.2.0 is older than 4.3.0',
      'stuck in prod-eu since 2026-10-20: 4.1.3 is older than 4.2.0',
      'stuck in prod-us since 2026-10-20: 4.1.3 is older than 4.2.0',
    ]);
    // One region runs ahead of staging.
    expect(told('fraud-scorer')).toEqual([
      'development: 1.3.4 first, as-declared',
      'staging: 1.3.4 same, as-declared',
      'prod-eu: 1.3.5 ahead, as-declared',
      'prod-us: 1.3.4 same, as-declared',
      'ahead in prod-eu since 2026-11-11: 1.3.5 is newer than 1.3.4',
    ]);
    // Rolled back in one region alone.
    expect(told('auth-gateway')).toEqual([
      'development: 2.8.0 first, as-declared',
      'staging: 2.7.0 behind, as-declared',
      'prod-eu: 2.6.1 rolled-back, as-declared',
      'prod-us: 2.7.0 same, as-declared',
      'rolled-back in prod-eu since 2026-11-18: it was 2.7.0 before',
    ]);
    // Broken glass: the cluster runs another version than Git.
    expect(told('cart')).toEqual([
      'development: 1.9.0 first, as-declared',
      'staging: 1.9.0 same, as-declared',
      'prod-eu: 1.8.2 diverged, diverged',
      'prod-us: 1.8.2 behind, as-declared',
      'diverged in prod-eu since 2026-10-28: Git asks for 1.8.2, prod-eu runs 1.8.2-debug',
    ]);
    // A hotfix of its own line, which staging has left behind.
    expect(told('events-ingest').slice(2)).toEqual([
      'prod-eu: 0.14.2-hotfix.1 behind, as-declared',
      'prod-us: 0.14.1 behind, as-declared',
      'stuck in prod-eu since 2026-11-04: 0.14.2-hotfix.1 is older than 0.15.0',
      'stuck in prod-us since 2026-11-04: 0.14.1 is older than 0.15.0',
    ]);
    // Two values files of one environment are two regions.
    expect(told('storefront').slice(2, 4)).toEqual([
      'prod-eu: 2026.10.2 same, unknown',
      'prod-us: 2026.9.4 behind, unknown',
    ]);
    // What merely deploys another repository is no service of its own.
    expect(rows.filter(({ name }) => name.startsWith('events-'))).toHaveLength(
      1,
    );
    // Overlays and clusters are called otherwise, and are the same places.
    const { environments } = await store.matrix({}, now);
    expect(
      environments.find(({ name }) => name === 'production')?.clusters,
    ).toEqual(['prod-eu', 'prod-us']);
    // A moving name hides what production is compared with.
    expect(told('recommendations').slice(0, 3)).toEqual([
      'development: latest floating, unknown',
      'staging: latest floating, unknown',
      'prod-eu: 0.3.1 floating, as-declared',
    ]);
    expect(items.filter(({ kind }) => kind === 'missing')).toEqual([]);
  });
});
