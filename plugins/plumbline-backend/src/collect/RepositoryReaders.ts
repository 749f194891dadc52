import {
  ParsedFile,
  ReadRepositoryOptions,
  RepositoryReader,
} from '@plumbline/gitops-reader';

/** What the configuration tells the readers. */
export type ReadingSettings = Pick<
  ReadRepositoryOptions,
  'ownershipLabels' | 'environments'
>;

/** Roughly what a value of a parsed document costs in memory, with its line number and what is made of it. */
const BYTES_PER_NODE = 250;
const DEFAULT_LIMIT = 192 * 1024 * 1024;

/**
 * Readers of the repositories that were read last, with what they know of unchanged files, so that a push that touches one
 * file costs one file. They may be lost at any time: what they know can be read again.
 */
export class RepositoryReaders {
  readonly #readers = new Map<
    string,
    { reader: RepositoryReader; weight: number }
  >();
  readonly #weights = new WeakMap<ParsedFile, number>();
  readonly #limit: number;

  constructor(limit: number = DEFAULT_LIMIT) {
    this.#limit = limit;
  }

  /** Takes the reader of a repository out, so that nobody else reads with it meanwhile. */
  take(name: string, settings: ReadingSettings): RepositoryReader {
    const known = this.#readers.get(name);
    this.#readers.delete(name);
    return known?.reader ?? new RepositoryReader(settings);
  }

  /** Puts it back; the ones that were used longest ago make room. */
  put(name: string, reader: RepositoryReader): void {
    let weight = 0;
    for (const file of reader.parsed?.files.values() ?? []) {
      weight += this.#weigh(file);
    }
    this.#readers.delete(name);
    if (weight > this.#limit) {
      return;
    }
    this.#readers.set(name, { reader, weight });
    let total = 0;
    for (const entry of this.#readers.values()) {
      total += entry.weight;
    }
    for (const [oldest, entry] of this.#readers) {
      if (total <= this.#limit) {
        break;
      }
      this.#readers.delete(oldest);
      total -= entry.weight;
    }
  }

  #weigh(file: ParsedFile): number {
    let weight = this.#weights.get(file);
    if (weight === undefined) {
      weight = weigh(file);
      this.#weights.set(file, weight);
    }
    return weight;
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
