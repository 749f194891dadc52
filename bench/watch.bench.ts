import { parseArgs } from 'node:util';
import { openDatabase } from './src/databases';
import { progress } from './src/figure';
import { ApiServer } from './src/watch/apiServer';
import { changes } from './src/watch/changes';
import { dead } from './src/watch/dead';
import { list, makeObjects } from './src/watch/list';
import { makeDeployments, PartOptions } from './src/watch/part';
import { Memory, readApart } from './src/watch/readApart';
import { restart } from './src/watch/restart';

const parts: { [name: string]: (options: PartOptions) => Promise<void> } = {
  changes,
  restart,
  dead,
  list,
};

/**
 * Clusters that are followed, over a real API server: `--part changes|restart|dead|list`, `--database sqlite|postgres`,
 * `--times` (changes), `--scale` (objects of `list`).
 */
export async function bench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      part: { type: 'string', multiple: true },
      database: { type: 'string', multiple: true },
      times: { type: 'string', default: '300' },
      scale: { type: 'string', default: '100000' },
    },
  });
  const chosen = values.part ?? Object.keys(parts);
  const unknown = chosen.find(part => !Object.hasOwn(parts, part));
  if (unknown) {
    throw new Error(
      `Unknown part '${unknown}'. There are: ${Object.keys(parts).join(', ')}.`,
    );
  }
  for (const part of chosen) {
    progress(`${part}: starting an API server`);
    const server = await ApiServer.start();
    try {
      await makeDeployments(server);
      const databases = (['sqlite', 'postgres'] as const).filter(
        name => values.database?.includes(name) ?? true,
      );
      const quarters = new Map<string, Memory>();
      if (part === 'list') {
        const scale = Number(values.scale);
        const quarter = Math.ceil(scale / 4);
        await makeObjects(server, { from: 0, to: quarter });
        for (const database of databases) {
          const { access } = server;
          quarters.set(database, await readApart({ access, database }));
        }
        await makeObjects(server, { from: quarter, to: scale });
      }
      for (const name of databases) {
        progress(`${part}: ${name}`);
        await parts[part]({
          open: () => openDatabase(name),
          server,
          times: Number(values.times),
          quarter: quarters.get(name),
        });
      }
    } finally {
      await server.stop();
    }
  }
}
