import AxeBuilder from '@axe-core/playwright';
import { chromium } from '@playwright/test';
import { browser } from '../lib/browser.mjs';
import { done } from '../lib/console.mjs';

const patienceMs = 2 * 60_000;
/** What the plain app says of itself: its guest has no entity, its signals wait for somebody to publish some, and it has no documentation to search. */
const ofTheApp = [
  /404 .*\/entities\/by-name\/user\/development\/guest/,
  /\/api\/signals' failed/,
  /500 .*\/api\/search\/query\?.*types%5B0%5D=techdocs/,
];

/**
 * Opens pages of a portal in a browser and looks whether they show what they should, with no error of the console and nothing in what is
 * ours that axe finds.
 *
 * @param {string} baseUrl
 * @param {{ path: string, choose?: string, shows: string[], ours?: string }[]} pages `choose`: what to click on first; `ours`: the part of
 *   the page that axe looks at
 * @param {{ folder: string, name: string }} pictures where to keep one of each page
 */
export async function lookAt(baseUrl, pages, pictures) {
  const executablePath = await browser();
  const started = await chromium.launch({
    ...(executablePath && { executablePath }),
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      '--disable-gpu',
    ],
  });
  try {
    const context = await started.newContext({
      viewport: { width: 1280, height: 900 },
    });
    const page = await context.newPage();
    page.setDefaultTimeout(patienceMs);
    const errors = [];
    page.on('console', message => {
      const said = `${message.text()} (${message.location().url})`;
      if (
        message.type() === 'error' &&
        !ofTheApp.some(known => known.test(said))
      ) {
        errors.push(said);
      }
    });
    page.on('pageerror', error => errors.push(String(error)));
    await signIn(page, baseUrl);
    for (const { path, choose, shows, ours } of pages) {
      await page.goto(`${baseUrl}${path}`);
      const shown = words =>
        page.getByText(words).filter({ visible: true }).first();
      try {
        if (choose) {
          await shown(choose).click();
        }
        for (const words of shows) {
          await shown(words).waitFor();
        }
      } finally {
        // Also of a page that does not show them.
        await page.screenshot({
          path: `${pictures.folder}/${pictures.name}${path.replaceAll(/\W+/g, '-')}.png`,
        });
      }
      const found = ours ? await violations(page, ours) : [];
      const wrong = [...errors.splice(0), ...found];
      if (wrong.length > 0) {
        throw new Error(`${path}: ${wrong.join('\n')}`);
      }
      done(`${path} shows ${shows.join(', ')}`);
    }
  } finally {
    await started.close();
  }
}

/** As a guest, where the app asks. */
async function signIn(page, baseUrl) {
  await page.goto(`${baseUrl}/settings`);
  const enter = page.getByRole('button', { name: 'Enter' });
  const settings = page.getByText('Sign Out').or(page.getByText('Theme'));
  await enter.or(settings.first()).first().waitFor();
  if (await enter.isVisible()) {
    await enter.click();
    await settings.first().waitFor();
  }
}

async function violations(page, ours) {
  const { violations: found } = await new AxeBuilder({ page })
    .include(ours)
    .analyze();
  return found.map(
    ({ id, nodes }) => `axe ${id}: ${nodes.map(({ html }) => html).join(' ')}`,
  );
}
