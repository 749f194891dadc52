import {
  expect,
  expectAccessible,
  expectNoSideways,
  portalUrl,
  test,
} from './fixtures';
import { token } from './portal';

const page = (path = '') => `${portalUrl()}/promotion${path}`;

async function ask<T>(path: string): Promise<T> {
  const response = await fetch(
    `${portalUrl()}/api/plumbline/v1/promotion/${path}`,
    { headers: { authorization: `Bearer ${token}` } },
  );
  return await response.json();
}

/** Services are made some seconds after the sources were read, their history after that. */
test.beforeAll(async () => {
  await expect
    .poll(
      async () => {
        const { services, cells, freshness } = await ask<{
          services: { name: string[] };
          cells: { commit: string[] };
          freshness: { reading: string[] };
        }>('matrix');
        return (
          services.name.includes('cart') &&
          cells.commit.some(Boolean) &&
          freshness.reading.length === 0
        );
      },
      { timeout: 120_000 },
    )
    .toBe(true);
});

test('from the matrix to a service, by keyboard', async ({ portal }) => {
  await portal.goto(page());
  const grid = portal.getByRole('grid', { name: 'Services by environments' });
  await expect(
    grid.getByRole('link', { name: 'cart', exact: true }),
  ).toBeVisible();
  await expectAccessible(portal);
  await portal
    .getByRole('searchbox', { name: 'Search services and versions' })
    .fill('cart');
  await expect(portal).toHaveURL(/text=cart/);
  const cart = grid.getByRole('link', { name: 'cart', exact: true });
  await expect(cart).toBeVisible();
  await cart.focus();
  await portal.keyboard.press('ArrowRight');
  await portal.keyboard.press('ArrowRight');
  await expect(portal.getByRole('tooltip')).toContainText('cart in');
  await expectAccessible(portal);
  await portal.keyboard.press('Enter');
  await expect(
    portal.getByRole('heading', { level: 2, name: 'cart' }),
  ).toBeVisible();
  await expect(
    portal.getByRole('img', { name: /^Versions over time/ }),
  ).toBeVisible();
  const places = portal.getByRole('list', { name: 'Where it stands' });
  await expect(
    places.getByRole('link', { name: / line \d+ of / }).first(),
  ).toBeVisible();
  await expectAccessible(portal);
});

test('two environments, and what differs in them', async ({ portal }) => {
  const { services } = await ask<{
    services: { id: string[]; name: string[] };
  }>('matrix?text=cart');
  const id = services.id[services.name.indexOf('cart')];
  await portal.goto(page(`/service/${id}`));
  await portal.getByRole('link', { name: 'Compare two places' }).click();
  await expect(
    portal.getByRole('heading', { level: 2, name: /^cart: two places/ }),
  ).toBeVisible();
  await expect(portal.getByRole('list', { name: 'Versions' })).toBeVisible();
  await expectAccessible(portal);
  await portal.getByRole('button', { name: 'Swap the two' }).click();
  await expect(portal).toHaveURL(/from=/);
  await expect(portal.getByRole('list', { name: 'Versions' })).toBeVisible();
  // Two clusters of one environment, by the names that the clusters have.
  await portal.goto(
    page(
      `/service/${id}/compare?from=production/prod-eu&to=production/prod-us`,
    ),
  );
  await expect(portal.getByRole('combobox', { name: /To/ })).toHaveText(
    'production · prod-us',
  );
  await expect(portal.getByRole('list', { name: 'Versions' })).toBeVisible();
});

test('what to look at, and a spreadsheet of it', async ({ portal }) => {
  await portal.goto(page('/attention'));
  await expect(portal.getByRole('heading', { level: 2 }).first()).toBeVisible();
  await expectAccessible(portal);
  await portal
    .getByRole('navigation', { name: 'Promotion' })
    .getByRole('link', { name: 'Matrix' })
    .click();
  const waiting = portal.waitForEvent('download');
  await portal.getByRole('button', { name: 'Download as CSV' }).click();
  const download = await waiting;
  expect(download.suggestedFilename()).toBe('promotion.csv');
});

for (const path of ['', '/attention']) {
  test(`on a phone and in the dark: ${path || 'the matrix'}`, async ({
    portal,
  }) => {
    await portal.setViewportSize({ width: 390, height: 844 });
    await portal.emulateMedia({ colorScheme: 'dark' });
    await portal.goto(page(path));
    await expect(
      portal.getByRole('heading', { level: 2 }).first(),
    ).toBeVisible();
    await expectNoSideways(portal);
    await expectAccessible(portal);
  });
}

test('a service on a phone and in the dark', async ({ portal }) => {
  await portal.setViewportSize({ width: 390, height: 844 });
  await portal.emulateMedia({ colorScheme: 'dark' });
  await portal.goto(page('?text=cart'));
  await portal.getByRole('link', { name: 'cart', exact: true }).click();
  await expect(
    portal.getByRole('heading', { level: 2, name: 'cart' }),
  ).toBeVisible();
  await expectNoSideways(portal);
  await expectAccessible(portal);
});
