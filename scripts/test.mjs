// Every check there is, one after the other, and one closing line over all of them: `N passed, N failed`.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { alertmanager } from './lib/alertmanager.mjs';
import { buildApp } from './lib/app.mjs';
import { browser } from './lib/browser.mjs';
import { done, step } from './lib/console.mjs';
import { bin, root, state, yarn } from './lib/paths.mjs';
import { kubernetesBinaries } from './lib/kubernetesBinaries.mjs';
import { capture, run } from './lib/run.mjs';
import { connectionStringVariable, startPostgres } from './postgres.mjs';

const reports = path.join(state, 'reports');
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

const node = process.execPath;
const totals = { passed: 0, failed: 0 };
const failures = [];

function count(name, passed, failed) {
  totals.passed += passed;
  totals.failed += failed;
  if (failed > 0) {
    failures.push(`${name}: ${failed} failed`);
  }
  done(`${name}: ${passed} passed, ${failed} failed`);
}

/** A check that either holds or does not. */
async function check(name, args, options) {
  step(name);
  const code = await run(node, args, { cwd: root, ...options });
  count(name, code === 0 ? 1 : 0, code === 0 ? 0 : 1);
}

/**
 * A runner's counts, from the report it wrote. A runner that ended badly without a failure in its report (it could not
 * start, a hook broke) counts as one failure: silence is not success.
 */
function countReport(name, code, file, read) {
  const report = existsSync(file)
    ? read(readFileSync(file, 'utf8'))
    : undefined;
  const { passed, failed } = report ?? { passed: 0, failed: 0 };
  const broken = failed === 0 && (code !== 0 || passed === 0);
  count(name, passed, broken ? 1 : failed);
}

await check('Formatting', [
  bin('prettier'),
  '--check',
  '--log-level=warn',
  '.',
]);
// From nothing: what an earlier run left decides on the order of unions in declarations, and so on the API reports.
rmSync(path.join(root, 'dist-types'), { recursive: true, force: true });
await check('Types', [
  path.join(root, 'node_modules/typescript/bin/tsc'),
  '--pretty',
  'false',
]);
await check('Lint', [bin('backstage-cli'), 'repo', 'lint']);
await check('API reports', [yarn, 'api-reports', '--ci']);

step('Demo organisation');
const demo = await capture(
  node,
  ['--test', '--test-reporter=tap', 'examples/acme/acme.test.mjs'],
  { cwd: root },
);
const tap = name =>
  Number(demo.stdout.match(new RegExp(`^# ${name} (\\d+)`, 'm'))?.[1] ?? 0);
if (demo.code !== 0) {
  process.stderr.write(demo.stdout);
}
count(
  'Demo organisation',
  tap('pass'),
  Math.max(tap('fail'), demo.code === 0 ? 0 : 1),
);

// Tests start API servers of their own. Without the programs they fail, each for itself, and say what is missing.
const kubernetes = await kubernetesBinaries().catch(error => {
  process.stderr.write(`${error.message}\n`);
});

step('Unit, store and plugin tests');
const sender = await alertmanager();
const postgres = await startPostgres();
try {
  const file = path.join(reports, 'jest.json');
  const code = await run(
    node,
    [
      bin('backstage-cli'),
      'repo',
      'test',
      '--watchAll=false',
      '--json',
      `--outputFile=${file}`,
    ],
    {
      cwd: root,
      // The JSON goes to the file; Jest prints its progress on stderr.
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        ...process.env,
        CI: '1',
        ...(kubernetes && { KUBEBUILDER_ASSETS: kubernetes }),
        [connectionStringVariable]: postgres.connectionString,
        PLUMBLINE_ALERTMANAGER: sender,
      },
    },
  );
  countReport('Unit, store and plugin tests', code, file, text => {
    const report = JSON.parse(text);
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
    };
  });
} finally {
  await postgres.stop();
}

step('The portal in a browser');
const chromium = await browser();
await buildApp(node);
const e2e = path.join(reports, 'e2e.json');
const code = await run(
  node,
  [bin('playwright'), 'test', '--config', 'e2e/playwright.config.ts'],
  {
    cwd: root,
    env: {
      ...process.env,
      PLAYWRIGHT_JSON_OUTPUT_NAME: e2e,
      ...(chromium && { PLUMBLINE_CHROMIUM: chromium }),
    },
  },
);
countReport('The portal in a browser', code, e2e, text => {
  const { stats } = JSON.parse(text);
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky };
});

// What is published is bundled apart from what the checks above ran.
await check('Packages', [bin('backstage-cli'), 'repo', 'build']);

for (const failure of failures) {
  process.stderr.write(`  ${failure}\n`);
}
process.stdout.write(`${totals.passed} passed, ${totals.failed} failed\n`);
process.exitCode = totals.failed > 0 ? 1 : 0;
