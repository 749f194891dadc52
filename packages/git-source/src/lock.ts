import { randomUUID } from 'node:crypto';
import { open, readFile, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

const beatMs = 5_000;
const staleMs = 60_000;

/**
 * Runs a function while holding a lock file, which excludes other processes and other calls in this one, also over a
 * shared directory. The holder touches the file while it works; one that has not been touched for a minute, or whose
 * process on this machine is gone, is taken over.
 */
export async function withLock<T>(
  file: string,
  signal: AbortSignal | undefined,
  run: () => Promise<T>,
): Promise<T> {
  const id = `${process.pid} ${hostname()} ${randomUUID()}`;
  for (let waitMs = 20; !(await create(file, id)); waitMs *= 2) {
    signal?.throwIfAborted();
    await takeOver(file);
    await sleep(Math.min(waitMs, 250), undefined, { signal });
  }
  const beat = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => {});
  }, beatMs);
  beat.unref();
  try {
    return await run();
  } finally {
    clearInterval(beat);
    if ((await content(file)) === id) {
      await rm(file, { force: true });
    }
  }
}

async function create(file: string, id: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx', 0o600);
    try {
      await handle.writeFile(id);
    } finally {
      await handle.close();
    }
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
      return false;
    }
    throw error;
  }
}

async function content(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined);
}

async function isStale(file: string): Promise<boolean> {
  const stats = await stat(file).catch(() => undefined);
  if (!stats) {
    return false;
  }
  if (Date.now() - stats.mtimeMs > staleMs) {
    return true;
  }
  const [pid, host] = ((await content(file)) ?? '').split(' ');
  if (!host || host !== hostname()) {
    return false;
  }
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/** Removes a stale lock. Only one at a time may do so, lest a second one removes the fresh lock of the first. */
async function takeOver(file: string): Promise<void> {
  if (!(await isStale(file))) {
    return;
  }
  const breaker = `${file}.break`;
  if (!(await create(breaker, `${process.pid} ${hostname()}`))) {
    if (await isStale(breaker)) {
      await rm(breaker, { force: true });
    }
    return;
  }
  try {
    if (await isStale(file)) {
      await rm(file, { force: true });
    }
  } finally {
    await rm(breaker, { force: true });
  }
}
