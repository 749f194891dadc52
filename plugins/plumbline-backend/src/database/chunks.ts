import { takeTurns } from './turns';

/** Rows of one INSERT, and values of one IN list: within what both databases take. */
const CHUNK = 200;

export function* chunksOf<T>(items: T[], size = CHUNK): Generator<T[]> {
  for (let start = 0; start < items.length; start += size) {
    yield items.slice(start, start + size);
  }
}

/** Chunks, between which others get their turn. */
export async function* chunksInTurns<T>(items: T[]): AsyncGenerator<T[]> {
  const turn = takeTurns();
  for (const chunk of chunksOf(items)) {
    await turn();
    yield chunk;
  }
}
