import { percentile, printFigure } from '../figure';
import { ApiServer, deployments } from './apiServer';
import { follow } from './followed';
import { nameOf, PartOptions, patchOf } from './part';

const BURST = 50;

/** Of a burst, this many are looked up: the questions must not be what keeps the machine busy. */
const ASKED_OF_BURST = 5;

/** When each team was first seen by a bare watch. */
function watchTeams(server: ApiServer) {
  const seen = new Map<string, number>();
  const stop = server.watch(deployments, ({ labels }) => {
    const { team }: { team?: unknown } = Object(labels);
    if (!seen.has(String(team))) {
      seen.set(String(team), performance.now());
    }
  });
  return { seen, stop };
}

/** Labels of Deployments change one at a time, and in bursts. */
export async function changes(options: PartOptions): Promise<void> {
  const { open, server, times } = options;
  const database = await open();
  const followed = await follow(database, { bench: server.access });
  const watch = watchTeams(server);
  try {
    await followed.complete(['bench']);
    for (const burst of [1, BURST]) {
      const lookups: number[] = [];
      const watched: number[] = [];
      for (let from = 0; from < times; from += burst) {
        const batch = Array.from({ length: burst }, (_, at) => ({
          name: nameOf(from + at),
          team: `${database.name}-${burst}-${from + at}`,
        }));
        const every = Math.ceil(burst / ASKED_OF_BURST);
        const sent = performance.now();
        const ask = async () => {
          // One after the other: for a burst the times are upper bounds.
          for (let at = every - 1; at < burst; at += every) {
            const { name, team } = batch[at];
            if (!(await followed.owned('bench', name, team))) {
              throw new Error(`${team} never became visible`);
            }
            lookups.push(performance.now() - sent);
            watched.push((watch.seen.get(team) ?? performance.now()) - sent);
          }
        };
        await Promise.all([
          ask(),
          ...batch.map(({ name, team }) => server.send(...patchOf(name, team))),
        ]);
      }
      for (const p of [0.5, 0.99]) {
        printFigure({
          name: `change to lookup p${p * 100}, ${burst === 1 ? 'one at a time' : `bursts of ${burst}`}`,
          scale: `${Math.ceil(times / burst) * burst} changes`,
          database: database.name,
          value: percentile(lookups, p),
          unit: 'ms',
          baseline: {
            what: `p${p * 100} of the same changes in a bare watch`,
            value: percentile(watched, p),
          },
          promise: 'p99 at most 1 s',
        });
      }
    }
  } finally {
    watch.stop();
    await followed.stop();
    await database.stop();
  }
}
