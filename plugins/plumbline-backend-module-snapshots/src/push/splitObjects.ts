import { JsonSplitter } from './JsonSplitter';
import { Piece, Splitter } from './Splitter';
import { YamlSplitter } from './YamlSplitter';

/**
 * Cuts what kubectl prints into single objects while it comes in, whatever its size: documents, and the items of lists. Ends
 * with a refusal where the text ends in the middle.
 */
export async function* splitObjects(
  chunks: AsyncIterable<string>,
): AsyncGenerator<Piece> {
  let splitter: Splitter | undefined;
  for await (const chunk of chunks) {
    if (!splitter) {
      const first = /[^\s\uFEFF]/.exec(chunk)?.[0];
      if (first === undefined) {
        continue;
      }
      splitter = /[[{]/.test(first) ? new JsonSplitter() : new YamlSplitter();
    }
    yield* splitter.push(chunk);
  }
  if (splitter) {
    yield* splitter.end();
  }
}
