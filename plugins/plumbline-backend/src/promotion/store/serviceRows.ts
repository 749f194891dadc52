import {
  Cell,
  currentChange,
  NO_ENVIRONMENT,
  whyNotAsDeclared,
} from '@plumbline/gitops-promotion';
import {
  MatrixCell,
  placeStates,
  placeUrgency,
  Runs,
} from '@plumbline/plugin-plumbline-common';
import { createHash } from 'node:crypto';
import { fitsIndex, storable, withDigest } from '../../database/text';
import { teamValue } from '../../index/teamValue';
import { JudgedService } from './PromotionStore';

export interface ServiceRow {
  id: string;
  digest: string;
  name: string;
  sort: string;
  search: string;
  rank: number;
  waiting_since: string;
  changed_at: string;
  cells: string;
  facts: string;
}

export interface ServiceMark {
  type:
    | 'team'
    | 'environment'
    | 'cluster'
    | 'repository'
    | 'verdict'
    | 'member'
    | 'unread';
  value: string;
}

export interface ServiceToWrite {
  row: ServiceRow;
  marks: ServiceMark[];
}

/** What a page of the matrix needs of a row. */
export interface StoredCells {
  owners: string[];
  repositories: string[];
  cells: MatrixCell[];
}

/** Sorts behind every time. */
export const NEVER = '9';

const MAX_SEARCH = 2_000;

/** What services are sorted by, and found by their whole name. */
export function sortOf(name: string): string {
  return storable(name.toLowerCase().slice(0, 250));
}

/** Undefined for a name that no index could hold. */
export function serviceToRow(
  judged: JudgedService,
): ServiceToWrite | undefined {
  const { service, owners, cells, unread } = judged;
  const { name, members, reasons } = service;
  if (!fitsIndex(name)) {
    return undefined;
  }
  const repositories = [...new Set(members.map(each => each.repository))];
  const shown = cells.map(toMatrixCell);
  // A place without an environment has no column: nothing is found or sorted by what nobody sees.
  const placed = cells.filter(
    ({ environment }) =>
      environment !== NO_ENVIRONMENT && fitsIndex(environment),
  );
  const marks = [
    ...marksOf('team', owners.map(teamValue)),
    ...marksOf(
      'environment',
      cells.map(cell => cell.environment),
    ),
    ...marksOf(
      'cluster',
      cells.map(cell => cell.cluster),
    ),
    ...marksOf('repository', repositories),
    ...marksOf(
      'verdict',
      placed.flatMap(({ verdict, relation, runs }) => [
        verdict,
        relation,
        // As-declared is the rule, and nobody asks for it.
        ...(runs === 'missing' || runs === 'diverged' ? [runs] : []),
      ]),
    ),
    ...marksOf(
      'unread',
      unread.map(({ cluster, changedAt }) => `${changedAt} ${cluster}`),
    ),
    ...marksOf(
      'member',
      members.map(member => member.name),
    ),
  ];
  const stored: StoredCells = { owners, repositories, cells: shown };
  return {
    row: withDigest(
      {
        id: serviceId({
          name,
          // Who merely deploys it comes and goes without making it another one.
          members: members.filter(({ places }) => places.length > 0),
        }),
        name: storable(name),
        sort: sortOf(name),
        search: storable(
          [
            name,
            ...members.flatMap(each => [each.name, each.path]),
            ...shown.map(({ version }) => version),
          ]
            .join(' ')
            .toLowerCase()
            .slice(0, MAX_SEARCH),
        ),
        rank: Math.min(...placed.map(placeUrgency), placeStates.length),
        waiting_since: least(placed.map(({ lag }) => lag?.waitingSince)),
        changed_at: greatest(placed.map(({ since }) => since)),
        cells: JSON.stringify(stored),
        facts: JSON.stringify({
          members: members.map(({ repository, path, name: own }) => ({
            repository,
            name: own,
            path,
          })),
          reasons,
          owners,
          cells: cells.map(withoutHistory),
        }),
      },
      marks,
    ),
    marks,
  };
}

/** Stays the same while the service goes by the same name in the same place. */
export function serviceId({
  name,
  members,
}: {
  name: string;
  members: { repository: string; path: string; name: string }[];
}): string {
  const [lead] = members
    .map(({ repository, path, name: own }) => [repository, path, own])
    .sort();
  const digest = createHash('sha256')
    .update(JSON.stringify([name, lead]))
    .digest('hex')
    .slice(0, 8);
  const readable = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 22);
  return `${readable}-${digest}`;
}

function toMatrixCell(cell: JudgedService['cells'][number]): MatrixCell {
  const { pins, main, lag, environment, cluster, namespace } = cell;
  const pin = main === undefined ? undefined : pins[main];
  const change = pin && currentOf(cell);
  return {
    environment,
    ...(cluster !== undefined && { cluster }),
    ...(namespace !== undefined && { namespace }),
    ...(pin && { version: versionOf(pin) }),
    more: moreOf(cell),
    verdict: cell.verdict,
    relation: cell.relation,
    runs: cell.runs,
    ...(cell.since && { since: cell.since }),
    ...(lag?.waitingSince && { waitingSince: lag.waitingSince }),
    ...(lag?.versions !== undefined && { versionsBehind: lag.versions }),
    ...(lag?.commits !== undefined && { commitsBehind: lag.commits }),
    ...(change && {
      commit: change.commit.slice(0, 12),
      author: change.author,
    }),
  };
}

/** How many versions are pinned besides the one that stands for the place: two lines that say one version are one. */
export function moreOf({ pins, main }: Pick<Cell, 'pins' | 'main'>): number {
  const versions = new Set(
    pins.map(({ kind, name, value }) => `${kind} ${name} ${value}`),
  );
  return versions.size - (main === undefined ? 0 : 1);
}

/** The change that brought what stands here: of the line itself, or of another one that says the same. */
function currentOf({ pins, main }: Cell) {
  const pin = main === undefined ? undefined : pins[main];
  return [pin, ...pins]
    .filter(each => each?.value === pin?.value)
    .map(each => each && currentChange(each.history, each.value))
    .find(Boolean);
}

function versionOf({ value, digest }: Cell['pins'][number]): string {
  return value || (digest ?? '');
}

/**
 * Histories are stored once for each line, and read with the service; so are the times at which clusters were read, which
 * change all the time.
 */
function withoutHistory(cell: JudgedService['cells'][number]): Cell {
  const { running } = cell;
  return {
    ...cell,
    running:
      running.state === 'unknown' ? running : { ...running, asOf: undefined },
    pins: cell.pins.map(({ history, historyEnds, ...pin }) => pin),
  };
}

/** As declared is what runs only where the pin that stands for the place was seen to run, in all clusters that it means. */
export function runsOf({ running, diverged, pins, main }: Cell): {
  runs: Runs;
  runsReason?: string;
} {
  if (running.state === 'missing') {
    return { runs: 'missing', runsReason: running.reason };
  }
  if (diverged) {
    return { runs: 'diverged' };
  }
  if (running.state === 'unknown') {
    return { runs: 'unknown', runsReason: running.reason };
  }
  const why =
    main === undefined
      ? 'no version is pinned here'
      : (whyNotAsDeclared(pins[main], running.versions) ?? running.incomplete);
  return why === undefined
    ? { runs: 'as-declared' }
    : { runs: 'unknown', runsReason: why };
}

function marksOf(
  type: ServiceMark['type'],
  values: (string | undefined)[],
): ServiceMark[] {
  return [...new Set(values)].flatMap(value =>
    value !== undefined && value !== '' && fitsIndex(value)
      ? [{ type, value: storable(value) }]
      : [],
  );
}

function least(times: (string | undefined)[]): string {
  return times.reduce<string>(
    (found, time) => (time !== undefined && time < found ? time : found),
    NEVER,
  );
}

function greatest(times: (string | undefined)[]): string {
  return times.reduce<string>(
    (found, time) => (time !== undefined && time > found ? time : found),
    '',
  );
}
