import { InputError, NotFoundError } from '@backstage/errors';
import {
  CompareQuery,
  placeId,
  PromotedCell,
  PromotedService,
} from '@plumbline/plugin-plumbline-common';

type Cell = Pick<
  PromotedCell,
  'environment' | 'cluster' | 'namespace' | 'relation' | 'before'
>;

/** Places that are named in an error. */
const MOST_NAMED = 20;

/**
 * Which two places of a service are asked for. Of several that may be meant, those that say most: one that is behind and the
 * one that it was compared with; else any two that were compared; else the last ones on the way.
 */
export function placesOf<C extends Cell>(
  { name, cells }: Pick<PromotedService, 'name'> & { cells: C[] },
  query: CompareQuery,
): { from: C; to: C } {
  const some = (asked: string | undefined): C[] => {
    if (asked === undefined) {
      return cells;
    }
    const exact = cells.filter(cell => placeId(cell) === asked);
    const found =
      exact.length > 0
        ? exact
        : cells.filter(({ environment }) => environment === asked);
    if (found.length === 0) {
      const ids = cells.slice(0, MOST_NAMED).map(placeId);
      throw new NotFoundError(
        `${name} has no place ${asked}; it has ${ids.join(', ')}`,
      );
    }
    return found;
  };
  const froms = some(query.from);
  const tos = some(query.to);
  if (cells.length < 2) {
    throw new InputError(
      `${name} has one place: there is nothing to compare it with`,
    );
  }
  const position = new Map(cells.map((cell, at) => [cell, at]));
  const isBefore = (one: C, other: C) =>
    (position.get(one) ?? 0) < (position.get(other) ?? 0);
  let best: { from: C; to: C; rank: number } | undefined;
  for (const to of tos) {
    const near = [
      ...froms.filter(from => isBefore(from, to)).reverse(),
      ...froms.filter(from => isBefore(to, from)),
    ];
    for (const from of near) {
      const rank = rankOf(from, to);
      // The further on the way, the more it matters.
      if (
        best === undefined ||
        rank > best.rank ||
        (rank === best.rank && to !== best.to)
      ) {
        best = { from, to, rank };
      }
    }
  }
  if (!best) {
    throw new InputError('from and to: must be two places');
  }
  return best;
}

function rankOf(from: Cell, to: Cell): number {
  const compared =
    to.before !== undefined && placeId(to.before) === placeId(from);
  if (!compared) {
    return from.environment === to.environment ? 0 : 1;
  }
  return to.relation === 'behind' ? 3 : 2;
}
