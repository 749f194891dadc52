import { readdirSync } from 'node:fs';
import path from 'node:path';

type Bench = { bench(args: string[]): Promise<void> };

/** This file is what node was started with. */
const folder = path.resolve(path.dirname(process.argv[1]), '..');
const ending = '.bench.ts';

/** The bench of this name. It alone is loaded: what the others need counts in no figure. */
async function load(name: string | undefined): Promise<Bench> {
  const names = readdirSync(folder)
    .filter(file => file.endsWith(ending))
    .map(file => file.slice(0, -ending.length));
  if (name === undefined || !names.includes(name)) {
    throw new Error(
      `Unknown bench '${name ?? ''}'. There are: ${names.join(', ')}.`,
    );
  }
  const loaded: { default: Bench } = await import(
    path.join(folder, `${name}${ending}`)
  );
  return loaded.default;
}

async function main(): Promise<void> {
  const [name, ...args] = process.argv.slice(2);
  const { bench } = await load(name);
  await bench(args);
}

main().then(
  () => process.exit(0),
  error => {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exit(1);
  },
);
