import {
  Cell,
  FreezeRule,
  GateOptions,
  paceOf,
  Pin,
} from '@plumbline/gitops-promotion';
import {
  Freeze,
  Freshness,
  linkToCommit,
  linkToFile,
  PromotedCell,
  PromotedPin,
  PromotedService,
} from '@plumbline/plugin-plumbline-common';
import { SourceInfo } from '@plumbline/gitops-lookup';
import { Knex } from 'knex';
import { DatabaseIndex } from '../../index/DatabaseIndex';
import { directoryOf } from '../../index/teamMarks';
import { storable } from '../../database/text';
import {
  asOf,
  clustersOf,
  NamedCluster,
  namedClusters,
} from '../services/clusters';
import { Freezes, teamsIn } from '../freeze/Freezes';
import { pendingOf } from '../gates/pendingOf';
import { historiesOf, historyKey } from './histories';
import { pinKeyOf } from './pinKey';
import { PinHistory } from './PromotionStore';
import { moreOf } from './serviceRows';

const MAX_PROBLEMS = 20;

interface StoredFacts {
  members: PromotedService['members'];
  reasons: string[];
  owners: string[];
  cells: Omit<PromotedCell, 'pace' | 'more'>[];
}

export interface ServicePageOptions extends GateOptions {
  /** When versions should not change. */
  calendar: readonly FreezeRule[];
}

/** One service, with the history of its lines. */
export async function serviceOf(
  reader: Knex,
  id: string,
  { now, calendar, environmentOf }: ServicePageOptions,
): Promise<PromotedService | undefined> {
  const row: { id: string; name: string; facts: string } | undefined =
    await reader('promotion_services')
      .where('id', storable(id).slice(0, 64))
      .select('id', 'name', 'facts')
      .first();
  if (!row) {
    return undefined;
  }
  const { members, reasons, owners, cells }: StoredFacts = JSON.parse(
    row.facts,
  );
  const histories = await historiesOf(
    reader,
    cells.flatMap(cell => cell.pins),
  );
  const index = new DatabaseIndex(reader);
  const directory = await directoryOf(index, [...owners, ...teamsIn(calendar)]);
  const teams = [...new Set(owners.map(mark => directory.refOf(mark)))];
  const freezes = new Freezes(calendar, directory);
  const clusters = await namedClusters(reader);
  const sources = await sourcesOf(index, cells);
  const complete = cells.map(cell => ({
    ...cell,
    more: moreOf(cell),
    running: withTime(cell, clusters),
    pins: cell.pins.map(pin =>
      withLinks(
        withFreezes(withHistory(pin, histories), at =>
          freezes.at(cell.environment, teams, at),
        ),
        sources.get(`repository:${pin.repository}`),
      ),
    ),
  }));
  const repositories = [
    ...new Set([
      ...members.map(({ repository }) => repository),
      ...cells.flatMap(({ pins }) => pins.map(({ repository }) => repository)),
    ]),
  ];
  const { pending, problems } = await pendingOf(
    reader,
    { repositories, members, cells: complete },
    clusters,
    { now, environmentOf },
  );
  const freshness = await freshnessOf(reader);
  return {
    id: row.id,
    name: row.name,
    teams,
    members,
    reasons,
    cells: complete.map((cell, at) => {
      const freeze = freezes.at(cell.environment, teams, now);
      return {
        ...withPace(cell, complete, now),
        ...(freeze && { freeze }),
        ...(pending[at].length > 0 && { pending: pending[at] }),
      };
    }),
    freshness: {
      ...freshness,
      problems: [...freshness.problems, ...problems],
    },
  };
}

async function sourcesOf(
  index: DatabaseIndex,
  cells: Pick<Cell, 'pins'>[],
): Promise<Map<string, SourceInfo>> {
  const ids = cells.flatMap(({ pins }) =>
    pins.map(({ repository }) => `repository:${repository}`),
  );
  const sources = await index.sources(ids);
  return new Map(sources.map(source => [source.id, source]));
}

/** Lines are shown at the commit that was read last, which is the one that they were found in. */
function withLinks(pin: Pin, source: SourceInfo | undefined): PromotedPin {
  const { repository, path, line, history } = pin;
  return {
    ...pin,
    ...(source?.revision && {
      url: linkToFile(
        { repository, revision: source.revision, path, line },
        source,
      ),
    }),
    ...(history && {
      history: history.map(change => {
        const url = linkToCommit(change.commit, source);
        return { ...change, ...(url !== undefined && { url }) };
      }),
    }),
  };
}

function withTime(
  cell: Pick<Cell, 'running' | 'environment' | 'cluster'>,
  clusters: NamedCluster[],
): Cell['running'] {
  const at = asOf(clustersOf(clusters, cell));
  return cell.running.state === 'unknown' || at === undefined
    ? cell.running
    : { ...cell.running, asOf: at };
}

export function withHistory(
  pin: Pin,
  histories: ReadonlyMap<string, PinHistory>,
): Pin {
  const found = histories.get(
    historyKey(`repository:${pin.repository}`, pinKeyOf(pin)),
  );
  return found
    ? {
        ...pin,
        ...(found.changes.length > 0 && { history: found.changes }),
        ...(found.ends !== undefined && { historyEnds: found.ends }),
      }
    : pin;
}

/** Marks the changes that landed in a freeze. */
function withFreezes(
  pin: Pin,
  freezeAt: (at: Date) => Freeze | undefined,
): Pin {
  return pin.history
    ? {
        ...pin,
        history: pin.history.map(change => {
          const freeze = freezeAt(new Date(change.at));
          return freeze ? { ...change, freeze } : change;
        }),
      }
    : pin;
}

function withPace(
  cell: Omit<PromotedCell, 'pace'>,
  cells: Cell[],
  now: Date,
): PromotedCell {
  const history = mainHistory(cell);
  const before = cells.find(
    other =>
      cell.before !== undefined &&
      other.environment === cell.before.environment &&
      other.cluster === cell.before.cluster &&
      other.namespace === cell.before.namespace,
  );
  return history
    ? { ...cell, pace: paceOf(before && mainHistory(before), history, now) }
    : cell;
}

function mainHistory({ pins, main }: Cell) {
  const pin = main === undefined ? undefined : pins[main];
  return (
    pin?.history ??
    pins.find(other => other.value === pin?.value && other.history)?.history
  );
}

/** How old what is told is, and what could not be read. */
export async function freshnessOf(reader: Knex): Promise<Freshness> {
  const [oldest]: { as_of: string | null }[] = await reader('sources')
    // Nothing of this comes from the catalog.
    .whereNot('kind', 'catalog')
    .whereNull('gone_since')
    .whereNotNull('last_success')
    .min({ as_of: 'last_success' });
  const problems: { id: string; error: string }[] = await reader('sources')
    .whereNot('kind', 'catalog')
    .whereNull('gone_since')
    .whereNotNull('error')
    .orderBy('id')
    .limit(MAX_PROBLEMS)
    .select('id', 'error');
  const problemsIn = async (
    table: 'promotion_sources' | 'promotion_gates',
  ): Promise<{ source_id: string; error: string }[]> =>
    reader(`${table} as p`)
      .join('sources as s', 's.id', 'p.source_id')
      .whereNull('s.gone_since')
      .whereNotNull('p.error')
      .orderBy('p.source_id')
      .limit(MAX_PROBLEMS)
      .select('p.source_id', 'p.error');
  const histories = await problemsIn('promotion_sources');
  const gates = await problemsIn('promotion_gates');
  const reading: { name: string }[] = await reader('promotion_sources as p')
    .join('sources as s', 's.id', 'p.source_id')
    .where('s.kind', 'repository')
    .whereNull('s.gone_since')
    .whereNotNull('p.lease_owner')
    .orderBy('s.name')
    .limit(MAX_PROBLEMS)
    .select('s.name');
  return {
    ...(oldest?.as_of && { asOf: oldest.as_of }),
    problems: [
      ...problems.map(({ id, error }) => ({ source: id, error })),
      ...histories.map(({ source_id, error }) => ({
        source: source_id,
        error: `History: ${error}`,
      })),
      ...gates.map(({ source_id, error }) => ({ source: source_id, error })),
    ],
    reading: reading.map(({ name }) => name),
  };
}
