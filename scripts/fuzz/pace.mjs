import { parseAllDocuments } from 'yaml';
import { processorTime } from './processorTime.mjs';

const text = 'metadata: { name: x }\n'.repeat(20_000);

/** Seconds of the processor that the YAML library alone needs here and now for a megabyte. */
export function pace() {
  const took = processorTime();
  parseAllDocuments(text, { uniqueKeys: false, strict: false });
  return took() / 1000 / (text.length / 1_000_000);
}
