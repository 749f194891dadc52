import { createHash } from 'node:crypto';
import { AttentionItem, MatrixRow } from '@plumbline/plugin-plumbline-common';
import { plainLine } from '../../lib/plainLine';

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

/** So long is waited for a cluster that was not read yet. */
const WAIT_FOR_CLUSTER_MS = 3600_000;
/** What the columns of Backstage's notifications hold. */
const LONGEST = 255;
const LONGEST_DESCRIPTION = 2_000;

/** Versions that wait too long. */
export function stuckNotices(items: AttentionItem[]): Notice[] {
  return items.map(item => {
    const { service, teams, reason, version = '', since = '' } = item;
    return toNotice({
      scope: scopeOf('stuck', service.id, item, `${version} ${since}`),
      teams,
      title: `A newer version of ${service.name} waits for ${placeOf(item)}`,
      description: `${reason}. It has waited since ${since.slice(0, 10)}.`,
      service: service.id,
      severity: 'normal',
    });
  });
}

/** A version that has come to an environment in Git. */
export interface Arrival {
  /** Of the notice that tells that it runs. */
  scope: string;
  /** When it came to Git. */
  since: string;
  /** A cluster is known not to run it yet; nobody can tell. */
  state: 'runs' | 'waits' | 'unknown';
  /** What can be told now. */
  notice?: Notice;
}

/** Versions that have come to environments, and what can be told of each: what does not run has not come. */
export function arrivalsIn(
  rows: MatrixRow[],
  { now, environments }: { now: Date; environments?: string[] },
): Arrival[] {
  return rows.flatMap(({ id, name, teams, cells }) =>
    cells.flatMap((cell): Arrival[] => {
      const { version = '', author, runs, since } = cell;
      if (
        since === undefined ||
        !(environments?.includes(cell.environment) ?? true)
      ) {
        return [];
      }
      const scope = (kind: string) =>
        scopeOf(kind, id, cell, `${version} ${since}`);
      const by = author ? `, brought by ${author}` : '';
      const about = { teams, service: id, severity: 'low' as const };
      const arrival = { scope: scope('arrived'), since };
      if (runs === 'as-declared') {
        const notice = toNotice({
          ...about,
          scope: arrival.scope,
          title: `${name} ${version} has come to ${placeOf(cell)}`,
          description: `It runs there${by}.`,
        });
        return [{ ...arrival, state: 'runs', notice }];
      }
      if (runs !== 'unknown') {
        return [{ ...arrival, state: 'waits' }];
      }
      // A cluster that was not read yet tells later: after a while, what Git asks for is told as that.
      const asked =
        now.getTime() - Date.parse(since) >= WAIT_FOR_CLUSTER_MS
          ? toNotice({
              ...about,
              scope: scope('asked'),
              title: `Git asks for ${name} ${version} in ${placeOf(cell)}`,
              description: `It is asked for there${by}; whether it runs is not known.`,
            })
          : undefined;
      return [
        { ...arrival, state: 'unknown', ...(asked && { notice: asked }) },
      ];
    }),
  );
}

/** A notice as it can be stored, and sent to chats: names may be anything, of any length. */
function toNotice(notice: Notice): Notice {
  return {
    ...notice,
    title: plainLine(notice.title, LONGEST),
    description: plainLine(notice.description, LONGEST_DESCRIPTION),
  };
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
  const scope = `plumbline ${kind} ${service} ${environment}/${cluster}/${namespace} ${what}`;
  return scope.length <= LONGEST && !scope.includes('\0')
    ? scope
    : `plumbline ${kind} ${createHash('sha256').update(scope).digest('base64url')}`;
}
