import {
  Change,
  ClusterFacts,
  DeclaredObject,
  LiveObject,
  RepositoryFacts,
  TeamFact,
} from '@plumbline/gitops-reader';
import { FactIndex, IndexedObject, SourceInfo } from './factIndex';

export type {
  CatalogSubject,
  FactIndex,
  IndexedObject,
  LinkSet,
  ObjectKey,
  SourceInfo,
  UnreadResource,
} from './factIndex';

/**
 * What an index is filled with before the contract is checked.
 *
 * @public
 */
export interface FactIndexSeed {
  repositories: {
    facts: RepositoryFacts;
    info?: Partial<SourceInfo>;
    changes?: Map<string, Change>;
    /** All paths of the tree. */
    files: string[];
  }[];
  clusters: { facts: ClusterFacts; info?: Partial<SourceInfo> }[];
  /** Teams that no repository declares: the portal's catalog, a host. */
  teams: TeamFact[];
}

/** A repository's facts, empty where nothing is given. @public */
export function repositoryFacts(
  facts: Partial<RepositoryFacts> & { repository: string },
): RepositoryFacts {
  return {
    revision: revisionOf(facts.repository),
    objects: [],
    secrets: [],
    credentials: [],
    policies: [],
    pins: [],
    guesses: [],
    teams: [],
    ownership: { repositoryClaims: [] },
    findings: [],
    skipped: [],
    counts: { files: 0, parsed: 0 },
    ...facts,
  };
}

/** A declared object: `Kind`, `namespace/name` or `name`, and `repository:path:line` of its document. @public */
export function declaredObject(
  kind: string,
  name: string,
  at: string,
  rest: Partial<DeclaredObject> = {},
): DeclaredObject {
  const [repository, path, line] = at.split(':');
  const location = {
    repository,
    revision: revisionOf(repository),
    path,
    line: Number(line ?? 1),
  };
  return {
    apiVersion: apiVersionOf(kind),
    kind,
    ...namespaced(name),
    location,
    claims: [],
    config: [{ role: 'manifest', location }],
    versions: [],
    ...rest,
  };
}

/** A live object: `Kind`, `namespace/name` or `name`, and the cluster. @public */
export function liveObject(
  kind: string,
  name: string,
  cluster: string,
  rest: Partial<LiveObject> = {},
): LiveObject {
  return {
    apiVersion: apiVersionOf(kind),
    kind,
    ...namespaced(name),
    cluster,
    claims: [],
    versions: [],
    ...rest,
  };
}

function namespaced(name: string): { namespace?: string; name: string } {
  const at = name.indexOf('/');
  return at < 0
    ? { name }
    : { namespace: name.slice(0, at), name: name.slice(at + 1) };
}

function apiVersionOf(kind: string): string {
  const known: Record<string, string> = {
    Deployment: 'apps/v1',
    ReplicaSet: 'apps/v1',
    StatefulSet: 'apps/v1',
    DaemonSet: 'apps/v1',
    Job: 'batch/v1',
    CronJob: 'batch/v1',
    Application: 'argoproj.io/v1alpha1',
    Kustomization: 'kustomize.toolkit.fluxcd.io/v1',
    HelmRelease: 'helm.toolkit.fluxcd.io/v2',
  };
  return known[kind] ?? 'v1';
}

/** 40 hex digits that depend on the name alone. */
function revisionOf(repository: string): string {
  const hex = [...repository]
    .map(char => char.charCodeAt(0).toString(16))
    .join('');
  return hex.padEnd(40, '0').slice(0, 40);
}

function change(path: string, at: string): Change {
  return {
    revision: 'c'.repeat(40),
    at,
    author: 'Payments on-call',
    subject: `Change ${path} (#7)`,
    pullRequest: '7',
    path,
  };
}

function seed(): FactIndexSeed {
  const app = 'acme/app-config';
  const overlay = (environment: string) => ({
    role: 'overlay' as const,
    location: {
      repository: app,
      revision: revisionOf(app),
      path: `apps/cart/overlays/${environment}/kustomization.yaml`,
      line: 4,
    },
  });
  const cart = (environment: string) => {
    const base = declaredObject(
      'Deployment',
      'shop/cart',
      `${app}:apps/cart/base/deployment.yaml:1`,
      { environment, builtBy: `apps/cart/overlays/${environment}` },
    );
    return { ...base, config: [...base.config, overlay(environment)] };
  };
  return {
    repositories: [
      {
        facts: repositoryFacts({
          repository: app,
          objects: [
            cart('staging'),
            cart('production'),
            declaredObject(
              'Service',
              'shop/cart',
              `${app}:apps/cart/base/service.yaml:1`,
            ),
            declaredObject(
              'Namespace',
              'shop',
              `${app}:namespaces/shop.yaml:1`,
            ),
            declaredObject(
              'Application',
              'argocd/checkout',
              `${app}:engines.yaml:1`,
              {
                engine: { destinationNamespace: 'shop', releaseName: 'basket' },
              },
            ),
            declaredObject(
              'HelmRelease',
              'data/queue',
              `${app}:engines.yaml:9`,
              { engine: { chart: 'queue' } },
            ),
            declaredObject(
              'Kustomization',
              'data/tenants',
              `${app}:engines.yaml:17`,
              { engine: { path: 'tenants' } },
            ),
            declaredObject(
              'ApplicationSet',
              'argocd/checkouts',
              `${app}:engines.yaml:25`,
              { engine: { destinationNamespace: 'shop' } },
            ),
          ],
          secrets: [
            {
              mechanism: 'external-secrets',
              kind: 'ExternalSecret',
              namespace: 'shop',
              name: 'cart-db',
              environment: 'production',
              store: 'vault',
              location: {
                repository: app,
                revision: revisionOf(app),
                path: 'apps/cart/base/secret.yaml',
                line: 1,
              },
            },
          ],
          teams: [
            {
              ref: 'group:default/payments',
              title: 'Payments',
              aliases: ['@acme/payments', 'team-payments'],
              contacts: [{ type: 'chat', value: '#payments' }],
            },
          ],
          ownership: {
            codeowners: {
              path: '.github/CODEOWNERS',
              text: '/apps/cart/ @acme/payments\n',
            },
            repositoryClaims: [],
          },
        }),
        info: {
          webUrl: 'https://git.example/acme/app-config',
          lastSuccess: '2026-11-23T02:00:00.000Z',
        },
        changes: new Map([
          [
            'apps/cart/base/deployment.yaml',
            change(
              'apps/cart/base/deployment.yaml',
              '2026-11-20T10:00:00.000Z',
            ),
          ],
          [
            'apps/cart/overlays/production/kustomization.yaml',
            change(
              'apps/cart/overlays/production/kustomization.yaml',
              '2026-11-22T10:00:00.000Z',
            ),
          ],
        ]),
        files: [
          '.github/CODEOWNERS',
          'README.md',
          'apps/cart/base/deployment.yaml',
          'apps/cart/base/secret.yaml',
          'apps/cart/base/service.yaml',
          'apps/cart/overlays/production/kustomization.yaml',
          'apps/cart/overlays/staging/kustomization.yaml',
          'docs/100%_done.md',
          'namespaces/shop.yaml',
        ],
      },
      {
        facts: repositoryFacts({
          repository: 'acme/platform-config',
          objects: [
            declaredObject(
              'Namespace',
              'shop',
              'acme/platform-config:clusters/prod-eu/namespaces.yaml:9',
            ),
          ],
        }),
        files: [
          'README.md',
          'clusters/prod-eu/namespaces.yaml',
          'sub/docs/README.md',
        ],
      },
    ],
    clusters: [
      {
        facts: {
          cluster: 'prod-eu',
          environment: 'production',
          objects: [
            liveObject('Pod', 'shop/cart-6f5c9799d8-mf6hp', 'prod-eu', {
              uid: 'u-1',
              controller: {
                apiVersion: 'apps/v1',
                kind: 'ReplicaSet',
                namespace: 'shop',
                name: 'cart-6f5c9799d8',
              },
              status: 'CrashLoopBackOff',
            }),
            liveObject('ConfigMap', 'shop/cart', 'prod-eu', {
              links: ['listed /Secret/shop/cart', 'pod-label shop/a=b'],
            }),
            liveObject('Deployment', 'shop/cart', 'prod-eu', {
              labels: { team: 'payments' },
              links: ['pod-label shop/a=b', 'pod-label shop/tier=web'],
              versions: [
                {
                  kind: 'image',
                  name: 'ghcr.io/acme/cart',
                  value: '1.4.2',
                  key: 'spec.template.spec.containers[name=cart].image',
                  evidence: {
                    type: 'object',
                    cluster: 'prod-eu',
                    object: {
                      apiVersion: 'apps/v1',
                      kind: 'Deployment',
                      namespace: 'shop',
                      name: 'cart',
                    },
                    field: 'spec.template.spec.containers[0].image',
                  },
                },
              ],
              deployedBy: {
                kind: 'Application',
                namespace: 'argocd',
                name: 'cart',
                mark: 'argocd.argoproj.io/tracking-id',
              },
            }),
            liveObject('Namespace', 'shop', 'prod-eu'),
            liveObject('Deployment', 'other/cart', 'prod-eu'),
            liveObject('Application', 'argocd/checkout', 'prod-eu', {
              engine: { destinationNamespace: 'shop' },
            }),
          ],
          skipped: [],
        },
        info: { aliases: ['https://prod-eu.example:6443'] },
      },
      {
        facts: {
          cluster: 'prod-us',
          environment: 'production',
          objects: [liveObject('Deployment', 'shop/cart', 'prod-us')],
          skipped: [],
        },
      },
    ],
    teams: [
      {
        ref: 'group:default/platform',
        title: 'Platform engineering',
        aliases: ['@acme/platform'],
        contacts: [],
      },
    ],
  };
}

/**
 * What every implementation of `FactIndex` must do. Call it from a test file; it uses jest's globals.
 * `makeIndex` is called once, with the facts that the index must hold.
 *
 * @public
 */
export function factIndexContract(
  name: string,
  makeIndex: (seed: FactIndexSeed) => Promise<FactIndex>,
): void {
  describe(`FactIndex: ${name}`, () => {
    let index: FactIndex;

    beforeAll(async () => {
      index = await makeIndex(seed());
    }, 60_000);

    const describeAll = (objects: IndexedObject[]) =>
      objects.map(describeObject).sort();

    it.each([
      [
        'kind, namespace and name: declared per environment and live per cluster',
        [{ kind: 'Deployment', namespace: 'shop', name: 'cart' }],
        [
          'declared Deployment shop/cart production acme/app-config',
          'declared Deployment shop/cart staging acme/app-config',
          'live Deployment shop/cart prod-eu',
          'live Deployment shop/cart prod-us',
        ],
      ],
      [
        'a name in any namespace, of one kind',
        [{ kind: 'Deployment', name: 'cart' }],
        [
          'declared Deployment shop/cart production acme/app-config',
          'declared Deployment shop/cart staging acme/app-config',
          'live Deployment other/cart prod-eu',
          'live Deployment shop/cart prod-eu',
          'live Deployment shop/cart prod-us',
        ],
      ],
      [
        'a name in a namespace, of any kind',
        [{ namespace: 'shop', name: 'cart' }],
        [
          'declared Deployment shop/cart production acme/app-config',
          'declared Deployment shop/cart staging acme/app-config',
          'declared Service shop/cart - acme/app-config',
          'live ConfigMap shop/cart prod-eu',
          'live Deployment shop/cart prod-eu',
          'live Deployment shop/cart prod-us',
        ],
      ],
      [
        'cluster-scoped objects only',
        [{ namespace: null, name: 'shop' }],
        [
          'declared Namespace shop - acme/app-config',
          'declared Namespace shop - acme/platform-config',
          'live Namespace shop prod-eu',
        ],
      ],
      [
        'several keys, each object once',
        [
          { kind: 'ConfigMap', namespace: 'shop', name: 'cart' },
          { kind: 'ConfigMap', name: 'cart' },
          { kind: 'Pod', namespace: 'shop', name: 'cart-6f5c9799d8-mf6hp' },
        ],
        [
          'live ConfigMap shop/cart prod-eu',
          'live Pod shop/cart-6f5c9799d8-mf6hp prod-eu',
        ],
      ],
      ['no key', [], []],
      [
        'a namespaced object is not cluster-scoped',
        [{ namespace: null, name: 'cart' }],
        [],
      ],
      [
        'names are compared whole and as written',
        [{ name: 'Cart' }, { name: 'car' }, { name: 'car%' }],
        [],
      ],
      [
        'names that would end a SQL string',
        [{ name: `'; DROP TABLE x; --` }],
        [],
      ],
    ])('finds objects by %s', async (_, keys, expected) => {
      expect(describeAll(await index.objects(keys, 50))).toEqual(expected);
    });

    it('keeps what an object holds', async () => {
      const [live] = await index.objects(
        [{ kind: 'Pod', namespace: 'shop', name: 'cart-6f5c9799d8-mf6hp' }],
        5,
      );
      expect(live).toMatchObject({
        origin: 'live',
        source: 'cluster:prod-eu',
        object: {
          uid: 'u-1',
          status: 'CrashLoopBackOff',
          controller: { kind: 'ReplicaSet', name: 'cart-6f5c9799d8' },
        },
      });
      const declared = (
        await index.objects(
          [{ kind: 'Deployment', namespace: 'shop', name: 'cart' }],
          10,
        )
      ).filter(entry => entry.origin === 'declared');
      expect(
        declared.map(entry => [
          entry.object.environment,
          entry.object.builtBy,
          entry.object.config.map(
            place => `${place.role} ${place.location.path}`,
          ),
        ]),
      ).toEqual(
        expect.arrayContaining([
          [
            'production',
            'apps/cart/overlays/production',
            [
              'manifest apps/cart/base/deployment.yaml',
              'overlay apps/cart/overlays/production/kustomization.yaml',
            ],
          ],
        ]),
      );
    });

    it('knows the newest change of the files that declare or configure an object', async () => {
      const found = await index.objects(
        [{ kind: 'Deployment', namespace: 'shop', name: 'cart' }],
        10,
      );
      const changes = found.flatMap(entry =>
        entry.origin === 'declared'
          ? [
              `${entry.object.environment} ${entry.lastChange?.at} ${entry.lastChange?.path}`,
            ]
          : [],
      );
      expect(changes.sort()).toEqual([
        'production 2026-11-22T10:00:00.000Z apps/cart/overlays/production/kustomization.yaml',
        'staging 2026-11-20T10:00:00.000Z apps/cart/base/deployment.yaml',
      ]);
    });

    it('never returns more than the limit', async () => {
      expect(await index.objects([{ name: 'cart' }], 2)).toHaveLength(2);
      expect(await index.objectsInNamespace('shop', 3)).toHaveLength(3);
      expect((await index.search(['cart'], 2)).objects).toHaveLength(2);
      expect(await index.files('README.md', { limit: 1 })).toHaveLength(1);
    });

    it.each([
      ['one', [['pod-label shop/tier=web']], ['Deployment shop/cart']],
      [
        'each of several',
        [['listed /Secret/shop/cart'], ['pod-label shop/tier=web'], ['none']],
        ['ConfigMap shop/cart', 'Deployment shop/cart'],
      ],
      [
        'all of a set',
        [['pod-label shop/a=b', 'pod-label shop/tier=web']],
        ['Deployment shop/cart'],
      ],
      [
        'one that two declare',
        [['pod-label shop/a=b']],
        ['ConfigMap shop/cart', 'Deployment shop/cart'],
      ],
      ['part of one', [['pod-label shop/a']], []],
      ['no set', [], []],
      ['an empty set', [[]], []],
    ])('finds what declares links: %s', async (_, wanted, expected) => {
      const found = await index.links(wanted, 9);
      expect(
        found
          .map(({ object: { object } }) => object)
          .map(object => `${object.kind} ${object.namespace}/${object.name}`)
          .sort(),
      ).toEqual(expected);
      for (const { links } of found) {
        expect(wanted).toContainEqual(links);
      }
    });

    it('lists a namespace, workloads first', async () => {
      const found = await index.objectsInNamespace('shop', 50);
      const kinds = found.map(entry => entry.object.kind);
      expect(kinds.slice(0, 4)).toEqual(Array(4).fill('Deployment'));
      expect(kinds.slice(4).sort()).toEqual(['ConfigMap', 'Pod', 'Service']);
      expect(await index.objectsInNamespace('sho', 50)).toEqual([]);
    });

    const inGit = 'declared Application argocd/checkout - acme/app-config';
    const inCluster = 'live Application argocd/checkout prod-eu';
    it.each<[string, string, string[] | undefined, string[]]>([
      ['all', 'shop', undefined, [inGit, inCluster]],
      ['by their names', 'shop', ['checkout', 'none'], [inGit, inCluster]],
      ['by the names of their releases', 'shop', ['basket'], [inGit]],
      ['by no name', 'shop', [], []],
      ['by another name', 'shop', ['check'], []],
      [
        'a HelmRelease into its own namespace, a Kustomization only where it is told',
        'data',
        undefined,
        ['declared HelmRelease data/queue - acme/app-config'],
      ],
      ['not those that stand there', 'argocd', undefined, []],
    ])(
      'finds what deploys into a namespace: %s',
      async (_, namespace, names, expected) => {
        const found = await index.enginesInto(namespace, { names, limit: 9 });
        expect(describeAll(found)).toEqual(expected);
        expect(
          await index.enginesInto(namespace, { names, limit: 1 }),
        ).toHaveLength(Math.min(1, expected.length));
      },
    );

    it.each([
      [['cart'], 'cart'],
      [['CART', 'mf6'], 'cart-6f5c9799d8-mf6hp'],
    ])('searches %j, shortest name first', async (words, first) => {
      const { objects } = await index.search(words, 50);
      expect(objects[0].object.name).toBe(first);
      const lengths = objects.map(entry => entry.object.name.length);
      expect(lengths).toEqual([...lengths].sort((a, b) => a - b));
    });

    it.each([[['cart', 'nothing']], [[]], [['%']], [['_']]])(
      'finds nothing for %j',
      async words => {
        expect(await index.search(words, 50)).toEqual({
          objects: [],
          teams: [],
        });
      },
    );

    it('searches teams by name', async () => {
      const { teams } = await index.search(['paym'], 10);
      expect(teams.map(team => team.ref)).toEqual(['group:default/payments']);
    });

    it.each([
      [
        'an exact path before paths that end with it',
        'README.md',
        undefined,
        [
          'acme/app-config README.md',
          'acme/platform-config README.md',
          'acme/platform-config sub/docs/README.md',
        ],
      ],
      [
        'a path in one repository',
        'README.md',
        'acme/app-config',
        ['acme/app-config README.md'],
      ],
      [
        'the end of a path',
        'base/deployment.yaml',
        undefined,
        ['acme/app-config apps/cart/base/deployment.yaml'],
      ],
      ['a directory', 'apps/cart', undefined, ['acme/app-config apps/cart/']],
      [
        'a directory by its end',
        'cart/base',
        undefined,
        ['acme/app-config apps/cart/base/'],
      ],
      ['not a part of a segment', 'ployment.yaml', undefined, []],
      ['wildcards literally', '%', undefined, []],
      [
        'names that hold wildcards',
        'docs/100%_done.md',
        undefined,
        ['acme/app-config docs/100%_done.md'],
      ],
      [
        'nothing for a repository that is not there',
        'README.md',
        'acme/none',
        [],
      ],
    ])('finds files: %s', async (_, path, repository, expected) => {
      const found = await index.files(path, { repository, limit: 20 });
      expect(
        found.map(
          file => `${file.repository} ${file.path}${file.directory ? '/' : ''}`,
        ),
      ).toEqual(expected);
      for (const file of found) {
        expect(file.revision).toBe(revisionOf(file.repository));
      }
    });

    it('finds the objects that a file declares or configures', async () => {
      expect(
        describeAll(
          await index.objectsAt(
            'acme/app-config',
            'apps/cart/base/deployment.yaml',
            10,
          ),
        ),
      ).toEqual([
        'declared Deployment shop/cart production acme/app-config',
        'declared Deployment shop/cart staging acme/app-config',
      ]);
      expect(
        describeAll(
          await index.objectsAt(
            'acme/app-config',
            'apps/cart/overlays/production/kustomization.yaml',
            10,
          ),
        ),
      ).toEqual(['declared Deployment shop/cart production acme/app-config']);
      expect(
        await index.objectsAt('acme/none', 'namespaces/shop.yaml', 10),
      ).toEqual([]);
    });

    it('keeps the ownership rules of a repository', async () => {
      expect(await index.ownershipRules('acme/app-config')).toEqual({
        revision: revisionOf('acme/app-config'),
        rules: {
          codeowners: {
            path: '.github/CODEOWNERS',
            text: '/apps/cart/ @acme/payments\n',
          },
          repositoryClaims: [],
        },
      });
      expect(await index.ownershipRules('acme/none')).toBeUndefined();
    });

    it.each([
      [['payments'], ['group:default/payments']],
      [
        ['@acme/Payments', 'Team Payments', 'group:default/payments'],
        ['group:default/payments'],
      ],
      [
        ['platform', 'payments'],
        ['group:default/payments', 'group:default/platform'],
      ],
      [['user:payments'], []],
      [['pay'], []],
      [[], []],
    ])('finds teams by any mark: %j', async (keys, expected) => {
      const found = await index.teams(keys);
      expect(found.map(team => team.ref).sort()).toEqual(expected);
    });

    it('finds what brings a Secret into being, if it keeps that', async () => {
      const find = async (namespace: string) =>
        (await index.secrets?.(namespace, ['cart-db', 'none']))?.map(
          secret => secret.name,
        );
      expect((await find('shop')) ?? ['cart-db']).toEqual(['cart-db']);
      expect((await find('other')) ?? []).toEqual([]);
    });

    it('tells where sources stand', async () => {
      const found = await index.sources([
        'repository:acme/app-config',
        'cluster:prod-eu',
        'cluster:https://prod-eu.example:6443',
        'cluster:none',
      ]);
      expect(found.sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual([
        expect.objectContaining({
          id: 'cluster:prod-eu',
          kind: 'cluster',
          name: 'prod-eu',
          environment: 'production',
        }),
        expect.objectContaining({
          id: 'repository:acme/app-config',
          kind: 'repository',
          name: 'acme/app-config',
          webUrl: 'https://git.example/acme/app-config',
          revision: revisionOf('acme/app-config'),
          lastSuccess: '2026-11-23T02:00:00.000Z',
        }),
      ]);
    });
  });
}

function describeObject(entry: IndexedObject): string {
  const { kind, namespace, name } = entry.object;
  const ref = `${kind} ${namespace ? `${namespace}/` : ''}${name}`;
  return entry.origin === 'live'
    ? `live ${ref} ${entry.object.cluster}`
    : `declared ${ref} ${entry.object.environment ?? '-'} ${entry.object.location.repository}`;
}
