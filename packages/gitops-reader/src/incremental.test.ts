import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MemoryFile, memoryTree } from './files/memoryTree';
import { readRepository, RepositoryReader } from './readRepository';

type Files = Record<string, MemoryFile>;

/** A small repository in which everything leans on something else. */
function generated(): Files {
  const files: Files = {
    CODEOWNERS: '* @acme/all\n/apps/a/ @acme/a\n/apps/b/ @acme/b\n',
    'catalog-info.yaml':
      'apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: shop, annotations: {backstage.io/kubernetes-id: a}}\nspec: {owner: shop}\n',
    'apps/OWNERS': 'approvers: [ann]\n',
    'namespaces/shop.yaml':
      'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {team: payments}}\n',
    'charts/web/Chart.yaml': 'name: web\nversion: 1.0.0\nappVersion: "2"\n',
    'charts/web/values.yaml': 'image: {repository: acme/web, tag: "1"}\n',
    'charts/web/values-prod.yaml': 'image: {tag: "2"}\n',
    'charts/web/templates/web.yaml':
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: {{ .Release.Name }}}\nspec: {}\n',
    'argocd/a.yaml': application('a', 'apps/a/overlays/prod'),
    'argocd/web.yaml': application('web', 'charts/web'),
    'flux/b.yaml':
      'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: b, namespace: flux-system}\nspec: {path: ./apps/b/overlays/prod, targetNamespace: shop, postBuild: {substitute: {tag: "9"}}}\n',
    'component/kustomization.yaml':
      'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\ncommonLabels: {extra: "yes"}\n',
    'apps/c/base/policy.yaml': policy('Audit'),
    'secret.yaml':
      'apiVersion: v1\nkind: Secret\nmetadata: {name: plain}\nstringData: {password: hunter2-hunter2}\n',
  };
  for (const name of ['a', 'b', 'c']) {
    files[`apps/${name}/base/kustomization.yaml`] =
      'resources: [deployment.yaml, config.yaml]\n';
    files[`apps/${name}/base/deployment.yaml`] = deployment(name, '1');
    files[`apps/${name}/base/config.yaml`] =
      `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`;
    for (const stage of ['dev', 'prod']) {
      files[`apps/${name}/overlays/${stage}/kustomization.yaml`] =
        `namespace: shop\nresources: [../../base]\nimages: [{name: acme/${name}, newTag: "${stage}"}]\npatches: [{path: patch.yaml}]\n`;
      files[`apps/${name}/overlays/${stage}/patch.yaml`] =
        `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ${name}}\nspec: {replicas: 2}\n`;
    }
  }
  return files;
}

function deployment(name: string, tag: string, team = name) {
  return `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ${name}, labels: {team: ${team}, backstage.io/kubernetes-id: ${name}}}\nspec:\n  template:\n    spec:\n      containers: [{name: x, image: "acme/${name}:${tag}"}]\n`;
}

function policy(action: string) {
  return `apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata: {name: limits}\nspec: {validationFailureAction: ${action}, rules: [{name: x, validate: {}}]}\n`;
}

function application(name: string, path: string) {
  return `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: ${name}, namespace: argocd}\nspec:\n  source: {repoURL: "https://github.com/acme/app-config", path: ${path}, targetRevision: main}\n  destination: {name: prod-eu, namespace: shop}\n`;
}

/** The templates of the demo organisation as files of one repository. */
function demo(): Files {
  const root = join(__dirname, '../../../examples/acme/templates');
  const files: Files = {};
  for (const entry of readdirSync(root, {
    recursive: true,
    withFileTypes: true,
  })) {
    if (entry.isFile()) {
      const path = join(entry.parentPath, entry.name);
      files[path.slice(root.length + 1)] = readFileSync(path, 'utf8');
    }
  }
  return files;
}

/** Numbers that look random and are the same in every run. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

type Edit = (files: Files, random: (below: number) => number) => void;

const pick = <T>(items: readonly T[], random: (below: number) => number): T =>
  items[random(items.length)];

const kustomizations = [
  'resources: [../../base]\n',
  'resources: [../../base, ../../../b/base]\nnamePrefix: x-\n',
  'resources: [../../base]\ncomponents: [../../../../component]\nnamespace: other\n',
  'resources: [../dev, gone.yaml]\n',
  'resources: [../prod]\n',
  'resources: [../../base]\nimages: [{name: acme/unused, newTag: "1"}]\nconfigMapGenerator: [{name: made, files: [patch.yaml]}]\n',
  'resources: [https://github.com/acme/elsewhere//base?ref=v1]\n',
  'kind: Component\napiVersion: kustomize.config.k8s.io/v1alpha1\nresources: [../../base]\n',
  'broken: [',
];

const edits: Record<string, Edit> = {
  'changes a manifest'(files, random) {
    const name = pick(['a', 'b', 'c'], random);
    files[`apps/${name}/base/deployment.yaml`] = deployment(
      name,
      String(random(9)),
      pick(['x', 'y'], random),
    );
  },
  'changes a kustomization'(files, random) {
    const name = pick(['a', 'b', 'c'], random);
    const stage = pick(['base', 'overlays/dev', 'overlays/prod'], random);
    files[`apps/${name}/${stage}/kustomization.yaml`] = pick(
      kustomizations,
      random,
    );
  },
  'adds a manifest, also where something looked for one'(files, random) {
    const place = pick(
      ['apps/a/overlays/dev/gone.yaml', 'x.yaml', 'apps/c/tests/x.yaml'],
      random,
    );
    files[place] = deployment('added', '1');
  },
  'changes a policy, or its patch'(files, random) {
    const [path, text] = pick(
      [
        [
          'apps/c/base/kustomization.yaml',
          'resources: [deployment.yaml, config.yaml, policy.yaml]\n',
        ],
        ['apps/c/base/policy.yaml', policy(pick(['Audit', 'Enforce'], random))],
        [
          'apps/c/overlays/prod/patch.yaml',
          policy(pick(['Audit', 'Enforce'], random)),
        ],
      ],
      random,
    );
    files[path] = text;
  },
  'adds a kustomization with another name'(files, random) {
    const place = pick(['namespaces', 'apps/b', 'apps/c/base'], random);
    files[`${place}/kustomization.yml`] = 'resources: [shop.yaml]\n';
  },
  'deletes a file'(files, random) {
    const paths = Object.keys(files);
    if (paths.length > 5) {
      delete files[pick(paths, random)];
    }
  },
  'renames a file'(files, random) {
    const path = pick(Object.keys(files), random);
    const { [path]: content } = files;
    delete files[path];
    files[path.replace(/(\/|^)([^/]*)$/, '$1renamed-$2').slice(0, 200)] =
      content;
  },
  'adds a file beside others'(files, random) {
    const place = pick(['dev', 'prod', 'dev/more'], random);
    files[`apps/${pick(['a', 'b'], random)}/overlays/${place}/notes.yaml`] =
      `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: notes-${random(3)}}\n`;
  },
  'adds a file whose name says something'(files, random) {
    const name = pick(
      ['values-prod.yaml', 'chainsaw-test.yaml', 'dev.yaml', '01', 'go.mod'],
      random,
    );
    files[`${pick(['apps/a', 'charts', 'clusters/prod'], random)}/${name}`] =
      'image: {tag: "3"}\n';
  },
  'renames a directory'(files, random) {
    const from = pick(['apps/a/overlays/dev', 'apps/b', 'charts/web'], random);
    for (const path of Object.keys(files)) {
      if (path.startsWith(`${from}/`)) {
        const { [path]: content } = files;
        delete files[path];
        files[`${from}-2${path.slice(from.length)}`] = content;
      }
    }
  },
  'makes a file a symlink, or one that cannot be read'(files, random) {
    const path = pick(Object.keys(files), random);
    files[path] = pick<MemoryFile>(
      [{ type: 'symlink' }, { error: 'gone' }, 'kind: x'],
      random,
    );
  },
  'changes CODEOWNERS'(files, random) {
    files[pick(['CODEOWNERS', '.github/CODEOWNERS'], random)] = pick(
      ['* @acme/other\n', '/apps/ @acme/apps\n/apps/a/\n', '', '\u0000'],
      random,
    );
  },
  'changes OWNERS'(files, random) {
    files[pick(['OWNERS', 'apps/OWNERS', 'apps/a/OWNERS'], random)] = pick(
      [
        'approvers: [bob]\n',
        'options: {no_parent_owners: true}\n',
        'filters: {".*": {approvers: [cid]}, "\\\\.yaml$": {approvers: [dan]}}\n',
      ],
      random,
    );
  },
  'changes labels of a Namespace'(files, random) {
    files['namespaces/shop.yaml'] =
      `apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {team: ${pick(['payments', 'search'], random)}}}\n`;
  },
  'declares a Namespace a second time'(files, random) {
    files['namespaces/prod/shop.yaml'] =
      `apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {team: ${pick(['payments', 'search'], random)}}}\n`;
  },
  'changes a chart'(files, random) {
    files['charts/web/Chart.yaml'] =
      `name: web\nversion: 1.0.${random(9)}\nappVersion: "${random(3)}"\n`;
    files['charts/web/values-prod.yaml'] = `image: {tag: "${random(9)}"}\n`;
  },
  'makes a directory a chart, or no longer'(files, random) {
    if (files['Chart.yaml'] === undefined) {
      files['Chart.yaml'] = 'name: all\n';
      files['templates/x.yaml'] = deployment('template', '1');
    } else {
      delete files[pick(['Chart.yaml', 'templates/x.yaml'], random)];
    }
  },
  'changes what engines deploy'(files, random) {
    const path = pick(
      ['apps/a/overlays/dev', 'apps/b/base', 'namespaces', 'charts/web', 'no'],
      random,
    );
    files[pick(['argocd/a.yaml', 'argocd/new.yaml'], random)] = application(
      'a',
      path,
    );
    files['flux/b.yaml'] =
      `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: b, namespace: flux-system}\nspec: {path: ${path}, postBuild: {substitute: {tag: "${random(9)}"}}}\n`;
  },
  'changes a component'(files, random) {
    files['component/kustomization.yaml'] =
      `apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\ncommonLabels: {team: t${random(9)}}\n`;
  },
  'changes a catalog file'(files, random) {
    files[pick(['catalog-info.yaml', 'apps/a/catalog-info.yaml'], random)] =
      `apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: shop, annotations: {backstage.io/kubernetes-id: ${pick(['a', 'b'], random)}}}\nspec: {owner: ${pick(['shop', 'other'], random)}}\n`;
  },
};

/** Many paths change the order in which a tree lists them, as git does. */
function sorted(files: Files): Files {
  return Object.fromEntries(
    Object.entries(files).sort(([one], [other]) => (one < other ? -1 : 1)),
  );
}

describe('a read after another', () => {
  it.each([
    ['a generated repository', 1, 60, generated],
    ['a generated repository', 2, 60, generated],
    ['a generated repository', 3, 60, generated],
    ['a generated repository', 4, 60, generated],
    ['the demo organisation', 5, 12, () => ({ ...generated(), ...demo() })],
  ])(
    'equals a fresh read of %s (%i)',
    async (_, seed, steps, start) => {
      const random = randomFrom(seed);
      const files = start();
      const reader = new RepositoryReader();
      await reader.read(memoryTree(sorted(files)));
      const names = Object.keys(edits);
      const done: string[] = [];
      for (let step = 0; step < steps; step++) {
        // Several at once from time to time, as a push has it.
        for (let edit = 0; edit <= random(5) - 2; edit++) {
          done.push(pick(names, random));
          edits[done[done.length - 1]](files, random);
        }
        const again = await reader.read(memoryTree(sorted(files)));
        const fresh = await readRepository(memoryTree(sorted(files)));
        // Down to the order of keys. What differs is said with the edits that led there, and compared only then: it is slow.
        const same = JSON.stringify(again) === JSON.stringify(fresh);
        expect(same || { done, facts: again }).toEqual(
          same || { done, facts: fresh },
        );
        expect(same).toBe(true);
      }
    },
    60_000,
  );

  it.each(Object.keys(edits))('that %s is one of those edits', async name => {
    const files = generated();
    const before = JSON.stringify(files);
    const random = randomFrom(11);
    for (let times = 0; times < 5; times++) {
      edits[name](files, random);
    }
    expect(JSON.stringify(files)).not.toBe(before);
  });

  it('shares what has not changed', async () => {
    const files = generated();
    // Readers of engines and charts look at all that there is.
    for (const path of Object.keys(files)) {
      if (/^(CODEOWNERS|argocd|flux|charts)/.test(path)) {
        delete files[path];
      }
    }
    const reader = new RepositoryReader();
    const before = await reader.read(memoryTree(files));
    files['apps/a/overlays/dev/patch.yaml'] =
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a, labels: {team: new}}\n';
    const tree = memoryTree(files);
    const { objects } = await reader.read(tree);
    expect(tree.reads).toEqual(['apps/a/overlays/dev/patch.yaml']);
    const known = new Set(before.objects);
    expect(
      objects
        .filter(object => !known.has(object))
        .map(({ kind, name, builtBy }) => [kind, name, builtBy]),
    ).toEqual([['Deployment', 'a', 'apps/a/overlays/dev']]);
    expect(objects).toHaveLength(before.objects.length);
  });

  it('knows what it knew when a read fails', async () => {
    const files = generated();
    const reader = new RepositoryReader();
    await reader.read(memoryTree(files));
    delete files['apps/a/base/config.yaml'];
    files['apps/b/base/config.yaml'] = 'kind: x';
    const broken = memoryTree(files);
    await expect(
      reader.read({
        ...broken,
        async *read() {
          throw new Error('connection lost');
        },
      }),
    ).rejects.toThrow('connection lost');
    expect(await reader.read(memoryTree(files))).toEqual(
      await readRepository(memoryTree(files)),
    );
  });

  it('takes over nothing from another commit or repository', async () => {
    const reader = new RepositoryReader();
    for (const [repository, revision] of [
      ['acme/one', 'a'],
      ['acme/one', 'b'],
      ['acme/two', 'b'],
    ]) {
      const tree = () => memoryTree(generated(), { repository, revision });
      expect(await reader.read(tree())).toEqual(await readRepository(tree()));
    }
  });
});
