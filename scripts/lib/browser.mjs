import { existsSync } from 'node:fs';
import { aptInstall } from './apt.mjs';
import { done, fail, step } from './console.mjs';
import { bin, root } from './paths.mjs';
import { run } from './run.mjs';

const known = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/**
 * A Chromium for the browser tests: PLUMBLINE_CHROMIUM, an installed one, or one installed now (Debian's package as root,
 * otherwise Playwright's own).
 *
 * @returns path of the binary; `undefined` for Playwright's own
 */
export async function browser() {
  const chosen = process.env.PLUMBLINE_CHROMIUM;
  if (chosen) {
    if (!existsSync(chosen)) {
      fail(`PLUMBLINE_CHROMIUM names ${chosen}, which is not there.`);
    }
    return chosen;
  }
  const installed = known.find(existsSync);
  if (installed) {
    return installed;
  }
  step('Fetching a browser for the tests');
  if (await aptInstall('chromium')) {
    done('Chromium');
    return known.find(existsSync);
  }
  const code = await run(
    process.execPath,
    [bin('playwright'), 'install', 'chromium'],
    { cwd: root },
  );
  if (code !== 0) {
    fail(
      'No Chromium was found or could be fetched. Install one and name it in PLUMBLINE_CHROMIUM.',
    );
  }
  return undefined;
}
