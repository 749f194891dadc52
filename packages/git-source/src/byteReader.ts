/** Reads lines and exact numbers of bytes off a stream. */
export class ByteReader {
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(chunks: AsyncIterable<Buffer>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  async line(): Promise<string | undefined> {
    for (;;) {
      const end = this.#rest.indexOf(10);
      if (end >= 0) {
        const line = this.#rest.toString('utf8', 0, end);
        this.#rest = this.#rest.subarray(end + 1);
        return line;
      }
      const next = await this.#chunks.next();
      if (next.done) {
        return undefined;
      }
      this.#rest = this.#rest.length
        ? Buffer.concat([this.#rest, next.value])
        : next.value;
    }
  }

  /** Leaves out bytes; false when there are not so many. */
  async skip(count: number): Promise<boolean> {
    for (let left = count; ;) {
      const taken = Math.min(left, this.#rest.length);
      this.#rest = this.#rest.subarray(taken);
      left -= taken;
      if (left === 0) {
        return true;
      }
      const next = await this.#chunks.next();
      if (next.done) {
        return false;
      }
      this.#rest = next.value;
    }
  }

  async bytes(count: number): Promise<Buffer | undefined> {
    // A copy: what a caller keeps must not hold on to the whole chunk.
    const result = Buffer.allocUnsafeSlow(count);
    let filled = 0;
    for (;;) {
      const taken = this.#rest.copy(result, filled, 0, count - filled);
      filled += taken;
      this.#rest = this.#rest.subarray(taken);
      if (filled === count) {
        return result;
      }
      const next = await this.#chunks.next();
      if (next.done) {
        return undefined;
      }
      this.#rest = next.value;
    }
  }
}
