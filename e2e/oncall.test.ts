import { Page } from '@playwright/test';
import { DemoAlert, demoAlerts } from './alerts';
import {
  expect,
  expectAccessible,
  expectNoSideways,
  portalUrl,
  test,
} from './fixtures';

const box = (page: Page) =>
  page.getByRole('textbox', { name: 'What is alerting?' });
const owner = (page: Page) => page.locator('#plumbline-owner');

function alertNamed(id: string): DemoAlert {
  const found = demoAlerts.find(alert => alert.id === id);
  if (!found) {
    throw new Error(`No demo alert ${id}`);
  }
  return found;
}

function askFor(question: string): string {
  return `${portalUrl()}/oncall?${new URLSearchParams({ q: question })}`;
}

/** Names of teams as the page writes them: the title of their Group. */
const titles: Record<string, string> = {
  'group:default/catalog-search': 'Catalog & Search',
  'group:default/checkout': 'Checkout',
  'group:default/data-platform': 'Data Platform',
  'group:default/identity': 'Identity',
  'group:default/payments': 'Payments',
  'group:default/platform': 'Platform',
  'group:default/sre': 'Site Reliability',
};

async function expectAnswer(page: Page, alert: DemoAlert): Promise<void> {
  const { expected } = alert;
  if (expected.possible) {
    for (const team of expected.possible) {
      await expect(page.getByText(titles[team]).first()).toBeVisible();
    }
    return;
  }
  if (expected.owners?.length) {
    for (const team of expected.owners) {
      await expect(owner(page)).toContainText(titles[team]);
    }
  } else if (expected.unowned) {
    await expect(owner(page)).toHaveText(
      expected.unowned === 'explicit'
        ? 'Nobody, on purpose'
        : 'Nobody claims this',
    );
  } else {
    await expect(
      page.getByRole('heading', { name: 'Nothing found' }),
    ).toBeVisible();
  }
  if (expected.contested) {
    await expect(page.getByText('The marks disagree.')).toBeVisible();
  }
  if (expected.config) {
    const { path, line } = expected.config;
    await expect(
      page.getByRole('link', { name: line ? `${path}:${line}` : path }).first(),
    ).toBeVisible();
  }
}

test.describe('every alert of the demo organisation, by its deep link', () => {
  for (const alert of demoAlerts) {
    test(`${alert.id}: ${alert.title}`, async ({ portal }) => {
      await portal.goto(askFor(alert.input));
      await expectAnswer(portal, alert);
    });
  }
});

test('the portal opens on the box, and Enter answers', async ({ portal }) => {
  await portal.goto(portalUrl());
  await expect(portal).toHaveURL(/\/oncall$/);
  await expect(box(portal)).toBeFocused();
  const alert = alertNamed('cart-object');
  await portal.keyboard.type(alert.input);
  await portal.keyboard.press('Enter');
  await expectAnswer(portal, alert);
  await expect(portal).toHaveURL(/\?q=/);

  // Back to the box without a mouse, another question, and Back to the first.
  await portal.keyboard.press('Escape');
  await box(portal).blur();
  await portal.keyboard.press('/');
  await expect(box(portal)).toBeFocused();
  const second = alertNamed('path-last-match');
  await box(portal).fill(second.input);
  await portal.keyboard.press('Enter');
  await expectAnswer(portal, second);
  await portal.goBack();
  await expectAnswer(portal, alert);
});

test('a pasted alert is answered without another key', async ({
  portal,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], {
    origin: portalUrl(),
  });
  await portal.goto(portalUrl());
  await expect(box(portal)).toBeFocused();
  for (const id of [
    'cart-crash-loop',
    'payments-api-replicas',
    'ledger-webhook',
  ]) {
    const alert = alertNamed(id);
    await portal.evaluate(
      text => navigator.clipboard.writeText(text),
      alert.input,
    );
    await box(portal).fill('');
    await portal.keyboard.press('Control+V');
    await expectAnswer(portal, alert);
  }
});

test('a link with raw labels, as an alert annotation makes it', async ({
  portal,
}) => {
  await portal.goto(
    `${portalUrl()}/oncall?alertname=KubePodCrashLooping&namespace=shop&pod=cart-6f5c9799d8-mf6hp`,
  );
  await expectAnswer(portal, alertNamed('cart-crash-loop'));
});

test('evidence leads to the line that proves it', async ({ portal }) => {
  await portal.goto(askFor(alertNamed('cart-object').input));
  await expect(owner(portal)).toBeVisible();
  await portal
    .getByRole('link', { name: /CODEOWNERS line \d+/ })
    .first()
    .click();
  await expect(portal).toHaveURL(/\/sources\/file\?/);
  await expect(portal.locator('[aria-current="location"]')).toContainText(
    '@acme/checkout',
  );
});

test('markup in labels stays text', async ({ portal }) => {
  const markup = '<img src=x onerror="document.title=1">';
  await portal.goto(
    `${portalUrl()}/oncall?${new URLSearchParams({ namespace: 'shop', pod: markup })}`,
  );
  await expect(portal.getByRole('main').locator('img')).toHaveCount(0);
  await expect(portal).not.toHaveTitle('1');
});

test('five thousand pasted lines get a clear word', async ({
  portal,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], {
    origin: portalUrl(),
  });
  await portal.goto(portalUrl());
  await expect(box(portal)).toBeFocused();
  await portal.evaluate(() =>
    navigator.clipboard.writeText(
      'a line of a log that somebody copied\n'.repeat(5000),
    ),
  );
  await portal.keyboard.press('Control+V');
  await expect(box(portal)).not.toBeEmpty();
  await portal.keyboard.press('Enter');
  await expect(portal.getByText(/longer than 64 KiB/).first()).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1280, 390]) {
    test(`accessible and within the screen: ${colorScheme}, ${width} px`, async ({
      portal,
    }) => {
      // Eight pages are looked at.
      test.slow();
      await portal.emulateMedia({ colorScheme });
      await portal.setViewportSize({ width, height: 850 });
      await portal.goto(portalUrl());
      await expect(box(portal)).toBeVisible();
      await expectAccessible(portal);
      await expectNoSideways(portal);
      for (const id of [
        'cart-object',
        'pricing-contested',
        'feature-flags-explicit',
        'recommendations-unowned',
        'promo-widget-html',
        'nothing',
      ]) {
        await portal.goto(askFor(alertNamed(id).input));
        await expectAnswer(portal, alertNamed(id));
        await expectAccessible(portal);
        await expectNoSideways(portal);
      }
      await portal.goto(`${portalUrl()}/sources`);
      await expect(portal.getByText('acme/app-config').first()).toBeVisible();
      await expectAccessible(portal);
      await expectNoSideways(portal);
    });
  }
}

test('Sources shows each repository and cluster', async ({ portal }) => {
  await portal.goto(`${portalUrl()}/sources`);
  for (const name of [
    'acme/app-config',
    'acme/platform-config',
    'acme/policy',
    'acme/legacy-monolith',
    'acme/argocd-apps',
    'dev',
    'staging',
    'prod-eu',
    'prod-us',
  ]) {
    await expect(
      portal.getByRole('row').filter({ hasText: name }).first(),
    ).toBeVisible();
  }
});
