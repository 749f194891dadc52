import { parseArgs } from 'node:util';
import { openDatabase } from './src/databases';
import { progress } from './src/figure';
import { ApiServer } from './src/watch/apiServer';
import { changes } from './src/watch/changes';
import { dead } from './src/watch/dead';
import { list, makeObjects } from './src/watch/list';
import { makeDeployments, PartOptions } from './src/watch/part';
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
      if (part === 'list') {
        await makeObjects(server, Number(values.scale));
      }
      for (const name of ['sqlite', 'postgres'] as const) {
        if (values.database && !values.database.includes(name)) {
          continue;
        }
        progress(`${part}: ${name}`);
        await parts[part]({
          open: () => openDatabase(name),
          server,
          times: Number(values.times),
        });
      }
    } finally {
      await server.stop();
    }
  }
}
