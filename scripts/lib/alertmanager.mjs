import { existsSync } from 'node:fs';
import { aptInstall } from './apt.mjs';
import { done, fail, step } from './console.mjs';

const installed = '/usr/bin/prometheus-alertmanager';

/** The Alertmanager that fires alerts in the tests: PLUMBLINE_ALERTMANAGER, or Debian's, which is installed where it is missing. */
export async function alertmanager() {
  const chosen = process.env.PLUMBLINE_ALERTMANAGER ?? installed;
  if (existsSync(chosen)) {
    return chosen;
  }
  step('Fetching an Alertmanager for the tests');
  if (chosen === installed && (await aptInstall('prometheus-alertmanager'))) {
    done('Alertmanager');
    return chosen;
  }
  fail(
    `There is no ${chosen}. Install an Alertmanager and name it in PLUMBLINE_ALERTMANAGER.`,
  );
}
