import { KubernetesError } from './KubernetesError';

/**
 * Cuts a stream into lines. One that is longer than the bound ends it, so that no server can fill the memory.
 */
export async function* linesOf(
  chunks: AsyncIterable<Buffer>,
  maxBytes: number,
): AsyncGenerator<string> {
  let parts: Buffer[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(10, start);
      const piece = chunk.subarray(start, end < 0 ? undefined : end);
      length += piece.length;
      if (length > maxBytes) {
        throw new KubernetesError(
          'too-large',
          `A change is larger than ${Math.round(maxBytes / 1024 / 1024)} MB`,
        );
      }
      parts.push(piece);
      if (end < 0) {
        break;
      }
      if (length > 0) {
        yield Buffer.concat(parts).toString('utf8');
      }
      parts = [];
      length = 0;
      start = end + 1;
    }
  }
}
