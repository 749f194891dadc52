import { mockServices } from '@backstage/backend-test-utils';
import {
  declaredObject,
  liveObject,
  repositoryFacts,
} from '@plumbline/gitops-lookup/testUtils';
import { Claim, LiveObject, RepositoryFacts } from '@plumbline/gitops-reader';
import { testDatabases } from '../../__testUtils__/databases';
import {
  claimNext,
  fill,
  knownFiles,
  replaceCluster,
} from '../../__testUtils__/fill';
import { rule } from '../../__testUtils__/ownershipSeed';
import { OwnershipWorker } from './OwnershipWorker';

jest.setTimeout(120_000);

const databases = testDatabases();
const config = 'acme/payments-config';
const other = 'acme/other-config';

const source = { kind: 'GitRepository', namespace: 'flux', name: 'config' };
const gitRepository = (repository: string) =>
  liveObject('GitRepository', 'flux/config', 'prod', {
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    source: { url: `https://github.com/${repository}` },
  });
const running = [
  liveObject('Deployment', 'payments/redis', 'prod', {
    deployedBy: {
      kind: 'Kustomization',
      namespace: 'flux',
      name: 'payments',
      mark: 'kustomize.toolkit.fluxcd.io/name',
    },
  }),
  liveObject('Kustomization', 'flux/payments', 'prod', {
    engine: { path: 'payments', source },
  }),
];

function labelOf(repository: string, raw: string): Claim {
  return {
    source: 'object-label',
    raw,
    evidence: {
      type: 'file',
      location: {
        repository,
        revision: '',
        path: 'apps/payments.yaml',
        line: 4,
      },
    },
  };
}

describe.each(databases.ids)('owners of what is deployed, on %s', id => {
  async function open(objects: LiveObject[]) {
    const now = new Date('2026-11-28T10:00:00.000Z');
    const database = await databases.migrated(id);
    const store = await fill(database, {
      repositories: [],
      clusters: [{ facts: { cluster: 'prod', objects, skipped: [] } }],
      teams: [],
    });
    const worker = new OwnershipWorker({
      client: database,
      reader: database,
      ownership: {},
      entityNames: ['{name}'],
      limits: { driftDueMs: 24 * 3_600_000 },
      logger: mockServices.logger.mock(),
      now: () => now,
    });
    const list = async (repository: string, listed = true) =>
      await store.recordListing(
        `provider of ${repository}`,
        'repository',
        listed ? [{ name: repository }] : [],
        { now, factsVersion: '1' },
      );
    const push = async (
      repository: string,
      revision: string,
      codeowners: string,
      rest: Partial<RepositoryFacts> = {},
    ) => {
      await list(repository);
      await store.requestRefresh(`repository:${repository}`, now);
      await store.replaceRepository(await claimNext(store, now), {
        revision: revision.repeat(40),
        facts: repositoryFacts({
          repository,
          revision: revision.repeat(40),
          ownership: {
            repositoryClaims: [],
            codeowners: { path: 'CODEOWNERS', text: codeowners },
          },
          ...rest,
        }),
        files: knownFiles(['CODEOWNERS', 'payments/chart.tgz']),
        factsVersion: '1',
        now,
        confirmAt: now,
        tookMs: 1,
      });
    };
    const report = async (changed: LiveObject[]) => {
      await store.requestRefresh('cluster:prod', now);
      await replaceCluster(store, await claimNext(store, now), {
        facts: { cluster: 'prod', objects: changed, skipped: [] },
        factsVersion: '1',
        now,
        confirmAt: now,
        taken: now,
        keepGoneSince: now,
        tookMs: 1,
      });
    };
    const owner = async () => {
      await worker.drain();
      const row: { facts: string } | undefined = await database(
        'ownership_things',
      )
        .where({ name: 'redis', cluster: 'prod' })
        .first('facts');
      const [first]: { raw: string }[] = JSON.parse(row?.facts ?? '{}').owners;
      return first?.raw;
    };
    return { database, store, worker, list, push, report, owner };
  }

  it('follow an Application in Git, whose namespace the mark of what it deploys does not say', async () => {
    const { push, owner } = await open([
      liveObject('Deployment', 'payments/redis', 'prod', {
        deployedBy: {
          kind: 'Application',
          name: 'payments',
          mark: 'argocd.argoproj.io/tracking-id',
        },
      }),
    ]);
    const application = (raw: string) => ({
      objects: [
        declaredObject(
          'Application',
          'argocd/payments',
          'acme/argo:apps/payments.yaml:1',
          {
            cluster: 'prod',
            engine: { path: 'payments' },
            claims: [labelOf('acme/argo', raw)],
          },
        ),
      ],
    });
    await push('acme/argo', 'a', '', application('payments'));
    expect(await owner()).toBe('payments');
    await push('acme/argo', 'b', '', application('checkout'));
    expect(await owner()).toBe('checkout');
  });

  it('follow the rules of the repository, and which one is deployed', async () => {
    const { database, worker, push, report, owner } = await open([
      ...running,
      gitRepository(config),
    ]);
    expect(await owner()).toBeUndefined();
    await push(config, 'a', '/payments/ @acme/payments');
    expect(await owner()).toBe('@acme/payments');
    await push(config, 'b', '/payments/ @acme/checkout');
    expect(await owner()).toBe('@acme/checkout');

    await push(other, 'a', '* @acme/other');
    await report([...running, gitRepository(other)]);
    expect(await owner()).toBe('@acme/other');

    // A push that changes no rule changes no owner.
    await push(other, 'b', '* @acme/other');
    const noted: string[] = [];
    database.on('query', ({ sql }: { sql: string }) => noted.push(sql));
    await worker.drain();
    expect(noted.filter(sql => sql.includes('ownership_links l'))).toEqual([]);
  });

  it('follow a manifest that says no namespace, and repositories that go', async () => {
    const { list, push, owner } = await open([
      liveObject('Deployment', 'payments/redis', 'prod'),
    ]);
    const manifest = (repository: string, team: string) => ({
      objects: [
        declaredObject('Deployment', 'redis', `${repository}:a.yaml`, {
          claims: [rule(team, 1)],
        }),
      ],
    });
    await push(config, 'a', '', manifest(config, '@acme/payments'));
    expect(await owner()).toBe('@acme/payments');
    await push(config, 'b', '', manifest(config, '@acme/checkout'));
    expect(await owner()).toBe('@acme/checkout');
    await push(other, 'a', '', manifest(other, '@acme/other'));
    expect(await owner()).toBeUndefined();
    await list(config, false);
    expect(await owner()).toBe('@acme/other');
    await push(other, 'b', '');
    expect(await owner()).toBe('@acme/checkout');
  });
});
