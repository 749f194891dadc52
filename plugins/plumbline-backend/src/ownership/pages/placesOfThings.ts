import { environmentOrder } from '@plumbline/gitops-reader';
import { Knex } from 'knex';

const MAX_PLACES = 200;

/** Where things (`ownership_things as t`) are, each place once; environments in the order of promotion. */
export async function placesOfThings(
  things: Knex.QueryBuilder,
  column: 'environment' | 'cluster' | 'repository',
): Promise<string[]> {
  const rows: { value: string }[] = await things
    .whereNotNull(`t.${column}`)
    .distinct(`t.${column} as value`)
    .orderBy('value')
    .limit(MAX_PLACES);
  const names = rows.map(({ value }) => value);
  return column === 'environment'
    ? names.sort((a, b) => environmentOrder(a) - environmentOrder(b))
    : names;
}
