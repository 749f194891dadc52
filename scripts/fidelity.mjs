// `npm run -s fidelity -- <truth.json>=<checkout> …`: how much of what is known to be true of a repository the command line says.
//
// A truth file holds `ownership` (path or kind, namespace and name; `expectedTeams`, empty for nobody), `promotion` (env, cluster,
// version, file), `secrets` (kind, file) and `plaintextClassified` (file, class). It is made by hand or by other tools than Plumbline.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fail } from './lib/console.mjs';
import { root } from './lib/paths.mjs';

const cwd = process.env.INIT_CWD ?? process.cwd();

/** Runs the command line of this checkout; resolves with what it printed. */
function plumbline(args, input = '') {
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [path.join(root, 'scripts/plumbline.mjs'), ...args],
      { cwd, stdio: ['pipe', 'pipe', 'inherit'] },
    );
    const chunks = [];
    child.stdout.on('data', chunk => chunks.push(chunk));
    child.on('error', reject);
    child.on('close', code =>
      code > 1
        ? reject(new Error(`plumbline ${args[0]} ended with ${code}`))
        : resolve(Buffer.concat(chunks).toString()),
    );
    child.stdin.end(input);
  });
}

/** `@acme/payments`, `group:default/payments`, `team-payments` name one team. */
function teamKey(mark) {
  const name = mark.toLowerCase().split('/').at(-1);
  const slug = name.replace(/[^a-z0-9.]+/g, '-').replace(/^-+|-+$/g, '');
  return slug.replace(/^(team|squad)-/, '').replace(/-(team|squad)$/, '');
}

const sameTeams = (one, other) => {
  const keys = teams => [...new Set(teams.map(teamKey))].sort().join();
  return keys(one) === keys(other);
};

function questionsOf(item, repository) {
  const object = [item.kind, item.namespace, item.name].join('/');
  const narrowed = item.env ? `${object} env=${item.env}` : object;
  const ofNamespace = item.kind === 'Namespace' && `Namespace/${item.name}`;
  return [
    ...(item.name ? [ofNamespace || narrowed] : []),
    ...(item.path ? [`${repository}:${item.path}`] : []),
  ];
}

async function ownership(truth, report, checkout) {
  const asked = truth.ownership.flatMap(item =>
    questionsOf(item, report.repository).map(question => ({ item, question })),
  );
  const output = await plumbline(
    ['who', '--batch', '--repo', checkout],
    asked.map(({ question }) => `${question}\n`).join(''),
  );
  const answers = output.trim().split('\n').map(JSON.parse);
  const tally = { right: 0, wrong: 0, unknown: 0 };
  const wrong = [];
  for (const item of truth.ownership) {
    const own = answers.filter((_, at) => asked[at].item === item);
    const answer = own.find(({ owners }) => owners.length > 0) ?? own[0];
    const owners = (answer?.owners ?? []).map(owner => owner.team);
    // A guess where nobody owns is an error.
    const verdict =
      (sameTeams(owners, item.expectedTeams) && 'right') ||
      (owners.length > 0 ? 'wrong' : 'unknown');
    tally[verdict]++;
    if (verdict !== 'right') {
      wrong.push(
        `${verdict}: ${item.question} expected ${item.expectedTeams.join(', ') || 'nobody'}, got ${owners.join(', ') || 'nobody'}`,
      );
    }
  }
  return { line: `ownership  ${show(tally)}`, wrong };
}

const environments = {
  dev: 'development',
  int: 'integration',
  stage: 'staging',
  stg: 'staging',
  prod: 'production',
  prd: 'production',
  live: 'production',
};
const environmentKey = name => environments[name] ?? name;

function versions(truth, report) {
  const known = new Map();
  for (const { environments: places } of report.services) {
    for (const { environment, cluster, versions: pins } of places) {
      for (const { file, value } of pins) {
        const key = `${file} ${value}`;
        known.set(key, [...(known.get(key) ?? []), { environment, cluster }]);
      }
    }
  }
  const tally = { known: 0, inEnvironment: 0, missing: 0 };
  const wrong = [];
  for (const { env, cluster, version, file, service } of truth.promotion) {
    const places = known.get(`${file} ${version}`);
    if (!places) {
      tally.missing++;
      wrong.push(`missing: ${service} ${version} in ${env} (${file})`);
      continue;
    }
    tally.known++;
    const there = places.some(
      place =>
        [place.environment, place.cluster].includes(environmentKey(env)) ||
        (cluster && place.cluster === cluster),
    );
    tally.inEnvironment += there ? 1 : 0;
  }
  return { line: `versions   ${show(tally)}`, wrong };
}

function mechanismOf(kind) {
  if (/^SOPS/.test(kind)) {
    return 'sops';
  }
  return kind === 'SealedSecret' ? 'sealed-secrets' : 'external-secrets';
}

function secrets(truth, report) {
  const left = new Map();
  const read = {};
  // One object that several overlays build stands once in Git.
  const distinct = new Set(
    report.secrets.map(
      ({ mechanism, file, line }) => `${mechanism} ${file} ${line}`,
    ),
  );
  for (const key of distinct) {
    const [mechanism, file] = key.split(' ');
    left.set(
      `${mechanism} ${file}`,
      (left.get(`${mechanism} ${file}`) ?? 0) + 1,
    );
    read[mechanism] = (read[mechanism] ?? 0) + 1;
  }
  const found = {};
  const wrong = [];
  for (const { kind, file, name } of truth.secrets) {
    const mechanism = mechanismOf(kind);
    const key = `${mechanism} ${file}`;
    const there = (left.get(key) ?? 0) > 0;
    const tally = (found[mechanism] ??= [0, 0]);
    tally[1]++;
    if (there) {
      tally[0]++;
      left.set(key, left.get(key) - 1);
    } else {
      wrong.push(`missing: ${kind} ${name} (${file})`);
    }
  }
  const counts = Object.entries(found).map(
    ([mechanism, [right, all]]) =>
      `${mechanism} ${right} of ${all} (read in all: ${read[mechanism] ?? 0})`,
  );
  return { line: `secrets    ${counts.join(', ')}`, wrong };
}

function plaintext(truth, report) {
  const reported = new Set(
    report.findings
      .filter(
        ({ rule, severity }) =>
          rule === 'plaintext-secret' && severity !== 'info',
      )
      .map(({ file }) => file),
  );
  const harmless =
    /false positive|not a credential|no credential|no token|fixture|template/i;
  const leaks = truth.plaintextClassified
    .filter(item => !harmless.test(item.class))
    .map(({ file }) => file);
  const missed = leaks.filter(file => !reported.has(file));
  const alarms = [...reported].filter(file => !leaks.includes(file));
  return {
    line: `plaintext  ${leaks.length - missed.length} of ${leaks.length} leaks found, ${alarms.length} others reported`,
    wrong: [
      ...missed.map(file => `missed: ${file}`),
      ...alarms.map(file => `reported, and no leak that is known: ${file}`),
    ],
  };
}

function show(tally) {
  return Object.entries(tally)
    .map(([name, amount]) => `${amount} ${name}`)
    .join(', ');
}

const [verbose, pairs] = [
  process.argv.includes('--verbose'),
  process.argv.slice(2).filter(arg => arg !== '--verbose'),
];
if (pairs.length === 0 || pairs.some(pair => !/^.+\.json=.+$/.test(pair))) {
  fail(
    'Usage: npm run -s fidelity -- [--verbose] <truth.json>=<checkout> …, one for each repository.',
  );
}
for (const pair of pairs) {
  const at = pair.indexOf('.json=') + '.json'.length;
  const checkout = path.resolve(cwd, pair.slice(at + 1));
  const truth = {
    ownership: [],
    promotion: [],
    secrets: [],
    plaintextClassified: [],
    ...JSON.parse(readFileSync(path.resolve(cwd, pair.slice(0, at)), 'utf8')),
  };
  const report = JSON.parse(await plumbline(['scan', checkout, '--json']));
  process.stdout.write(`${truth.repo ?? report.repository}\n`);
  for (const { line, wrong } of [
    await ownership(truth, report, checkout),
    versions(truth, report),
    secrets(truth, report),
    plaintext(truth, report),
  ]) {
    process.stdout.write(`  ${line}\n`);
    for (const message of verbose ? wrong : []) {
      process.stdout.write(`    ${message}\n`);
    }
  }
}
