import {
  expect,
  expectAccessible,
  expectNoSideways,
  portalUrl,
  test,
} from './fixtures';

test.describe('Alerts that came in', () => {
  test('are listed with their owners, found again by their address, and lead to the answer', async ({
    portal,
  }) => {
    await portal.goto(`${portalUrl()}/oncall`);
    const list = portal.getByRole('list', { name: 'Alerts', exact: true });
    const row = list
      .getByRole('listitem')
      .filter({ hasText: 'Deployment payments/payments-api' });
    // Owners are found after the alerts were taken; the list asks again by itself.
    await expect(row).toContainText('Payments', { timeout: 30_000 });
    await expectAccessible(portal);

    await portal.getByRole('checkbox', { name: 'No owner' }).check();
    await expect(portal).toHaveURL(/list=alerts&unowned=true/);
    await expect(row).toHaveCount(0);
    await portal.reload();
    await expect(
      portal.getByRole('checkbox', { name: 'No owner' }),
    ).toBeChecked();
    await portal.getByRole('checkbox', { name: 'No owner' }).uncheck();

    await row
      .getByRole('link', { name: 'KubeDeploymentReplicasMismatch' })
      .click();
    await expect(portal.locator('#plumbline-owner')).toContainText('Payments');
    await expect(
      portal.getByRole('region', { name: 'What the alert says' }),
    ).toContainText('has not matched the expected number of replicas');
    await expectAccessible(portal);
    await portal.getByRole('button', { name: 'Right owner' }).click();
    await expect(portal.getByText(/^Confirmed by guest/)).toBeVisible();
  });

  test('fit a phone in the dark', async ({ portal }) => {
    await portal.emulateMedia({ colorScheme: 'dark' });
    await portal.setViewportSize({ width: 390, height: 844 });
    await portal.goto(`${portalUrl()}/oncall`);
    const list = portal.getByRole('list', { name: 'Alerts', exact: true });
    await expect(list.getByRole('listitem').first()).toBeVisible();
    await expectNoSideways(portal);
    await expectAccessible(portal);
    // Every page can be reached with a thumb.
    for (const page of [
      'On call',
      'Teams',
      'Promotion',
      'Sources',
      'Catalog',
      'Search',
      'Settings',
    ]) {
      await expect(
        portal.getByLabel(page, { exact: true }).last(),
      ).toBeInViewport({ ratio: 1 });
    }
    await list.getByRole('link').first().click();
    await expect(portal.locator('#plumbline-owner')).toBeVisible();
    await expectNoSideways(portal);
  });
});

// Without the portal the browser itself complains of requests that fail, so these pages are not held to a silent console.
test('An answer that was seen stays readable when the portal cannot be reached', async ({
  page,
  context,
}) => {
  const link = `${portalUrl()}/oncall?namespace=shop&pod=cart-6f5c9799d8-mf6hp&cluster=prod-eu`;
  await page.goto(link);
  await expect(page.locator('#plumbline-owner')).toContainText('Checkout');
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await context.setOffline(true);
  await page.goto(link);
  await expect(
    page.getByRole('heading', { name: 'The portal cannot be reached' }),
  ).toBeVisible();
  const answer = page.getByRole('article').first();
  await expect(answer).toContainText('Checkout');
  await expect(answer).toContainText('#checkout-oncall');
  await expect(answer).toContainText('apps/cart/base/deployment.yaml:1');
  await expectAccessible(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSideways(page);
  await context.setOffline(false);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.locator('#plumbline-owner')).toContainText('Checkout');
});
