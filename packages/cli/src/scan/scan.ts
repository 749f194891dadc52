import path from 'node:path';
import { progressOf } from '../lib/progress';
import { readCheckout } from '../lib/readCheckout';
import { paintFor } from '../lib/text';
import { Io } from '../lib/Io';
import { renderReport } from './render';
import { reportOf } from './report';

/** `plumbline scan`. */
export async function scan(
  dir: string,
  options: { json?: boolean; overlay?: string },
  io: Io,
): Promise<number> {
  const read = await readCheckout(
    dir,
    progressOf(io, path.basename(path.resolve(dir))),
  );
  try {
    const report = reportOf(read, options.overlay);
    io.stdout.write(
      options.json
        ? `${JSON.stringify(report, undefined, 2)}\n`
        : renderReport(report, paintFor(io.color)),
    );
    return 0;
  } finally {
    await read.checkout.close();
  }
}
