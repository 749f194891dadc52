import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import {
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parse, parseAllDocuments, LineCounter } from 'yaml';
import { generateAcme } from './generate.mjs';
import { readFolder } from './lib/git.mjs';
import { clusters, repositories } from './lib/names.mjs';
import { render } from './render.mjs';

const run = promisify(execFile);
const here = dirname(fileURLToPath(import.meta.url));
const alerts = JSON.parse(await readFile(join(here, 'alerts.json'), 'utf8'));

let work;
let made;
const objects = {};

before(async () => {
  work = await mkdtemp(join(tmpdir(), 'acme-'));
  made = join(work, 'made');
  await generateAcme(made);
  for (const { name } of clusters) {
    objects[name] = await readSnapshot(name);
  }
});

after(() => rm(work, { recursive: true, force: true }));

async function readSnapshot(cluster) {
  const files = await readFolder(join(made, 'clusters', cluster));
  return [...files.values()].flatMap(text => {
    const list = parse(text);
    assert.equal(list.kind, 'List');
    return list.items;
  });
}

async function refs(dir) {
  const result = {};
  for (const name of repositories) {
    const { stdout } = await run('git', [
      '-C',
      join(dir, 'repositories', name),
      'for-each-ref',
      '--format=%(refname) %(objectname)',
    ]);
    result[name] = stdout;
  }
  return result;
}

const pathOf = ({ kind, metadata }) =>
  [kind, metadata.namespace, metadata.name].filter(Boolean).join('/');

describe('the demo organisation', () => {
  test('has the same commits and snapshots on another machine', async () => {
    const config = join(work, 'gitconfig');
    await writeFile(
      config,
      '[core]\n\tautocrlf = true\n[user]\n\tname = Somebody else\n[init]\n\tdefaultBranch = trunk\n[commit]\n\tgpgSign = true\n',
    );
    const other = join(work, 'other');
    await run(process.execPath, [join(here, 'generate.mjs'), other], {
      env: {
        ...process.env,
        TZ: 'Pacific/Auckland',
        LANG: 'de_DE.UTF-8',
        GIT_CONFIG_GLOBAL: config,
        GIT_AUTHOR_NAME: 'Somebody else',
        GIT_COMMITTER_DATE: '2001-01-01T00:00:00Z',
      },
    });
    assert.deepEqual(await refs(other), await refs(made));
    assert.deepEqual(
      await readFolder(join(other, 'clusters')),
      await readFolder(join(made, 'clusters')),
    );
  });

  test('is not written again when nothing changed, and mended when part of it is gone', async () => {
    const marker = join(made, 'repositories', 'app-config', '.git', 'HEAD');
    const earlier = (await stat(marker)).mtimeMs;
    await generateAcme(made);
    assert.equal((await stat(marker)).mtimeMs, earlier);

    const known = await refs(made);
    await rm(join(made, 'repositories'), { recursive: true });
    await generateAcme(made);
    assert.deepEqual(await refs(made), known);
  });

  test('touches no folder that it did not make', async () => {
    const foreign = join(work, 'foreign');
    await mkdir(join(foreign, 'clusters'), { recursive: true });
    await assert.rejects(generateAcme(foreign), /holds .* not make/);
    assert.deepEqual(await readdir(foreign), ['clusters']);
  });

  test('ends with the committed files, clean', async () => {
    for (const name of repositories) {
      const folder = join(made, 'repositories', name);
      const { stdout } = await run('git', ['-C', folder, 'status', '--short']);
      assert.equal(stdout, '');
      const { stdout: tree } = await run('git', ['-C', folder, 'ls-files']);
      assert.deepEqual(tree.trim().split('\n').toSorted(), [
        ...(await readFolder(join(here, 'templates', name))).keys(),
      ]);
    }
  });

  test('holds YAML that parses', async () => {
    for (const name of repositories) {
      for (const [path, text] of await readFolder(
        join(here, 'templates', name),
      )) {
        if (/\.ya?ml$/.test(path) && !path.startsWith('chart/templates/')) {
          for (const document of parseAllDocuments(text)) {
            assert.deepEqual(document.errors, [], `${name}/${path}`);
          }
        }
      }
    }
  });

  test('declares what kustomize builds', async t => {
    try {
      execFileSync('kubectl', ['version', '--client'], { stdio: 'ignore' });
    } catch {
      t.skip('kubectl is not installed');
      return;
    }
    const declaredBy = new Map();
    for (const cluster of clusters) {
      const declared = await readFile(
        join(here, 'declared', `${cluster.name}.jsonl`),
        'utf8',
      );
      assert.equal(
        declared,
        `${render(cluster).join('\n')}\n`,
        'run node examples/acme/render.mjs',
      );
      declaredBy.set(
        cluster.name,
        declared
          .trim()
          .split('\n')
          .map(line => JSON.parse(line)),
      );
    }
    const applied = new Set(
      clusters.flatMap(cluster =>
        declaredBy.get(cluster.name).map(line => line.path),
      ),
    );
    const overlays = [
      ...(await readFolder(join(here, 'templates', 'app-config'))).keys(),
    ]
      .filter(path => /\/overlays\/[^/]+\/kustomization\.yaml$/.test(path))
      .map(dirname);
    assert.deepEqual(
      overlays.filter(path => !applied.has(path)),
      [],
    );
  });
});

describe('the snapshots', () => {
  test('hold no Secret, and no object twice', () => {
    for (const { name } of clusters) {
      const paths = objects[name].map(
        object => `${object.apiVersion} ${pathOf(object)}`,
      );
      assert.equal(new Set(paths).size, paths.length);
      assert.deepEqual(
        objects[name].filter(({ kind }) => kind === 'Secret'),
        [],
      );
    }
  });

  test('have owners that exist, by uid', () => {
    for (const { name } of clusters) {
      const byUid = new Map(
        objects[name].map(object => [object.metadata.uid, object]),
      );
      assert.equal(byUid.size, objects[name].length);
      for (const { metadata } of objects[name]) {
        for (const owner of metadata.ownerReferences ?? []) {
          const found = byUid.get(owner.uid);
          assert.equal(found?.kind, owner.kind);
          assert.equal(found.metadata.name, owner.name);
          assert.equal(found.metadata.namespace, metadata.namespace);
        }
      }
    }
  });

  test('name pods as the controllers do', () => {
    const random = '[bcdfghjklmnpqrstvwxz2456789]{5}';
    for (const { name } of clusters) {
      for (const pod of objects[name].filter(({ kind }) => kind === 'Pod')) {
        const [owner] = pod.metadata.ownerReferences;
        const rest = pod.metadata.name.slice(owner.name.length);
        const pattern = {
          ReplicaSet: `-${random}`,
          DaemonSet: `-${random}`,
          Job: `-${random}`,
          StatefulSet: '-\\d+',
          Cluster: '-\\d+',
        }[owner.kind];
        assert.match(rest, new RegExp(`^${pattern}$`), pod.metadata.name);
        if (owner.kind === 'ReplicaSet') {
          const hash = pod.metadata.labels['pod-template-hash'];
          assert.match(hash, /^[456789bcdf]{1,10}$/);
          assert.ok(owner.name.endsWith(`-${hash}`));
        }
      }
    }
  });

  test('run what Git declares, except where the story says otherwise', () => {
    const differing = [];
    for (const { name } of clusters) {
      for (const object of objects[name].filter(
        ({ kind }) => kind === 'Application',
      )) {
        if (object.status.sync.status !== 'Synced') {
          differing.push(object.metadata.name);
        }
      }
    }
    assert.deepEqual(differing, ['cart-prod-eu']);
  });
});

describe('alerts.json', () => {
  const texts = Object.fromEntries(
    repositories.map(name => [name, readFolder(join(here, 'templates', name))]),
  );

  test('has at least twenty, each named once', () => {
    assert.ok(alerts.length >= 20);
    assert.equal(new Set(alerts.map(({ id }) => id)).size, alerts.length);
  });

  for (const { id, expected } of alerts) {
    test(`${id} expects what is there`, async () => {
      const teams = new Set(
        parseAllDocuments(
          (await texts['platform-config']).get('org/groups.yaml'),
        ).map(document => `group:default/${document.toJS().metadata.name}`),
      );
      for (const team of expected.owners ?? expected.possible) {
        assert.ok(teams.has(team), team);
      }
      if (expected.subject && expected.cluster) {
        assert.ok(
          objects[expected.cluster].some(
            object => pathOf(object) === expected.subject,
          ),
          `${expected.subject} in ${expected.cluster}`,
        );
      }
      if (expected.config) {
        const { repository, path, line } = expected.config;
        const text = (await texts[repository.replace('acme/', '')]).get(path);
        assert.ok(text, path);
        if (line) {
          const declared = documentAt(text, line);
          assert.ok(declared, `${path}:${line} begins a document`);
          if (expected.subject && declared.kind !== 'HelmRelease') {
            assert.equal(declared.kind, expected.subject.split('/')[0]);
            assert.equal(
              declared.metadata.name,
              expected.subject.split('/').at(-1),
            );
          }
        }
      }
    });
  }
});

/** The document whose first line this is. */
function documentAt(text, line) {
  const lineCounter = new LineCounter();
  return parseAllDocuments(text, { lineCounter })
    .find(
      document => lineCounter.linePos(document.contents.range[0]).line === line,
    )
    ?.toJS();
}
