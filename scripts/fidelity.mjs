// `npm run -s fidelity -- <checkout> | <truth.json>=<checkout> …`: how right Plumbline is about real repositories. See
// docs/fidelity.md.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { alerts } from './fidelity/alerts.mjs';
import { credentials } from './fidelity/credentials.mjs';
import { reaches, render } from './fidelity/figure.mjs';
import { kubectlVersion } from './fidelity/kubectl.mjs';
import { oracle } from './fidelity/oracle.mjs';
import { ownership } from './fidelity/ownership.mjs';
import { scan } from './fidelity/plumbline.mjs';
import { promotion } from './fidelity/promotion.mjs';
import { plaintext, secrets } from './fidelity/secrets.mjs';
import { versions } from './fidelity/versions.mjs';
import { fail } from './lib/console.mjs';

const usage = `Usage: npm run -s fidelity -- [options] <checkout> | <truth.json>=<checkout> | alerts …

  alerts            the table of alerts over the demo organisation, in a portal of its own
  --api-server      with its clusters on real API servers, which the portal follows

  --verbose         every difference, not the first 10 of each figure
  --json            one JSON document in place of text
  --no-oracle       without kubectl kustomize
  --require-oracle  end with 1 where kubectl is not installed
  --min <percent>   end with 1 where a figure is lower`;

function options() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        verbose: { type: 'boolean' },
        'api-server': { type: 'boolean' },
        json: { type: 'boolean' },
        'no-oracle': { type: 'boolean' },
        'require-oracle': { type: 'boolean' },
        min: { type: 'string' },
      },
    });
  } catch (error) {
    return fail(`${error.message}\n\n${usage}`);
  }
}

const { values, positionals } = options();
const minimum = values.min === undefined ? undefined : Number(values.min);
if (positionals.length === 0 || Number.isNaN(minimum)) {
  fail(usage);
}
const cwd = process.env.INIT_CWD ?? process.cwd();
const shown = values.verbose ? Infinity : 10;

function readTruth(file) {
  try {
    return {
      ownership: [],
      promotion: [],
      secrets: [],
      plaintextClassified: [],
      ciCredentials: [],
      ...JSON.parse(readFileSync(path.resolve(cwd, file), 'utf8')),
    };
  } catch (error) {
    return fail(`The truth file ${file} cannot be read: ${error.message}`);
  }
}

async function figuresOf(truth, checkout, withOracle) {
  const figures = withOracle ? await oracle(checkout) : [];
  if (!truth) {
    return figures;
  }
  const report = await scan(checkout);
  return [
    ...figures,
    ...(await ownership(truth, report, checkout)),
    ...versions(truth, report),
    ...(await promotion(truth, report, checkout)),
    ...secrets(truth, report),
    ...plaintext(truth, report),
    ...credentials(truth, report),
  ];
}

function print(name, figures) {
  const lines = figures.flatMap(figure => {
    const misses = figure.misses ?? [];
    const hidden = misses.length - shown;
    return [
      render(figure),
      ...misses.slice(0, shown).map(text => `    ${text}`),
      ...(hidden > 0 ? [`    … and ${hidden} more (--verbose)`] : []),
      ...(values.verbose ? (figure.said ?? []) : []).map(text => `    ${text}`),
    ];
  });
  process.stdout.write(
    `${[name, ...lines.map(line => `  ${line}`)].join('\n')}\n`,
  );
}

const checkouts = positionals.filter(argument => argument !== 'alerts');
const withOracle = !values['no-oracle'] && checkouts.length > 0;
const kubectl = withOracle ? await kubectlVersion() : undefined;
if (withOracle && !kubectl) {
  process.stderr.write(
    'kubectl is not installed: kustomizations are NOT compared with what kubectl kustomize builds.\n',
  );
  process.exitCode = values['require-oracle'] ? 1 : 0;
} else if (kubectl) {
  process.stderr.write(`kustomizations beside ${kubectl}\n`);
}
const results = [];
function report(name, figures) {
  results.push({ repository: name, figures });
  if (!values.json) {
    print(name, figures);
  }
  const low = figures.filter(
    figure => minimum !== undefined && !reaches(figure, minimum),
  );
  if (low.length > 0) {
    process.stderr.write(
      `${name} is below ${minimum} % in: ${low.map(figure => figure.name).join('; ')}\n`,
    );
    process.exitCode = 1;
  }
}

if (positionals.includes('alerts')) {
  const figures = await alerts({ apiServer: values['api-server'] }).catch(
    error => fail(error.message),
  );
  report('alerts', figures);
}
for (const argument of checkouts) {
  const [, truthFile, directory] = /^(.+\.json)=(.+)$/.exec(argument) ?? [
    '',
    undefined,
    argument,
  ];
  const checkout = path.resolve(cwd, directory);
  const truth = truthFile && readTruth(truthFile);
  const name = truth?.repo ?? path.basename(checkout);
  const figures = await figuresOf(truth, checkout, kubectl !== undefined).catch(
    error => fail(`${checkout}: ${error.message}`),
  );
  report(name, figures);
}
if (values.json) {
  process.stdout.write(`${JSON.stringify({ kubectl, results }, null, 2)}\n`);
}
