/**
 * Installs Plumbline into a plain Backstage app, as the README says, and looks whether it works:
 *
 *   node scripts/installation.mjs [--template new|legacy] [--keep] [--directory <empty folder>]
 *     [--packages <the folder packages of an earlier run that was kept>]
 *
 * The app is made by Backstage's own scaffolder. Our packages are packed as they would be published; what to add and which
 * lines to write is read from the README, so that a mistake there fails here. Takes some minutes and the npm registry.
 */
import { spawn } from 'node:child_process';
import fs from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { browser } from './lib/browser.mjs';
import { done, fail, step } from './lib/console.mjs';
import { bin, root, yarn } from './lib/paths.mjs';
import { run } from './lib/run.mjs';

/** The scaffolder of Backstage 1.55. */
const CREATE_APP = '@backstage/create-app@0.9.2';
const TOKEN = 'token-of-the-installation-test';
/** What npm has not got for every platform on the day of a release is pinned in this checkout: the app gets the same pins. */
const PINS = ['better-sqlite3', '@swc/core', 'unrs-resolver', 'rollup', 'got'];

const { values } = parseArgs({
  options: {
    template: { type: 'string', default: 'new' },
    keep: { type: 'boolean', default: false },
    directory: { type: 'string' },
    packages: { type: 'string' },
  },
});
if (!['new', 'legacy'].includes(values.template)) {
  fail('--template is new or legacy.');
}

const home = values.directory
  ? path.resolve(values.directory)
  : await fs.mkdtemp(path.join(os.tmpdir(), 'plumbline-installation-'));
const app = path.join(home, 'app');
const programs = path.join(home, 'bin');
const tarballs = path.join(home, 'packages');
await fs.mkdir(app, { recursive: true });
await fs.mkdir(tarballs, { recursive: true });
await fs.mkdir(programs, { recursive: true });
// The scaffolder asks for a yarn: this checkout has one.
await fs.writeFile(
  path.join(programs, 'yarn'),
  `#!/bin/sh\nexec '${process.execPath}' '${yarn}' "$@"\n`,
  { mode: 0o755 },
);
process.env.PATH = `${programs}${path.delimiter}${path.dirname(process.execPath)}${path.delimiter}${process.env.PATH}`;

async function must(command, args, options) {
  const code = await run(command, args, options);
  if (code !== 0) {
    throw new Error(
      `${path.basename(command)} ${args.join(' ')} ended with ${code}`,
    );
  }
}

/** Publishable packages of this checkout, by name. */
async function publishable() {
  const found = new Map();
  for (const parent of ['packages', 'plugins']) {
    for (const name of await fs.readdir(path.join(root, parent))) {
      const directory = path.join(root, parent, name);
      const manifest = await fs
        .readFile(path.join(directory, 'package.json'), 'utf8')
        .then(JSON.parse, () => undefined);
      if (manifest && !manifest.private) {
        found.set(manifest.name, { directory, manifest });
      }
    }
  }
  return found;
}

/** The blocks of the README below a heading, by language. */
function blocksBelow(text, heading) {
  const start = text.indexOf(`\n## ${heading}`);
  const end = text.indexOf('\n## ', start + 1);
  if (start < 0) {
    throw new Error(`The README has no heading ${heading}`);
  }
  return [...text.slice(start, end).matchAll(/```(\w*)\n([\s\S]*?)```/g)].map(
    ([, language, content]) => ({ language, content }),
  );
}

/** What these packages need of ours, and they themselves. */
function closure(names, packages) {
  const needed = new Set();
  const add = name => {
    const found = packages.get(name);
    if (found && !needed.has(name)) {
      needed.add(name);
      Object.keys(found.manifest.dependencies ?? {}).forEach(add);
    }
  };
  names.forEach(add);
  return needed;
}

async function pack(names, packages) {
  const files = new Map();
  for (const name of names) {
    const file = path.join(tarballs, fileOf(name));
    await must(process.execPath, [yarn, 'pack', '--out', file], {
      cwd: packages.get(name).directory,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    files.set(name, file);
  }
  return files;
}

/** All packages are built, as they would be for a release; what is needed is packed. */
async function build(packages, needed) {
  // What was compiled from files that are gone would be packed as well.
  await fs.rm(path.join(root, 'dist-types'), { recursive: true, force: true });
  await must(process.execPath, [bin('tsc'), '--pretty', 'false'], {
    cwd: root,
  });
  await must(process.execPath, [bin('backstage-cli'), 'repo', 'build'], {
    cwd: root,
  });
  done(`${packages.size} packages are built`);
  return await pack(needed, packages);
}

/** What an earlier run packed, for another template. */
async function packed(packages, folder) {
  const files = new Map();
  for (const name of packages.keys()) {
    const file = path.join(folder, fileOf(name));
    if (await fs.stat(file).catch(() => undefined)) {
      files.set(name, file);
    }
  }
  return files;
}

function fileOf(name) {
  return `${name.replace(/[@/]/g, '_')}.tgz`;
}

async function edit(file, change) {
  const name = path.join(app, file);
  await fs.writeFile(name, change(await fs.readFile(name, 'utf8')));
}

/** `yarn --cwd packages/x add a b`, with our packages as the files that were packed. */
async function addPackages(lines, files) {
  for (const [, folder, names] of lines.matchAll(
    /^yarn --cwd (\S+) add (.+)$/gm,
  )) {
    const wanted = names
      .trim()
      .split(/\s+/)
      .map(name => {
        const file = files.get(name);
        if (!file) {
          throw new Error(`The README adds ${name}, which nobody publishes`);
        }
        return [name, `file:${file}`];
      });
    await edit(path.join(folder, 'package.json'), text => {
      const manifest = JSON.parse(text);
      Object.assign(manifest.dependencies, Object.fromEntries(wanted));
      return `${JSON.stringify(manifest, null, 2)}\n`;
    });
  }
}

/** Lines that the README shows go before the last one of the backend. */
async function addToBackend(blocks) {
  const lines = blocks
    .filter(
      ({ language, content }) =>
        language === 'ts' && content.includes('packages/backend/src/index.ts'),
    )
    .map(({ content }) => content)
    .join('\n');
  await edit('packages/backend/src/index.ts', text =>
    text.replace('backend.start();', `${lines}\nbackend.start();`),
  );
}

/** What the README of the pages says for apps of the old frontend system. */
async function addLegacyPage() {
  await edit('packages/app/src/App.tsx', text =>
    text
      .replace(
        "import { apis } from './apis';",
        "import { OwnershipPage } from '@plumbline/plugin-ownership/legacy';\nimport { apis } from './apis';",
      )
      .replace(
        '    <Route path="/settings"',
        '    <Route path="/teams" element={<OwnershipPage />} />\n    <Route path="/settings"',
      ),
  );
  await edit('packages/app/src/components/search/SearchPage.tsx', text =>
    text
      .replace(
        /^import .* from '@backstage\/plugin-catalog';/m,
        "$&\nimport { PlumblineSearchResultListItem } from '@plumbline/plugin-ownership/legacy';",
      )
      .replace(
        /^(\s*)<CatalogSearchResultListItem/m,
        '$1<PlumblineSearchResultListItem />\n$&',
      ),
  );
}

async function freePort() {
  const server = createServer();
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise(resolve => server.close(resolve));
  return port;
}

async function until(what, attempt, minutes = 3) {
  const deadline = Date.now() + minutes * 60_000;
  for (;;) {
    const result = await attempt().catch(error => {
      if (Date.now() > deadline) {
        throw new Error(`${what}: ${error.message}`);
      }
    });
    if (result) {
      return result;
    }
    if (Date.now() > deadline) {
      throw new Error(`${what}: not within ${minutes} minutes`);
    }
    await new Promise(resolve => setTimeout(resolve, 1_000));
  }
}

/** A repository to read: what it says must be found through all of it. */
async function makeRepository() {
  const repository = path.join(home, 'app-config');
  await fs.mkdir(path.join(repository, 'apps/cart'), { recursive: true });
  await fs.writeFile(
    path.join(repository, 'CODEOWNERS'),
    '/apps/cart/ @acme/payments\n',
  );
  await fs.writeFile(
    path.join(repository, 'apps/cart/deployment.yaml'),
    [
      'apiVersion: apps/v1',
      'kind: Deployment',
      'metadata: { name: cart, namespace: shop }',
      'spec: { template: { spec: { containers: [{ name: main, image: "ghcr.io/acme/cart:1.0.0" }] } } }',
      '',
    ].join('\n'),
  );
  const git = (...args) =>
    must(
      'git',
      [
        '-c',
        'user.name=Installation',
        '-c',
        'user.email=i@acme.example',
        ...args,
      ],
      { cwd: repository, stdio: ['ignore', 'ignore', 'inherit'] },
    );
  await git('init', '-q', '-b', 'main');
  await git('add', '.');
  await git('commit', '-q', '-m', 'Declare the cart');
  return repository;
}

async function configure(port, repository) {
  await fs.writeFile(
    path.join(app, 'app-config.local.yaml'),
    `app:
  baseUrl: http://localhost:${port}
backend:
  baseUrl: http://localhost:${port}
  listen: { port: ${port}, host: 127.0.0.1 }
  csp: { upgrade-insecure-requests: false }
  auth:
    externalAccess:
      - type: static
        options: { token: ${TOKEN}, subject: terminal }
auth:
  providers:
    guest: { dangerouslyAllowOutsideDevelopment: true }
catalog:
  providers:
    plumbline: { schedule: { frequency: { seconds: 5 }, timeout: { minutes: 1 } } }
plumbline:
  catalog: { schedule: { frequency: { seconds: 5 }, timeout: { minutes: 1 } } }
  repositories:
    - path: ${repository}
      name: acme/app-config
`,
  );
}

async function look(baseUrl, pages) {
  const { chromium } = await import('@playwright/test');
  const executablePath = await browser();
  const started = await chromium.launch({
    ...(executablePath && { executablePath }),
    args: ['--no-sandbox', '--disable-background-networking'],
  });
  try {
    const page = await started.newPage();
    const errors = [];
    page.on('pageerror', error => errors.push(error.message));
    for (const [address, words] of pages) {
      await page.goto(`${baseUrl}${address}`);
      const enter = page.getByRole('button', { name: 'Enter' });
      const seen = page.getByText(words).first();
      await enter.or(seen).first().waitFor({ timeout: 60_000 });
      if (await enter.isVisible()) {
        await enter.click();
      }
      await seen.waitFor({ timeout: 60_000 });
      done(`${address} shows “${words}”`);
    }
    if (errors.length > 0) {
      throw new Error(`The browser reports: ${errors.join('; ')}`);
    }
  } finally {
    await started.close();
  }
}

async function check(port) {
  const baseUrl = `http://localhost:${port}`;
  const headers = { authorization: `Bearer ${TOKEN}` };
  const get = async address => {
    const response = await fetch(`${baseUrl}/api${address}`, { headers });
    if (!response.ok) {
      throw new Error(`${address} answers ${response.status}`);
    }
    return await response.json();
  };
  const answer = await until('An answer of Plumbline', async () => {
    const found = await get('/plumbline/v1/lookup?q=apps/cart/deployment.yaml');
    return found.owners.length > 0 && found;
  });
  done(`/api/plumbline says ${answer.owners[0].team}`);
  const entity = await until('The entity of the service', () =>
    get('/catalog/entities/by-name/component/default/cart'),
  );
  done(`the catalog has ${entity.metadata.name} of ${entity.spec.owner}`);
  await until('What the team owns', async () => {
    const teams = await get('/plumbline/v1/teams');
    return teams.items.some(({ counts }) => counts.services > 0);
  });
  await look(
    baseUrl,
    values.template === 'new'
      ? [
          ['/teams', 'payments'],
          ['/oncall?q=apps/cart/deployment.yaml', 'CODEOWNERS'],
          ['/sources', 'acme/app-config'],
          ['/catalog/default/component/cart', 'Owner by evidence'],
        ]
      : [['/teams', 'payments']],
  );
}

let backend;
try {
  step(`A plain Backstage app (${values.template})`);
  await must(
    'npm',
    [
      'exec',
      '--yes',
      '--package',
      CREATE_APP,
      '--',
      'backstage-create-app',
      '--path',
      app,
      '--skip-install',
      ...(values.template === 'legacy' ? ['--legacy'] : []),
    ],
    { cwd: home, env: { ...process.env, BACKSTAGE_APP_NAME: 'installation' } },
  );
  const version = JSON.parse(
    await fs.readFile(path.join(app, 'backstage.json'), 'utf8'),
  ).version;
  done(`Backstage ${version}`);

  step('Our packages, as they would be published');
  const packages = await publishable();
  const blocks = blocksBelow(
    await fs.readFile(path.join(root, 'README.md'), 'utf8'),
    'In the Backstage you already run',
  );
  const commands = blocks.map(({ content }) => content).join('\n');
  const needed = closure(
    commands.match(/@plumbline\/[\w-]+/g).filter(name => packages.has(name)),
    packages,
  );
  const files = values.packages
    ? await packed(packages, path.resolve(values.packages))
    : await build(packages, needed);
  done(`${files.size} packages`);

  step('What the README says');
  await addPackages(commands, files);
  await addToBackend(blocks);
  if (values.template === 'legacy') {
    await addLegacyPage();
  }
  const ours = JSON.parse(
    await fs.readFile(path.join(root, 'package.json'), 'utf8'),
  );
  await edit('package.json', text => {
    const manifest = JSON.parse(text);
    Object.assign(
      manifest.resolutions,
      Object.fromEntries(PINS.map(name => [name, ours.resolutions[name]])),
      // They are in no registry yet: what depends on them finds them here.
      Object.fromEntries(
        [...files].map(([name, file]) => [name, `file:${file}`]),
      ),
    );
    return `${JSON.stringify(manifest, null, 2)}\n`;
  });
  const inApp = {
    cwd: app,
    env: { ...process.env, YARN_ENABLE_IMMUTABLE_INSTALLS: 'false' },
  };
  await must(process.execPath, [yarn, 'install'], inApp);
  done('installed');

  step('Types and pages of the app');
  await must(process.execPath, [yarn, 'tsc'], inApp);
  const port = await freePort();
  await configure(port, await makeRepository());
  await must(process.execPath, [yarn, 'workspace', 'app', 'build'], {
    ...inApp,
    env: { ...inApp.env, NODE_OPTIONS: '--no-node-snapshot' },
  });

  step('The app');
  backend = spawn(
    process.execPath,
    [
      '--no-node-snapshot',
      '--require',
      path.join(
        app,
        'node_modules/@backstage/cli-node/config/nodeTransform.cjs',
      ),
      path.join(app, 'packages/backend/src/index.ts'),
      '--config',
      path.join(app, 'app-config.yaml'),
      '--config',
      path.join(app, 'app-config.local.yaml'),
    ],
    {
      cwd: app,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, NODE_ENV: 'development', GITHUB_TOKEN: '' },
    },
  );
  await check(port);
  done('Plumbline works in it');
} finally {
  backend?.kill('SIGTERM');
  if (!values.keep) {
    await fs.rm(home, { recursive: true, force: true });
  }
}
