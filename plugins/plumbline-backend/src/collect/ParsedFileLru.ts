import { ParsedFile, ParsedFileCache } from '@plumbline/gitops-reader';

/** Roughly what a value of a parsed document costs in memory, with its line number. */
const BYTES_PER_NODE = 150;
const DEFAULT_LIMIT = 128 * 1024 * 1024;

/**
 * Parsed files of the last reads, so that a push that touches one file parses one file. It may be lost at any time: what it
 * holds depends on path and content alone.
 */
export class ParsedFileLru implements ParsedFileCache {
  readonly #files = new Map<string, { file: ParsedFile; weight: number }>();
  readonly #limit: number;
  #weight = 0;

  constructor(limit: number = DEFAULT_LIMIT) {
    this.#limit = limit;
  }

  get(key: string): ParsedFile | undefined {
    const entry = this.#files.get(key);
    if (!entry) {
      return undefined;
    }
    this.#files.delete(key);
    this.#files.set(key, entry);
    return entry.file;
  }

  set(key: string, file: ParsedFile): void {
    this.#forget(key);
    const weight = weigh(file);
    if (weight > this.#limit) {
      return;
    }
    this.#files.set(key, { file, weight });
    this.#weight += weight;
    for (const oldest of this.#files.keys()) {
      if (this.#weight <= this.#limit) {
        break;
      }
      this.#forget(oldest);
    }
  }

  #forget(key: string): void {
    const entry = this.#files.get(key);
    if (entry) {
      this.#files.delete(key);
      this.#weight -= entry.weight;
    }
  }
}

function weigh(file: ParsedFile): number {
  return (
    file.path.length +
    2 * (file.text?.length ?? 0) +
    BYTES_PER_NODE * (1 + count(file.documents.map(document => document.value)))
  );
}

function count(root: unknown): number {
  let nodes = 0;
  const queue: unknown[] = [root];
  for (let value = queue.pop(); value !== undefined; value = queue.pop()) {
    nodes += 1;
    if (typeof value === 'object' && value !== null) {
      queue.push(...Object.values(value).filter(child => child !== undefined));
    } else if (typeof value === 'string') {
      nodes += value.length / BYTES_PER_NODE;
    }
  }
  return nodes;
}
