import { chromium, Page } from '@playwright/test';
import startPortal from '../../e2e/portal';
import { progress } from './figure';

/** A page that is not painted by then never is. */
const DEADLINE_MS = 60_000;

/** Starts the demo portal and a browser, hands a page and the portal's address to `work`, and ends both. */
export async function withPortal(
  work: (page: Page, baseUrl: string) => Promise<void>,
): Promise<void> {
  const { browser: chromiumOf } = await import('../../scripts/lib/browser.mjs');
  const executablePath = await chromiumOf();
  progress('starting the portal');
  const stop = await startPortal();
  try {
    const browser = await chromium.launch({
      executablePath,
      // Containers run as root, where Chromium's sandbox does not start.
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    });
    try {
      const page = await browser.newPage({
        viewport: { width: 1280, height: 900 },
      });
      await work(page, `${process.env.PLUMBLINE_E2E_URL}`);
    } finally {
      await browser.close();
    }
  } finally {
    await stop();
  }
}

/** Milliseconds until something is on the screen: from the start of the navigation, and from when the answer of the API was there. */
export interface Painted {
  all: number;
  own: number;
}

/**
 * Opens a page and waits until something of it is on the screen.
 *
 * @param selector of what has to be painted
 * @param answer a part of the address of the request that it waits for; without one, `own` is counted from the start too
 */
export async function painted(
  page: Page,
  url: string,
  selector: string,
  answer?: string,
): Promise<Painted> {
  await page.goto(url, { waitUntil: 'commit' });
  return await page.evaluate(
    wanted =>
      new Promise<Painted>((resolve, reject) => {
        setTimeout(
          () => reject(new Error(`No ${wanted.selector} on ${location}`)),
          wanted.deadline,
        );
        const told = () => {
          const all = performance.now();
          const ends = performance
            .getEntriesByType('resource')
            .filter(({ name }) => wanted.answer && name.includes(wanted.answer))
            .map(({ startTime, duration }) => startTime + duration);
          resolve({ all, own: all - (ends.at(0) ?? 0) });
        };
        const look = () =>
          requestAnimationFrame(
            document.querySelector(wanted.selector)
              ? // The frame that holds it is over when the next one begins.
                () => requestAnimationFrame(told)
              : look,
          );
        look();
      }),
    { selector, answer, deadline: DEADLINE_MS },
  );
}
