import {
  AttentionItem,
  MatrixCell,
  MatrixRow,
} from '@plumbline/plugin-plumbline-common';

/** Something that a team is told once. */
export interface Notice {
  /** What makes it the same notice when it comes up again. */
  scope: string;
  teams: string[];
  title: string;
  description: string;
  service: string;
  severity: 'normal' | 'low';
}

/** A cluster that was not read yet tells later: so long is waited for it. */
const WAIT_FOR_CLUSTER_MS = 3600_000;

/** Versions that wait too long. */
export function stuckNotices(items: AttentionItem[]): Notice[] {
  return items.map(item => {
    const { service, teams, reason, version = '', since = '' } = item;
    const where = placeOf(item);
    return {
      scope: scopeOf('stuck', service.id, item, `${version} ${since}`),
      teams,
      title: `A newer version of ${service.name} waits for ${where}`,
      description: `${reason}. It has waited since ${since.slice(0, 10)}.`,
      service: service.id,
      severity: 'normal',
    };
  });
}

/** Versions that have come to an environment since some time. */
export function arrivedNotices(
  rows: MatrixRow[],
  options: { since: Date; now: Date; environments?: string[] },
): Notice[] {
  const { since, now, environments } = options;
  return rows.flatMap(({ id, name, teams, cells }) =>
    cells
      .filter(
        cell =>
          cell.since !== undefined &&
          cell.since >= since.toISOString() &&
          (environments?.includes(cell.environment) ?? true) &&
          isKnownToRun(cell, now),
      )
      .map((cell): Notice => {
        const { version = '', author, runs } = cell;
        const by = author ? `, brought by ${author}` : '';
        return {
          scope: scopeOf('arrived', id, cell, `${version} ${cell.since}`),
          teams,
          title: `${name} ${version} has come to ${placeOf(cell)}`,
          description:
            runs === 'as-declared'
              ? `It runs there${by}.`
              : `Git asks for it${by}; whether it runs there is not known.`,
          service: id,
          severity: 'low',
        };
      }),
  );
}

/** What does not run has not come; what nobody can tell of is told as that, after a while. */
function isKnownToRun({ runs, since = '' }: MatrixCell, now: Date): boolean {
  return (
    runs === 'as-declared' ||
    (runs === 'unknown' &&
      now.getTime() - Date.parse(since) >= WAIT_FOR_CLUSTER_MS)
  );
}

interface PlaceName {
  environment: string;
  cluster?: string;
  namespace?: string;
}

function placeOf({ environment, cluster }: PlaceName): string {
  return cluster && cluster !== environment
    ? `${environment} (${cluster})`
    : environment;
}

function scopeOf(
  kind: string,
  service: string,
  { environment, cluster = '', namespace = '' }: PlaceName,
  what: string,
): string {
  return `plumbline ${kind} ${service} ${environment}/${cluster}/${namespace} ${what}`;
}
