import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openCheckout } from '../../packages/git-source/src';
import { readRepository } from '../../packages/gitops-reader/src';
import { processorTime } from './processorTime.mjs';

const outside = 'valueoutsideofthecheckout';

/** Symlinks as somebody would lay them out to have the reader leave the checkout. */
const symlinks = {
  'linked.yaml': '../outside/manifest.yaml',
  'linked/kustomization.yaml': '../../outside/kustomization.yaml',
  'apps/outside': '../../outside',
  CODEOWNERS: '../outside/CODEOWNERS',
  'absolute.yaml': '/etc/passwd',
  'loop.yaml': 'loop.yaml',
  'loop/down': '..',
  'dangling.yaml': '../nowhere.yaml',
};

function layOut(files, directory) {
  const manifest = `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${outside}\n`;
  const away = path.join(directory, '..', 'outside');
  fs.mkdirSync(away);
  fs.writeFileSync(path.join(away, 'manifest.yaml'), manifest);
  fs.writeFileSync(
    path.join(away, 'kustomization.yaml'),
    `resources: [manifest.yaml]\nnamePrefix: ${outside}\n`,
  );
  fs.writeFileSync(path.join(away, 'CODEOWNERS'), `* @acme/${outside}\n`);
  fs.mkdirSync(directory);
  fs.writeFileSync(
    path.join(directory, 'kustomization.yaml'),
    'resources: [linked.yaml, linked, apps/outside, apps/outside/manifest.yaml, ../outside, ../outside/manifest.yaml, pipe.yaml]\n',
  );
  execFileSync('mkfifo', [path.join(directory, 'pipe.yaml')]);
  for (const [name, target] of Object.entries(symlinks)) {
    const place = path.join(directory, name);
    fs.mkdirSync(path.dirname(place), { recursive: true });
    fs.symlinkSync(target, place);
  }
  for (const [name, file] of Object.entries(files)) {
    const place = path.join(directory, name);
    if (
      (typeof file === 'object' && !(file instanceof Uint8Array)) ||
      name.length > 500 ||
      !place.startsWith(`${directory}/`)
    ) {
      continue;
    }
    try {
      fs.mkdirSync(path.dirname(place), { recursive: true });
      fs.writeFileSync(place, file, { flag: 'wx' });
    } catch {
      // A name that this machine cannot hold.
    }
  }
}

/**
 * Reads an input as a checkout on disk, with symlinks that lead out of it; resolves with what is wrong, and with what
 * reading took. Making and removing thousands of files takes longer, and is no part of it.
 */
export async function checkCheckout({ files }) {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'plumbline-fuzz-'));
  const directory = path.join(home, 'checkout');
  const problems = [];
  let took = 0;
  try {
    layOut(files, directory);
    const reading = processorTime();
    const checkout = await openCheckout(directory, { plain: true });
    const facts = await readRepository(checkout.tree);
    await checkout.close();
    took = reading();
    if (JSON.stringify(facts).includes(outside)) {
      problems.push('read a file outside of the checkout');
    }
    const failed = facts.skipped.filter(({ reason }) =>
      / reader failed: /.test(reason),
    );
    problems.push(...failed.map(({ reason }) => reason));
  } catch (error) {
    problems.push(`threw ${error instanceof Error ? error.stack : error}`);
  } finally {
    fs.rmSync(home, { recursive: true, force: true });
  }
  return { problems, took };
}
