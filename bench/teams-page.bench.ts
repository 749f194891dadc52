import { parseArgs } from 'node:util';
import { Page } from '@playwright/test';
import { Painted, painted, withPortal } from './src/browser';
import { openDatabase } from './src/databases';
import { percentile, printFigure } from './src/figure';
import { fillOwnership, serveOwnership } from './src/ownership';
import { Served } from './src/serveApp';

const promise = 'painted without lag';

interface Painting {
  path: string;
  /** What has to be on the screen. */
  selector: string;
  /** A part of the address of the request that it waits for. */
  answer: string;
}

const rows = (label: string) => `ul[aria-label="${label}"] > li`;
const pages: Record<string, Painting> = {
  teams: {
    path: '/teams?sort=workloads',
    selector: 'table[aria-label="Teams"] tbody tr',
    answer: '/v1/teams?',
  },
  'a team': {
    path: '/teams/team/group:default/team-7?tab=workloads',
    selector: rows('What belongs to it'),
    answer: '/owned?',
  },
  unowned: {
    path: '/teams/unowned',
    selector: rows('Unowned'),
    answer: '/v1/unowned?',
  },
  coverage: {
    path: '/teams/coverage',
    selector: rows('Coverage by repository'),
    answer: '/v1/coverage?',
  },
};

/** What Backstage itself shows of the demo organisation, in the same app. */
const catalog: Painting = {
  path: '/catalog?filters[user]=all',
  selector: 'table tbody tr a',
  // The rows of the table; other requests count them.
  answer: 'totalItems=exclude',
};

/** Entities of the demo organisation are made some seconds after the portal started. */
async function untilThereAreEntities(page: Page, url: string): Promise<void> {
  for (let times = 0; times < 20; times++) {
    await page.goto(url);
    const row = page.locator(catalog.selector).first();
    if (
      await row
        .waitFor({ timeout: 10_000 })
        .then(() => true)
        .catch(() => false)
    ) {
      return;
    }
  }
  throw new Error('The catalog of the demo organisation stays empty');
}

async function measure(
  page: Page,
  baseUrl: string,
  served: Served,
  scale: number,
  times: number,
): Promise<void> {
  await untilThereAreEntities(page, `${baseUrl}${catalog.path}`);
  await page.route(
    /\/api\/plumbline\/v1\/(teams|unowned|contested|coverage)\b/,
    async route => {
      const { pathname, search } = new URL(route.request().url());
      await route.fulfill({
        contentType: 'application/json',
        body: await served.get(
          `${pathname.replace('/api/plumbline', '')}${search}`,
        ),
      });
    },
  );
  const paint = ({ path, selector, answer }: Painting) =>
    painted(page, `${baseUrl}${path}`, selector, answer);
  for (const [name, painting] of Object.entries(pages)) {
    const ours: Painted[] = [];
    const theirs: Painted[] = [];
    await paint(painting);
    await paint(catalog);
    // In turns, so that neither has the machine's better minute.
    for (let index = 0; index < times; index++) {
      ours.push(await paint(painting));
      theirs.push(await paint(catalog));
    }
    for (const [from, part] of [
      ['from the start of the navigation', 'all'],
      ['from the answer', 'own'],
    ] as const) {
      const middle = (taken: Painted[]) =>
        percentile(
          taken.map(each => each[part]),
          0.5,
        );
      printFigure({
        name: `${name} painted, ${from}, p50`,
        scale: `${scale} live objects of 1,000 teams`,
        value: middle(ours),
        unit: 'ms',
        baseline: {
          what: "the catalog's own page about the demo organisation",
          value: middle(theirs),
        },
        promise,
      });
    }
  }
}

/** Pages about ownership in a browser, on the built portal: `--scale`, `--times`. */
export async function bench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      scale: { type: 'string', default: '100000' },
      times: { type: 'string', default: '10' },
    },
  });
  const scale = Number(values.scale);
  const database = await openDatabase('sqlite');
  try {
    await fillOwnership(database, scale);
    const served = await serveOwnership(database);
    try {
      await withPortal((page, baseUrl) =>
        measure(page, baseUrl, served, scale, Number(values.times)),
      );
    } finally {
      served.stop();
    }
  } finally {
    await database.stop();
  }
}
