import { defineConfig } from '@playwright/test';

/**
 * The real portal in a real browser: `portal.ts` starts the backend on a port and a database of its own, with the demo
 * organisation, and serves the built pages.
 */
export default defineConfig({
  testDir: '.',
  testMatch: '*.test.ts',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: true,
  retries: 0,
  workers: 1,
  globalSetup: require.resolve('./portal'),
  reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_NAME
    ? [['line'], ['json']]
    : [['list']],
  use: {
    browserName: 'chromium',
    viewport: { width: 1280, height: 900 },
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.PLUMBLINE_CHROMIUM,
      args: [
        // Containers run as root, where Chromium's sandbox does not start.
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
        '--disable-gpu',
        '--disable-quic',
      ],
    },
  },
});
