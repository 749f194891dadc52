import { parseArgs } from 'node:util';
import { Knex } from 'knex';
import {
  countAlerts,
  countFindings,
  countPromotions,
} from '../plugins/plumbline-backend/src/ownership/derive/countBeside';
import { sweepTroubles } from '../plugins/plumbline-backend/src/ownership/derive/troubleRows';
import { BenchDatabase, openDatabase } from './src/databases';
import { percentile, printFigure, progress, sample } from './src/figure';

const TIME = '2026-11-28T10:00:00.000Z';
/** How often the worker counts. */
const EVERY_MS = 10_000;
const CHUNK = 500;

const team = (at: number) => `group:default/team-${at % 1_000}`;
const key = (at: number) => `team-${at % 1_000}`;

async function insert(
  client: Knex,
  table: string,
  count: number,
  row: (at: number) => object,
): Promise<void> {
  for (let start = 0; start < count; start += CHUNK) {
    await client(table).insert(
      Array.from({ length: Math.min(CHUNK, count - start) }, (_, at) =>
        row(start + at),
      ),
    );
  }
}

/** A thousand teams, with as many alerts, services, findings and workloads as a large organisation has. */
async function fill(
  { client, analyze }: BenchDatabase,
  alerts: number,
): Promise<void> {
  await insert(client, 'ownership_teams', 1_000, at => ({
    ref: team(at),
    key: key(at),
    sort: key(at),
    search: key(at),
    known: false,
  }));
  await insert(client, 'alert_questions', alerts, at => ({
    key: `question-${at}`,
    question: '{}',
    ownership: 'owned',
    search: '',
    last_seen: TIME,
  }));
  await insert(client, 'alert_question_teams', alerts, at => ({
    team: team(at),
    question_key: `question-${at}`,
  }));
  await insert(client, 'alerts', alerts, at => ({
    id: `alert-${at}`,
    receiver: 'bench',
    fingerprint_key: `alert-${at}`,
    question_key: `question-${at}`,
    status: 'firing',
    rank: 1,
    starts_at: TIME,
    name: 'Bench',
    labels: '{}',
    annotations: '{}',
    links: '[]',
    search: '',
    first_received: TIME,
    last_received: TIME,
    deliveries: 1,
  }));
  await insert(client, 'promotion_services', 20_000, at => ({
    id: `service-${at}`,
    digest: '',
    name: `service-${at}`,
    sort: `service-${at}`,
    search: '',
    rank: 0,
    waiting_since: '9',
    changed_at: '',
    cells: '{}',
    facts: '{}',
  }));
  await insert(client, 'promotion_service_marks', 40_000, at =>
    at < 20_000
      ? { type: 'team', value: key(at), service_id: `service-${at}` }
      : {
          type: 'verdict',
          value: at % 5 === 0 ? 'behind' : 'same',
          service_id: `service-${at - 20_000}`,
        },
  );
  await client('sources').insert({
    id: 'repository:bench',
    kind: 'repository',
    name: 'bench',
    name_lower: 'bench',
    provider: 'bench',
  });
  await insert(client, 'repository_facts', 20_000, at => ({
    id: at + 1,
    source_id: 'repository:bench',
    row_key: `fact-${at}`,
    digest: '',
    kind: 'findings',
    name: 'bench',
    namespace: '',
    rank: 0,
    sort: '',
    search: '',
    facts: '{}',
  }));
  await insert(client, 'repository_fact_marks', 20_000, at => ({
    type: 'team',
    value: key(at),
    fact_id: at + 1,
  }));
  await insert(client, 'ownership_things', 20_000, at => ({
    id: at + 1,
    row_key: `thing-${at}`,
    digest: '',
    source_id: 'repository:bench',
    type: 'workload',
    kind: 'Deployment',
    namespace: 'bench',
    name: `thing-${at}`,
    search: '',
    risk: 0,
    size: 1,
    state: 'owned',
    contested: false,
    first_seen: TIME,
    owned_since: TIME,
    facts: '{}',
  }));
  await insert(client, 'ownership_troubles', 20_000, at => ({
    thing_id: at + 1,
    type: ['drift', 'refresh'][at % 2],
    since: TIME,
    counts: at % 2 === 0,
    facts: '[]',
  }));
  await analyze();
}

async function measure(
  database: BenchDatabase,
  alerts: number,
  times: number,
): Promise<void> {
  const { client, reader } = database;
  await fill(database, alerts);
  progress(`${database.name}: filled`);
  const limits = { driftDueMs: 0 };
  for (const [name, scale, count] of [
    ['alerts', `${alerts} alerts that fire`, () => countAlerts(reader, client)],
    ['promotions', '20000 services', () => countPromotions(reader, client)],
    ['findings', '20000 findings', () => countFindings(reader, client)],
    [
      'what is wrong',
      '20000 workloads with something wrong',
      () => client.transaction(tx => sweepTroubles(tx, limits, new Date())),
    ],
  ] as const) {
    // The first one writes; from then on nothing differs.
    await count();
    const samples = await sample(times, count);
    printFigure({
      name: `count ${name} p50`,
      scale: `1000 teams, ${scale}`,
      database: database.name,
      value: percentile(samples, 0.5),
      unit: 'ms',
      baseline: { what: 'the time between two counts', value: EVERY_MS },
      promise: 'at most 1 % of that time',
    });
  }
}

/** What the numbers beside teams cost while nothing changes: `--alerts`, `--database sqlite|postgres`, `--times`. */
export async function bench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      alerts: { type: 'string', default: '10000' },
      database: { type: 'string', multiple: true },
      times: { type: 'string', default: '20' },
    },
  });
  for (const name of ['sqlite', 'postgres'] as const) {
    if (values.database && !values.database.includes(name)) {
      continue;
    }
    const database = await openDatabase(name);
    try {
      await measure(database, Number(values.alerts), Number(values.times));
    } finally {
      await database.stop();
    }
  }
}
