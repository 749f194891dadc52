import { mkdtemp, rename, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, expectAccessible, expectNoSideways, test } from './fixtures';
import { startPortal, untilSources } from './portal';

test.describe('With every source down', () => {
  let directory: string;
  let baseUrl: string;
  let stop = async () => {};

  test.beforeAll(async () => {
    test.setTimeout(300_000);
    const { prepareDemo } = await import('../scripts/lib/demo.mjs');
    directory = await mkdtemp(path.join(os.tmpdir(), 'plumbline-down-'));
    const demo = await prepareDemo(path.join(directory, 'acme'));
    ({ baseUrl, stop } = await startPortal(directory, demo));
    await untilSources(baseUrl, items =>
      items.every(({ state }) => state === 'ok'),
    );
    // Repositories, clusters and the file of the Groups are gone, and the portal starts anew.
    await stop();
    await rename(demo, `${demo}-gone`);
    ({ baseUrl, stop } = await startPortal(directory, demo));
    await untilSources(baseUrl, items =>
      items.every(({ state }) => ['stale', 'failed', 'gone'].includes(state)),
    );
  });

  test.afterAll(async () => {
    await stop();
    await rm(directory, { recursive: true, force: true });
  });

  test('an alert is answered by keyboard on a phone in the dark, and says how old it is', async ({
    portal,
  }) => {
    await portal.emulateMedia({ colorScheme: 'dark' });
    await portal.setViewportSize({ width: 390, height: 850 });
    await portal.goto(`${baseUrl}/oncall`);
    await expect(
      portal.getByRole('textbox', { name: 'What is alerting?' }),
    ).toBeFocused();
    await portal.keyboard.type(
      '{namespace="shop", pod="cart-6f5c9799d8-mf6hp"}',
    );
    await portal.keyboard.press('Enter');
    await expect(portal.locator('#plumbline-owner')).toContainText('Checkout');
    await expect(portal.getByText(/Part of this is old/)).toBeVisible();
    await expectAccessible(portal);
    await expectNoSideways(portal);
  });

  test('Sources says of each what went wrong', async ({ portal }) => {
    await portal.goto(`${baseUrl}/sources`);
    await expect(portal.getByText('acme/app-config').first()).toBeVisible();
    await expect(portal.getByText('prod-us').first()).toBeVisible();
    await expectAccessible(portal);
  });
});
