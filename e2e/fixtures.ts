import AxeBuilder from '@axe-core/playwright';
import { expect, Page, test as base } from '@playwright/test';

/** Where `portal.ts` started the portal. */
export function portalUrl(): string {
  const url = process.env.PLUMBLINE_E2E_URL;
  if (!url) {
    throw new Error('The portal was not started');
  }
  return url;
}

/**
 * A page of the portal on which any console error or uncaught exception fails the test.
 */
export const test = base.extend<{ portal: Page }>({
  portal: async ({ page }, use) => {
    const errors: string[] = [];
    page.on('console', message => {
      if (message.type() === 'error') {
        errors.push(message.text());
      }
    });
    page.on('pageerror', error => errors.push(String(error)));
    await use(page);
    expect(errors, 'console errors').toEqual([]);
  },
});

/** No violation of any axe rule on the page as it stands, or in these parts of one that is not ours alone. */
export async function expectAccessible(
  page: Page,
  parts: string[] = [],
): Promise<void> {
  const axe = new AxeBuilder({ page });
  parts.forEach(part => axe.include(part));
  const { violations } = await axe.analyze();
  expect(
    violations.map(({ id, nodes }) => ({
      id,
      nodes: nodes.map(node => node.html),
    })),
    'axe violations',
  ).toEqual([]);
}

/** Nothing is wider than the screen. */
export async function expectNoSideways(page: Page): Promise<void> {
  const { content, screen } = await page.evaluate(() => ({
    content: document.documentElement.scrollWidth,
    screen: document.documentElement.clientWidth,
  }));
  expect(content).toBeLessThanOrEqual(screen);
}

export { expect };
