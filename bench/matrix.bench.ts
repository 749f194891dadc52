import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { mockServices } from '@backstage/backend-test-utils';
import { FreezeRule } from '@plumbline/gitops-promotion';
import express from 'express';
import { addPromotionRoutes } from '../plugins/plumbline-backend/src/promotion/router';
import { DatabasePromotionStore } from '../plugins/plumbline-backend/src/promotion/store/DatabasePromotionStore';
import { BenchDatabase, openDatabase } from './src/databases';
import { percentile, printFigure, progress, sample } from './src/figure';
import { fillPromotion } from './src/promotion';
import { Served, serveApp } from './src/serveApp';

const promise = 'at most 300 ms and 150 KB compressed';

/** Teams and environments of their own rules, as a large organisation has them. */
const calendar: FreezeRule[] = [
  {
    kind: 'freeze',
    name: 'Nights',
    environments: ['production'],
    timeZone: 'Europe/Berlin',
    weekly: [1, 2, 3, 4, 5].map(weekday => ({
      from: { weekday, minutes: 18 * 60 },
      to: { weekday: weekday + 1, minutes: 8 * 60 },
    })),
  },
  {
    kind: 'window',
    name: 'Office hours',
    teams: ['group:default/payments'],
    timeZone: 'America/New_York',
    weekly: [1, 2, 3, 4, 5].map(weekday => ({
      from: { weekday, minutes: 9 * 60 },
      to: { weekday, minutes: 16 * 60 },
    })),
  },
];

/** The matrix on a server of its own, whole and for anybody; beside it, one SELECT of the rows that it is made of. */
async function serve(
  { client, reader }: BenchDatabase,
  limit: number,
): Promise<Served> {
  const store = new DatabasePromotionStore(client, reader, { calendar });
  const unused = () => Promise.reject(new Error('not asked'));
  const app = express();
  addPromotionRoutes(app, {
    httpAuth: mockServices.httpAuth(),
    promotion: {
      matrix: () => store.matrix({ limit }, new Date()),
      service: unused,
      compare: unused,
      attention: unused,
    },
  });
  app.get('/select', (_, response, next) => {
    reader('promotion_services')
      .orderBy(['sort', 'id'])
      .limit(limit)
      .select('id', 'name', 'cells')
      .then(rows => response.json(rows), next);
  });
  return await serveApp(app);
}

async function measure(
  database: BenchDatabase,
  services: number,
  times: number,
): Promise<void> {
  await fillPromotion(database, services);
  const { get, stop } = await serve(database, services);
  const paths = ['/v1/promotion/matrix', '/select'];
  const bodies = await Promise.all(paths.map(get));
  const taken: number[][] = paths.map(() => []);
  // In turns, so that neither has the machine's better minute.
  for (let index = 0; index < times; index++) {
    for (const [at, path] of paths.entries()) {
      taken[at].push(...(await sample(1, () => get(path))));
    }
  }
  stop();
  const common = {
    scale: `${services} services in 4 environments`,
    database: database.name,
    promise,
  };
  const what = 'one indexed SELECT of the same rows, as JSON';
  for (const [name, p] of [
    ['p50', 0.5],
    ['p99', 0.99],
  ] as const) {
    const [value, baseline] = taken.map(samples => percentile(samples, p));
    printFigure({
      ...common,
      name: `matrix ${name}`,
      value,
      unit: 'ms',
      baseline: { what, value: baseline },
    });
  }
  const [value, baseline] = bodies.map(body => gzipSync(body).length / 1_000);
  printFigure({
    ...common,
    name: 'matrix payload',
    value,
    unit: 'KB compressed',
    baseline: { what, value: baseline },
  });
}

/** The promotion matrix, whole: `--services`, `--database sqlite|postgres`, `--times`. */
export async function bench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      services: { type: 'string', default: '1500' },
      database: { type: 'string', multiple: true },
      times: { type: 'string', default: '50' },
    },
  });
  for (const name of ['sqlite', 'postgres'] as const) {
    if (values.database && !values.database.includes(name)) {
      continue;
    }
    const database = await openDatabase(name);
    try {
      progress(`${name}: writing ${values.services} services`);
      await measure(database, Number(values.services), Number(values.times));
    } finally {
      await database.stop();
    }
  }
}
