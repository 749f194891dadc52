/**
 * Builds every overlay that some cluster applies with `kubectl kustomize` and keeps the result under declared/, one
 * object a line, so that the demo needs no kubectl. Run it after a change below templates/; acme.test.mjs checks
 * that it was run. Secrets are left out: no snapshot holds one.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseAllDocuments } from 'yaml';
import { clusters } from './lib/names.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const templates = join(here, 'templates');

/** Overlays that a cluster applies: repository, path, and which engine object does it. */
function overlaysOf({ name, environment, engine }) {
  const services = ['apps', 'teams/data-platform'].flatMap(folder =>
    readdirSync(join(templates, 'app-config', folder))
      .toSorted()
      .map(service => ({
        repository: 'app-config',
        path: `${folder}/${service}/overlays/${environment}`,
        engine,
        by: engine === 'argocd' ? `${service}-${name}` : service,
      })),
  );
  return [
    ...services.filter(({ repository, path }) =>
      existsSync(join(templates, repository, path)),
    ),
    {
      repository: 'platform-config',
      path: `environments/${environment}`,
      engine: 'flux',
      by: 'platform',
    },
    {
      repository: 'platform-config',
      path: `clusters/${name}`,
      engine: 'flux',
      by: 'flux-system',
    },
    {
      repository: 'policy',
      path: `clusters/${name}`,
      engine: 'flux',
      by: 'policy',
    },
  ];
}

/** The lines of declared/<cluster>.jsonl. */
export function render(cluster) {
  return overlaysOf(cluster).flatMap(overlay => {
    const text = execFileSync(
      'kubectl',
      ['kustomize', join(templates, overlay.repository, overlay.path)],
      { encoding: 'utf8' },
    );
    return parseAllDocuments(text)
      .map(document => document.toJS())
      .filter(object => object.kind !== 'Secret')
      .map(object => JSON.stringify({ ...overlay, object }));
  });
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  mkdirSync(join(here, 'declared'), { recursive: true });
  for (const cluster of clusters) {
    writeFileSync(
      join(here, 'declared', `${cluster.name}.jsonl`),
      `${render(cluster).join('\n')}\n`,
    );
  }
}
