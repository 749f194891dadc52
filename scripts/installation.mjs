/**
 * Installs Plumbline into plain Backstage apps, as README.md and docs/install.md say, and looks whether it works:
 *
 *   npm run -s installation -- [new] [legacy]
 *
 * The apps are made by Backstage's own scaffolder, one of each frontend system. Our packages are packed as they would be
 * published; the commands and the lines are read from the documents, so that a mistake there fails here. What was done
 * before for the same files is not done again. Takes the npm registry and, the first time, some minutes.
 */
import fs from 'node:fs/promises';
import path from 'node:path';
import { done, fail } from './lib/console.mjs';
import { prepareDemo } from './lib/demo.mjs';
import { digestOf } from './lib/digest.mjs';
import { state } from './lib/paths.mjs';
import { PlainApp } from './installation/app.mjs';
import { blocksOf } from './installation/documents.mjs';
import { packAll } from './installation/packages.mjs';
import { lookAt } from './installation/pages.mjs';
import { askPortal, Portal } from './installation/portal.mjs';
import { serveRegistry } from './installation/registry.mjs';
import { digestOfTexts, Stages } from './installation/stages.mjs';

const templates = process.argv.slice(2);
if (templates.some(template => !['new', 'legacy'].includes(template))) {
  fail('There are the templates new and legacy.');
}

const readme = await blocksOf('README.md', 'In the Backstage you already run');
const legacy = await blocksOf(
  'docs/install.md',
  'An app of the old frontend system',
);
const features = (await blocksOf('docs/install.md', 'Pages')).filter(
  ({ file }) => file,
);
const frontends = ['oncall', 'ownership', 'promotion', 'sources'].map(
  name => `@plumbline/plugin-${name}`,
);

/** The pages, and what they show of the demo's repository and cluster. */
const pages = [
  { path: '/oncall?q=Deployment/shop/cart', shows: ['CODEOWNERS', 'prod-us'] },
  { path: '/teams', shows: ['checkout'] },
  { path: '/teams/team/group:default/checkout', shows: ['cart'] },
  { path: '/promotion', shows: ['cart'] },
  { path: '/sources', shows: ['acme/app-config', 'prod-us'] },
].map(page => ({ ...page, ours: 'main' }));
/** What the catalog and the search show of it. */
const visits = [
  {
    path: '/catalog/default/component/cart',
    shows: ['Owner by evidence', 'CODEOWNERS'],
  },
  {
    path: '/catalog/default/component/cart/ownership',
    shows: ['What it is, and whose', 'prod-us', 'CODEOWNERS'],
  },
  { path: '/catalog/default/component/cart/promotion', shows: ['production'] },
  { path: '/catalog/default/group/checkout', shows: ['What it owns'] },
  { path: '/catalog/default/group/checkout/ownership', shows: ['cart'] },
  {
    path: '/search?query=cart',
    choose: 'Teams and services',
    shows: ['cart-cache'],
  },
];

async function configuration(app) {
  const check = ['backstage-cli', 'config:check', '--lax', '--strict'];
  await app.yarn(...check);
  done('config:check takes it');
  await app.yarnRefuses(
    'additionalProperty=repositorys',
    { APP_CONFIG_plumbline_repositorys: '[]' },
    ...check,
  );
  done('config:check refuses plumbline.repositorys');
}

async function look(app, name, env) {
  const portal = new Portal();
  await app.serve(name);
  try {
    await portal.start(app, env);
    await askPortal(portal);
    const folder = path.join(app.home, 'pictures');
    await fs.mkdir(folder, { recursive: true });
    await lookAt(portal.baseUrl, [...pages, ...visits], { folder, name });
    done(`pictures are in ${folder}`);
  } finally {
    await portal.stop();
  }
}

/** What the documents say, with our packages from a registry that ends afterwards. */
async function follow(app, blocks, packages) {
  const me = path.join(app.home, 'me');
  const demo = await prepareDemo();
  for (const [from, to] of [
    ['repositories/app-config', 'src/app-config'],
    ['clusters/prod-us', 'snapshots/prod-us'],
  ]) {
    await fs.cp(path.join(demo, from), path.join(me, to), { recursive: true });
  }
  await app.restore();
  const registry = await serveRegistry(packages);
  try {
    await app.edit('.yarnrc.yml', text =>
      [
        // They were packed a minute ago.
        text.replace(/^( *- )'@backstage\/\*'$/m, "$&\n$1'@plumbline/*'"),
        `npmScopes: { plumbline: { npmRegistryServer: '${registry.url}' } }`,
        "unsafeHttpWhitelist: ['127.0.0.1']",
        '',
      ].join('\n'),
    );
    await app.follow(blocks, me);
  } finally {
    registry.close();
  }
}

/** The same app with its pages named instead of found. */
async function tryFeatures(app, stages, followed) {
  const named = {
    APP_CONFIG_app_packages: JSON.stringify({ exclude: frontends }),
  };
  await stages.once(
    'Pages by name',
    digestOfTexts(followed, JSON.stringify(features)),
    async () => {
      const file = 'packages/app/src/App.tsx';
      let found;
      await app.edit(file, text => (found = text));
      try {
        await app.follow(features);
        await app.yarn('tsc');
        await app.build('named', named);
      } finally {
        await app.edit(file, () => found);
      }
    },
  );
  await stages.run('The app with pages by name', () =>
    look(app, 'named', named),
  );
}

async function tryTemplate(template, packages) {
  const app = new PlainApp(template);
  const stages = new Stages(path.join(app.home, 'done'));
  const plain = await app.digest();
  const blocks = [...readme, ...(template === 'legacy' ? legacy : [])];
  const followed = digestOfTexts(
    plain,
    JSON.stringify(blocks),
    digestOf(['scripts/installation/documents.mjs']),
    ...packages.map(({ file }) => file),
  );
  await stages.once(`A plain app, ${template}`, plain, () => app.scaffold());
  await stages.once(`Its packages, ${template}`, plain, () => app.install());
  await stages.once(`What the documents say, ${template}`, followed, () =>
    follow(app, blocks, packages),
  );
  await stages.once(`Configuration, ${template}`, followed, () =>
    configuration(app),
  );
  await stages.once(`Types, ${template}`, followed, () => app.yarn('tsc'));
  await stages.once(`Pages, ${template}`, followed, () => app.build('found'));
  await stages.run(`The app, ${template}`, () => look(app, 'found'));
  if (template === 'new') {
    await tryFeatures(app, stages, followed);
  }
}

const packages = await new Stages(path.join(state, 'stamps')).run(
  'Our packages, as they would be published',
  packAll,
);
for (const template of templates.length > 0 ? templates : ['new', 'legacy']) {
  await tryTemplate(template, packages);
}
done('Plumbline works in plain Backstage apps');
