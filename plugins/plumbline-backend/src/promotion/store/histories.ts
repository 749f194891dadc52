import { PinChange } from '@plumbline/gitops-promotion';
import { Knex } from 'knex';
import { maskSubject } from '../../masking/maskText';
import { chunksInTurns } from '../../database/chunks';
import { pinKeyOf } from './pinKey';
import { PinHistory, PinIdentity } from './PromotionStore';

/** More than anybody looks at; a line that a bot changes every hour has many. */
const MAX_CHANGES = 100;

interface ChangeRow {
  pin_id: number;
  facts: string;
}

/** The newest changes of each line, by repository and key. */
export async function historiesOf(
  reader: Knex,
  pins: PinIdentity[],
): Promise<Map<string, PinHistory>> {
  const wanted = new Map<string, string[]>();
  for (const pin of pins) {
    const source = `repository:${pin.repository}`;
    wanted.set(source, [...(wanted.get(source) ?? []), pinKeyOf(pin)]);
  }
  const histories = new Map<string, PinHistory>();
  for (const [source, keys] of wanted) {
    for await (const chunk of chunksInTurns([...new Set(keys)])) {
      const rows: {
        id: number;
        pin_key: string;
        ends: string | null;
        restarted: string | null;
      }[] = await reader('promotion_pins as p')
        .join('promotion_sources as s', 's.source_id', 'p.source_id')
        .where('p.source_id', source)
        .whereIn('p.pin_key', chunk)
        .select('p.id', 'p.pin_key', 'p.ends', 's.ends as restarted');
      const changes = await changesOf(
        reader,
        rows.map(({ id }) => id),
      );
      for (const { id, pin_key, ends: own, restarted } of rows) {
        const ends = own ?? restarted;
        histories.set(historyKey(source, pin_key), {
          changes: changes.get(id) ?? [],
          ...(ends !== null && { ends }),
        });
      }
    }
  }
  return histories;
}

export function historyKey(sourceId: string, pinKey: string): string {
  return `${sourceId}\0${pinKey}`;
}

async function changesOf(
  reader: Knex,
  ids: number[],
): Promise<Map<number, PinChange[]>> {
  const changes = new Map<number, PinChange[]>();
  if (ids.length === 0) {
    return changes;
  }
  const rows: ChangeRow[] = await reader
    .from(
      reader('promotion_changes')
        .whereIn('pin_id', ids)
        .select('pin_id', 'position', 'facts')
        .rowNumber('newest', row =>
          row.partitionBy('pin_id').orderBy('position', 'desc'),
        )
        .as('numbered'),
    )
    .where('newest', '<=', MAX_CHANGES)
    .orderBy(['pin_id', { column: 'position', order: 'desc' }])
    .select('pin_id', 'facts');
  for (const { pin_id, facts } of rows) {
    const stored: PinChange = JSON.parse(facts);
    // What was stored before subjects were masked.
    const change = { ...stored, subject: maskSubject(stored.subject) };
    const known = changes.get(pin_id);
    if (known) {
      known.push(change);
    } else {
      changes.set(pin_id, [change]);
    }
  }
  return changes;
}
