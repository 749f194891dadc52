import {
  expect,
  expectAccessible,
  expectNoSideways,
  portalUrl,
  test,
} from './fixtures';
import { Page } from '@playwright/test';

const component = '/catalog/default/component/catalog-api';

/** What of the page is ours. */
const parts = [
  'ul[aria-label="What to look at"]',
  ...['alerts', 'promotions', 'things'].map(
    id => `section[aria-labelledby="${id}"]`,
  ),
];

const standing = (page: Page) =>
  page.getByRole('heading', { name: 'How it stands' });

/** Plumbline makes entities some seconds after the sources were read. Nobody minds what a page says until then. */
test.beforeAll(async ({ browser }) => {
  test.setTimeout(150_000);
  const page = await browser.newPage();
  await expect(async () => {
    await page.goto(`${portalUrl()}${component}`);
    await expect(standing(page)).toBeVisible({ timeout: 5_000 });
  }).toPass({ timeout: 120_000 });
  await page.close();
});

test('from the page of an entity to what it is, whose, and what is wrong, on a phone and in the dark', async ({
  portal,
}) => {
  await portal.goto(`${portalUrl()}${component}`);
  await standing(portal)
    .locator('..')
    .getByRole('link', { name: /1 service · \d+ workloads in / })
    .click();
  await expect(portal).toHaveURL(/\/catalog-api\/ownership$/);
  const things = portal.getByRole('list', { name: 'What it is' });
  await expect(things).toContainText('Deployment catalog/catalog-api');
  await expect(things).toContainText('prod-eu');
  await expectAccessible(portal, parts);
  const tiles = portal.getByRole('list', { name: 'What to look at' });
  await tiles.getByRole('link', { name: /Secrets$/ }).click();
  await expect(portal).toHaveURL(/trouble=secrets/);
  await expect(things.getByRole('listitem').first()).toContainText('Secret ');
  await portal.setViewportSize({ width: 390, height: 844 });
  await portal.emulateMedia({ colorScheme: 'dark' });
  await expectNoSideways(portal);
  await expect(things.getByRole('listitem').first()).toContainText('Secret ');
  await expectAccessible(portal, parts);
  await things
    .getByRole('link', { name: /^Look up Deployment catalog\/catalog-api/ })
    .first()
    .click();
  await expect(
    portal.getByRole('region', { name: 'Catalog & Search' }),
  ).toBeVisible();
});
