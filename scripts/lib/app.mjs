import path from 'node:path';
import { done, fail, step } from './console.mjs';
import { digestOf, onceFor } from './digest.mjs';
import { bin, root } from './paths.mjs';
import { capture } from './run.mjs';

const sources = [
  'packages/app',
  'plugins/plumbline-common',
  'plugins/plumbline-react',
  'plugins/oncall',
  'plugins/ownership',
  'plugins/promotion',
  'plugins/sources',
  'packages/gitops-reader/src',
  'packages/gitops-lookup/src',
  'packages/gitops-promotion/src',
  'app-config.yaml',
  'yarn.lock',
];

/** Builds the portal's pages into packages/app/dist, unless nothing they are made of has changed. */
export async function buildApp(node) {
  const built = await onceFor('app', digestOf(sources), async () => {
    step('Building the pages (once; about a minute)');
    const { code, stdout } = await capture(
      node,
      [
        bin('backstage-cli'),
        'package',
        'build',
        '--config',
        path.join(root, 'app-config.yaml'),
      ],
      { cwd: path.join(root, 'packages/app') },
    );
    if (code !== 0) {
      fail(`${stdout}\nThe pages could not be built; the lines above say why.`);
    }
  });
  if (built) {
    done('pages are built');
  }
}
