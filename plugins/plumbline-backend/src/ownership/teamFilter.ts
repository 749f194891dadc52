import { PermissionCriteria } from '@backstage/plugin-permission-common';
import { teamKey } from '@plumbline/gitops-lookup';
import { Knex } from 'knex';
import { fitsIndex, storable } from '../index/rows';

/** What a rule about teams comes to in a query: marks that mean the teams. */
export interface TeamQuery {
  marks: string[];
}

/** Which teams somebody may see. Absent where that is all of them. */
export type TeamFilter = PermissionCriteria<TeamQuery>;

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
    const keys = keysOf(filter.marks);
    builder.whereIn(column, refs =>
      refs
        .from('ownership_teams')
        .whereIn('key', keys)
        .select('ref')
        .union(described =>
          described
            .from('teams as t')
            .join('team_aliases as a', 'a.team_id', 't.id')
            .whereIn('a.key', keys)
            .select('t.ref'),
        ),
    );
  }
}

/** How marks are folded to be compared. */
export function keysOf(marks: string[]): string[] {
  return [...new Set(marks.map(mark => storable(teamKey(mark))))].filter(
    key => key !== '' && fitsIndex(key),
  );
}
