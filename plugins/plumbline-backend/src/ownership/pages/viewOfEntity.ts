import {
  AlertSummary,
  EntityCounts,
  EntityFinding,
  EntityView,
} from '@plumbline/plugin-plumbline-common';
import { Knex } from 'knex';
import { foundAlerts, shown } from '../../alerts/store/pageOfAlerts';
import { subjectKeyOf } from '../../alerts/store/questions';
import {
  FOUND_COLUMNS,
  FoundAlertRow,
  rowToAlert,
} from '../../alerts/store/rows';
import { chunksOf } from '../../database/chunks';
import { StoredFact } from '../../index/factRows';
import { withOrigin } from '../../index/locations';
import { storable } from '../../database/text';
import { numberIfKnown } from './pageOfTeams';
import { placesOfThings } from './placesOfThings';
import { ThingRow } from '../derive/thingRows';
import { kindsOf, TROUBLES } from '../derive/troubles';

const MAX_OWNERS = 20;
const MAX_LISTED = 10;
const MAX_PROMOTED = 50;
/** Of more workloads it is not told which alerts fire for them. */
const MAX_WORKLOADS = 5_000;
/** Services of which it is told what is promoted and found. */
const MAX_SERVICES = 500;
const MAX_FINDINGS = 1_000;
/** Directories of one statement. */
const MOST_PLACES = 50;

/** Things that an entity stands for and that somebody may see: `ownership_things as t`. */
type Things = () => Knex.QueryBuilder;

/** How the things of an entity stand, in numbers, with what stands out. */
export async function viewOfEntity(
  reader: Knex,
  things: Things,
): Promise<Omit<EntityView, 'pending' | 'restricted'>> {
  const services: ServiceRow[] = await things()
    .where('t.type', 'service')
    .orderBy('t.id')
    .limit(MAX_SERVICES)
    .select('t.id', 't.name', 't.repository', 't.directory');
  const { alerts, totalAlerts } = await alertsOf(reader, things);
  const { findings, totalFindings } = await findingsOf(reader, services);
  const promoted = await promotedServices(reader, services);
  return {
    counts: {
      ...(await countsOf(reader, things)),
      ...(totalAlerts !== undefined && { alerts: totalAlerts }),
      ...(totalFindings !== undefined && { findings: totalFindings }),
      promotions: promoted.filter(({ behind }) => behind).length,
    },
    owners: await ownersOf(reader, things),
    promoted: promoted.slice(0, MAX_PROMOTED),
    alerts,
    findings,
    environments: await placesOfThings(things(), 'environment'),
    clusters: await placesOfThings(things(), 'cluster'),
    repositories: await placesOfThings(things(), 'repository'),
  };
}

type ServiceRow = Pick<ThingRow, 'name' | 'repository' | 'directory'> & {
  id: number;
};

async function countsOf(
  reader: Knex,
  things: Things,
): Promise<Omit<EntityCounts, 'alerts' | 'findings' | 'promotions'>> {
  const counts = { services: 0, workloads: 0, namespaces: 0, paths: 0 };
  const sums = { contested: 0, unowned: 0 };
  const unknown = { drift: 0, secrets: 0 };
  const columns = {
    service: 'services',
    workload: 'workloads',
    namespace: 'namespaces',
    path: 'paths',
  } as const;
  const rows: ({
    type: ThingRow['type'];
  } & Record<
    'total' | 'contested' | 'unowned' | 'drift' | 'secrets',
    number | string
  >)[] = await things()
    .groupBy('t.type')
    .select(
      't.type',
      reader.raw('count(*) AS total'),
      sumOf(reader, 't.contested', 'contested'),
      sumOf(reader, `t.state = 'unowned'`, 'unowned'),
      sumOf(reader, 'NOT t.sync_known', 'drift'),
      sumOf(reader, 'NOT t.secrets_known', 'secrets'),
    );
  for (const row of rows) {
    counts[columns[row.type]] = Number(row.total);
    sums.contested += Number(row.contested);
    sums.unowned += Number(row.unowned);
    if (row.type === 'workload') {
      unknown.drift = Number(row.drift);
      unknown.secrets = Number(row.secrets);
    }
  }
  const wrong = { drift: 0, secrets: 0 };
  for (const type of TROUBLES) {
    const [{ total }]: { total: number | string }[] = await things()
      .whereIn(
        't.id',
        reader('ownership_troubles')
          .whereIn('type', kindsOf[type])
          .where('counts', true)
          .select('thing_id'),
      )
      .count({ total: '*' });
    wrong[type] = Number(total);
  }
  const known = (type: 'drift' | 'secrets') =>
    numberIfKnown(wrong[type], unknown[type], counts.workloads);
  return {
    ...counts,
    ...sums,
    drift: known('drift'),
    driftUnknown: unknown.drift,
    secrets: known('secrets'),
    secretsUnknown: unknown.secrets,
  };
}

function sumOf(reader: Knex, condition: string, name: string): Knex.Raw {
  return reader.raw(`sum(CASE WHEN ${condition} THEN 1 ELSE 0 END) AS ${name}`);
}

/** Who owns most of them first. */
async function ownersOf(
  reader: Knex,
  things: Things,
): Promise<EntityView['owners']> {
  const rows: { team: string; title: string | null; total: number | string }[] =
    await reader('ownership_owners as o')
      .leftJoin('ownership_teams as n', 'n.ref', 'o.team')
      .whereIn('o.thing_id', things().select('t.id'))
      .groupBy('o.team', 'n.title')
      .orderBy([{ column: 'total', order: 'desc' }, { column: 'o.team' }])
      .limit(MAX_OWNERS)
      .select('o.team', 'n.title', reader.raw('count(*) AS total'));
  return rows.map(({ team, title, total }) => ({
    team,
    ...(title && { title }),
    things: Number(total),
  }));
}

/** Alerts that fire for what runs, the newest first. */
async function alertsOf(
  reader: Knex,
  things: Things,
): Promise<{ alerts: AlertSummary[]; totalAlerts?: number }> {
  const objects: Pick<ThingRow, 'kind' | 'namespace' | 'name' | 'cluster'>[] =
    await things()
      .whereIn('t.type', ['workload', 'namespace'])
      .limit(MAX_WORKLOADS + 1)
      .select('t.kind', 't.namespace', 't.name', 't.cluster');
  if (objects.length > MAX_WORKLOADS) {
    return { alerts: [] };
  }
  const keys = new Set(
    objects.map(({ cluster, ...object }) =>
      subjectKeyOf({ ...object, ...(cluster !== null && { cluster }) }),
    ),
  );
  const rows: FoundAlertRow[] = [];
  for (const chunk of chunksOf([...keys])) {
    rows.push(
      ...(await foundAlerts(reader)
        .whereIn('alert_questions.subject_key', chunk)
        .where('alerts.status', 'firing')
        .select(FOUND_COLUMNS)),
    );
  }
  return {
    alerts: rows
      .sort((a, b) => a.rank - b.rank || (a.starts_at > b.starts_at ? -1 : 1))
      .slice(0, MAX_LISTED)
      .map(row => shown(rowToAlert(row))),
    totalAlerts: rows.length,
  };
}

/** The directory of a service leaves out environments: where its files lie is not known unless it is one. */
async function areDirectories(
  reader: Knex,
  places: { repository: string; directory: string }[],
): Promise<boolean> {
  const found: { source_id: string; path: string }[] = await reader('files')
    .whereIn('path', [...new Set(places.map(({ directory }) => directory))])
    .whereIn('source_id', [
      ...new Set(
        places.map(({ repository }) => storable(`repository:${repository}`)),
      ),
    ])
    .where('directory', true)
    .select('source_id', 'path');
  const known = new Set(found.map(row => `${row.source_id}\0${row.path}`));
  return places.every(({ repository, directory }) =>
    known.has(`${storable(`repository:${repository}`)}\0${directory}`),
  );
}

/** What is wrong in directories that are of these services alone, the worst first. How much is absent where it is not known. */
async function findingsOf(
  reader: Knex,
  services: ServiceRow[],
): Promise<{ findings: EntityView['findings']; totalFindings?: number }> {
  const own = new Set(services.map(({ id }) => id));
  const places = new Map<string, { repository: string; directory: string }>();
  for (const { repository, directory } of services) {
    if (repository !== null && directory) {
      places.set(`${repository}\0${directory}`, { repository, directory });
    }
  }
  const shared = new Set<string>();
  for (const chunk of chunksOf([...places.values()])) {
    const rows: ServiceRow[] = await reader('ownership_things')
      .whereIn('repository', [...new Set(chunk.map(each => each.repository))])
      .whereIn(
        'directory',
        chunk.map(each => each.directory),
      )
      .where({ type: 'service' })
      .select('id', 'name', 'repository', 'directory');
    rows
      .filter(({ id }) => !own.has(id))
      .forEach(row => shared.add(`${row.repository}\0${row.directory}`));
  }
  const found: { rank: number; finding: EntityFinding }[] = [];
  const wanted = [...places].flatMap(([key, place]) =>
    shared.has(key) ? [] : [place],
  );
  let isKnown = true;
  for (const chunk of chunksOf(wanted, MOST_PLACES)) {
    isKnown &&= await areDirectories(reader, chunk);
    const rows: {
      rank: number;
      facts: string;
      repository: string;
      revision: string | null;
    }[] = await reader('repository_facts as f')
      .join('sources as s', 's.id', 'f.source_id')
      .where('f.kind', 'findings')
      .where(any => {
        for (const { repository, directory } of chunk) {
          any.orWhere(there =>
            there
              .where('f.source_id', storable(`repository:${repository}`))
              .whereRaw(`f.facts LIKE ? ESCAPE '\\'`, [pathBelow(directory)]),
          );
        }
      })
      .orderBy(['f.rank', 'f.sort', 'f.id'])
      .limit(MAX_FINDINGS)
      .select('f.rank', 'f.facts', 's.name as repository', 's.revision');
    for (const { rank, facts, repository, revision } of rows) {
      const { fact } = withOrigin<StoredFact<'findings'>>(facts, {
        repository,
        revision: revision ?? '',
      });
      if (
        chunk.some(
          place =>
            place.repository === repository &&
            fact.location.path.startsWith(`${place.directory}/`),
        )
      ) {
        found.push({ rank, finding: { repository, fact } });
      }
    }
  }
  return {
    findings: found
      .sort((a, b) => a.rank - b.rank)
      .slice(0, MAX_LISTED)
      .map(({ finding }) => finding),
    ...(isKnown && { totalFindings: found.length }),
  };
}

/** Pattern of LIKE for facts that name a path in this directory: what differs in case alone is told apart afterwards. */
function pathBelow(directory: string): string {
  const path = JSON.stringify(`${storable(directory)}/`).slice(1, -1);
  return `%"path":"${path.replace(/[\\%_]/g, '\\$&')}%`;
}

/** The rows of the promotion matrix that are these services, those that are behind first. */
async function promotedServices(
  reader: Knex,
  services: ServiceRow[],
): Promise<EntityView['promoted']> {
  const own = new Set(
    services.map(({ repository, name, directory }) =>
      JSON.stringify([repository, name, directory]),
    ),
  );
  const found = new Map<string, EntityView['promoted'][number]>();
  for (const chunk of chunksOf([
    ...new Set(services.map(({ name }) => name)),
  ])) {
    const rows: {
      id: string;
      name: string;
      facts: string;
      behind: number | string;
    }[] = await reader('promotion_services as p')
      .whereIn(
        'p.id',
        reader('promotion_service_marks')
          .where({ type: 'member' })
          .whereIn('value', chunk)
          .select('service_id'),
      )
      .orderBy('p.sort')
      .select(
        'p.id',
        'p.name',
        'p.facts',
        reader.raw(
          `(SELECT count(*) FROM promotion_service_marks m
            WHERE m.service_id = p.id AND m.type = 'verdict' AND m.value = 'behind') AS behind`,
        ),
      );
    for (const { id, name, facts, behind } of rows) {
      const {
        members,
      }: { members: { repository: string; name: string; path: string }[] } =
        JSON.parse(facts);
      if (
        members.some(member =>
          own.has(
            JSON.stringify([member.repository, member.name, member.path]),
          ),
        )
      ) {
        found.set(id, { id, name, behind: Number(behind) > 0 });
      }
    }
  }
  return [...found.values()].sort(
    (a, b) => Number(b.behind) - Number(a.behind),
  );
}
