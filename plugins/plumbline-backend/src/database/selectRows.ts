import { Knex } from 'knex';
import { storable } from './text';

/** The rows of a statement that is written out: its shape, and which index it uses, is what a promised speed rests on. */
export async function selectRows<T>(
  database: Knex,
  sql: string,
  bindings: (string | number)[],
): Promise<T[]> {
  const result = await database.raw(
    sql,
    bindings.map(value =>
      typeof value === 'string' ? storable(value) : value,
    ),
  );
  return Array.isArray(result) ? result : result.rows;
}

/** `?, ?, ?` for the values of an IN list; of none, what nothing is equal to. */
export function marks(values: readonly unknown[]): string {
  return values.length > 0 ? values.map(() => '?').join(', ') : 'NULL';
}
