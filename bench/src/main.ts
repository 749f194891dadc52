import { bench as index } from '../index.bench';
import { bench as lookup } from '../lookup.bench';
import { bench as reindex } from '../reindex.bench';
import { bench as repository } from '../repository.bench';
import { bench as teams } from '../teams.bench';
import { bench as watch } from '../watch.bench';

const benches: { [name: string]: (args: string[]) => Promise<void> } = {
  index,
  lookup,
  reindex,
  repository,
  teams,
  watch,
};

async function main(): Promise<void> {
  const [name, ...args] = process.argv.slice(2);
  if (!Object.hasOwn(benches, name ?? '')) {
    throw new Error(
      `Unknown bench '${name ?? ''}'. There are: ${Object.keys(benches).join(', ')}.`,
    );
  }
  await benches[name](args);
}

main().then(
  () => process.exit(0),
  error => {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exit(1);
  },
);
