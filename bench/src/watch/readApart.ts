import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { JsonObject } from '@plumbline/gitops-reader';
import { BenchDatabase } from '../databases';

/** A cluster to follow, or how many objects a snapshot has. */
export type ReadingRequest = { database: BenchDatabase['name'] } & (
  | { access: JsonObject; objects?: undefined }
  | { objects: number; access?: undefined }
);

/** In MiB: before all is read, at most while it lasts, and after it. */
export interface Reading {
  before: number;
  most: number;
  after: number;
}

/** What a read takes: of the process as a whole, and of that what is still needed. */
export interface Memory {
  rss: Reading;
  live: Reading;
}

/** Measures a read in processes that do nothing else: one as it is, one that throws garbage away all the time. */
export async function readApart(request: ReadingRequest): Promise<Memory> {
  return {
    rss: await readOnce(request, []),
    live: await readOnce(request, ['--expose-gc']),
  };
}

async function readOnce(
  request: ReadingRequest,
  flags: string[],
): Promise<Reading> {
  const child = fork(
    path.join(path.dirname(process.argv[1]), 'watch/reader.ts'),
    {
      execArgv: [...process.execArgv, ...flags],
    },
  );
  const died = once(child, 'exit').then(([code]) => {
    throw new Error(`The process that reads ended with ${code}`);
  });
  const read = new Promise<Reading>(resolve =>
    child.on('message', (message: unknown) => {
      // The loader of TypeScript tells whoever started it what it loads.
      if (typeof message === 'string') {
        resolve(JSON.parse(message));
      }
    }),
  );
  child.send(JSON.stringify(request));
  died.catch(() => {});
  return await Promise.race([read, died]);
}
