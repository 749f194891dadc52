import { once } from 'node:events';
import { AddressInfo, createServer, Server } from 'node:net';
import { JsonObject } from '@plumbline/gitops-reader';
import { percentile, printFigure, progress } from '../figure';
import { follow } from './followed';
import { nameOf, PartOptions, patchOf } from './part';

const ALIVE = 15;
const REFUSING = 2;
const SILENT = 3;

/** A port that takes connections and never says a word. */
async function listenSilently(): Promise<{ server: Server; port: number }> {
  const server = createServer(socket => socket.on('error', () => {}));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port }: Pick<AddressInfo, 'port'> = Object(server.address());
  return { server, port };
}

/** Fifteen clusters alone, then beside five that are dead. All fifteen are one API server by different names. */
export async function dead(options: PartOptions): Promise<void> {
  const silent = await listenSilently();
  const closed = await listenSilently();
  closed.server.close();
  const { access } = options.server;
  const many = (count: number, what: string, port?: number) =>
    Array.from({ length: count }, (_, index): [string, JsonObject] => [
      `${what}-${index}`,
      port === undefined
        ? access
        : { ...access, url: `https://127.0.0.1:${port}` },
    ]);
  const alive = many(ALIVE, 'alive');
  // Found before the others, as the worst case.
  const lost = [
    ...many(REFUSING, 'a-refusing', closed.port),
    ...many(SILENT, 'a-silent', silent.port),
  ];
  try {
    const alone = await measure(options, 'alone', alive);
    const beside = await measure(options, 'beside', [...lost, ...alive]);
    for (const p of [0.5, 0.99]) {
      printFigure({
        name: `change to lookup p${p * 100}, ${ALIVE} clusters beside ${lost.length} dead ones`,
        scale: `${beside.samples.length} times seen`,
        database: beside.database,
        value: percentile(beside.samples, p),
        unit: 'ms',
        baseline: {
          what: `p${p * 100} of the same ${ALIVE} clusters alone`,
          value: percentile(alone.samples, p),
        },
        promise: 'dead clusters have no effect on the others',
      });
    }
  } finally {
    silent.server.close();
  }
}

async function measure(
  { open, server, times }: PartOptions,
  what: string,
  clusters: [string, JsonObject][],
): Promise<{ samples: number[]; database: string }> {
  const database = await open();
  const followed = await follow(database, Object.fromEntries(clusters));
  const names = clusters
    .map(([name]) => name)
    .filter(name => name.startsWith('alive'));
  const samples: number[] = [];
  try {
    const started = performance.now();
    await followed.complete(names);
    progress(
      `${names.length} pictures complete after ${(performance.now() - started).toFixed(0)} ms, ${what}`,
    );
    for (let index = 0; index < times / names.length; index++) {
      const team = `${database.name}-${what}-${index}`;
      const sent = performance.now();
      await server.send(...patchOf(nameOf(index), team));
      // One after the other, each of them first in turn: the times are upper bounds.
      for (let at = 0; at < names.length; at++) {
        const cluster = names[(index + at) % names.length];
        if (!(await followed.owned(cluster, nameOf(index), team))) {
          throw new Error(`${team} never became visible in ${cluster}`);
        }
        samples.push(performance.now() - sent);
      }
    }
    return { samples, database: database.name };
  } finally {
    await followed.stop();
    await database.stop();
  }
}
