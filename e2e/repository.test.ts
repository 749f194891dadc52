import {
  expect,
  expectAccessible,
  expectNoSideways,
  portalUrl,
  test,
} from './fixtures';

const page = (repository: string, search = '') =>
  `${portalUrl()}/sources/repository/${repository}${search}`;

test('from the sources to what a repository says, and to the line', async ({
  portal,
}) => {
  await portal.goto(`${portalUrl()}/sources`);
  await portal.getByRole('link', { name: 'acme/app-config' }).click();
  await expect(
    portal.getByRole('heading', { name: 'acme/app-config' }),
  ).toBeVisible();
  const services = portal.getByRole('list', { name: 'Services' });
  const cart = services.getByRole('listitem').filter({ hasText: 'apps/cart' });
  await expect(cart.first()).toContainText('production');
  await expect(
    cart.first().getByRole('link', { name: 'checkout' }),
  ).toBeVisible();
  const topOf = async (environment: string) =>
    (await cart.first().getByText(environment).first().boundingBox())?.y;
  expect(await topOf('development')).toBeDefined();
  expect(await topOf('staging')).toBe(await topOf('development'));
  await expectAccessible(portal);

  await portal.getByRole('tab', { name: /^Secrets/ }).click();
  await expect(portal).toHaveURL(/show=secrets/);
  await expect(portal.getByRole('list', { name: 'Secrets' })).toBeVisible();
  await portal.getByRole('tab', { name: /^Secrets/ }).press('ArrowRight');
  await portal.keyboard.press('Enter');
  await expect(portal).toHaveURL(/show=credentials/);
});

test('an address restores its filters, on a phone and in the dark', async ({
  portal,
}) => {
  await portal.setViewportSize({ width: 390, height: 844 });
  await portal.emulateMedia({ colorScheme: 'dark' });
  await portal.goto(
    page('acme/legacy-monolith', '?show=findings&severity=warning'),
  );
  const findings = portal.getByRole('list', { name: 'Findings' });
  await expect(findings).toContainText('deploys-outside-gitops');
  await expect(
    portal.getByRole('combobox', { name: 'Severity' }),
  ).toContainText('warning');
  await expectNoSideways(portal);
  await expectAccessible(portal);
  await portal
    .getByRole('searchbox', { name: 'Contains' })
    .fill('no such text');
  await expect(portal.getByText('Nothing fits these filters')).toBeVisible();
  await expect(portal).toHaveURL(/text=no\+such\+text/);
  await expectAccessible(portal);
  await portal.getByRole('button', { name: /^Show all/ }).click();
  await findings.getByRole('link', { name: /deploy.yaml/ }).click();
  await expect(portal).toHaveURL(/\/sources\/file\?.*#L\d+$/);
});
