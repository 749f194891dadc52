import { parseArgs } from 'node:util';
import { Page } from '@playwright/test';
import { MatrixPage } from '@plumbline/plugin-plumbline-common';
import { DatabasePromotionStore } from '../plugins/plumbline-backend/src/promotion/store/DatabasePromotionStore';
import { painted, withPortal } from './src/browser';
import { openDatabase } from './src/databases';
import { percentile, printFigure } from './src/figure';
import { fillPromotion } from './src/promotion';

const promise = 'painted and scrolled without lag';
const CELLS = '[role=grid] [role=gridcell] a';
const STEP = 300;

/** What the API answers for so many services. */
async function matrixOf(services: number): Promise<MatrixPage> {
  const database = await openDatabase('sqlite');
  try {
    await fillPromotion(database, services);
    const store = new DatabasePromotionStore(
      database.client,
      database.reader,
      {},
    );
    return await store.matrix({ limit: services }, new Date());
  } finally {
    await database.stop();
  }
}

/** Milliseconds that each frame took while all rows were scrolled past, and of as many while nothing was. */
async function frames(
  page: Page,
): Promise<{ moved: number[]; still: number[] }> {
  return await page.evaluate(async step => {
    const scroller = document.querySelector('[role=grid]')?.parentElement;
    const end = (scroller?.scrollHeight ?? 0) - (scroller?.clientHeight ?? 0);
    const each = (by: number) =>
      new Promise<number[]>(resolve => {
        const taken: number[] = [];
        let last = performance.now();
        const next = (now: number) => {
          taken.push(now - last);
          last = now;
          scroller?.scrollBy(0, by);
          if (taken.length < end / step) {
            requestAnimationFrame(next);
          } else {
            resolve(taken);
          }
        };
        requestAnimationFrame(next);
      });
    return { still: await each(0), moved: await each(step) };
  }, STEP);
}

async function measure(
  page: Page,
  url: string,
  services: number,
  times: number,
): Promise<void> {
  const answers = {
    many: JSON.stringify(await matrixOf(services)),
    one: JSON.stringify(await matrixOf(1)),
  };
  let answer = answers.one;
  await page.route('**/v1/promotion/matrix*', route =>
    route.fulfill({ contentType: 'application/json', body: answer }),
  );
  const taken: Record<'many' | 'one', { all: number; own: number }[]> = {
    many: [],
    one: [],
  };
  const paint = () => painted(page, url, CELLS, '/promotion/matrix');
  await paint();
  for (let index = 0; index < times; index++) {
    for (const which of ['one', 'many'] as const) {
      answer = answers[which];
      taken[which].push(await paint());
    }
  }
  const common = {
    scale: `${services} services in 4 environments`,
    unit: 'ms',
    promise,
  };
  for (const [name, part] of [
    ['from the start of the navigation', 'all'],
    ['from the answer', 'own'],
  ] as const) {
    const middle = (which: 'many' | 'one') =>
      percentile(
        taken[which].map(each => each[part]),
        0.5,
      );
    printFigure({
      ...common,
      name: `matrix painted, ${name}, p50`,
      value: middle('many'),
      baseline: {
        what: 'the same page with one service',
        value: middle('one'),
      },
    });
  }
  const { moved, still } = await frames(page);
  for (const [name, p] of [
    ['p50', 0.5],
    ['p99', 0.99],
  ] as const) {
    printFigure({
      ...common,
      name: `matrix scrolled, a frame, ${name}`,
      value: percentile(moved, p),
      baseline: {
        what: 'a frame of the page at rest',
        value: percentile(still, p),
      },
    });
  }
}

/** The promotion matrix in a browser, on the built portal: `--services`, `--times`. */
export async function bench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      services: { type: 'string', default: '1500' },
      times: { type: 'string', default: '10' },
    },
  });
  await withPortal((page, baseUrl) =>
    measure(
      page,
      `${baseUrl}/promotion`,
      Number(values.services),
      Number(values.times),
    ),
  );
}
