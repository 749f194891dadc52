import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { printFigure, progress } from '../figure';
import { ApiServer } from './apiServer';
import { follow } from './followed';
import { objectAt, paths } from './objects';
import { PartOptions } from './part';
import { Memory, readApart } from './readApart';

/** Adds the objects with these numbers to a server. */
export async function makeObjects(
  server: ApiServer,
  { from, to }: { from: number; to: number },
): Promise<void> {
  const started = performance.now();
  await server.sendAll(
    (function* requests(): Iterable<Parameters<ApiServer['send']>> {
      for (let index = from; index < to; index++) {
        if (index > from && index % 5_000 === 0) {
          progress(`list: ${index} objects made`);
        }
        const { path, object } = objectAt(index);
        yield ['POST', path, object];
      }
    })(),
  );
  progress(
    `list: ${to - from} objects made in ${((performance.now() - started) / 1000).toFixed(0)} s`,
  );
}

/** Milliseconds of `kubectl get`; `undefined` where there is no kubectl. */
async function kubectlGet(server: ApiServer): Promise<number | undefined> {
  const started = performance.now();
  const child = spawn(
    'kubectl',
    [
      `--kubeconfig=${server.cluster.kubeconfig}`,
      'get',
      Object.keys(paths).join(','),
      '--all-namespaces',
      '--output=json',
    ],
    { stdio: 'ignore' },
  );
  try {
    const [code] = await once(child, 'exit');
    return code === 0 ? performance.now() - started : undefined;
  } catch {
    return undefined;
  }
}

/** The first list of a large cluster: until the picture is complete. */
export async function list({
  open,
  server,
  quarter,
}: PartOptions): Promise<void> {
  let count = 0;
  const started = performance.now();
  for (const path of Object.values(paths)) {
    count += await server.list(path);
  }
  const pagedMs = performance.now() - started;
  const kubectlMs = await kubectlGet(server);
  const database = await open();
  const since = performance.now();
  const followed = await follow(database, { bench: server.access });
  try {
    await followed.complete(['bench']);
    const took = performance.now() - since;
    const [{ rows }] = await database
      .reader('objects')
      .whereNull('gone_since')
      .count({ rows: '*' });
    const common = { scale: `${count} objects`, database: database.name };
    printFigure({
      ...common,
      name: 'first list',
      value: took / 1000,
      unit: 's',
      baseline:
        kubectlMs === undefined
          ? {
              what: 'pages of the same kinds, thrown away (no kubectl here)',
              value: pagedMs / 1000,
            }
          : {
              what: 'kubectl get of the same kinds, -o json',
              value: kubectlMs / 1000,
            },
      promise: 'none; printed beside kubectl get',
    });
    printFigure({
      ...common,
      name: 'rows after the first list',
      value: Number(rows),
      unit: 'rows',
      baseline: { what: 'objects of those kinds', value: count },
      promise: 'one for each object, and for those of other kinds',
    });
    if (quarter) {
      printMemory(
        common,
        'the first list',
        quarter,
        await readApart({ access: server.access, database: database.name }),
      );
      printMemory(
        common,
        'reading a snapshot of as many',
        await readApart({
          objects: Math.ceil(count / 4),
          database: database.name,
        }),
        await readApart({ objects: count, database: database.name }),
      );
    }
  } finally {
    await followed.stop();
    await database.stop();
  }
}

/** Beside a quarter of the objects: what grew with them would be four times as much. */
function printMemory(
  common: { scale: string; database: string },
  during: string,
  quarter: Memory,
  whole: Memory,
): void {
  for (const [what, key] of [
    ['memory of the process', 'rss'],
    ['memory that is needed (heap and buffers, without garbage)', 'live'],
  ] as const) {
    printFigure({
      ...common,
      name: `${what} at most, in ${during}`,
      value: whole[key].most,
      unit: 'MiB',
      baseline: {
        what: `the same for a quarter of the objects (${Math.round(whole[key].before)} before, ${Math.round(whole[key].after)} after it)`,
        value: quarter[key].most,
      },
      promise: 'steady: no more for a larger cluster',
    });
  }
}
