import { PermissionCriteria } from '@backstage/plugin-permission-common';
import { teamKey } from '@plumbline/gitops-lookup';
import { Knex } from 'knex';
import { DatabaseIndex } from '../index/DatabaseIndex';
import { fitsIndex, storable } from '../database/text';
import { directoryOf } from '../index/teamMarks';

/** What a rule about teams comes to in a query: marks that mean the teams. */
export interface TeamQuery {
  marks: string[];
}

/** Which teams somebody may see, by marks. Absent where that is all of them. */
export type MarkFilter = PermissionCriteria<TeamQuery>;

/** The same by the refs that the marks mean. */
export type TeamFilter = PermissionCriteria<{ refs: string[] }>;

/** Looks up whom the marks of a filter mean. */
export async function teamsMeant(
  reader: Knex,
  filter: MarkFilter,
): Promise<TeamFilter> {
  const directory = await directoryOf(
    new DatabaseIndex(reader),
    marksIn(filter),
  );
  const meant = (part: MarkFilter): TeamFilter => {
    if ('not' in part) {
      return { not: meant(part.not) };
    } else if ('allOf' in part) {
      const [first, ...rest] = part.allOf;
      return { allOf: [meant(first), ...rest.map(meant)] };
    } else if ('anyOf' in part) {
      const [first, ...rest] = part.anyOf;
      return { anyOf: [meant(first), ...rest.map(meant)] };
    }
    return { refs: part.marks.map(mark => directory.refOf(mark)) };
  };
  return meant(filter);
}

function marksIn(filter: MarkFilter): string[] {
  if ('not' in filter) {
    return marksIn(filter.not);
  } else if ('allOf' in filter) {
    return filter.allOf.flatMap(marksIn);
  } else if ('anyOf' in filter) {
    return filter.anyOf.flatMap(marksIn);
  }
  return filter.marks;
}

/** Whether somebody may see a team. */
export function allows(filter: TeamFilter, ref: string): boolean {
  if ('not' in filter) {
    return !allows(filter.not, ref);
  } else if ('allOf' in filter) {
    return filter.allOf.every(part => allows(part, ref));
  } else if ('anyOf' in filter) {
    return filter.anyOf.some(part => allows(part, ref));
  }
  return filter.refs.includes(ref);
}

/** The same in SQL, on a column that holds the ref of a team. */
export function whereTeams(
  builder: Knex.QueryBuilder,
  filter: TeamFilter,
  column: string,
): void {
  if ('not' in filter) {
    builder.whereNot(inner => whereTeams(inner, filter.not, column));
  } else if ('allOf' in filter) {
    for (const part of filter.allOf) {
      builder.where(inner => whereTeams(inner, part, column));
    }
  } else if ('anyOf' in filter) {
    builder.where(any => {
      for (const part of filter.anyOf) {
        any.orWhere(inner => whereTeams(inner, part, column));
      }
    });
  } else {
    builder.whereIn(column, filter.refs.map(storable));
  }
}

/** Leaves, of `ownership_things as t`, what teams own that somebody may see, and what no team owns. */
export function whereSeen(
  reader: Knex,
  things: Knex.QueryBuilder,
  filter: TeamFilter,
): void {
  things.where(seen =>
    seen.whereNot('t.state', 'owned').orWhereIn(
      't.id',
      reader('ownership_owners')
        .where(builder => whereTeams(builder, filter, 'team'))
        .select('thing_id'),
    ),
  );
}

/** How marks are folded to be compared. */
export function keysOf(marks: string[]): string[] {
  return [...new Set(marks.map(mark => storable(teamKey(mark))))].filter(
    key => key !== '' && fitsIndex(key),
  );
}
