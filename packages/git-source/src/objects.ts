import { GitError } from './gitError';
import { ByteReader } from './byteReader';
import { streamGit } from './git';

export interface ObjectStore {
  gitDir: string;
  /** `repository` as messages name it. */
  name: string;
  signal?: AbortSignal;
}

function describeBytes(bytes: number): string {
  return bytes < 1024 * 1024
    ? `${bytes} bytes`
    : `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}

export function tooLarge(bytes: number, limit: number): string {
  return `the file has ${describeBytes(bytes)}, more than the ${describeBytes(
    limit,
  )} that are read`;
}

/** Sizes of those objects that are here. */
export async function blobSizes(
  store: ObjectStore,
  oids: Iterable<string>,
): Promise<Map<string, number>> {
  const sizes = new Map<string, number>();
  const unique = new Set(oids);
  if (unique.size === 0) {
    return sizes;
  }
  const reader = new ByteReader(
    streamGit(['cat-file', '--batch-check', '--buffer'], {
      what: `Could not look up the files of ${store.name}`,
      gitDir: store.gitDir,
      signal: store.signal,
      input: lines(unique),
    }),
  );
  for (;;) {
    const line = await reader.line();
    if (line === undefined) {
      return sizes;
    }
    const [oid, type, size] = line.split(' ');
    if (type !== 'missing') {
      sizes.set(oid, Number(size));
    }
  }
}

/**
 * Contents of blobs through one `cat-file` process. It prints no faster than we read. Blobs that are missing or larger
 * than the limit must have been taken out before.
 */
export async function* readBlobs(
  store: ObjectStore,
  oids: string[],
): AsyncGenerator<Uint8Array | undefined> {
  if (oids.length === 0) {
    return;
  }
  const what = `Could not read the files of ${store.name}`;
  const stream = streamGit(['cat-file', '--batch', '--buffer'], {
    what,
    gitDir: store.gitDir,
    signal: store.signal,
    input: lines(oids),
    timeoutMs: 30 * 60_000,
    maxBytes: Number.MAX_SAFE_INTEGER,
  });
  const reader = new ByteReader(stream);
  try {
    for (const oid of oids) {
      const header = await reader.line();
      const [, type, size] = header?.split(' ') ?? [];
      if (header === undefined) {
        throw new GitError('failed', `${what}: git ended early`);
      }
      if (type === 'missing') {
        yield undefined;
        continue;
      }
      const content = await reader.bytes(Number(size));
      const end = await reader.bytes(1);
      if (!content || end?.[0] !== 10) {
        throw new GitError('corrupt', `${what}: blob ${oid} is cut off`);
      }
      yield content;
    }
    // Read to the end, so that a failure of git shows.
    await reader.line();
  } finally {
    await stream.return(undefined);
  }
}

/** What is known of a blob: its size, -1 where it is not here, and its content where that is short. */
export interface ShortBlob {
  size: number;
  content?: Uint8Array;
}

/** Longer ones are not kept; and more than that is not worth reading past. */
const longestShort = 64 * 1024;
const longestSkipped = 16 * 1024 * 1024;

/**
 * Sizes of a few blobs, with the contents of those that are short: one process instead of one for each. It is started
 * at once, and told what to look for when that is known. Blobs behind a very large one may be left out.
 */
export async function shortBlobs(
  store: ObjectStore,
  oids: Promise<Iterable<string>>,
): Promise<Map<string, ShortBlob>> {
  const found = new Map<string, ShortBlob>();
  // Whoever gave them hears of it, and this may end before they are known.
  oids.catch(() => {});
  const what = `Could not look up the files of ${store.name}`;
  const stream = streamGit(['cat-file', '--batch', '--buffer'], {
    what,
    gitDir: store.gitDir,
    signal: store.signal,
    input: linesOnceKnown(oids),
  });
  const reader = new ByteReader(stream);
  try {
    for (;;) {
      const line = await reader.line();
      if (line === undefined) {
        return found;
      }
      const [oid, type, length] = line.split(' ');
      if (type === 'missing') {
        found.set(oid, { size: -1 });
        continue;
      }
      const size = Number(length);
      if (size > longestSkipped) {
        found.set(oid, { size });
        return found;
      }
      const content =
        size <= longestShort ? await reader.bytes(size) : undefined;
      if (!(await reader.skip(content ? 1 : size + 1))) {
        throw new GitError('corrupt', `${what}: blob ${oid} is cut off`);
      }
      found.set(oid, { size, ...(content ? { content } : {}) });
    }
  } finally {
    await stream.return(undefined);
  }
}

async function* linesOnceKnown(
  oids: Promise<Iterable<string>>,
): AsyncGenerator<string> {
  yield* lines(new Set(await oids));
}

function* lines(items: Iterable<string>): Generator<string> {
  let chunk = '';
  for (const item of items) {
    chunk += `${item}\n`;
    if (chunk.length > 16_384) {
      yield chunk;
      chunk = '';
    }
  }
  if (chunk) {
    yield chunk;
  }
}
