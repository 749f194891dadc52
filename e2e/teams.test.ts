import {
  expect,
  expectAccessible,
  expectNoSideways,
  portalUrl,
  test,
} from './fixtures';
import { token } from './portal';

const page = (path = '') => `${portalUrl()}/teams${path}`;

async function read(path: string): Promise<unknown> {
  const response = await fetch(`${portalUrl()}/api/plumbline/v1/${path}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return await response.json();
}

/** Owners are worked out some seconds after the sources were read, and counted then. */
test.beforeAll(async () => {
  test.setTimeout(150_000);
  await expect
    .poll(() => read('teams?text=checkout'), { timeout: 60_000 })
    .toMatchObject({ pending: 0, totalItems: 1 });
  await expect
    .poll(() => read('coverage'), { timeout: 60_000 })
    .toMatchObject({ days: [{}] });
});

test('from all teams to what one owns, and why', async ({ portal }) => {
  await portal.goto(page());
  const teams = portal.getByRole('table', { name: 'Teams' });
  await expect(teams.getByRole('link', { name: 'Checkout' })).toBeVisible();
  await expectAccessible(portal);
  await teams.getByRole('button', { name: 'Workloads' }).click();
  await expect(portal).toHaveURL(/sort=workloads/);
  await portal.getByRole('searchbox', { name: 'Search teams' }).fill('check');
  await expect(portal).toHaveURL(/text=check/);
  await teams.getByRole('link', { name: 'Checkout' }).click();
  await expect(
    portal.getByRole('heading', { level: 2, name: 'Checkout' }),
  ).toBeVisible();
  await expect(
    portal
      .getByRole('list', { name: 'On call now' })
      .getByRole('link', { name: /^Checkout engineering, / }),
  ).toHaveAttribute('href', /^tel:\+1202/);
  await portal.getByRole('tab', { name: /^Workloads/ }).click();
  const things = portal.getByRole('list', { name: 'What belongs to it' });
  await expect(things).toContainText('Deployment shop/cart');
  await expectAccessible(portal);
});

test('from a number beside a team to what it counts, and who says so', async ({
  portal,
}) => {
  await portal.goto(page('?text=platform'));
  const teams = portal.getByRole('table', { name: 'Teams' });
  await teams.getByRole('link', { name: /^Drift past due: / }).click();
  await expect(
    portal.getByRole('tab', { name: /^Out of sync/ }),
  ).toHaveAttribute('aria-selected', 'true');
  const things = portal.getByRole('list', { name: 'What belongs to it' });
  await expect(things).toContainText(
    'says HelmRelease ingress-nginx/ingress-nginx in prod-eu past due',
  );
  await expectAccessible(portal);
  await things
    .getByRole('link', { name: /^History of/ })
    .first()
    .click();
  await expect(
    portal.getByRole('heading', { name: 'As Git tells' }),
  ).toBeVisible();
  await expectAccessible(portal);
});

test('what is contested, and the change that settles it, on a phone and in the dark', async ({
  portal,
}) => {
  await portal.setViewportSize({ width: 390, height: 844 });
  await portal.emulateMedia({ colorScheme: 'dark' });
  await portal.goto(page('/contested?type=workload&text=pricing'));
  const things = portal.getByRole('list', { name: 'Contested' });
  await expect(things).toContainText('pricing');
  await expect(
    things.getByRole('button', { name: 'Copy change' }).first(),
  ).toBeVisible();
  await expectNoSideways(portal);
  await expectAccessible(portal);
});

test('what nobody owns, and how much that is', async ({ portal }) => {
  await portal.goto(page('/unowned'));
  await expect(portal.getByRole('list', { name: 'Unowned' })).toBeVisible();
  await expectAccessible(portal);
  await portal
    .getByRole('navigation', { name: 'Ownership' })
    .getByRole('link', { name: 'Coverage' })
    .click();
  await expect(
    portal.getByRole('img', { name: /^Share with an owner/ }),
  ).toBeVisible();
  await expectAccessible(portal);
});
