import { mockServices } from '@backstage/backend-test-utils';
import { liveObject } from '@plumbline/gitops-lookup/testUtils';
import { EngineState, linkTo, LiveObject } from '@plumbline/gitops-reader';
import { testDatabases } from '../../__testUtils__/databases';
import { claimNext, fill, replaceCluster } from '../../__testUtils__/fill';
import { label, live, seed } from '../../__testUtils__/ownershipSeed';
import { DatabaseOwnership } from '../DatabaseOwnership';
import { OwnershipWorker } from './OwnershipWorker';

jest.setTimeout(120_000);

const HOUR = 3_600_000;
const payments = 'group:default/payments';
const databases = testDatabases();

describe.each(databases.ids)('what is wrong with workloads on %s', id => {
  let now = new Date('2026-11-28T10:00:00.000Z');
  const later = (hours: number) => {
    now = new Date(now.getTime() + hours * HOUR);
  };

  async function open() {
    now = new Date('2026-11-28T10:00:00.000Z');
    const database = await databases.migrated(id);
    const store = await fill(database, seed());
    const workerWith = (hours: number) =>
      new OwnershipWorker({
        client: database,
        reader: database,
        ownership: {},
        entityNames: ['{name}'],
        limits: { driftDueMs: hours * HOUR },
        logger: mockServices.logger.mock(),
        now: () => now,
      });
    const ownership = new DatabaseOwnership(database, () => now);
    const worker = workerWith(24);
    await worker.drain();
    return {
      database,
      worker,
      workerWith,
      ownership,
      async report(...objects: LiveObject[]) {
        await store.requestRefresh('cluster:prod', now);
        await replaceCluster(store, await claimNext(store, now), {
          facts: {
            cluster: 'prod',
            environment: 'production',
            objects: [
              ...live().filter(
                object =>
                  !objects.some(
                    ({ kind, name }) =>
                      kind === object.kind && name === object.name,
                  ),
              ),
              ...objects,
            ],
            skipped: [],
          },
          factsVersion: '1',
          now,
          confirmAt: now,
          taken: now,
          keepGoneSince: now,
          tookMs: 1,
        });
      },
      async counts() {
        const { items } = await ownership.teams({ refs: payments });
        const { drift, driftUnknown, secrets, secretsUnknown } =
          items[0].counts;
        return { drift, driftUnknown, secrets, secretsUnknown };
      },
    };
  }

  const cart = (rest: Partial<LiveObject> = {}) =>
    liveObject('Deployment', 'shop/cart', 'prod', {
      claims: [label('pay-crew', 'Deployment', 'cart')],
      ...rest,
    });
  const byShop = cart({
    deployedBy: {
      kind: 'Kustomization',
      namespace: 'ops',
      name: 'shop',
      mark: 'kustomize.toolkit.fluxcd.io/name',
    },
  });
  const shop = (state: EngineState) =>
    liveObject('Kustomization', 'ops/shop', 'prod', { state, engine: {} });
  const failed = (since: string): EngineState => ({
    sync: 'failed',
    conditions: [
      { type: 'Ready', status: 'False', reason: 'BuildFailed', since },
    ],
  });

  it('counts drift once it is past due, however often it is tried again, and finds what counts', async () => {
    const { database, worker, workerWith, ownership, report, counts } =
      await open();
    await expect(counts()).resolves.toEqual({
      drift: undefined,
      driftUnknown: 1,
      secrets: 0,
      secretsUnknown: 0,
    });
    await report(byShop, shop(failed('2026-11-28T09:00:00+00:00')));
    await worker.drain();
    await expect(counts()).resolves.toMatchObject({
      drift: 0,
      driftUnknown: 0,
    });
    const drifted = { trouble: 'drift', type: 'workload' } as const;
    expect((await ownership.owned(payments, drifted)).totalItems).toBe(0);
    expect((await ownership.owned(payments, {})).items[0].drift).toEqual({
      engine: {
        kind: 'Kustomization',
        namespace: 'ops',
        name: 'shop',
        cluster: 'prod',
      },
      state: 'failed',
      reason: 'BuildFailed',
      since: '2026-11-28T09:00:00.000Z',
      pastDue: false,
    });

    // Flux tries again, and fails again: its condition begins anew, what is wrong does not.
    later(22);
    await report(byShop, shop({ sync: 'progressing' }));
    await worker.drain();
    await report(byShop, shop(failed(now.toISOString())));
    await worker.drain();
    await expect(counts()).resolves.toMatchObject({ drift: 0 });

    // Nothing changes but the time.
    later(1);
    await worker.drain();
    await expect(counts()).resolves.toMatchObject({ drift: 1 });
    const { items, totalItems } = await ownership.owned(payments, drifted);
    expect(totalItems).toBe(1);
    expect(items[0].drift).toMatchObject({
      since: '2026-11-28T09:00:00.000Z',
      pastDue: true,
    });
    const sorted = await ownership.teams({ sort: 'drift', limit: 1 });
    expect(sorted.items[0].ref).toBe(payments);

    // Whoever runs it allows more, or less again.
    await workerWith(48).drain();
    await expect(counts()).resolves.toMatchObject({ drift: 0 });
    await worker.drain();
    await expect(counts()).resolves.toMatchObject({ drift: 1 });

    await report(byShop, shop({ sync: 'synced' }));
    await worker.drain();
    await expect(counts()).resolves.toMatchObject({
      drift: 0,
      driftUnknown: 0,
    });
    await expect(database('ownership_troubles').select()).resolves.toEqual([]);
  });

  it('goes by when it was first seen where nothing tells, and forgets it when nothing tells any more', async () => {
    const { database, worker, ownership, report, counts } = await open();
    const application = (state: EngineState) =>
      liveObject('Application', 'argocd/cart', 'prod', { state, engine: {} });
    const byArgo = cart({
      deployedBy: {
        kind: 'Application',
        namespace: 'argocd',
        name: 'cart',
        mark: 'argocd.argoproj.io/tracking-id',
      },
    });
    const outOfSync: EngineState = {
      sync: 'out-of-sync',
      outOfSync: [
        { group: 'apps', kind: 'Deployment', namespace: 'shop', name: 'cart' },
      ],
    };
    await report(byArgo, application(outOfSync));
    await worker.drain();
    const since = now.toISOString();
    later(25);
    await report(byArgo, application({ ...outOfSync, health: 'Degraded' }));
    await worker.drain();
    await expect(counts()).resolves.toMatchObject({ drift: 1 });
    const [thing] = (await ownership.owned(payments, { trouble: 'drift' }))
      .items;
    expect(thing.drift).toMatchObject({ since, seen: true, pastDue: true });
    expect(thing.unknown).toBeUndefined();

    // At an error of comparison, Argo CD cannot tell: it does not count, and goes on from when it began.
    await report(byArgo, application({ sync: 'unknown' }));
    await worker.drain();
    later(1);
    await worker.drain();
    await expect(counts()).resolves.toMatchObject({
      drift: undefined,
      driftUnknown: 1,
    });
    const [untold] = (await ownership.owned(payments, {})).items;
    expect(untold).not.toHaveProperty('drift');
    expect(untold.unknown).toContain('drift');
    await report(byArgo, application({ ...outOfSync, health: 'Degraded' }));
    await worker.drain();
    await expect(counts()).resolves.toMatchObject({ drift: 1 });
    const [again] = (await ownership.owned(payments, { trouble: 'drift' }))
      .items;
    expect(again.drift).toMatchObject({ since, seen: true, pastDue: true });

    // Nothing tells any more.
    await report();
    await worker.drain();
    await expect(database('ownership_troubles').select()).resolves.toEqual([]);
    await expect(counts()).resolves.toMatchObject({
      drift: undefined,
      driftUnknown: 1,
    });
  });

  it('takes namesakes of several API groups for one thing', async () => {
    const { database, worker, report, counts } = await open();
    const namesake = { ...byShop, apiVersion: 'example.io/v1' };
    await report(byShop, namesake, shop(failed('2026-11-20T09:00:00Z')));
    await worker.drain();
    await expect(counts()).resolves.toMatchObject({ drift: 1 });
    await expect(database('ownership_changes').select()).resolves.toEqual([]);
  });

  it('counts Secrets that fail, are missed by pods, or were not refreshed for long, and no others', async () => {
    const { worker, ownership, report, counts } = await open();
    const needs = cart({ secretRefs: ['db', 'token'] });
    const says = (
      kind: string,
      name: string,
      state: NonNullable<LiveObject['secretStates']>[number],
    ) =>
      liveObject(kind, `shop/${name}`, 'prod', {
        secretStates: [state],
        links: [linkTo.secret('shop', state.name)],
        ...(kind === 'Pod' && {
          controller: {
            apiVersion: 'apps/v1',
            kind: 'ReplicaSet',
            namespace: 'shop',
            name: 'cart-1',
          },
        }),
      });
    const token = says('ExternalSecret', 'token', {
      name: 'token',
      state: 'ok',
      refreshedAt: '2026-11-28T09:30:00Z',
      refreshSeconds: 3_600,
    });
    await report(needs, token);
    await worker.drain();
    await expect(counts()).resolves.toMatchObject({
      secrets: undefined,
      secretsUnknown: 1,
    });
    // Nothing led from the new object to the workload before.
    const db = says('ExternalSecret', 'db', { name: 'db', state: 'ok' });
    await report(needs, token, db);
    await worker.drain();
    await expect(counts()).resolves.toMatchObject({
      secrets: 0,
      secretsUnknown: 0,
    });
    await report(
      needs,
      token,
      db,
      says('Pod', 'cart-1-x', { name: 'db', state: 'missing-key', key: 'url' }),
    );
    await worker.drain();
    await expect(counts()).resolves.toMatchObject({ secrets: 1 });
    const since = now.toISOString();
    const troubled = { trouble: 'secrets' } as const;
    const [thing] = (await ownership.owned(payments, troubled)).items;
    expect(thing.secretStates).toEqual([
      {
        name: 'db',
        state: 'missing-key',
        key: 'url',
        by: { kind: 'Pod', namespace: 'shop', name: 'cart-1-x' },
        cluster: 'prod',
        since,
        seen: true,
      },
    ]);

    // The pod finds it; for two hours nothing refreshes the other one.
    await report(needs, token, db);
    await worker.drain();
    await expect(counts()).resolves.toMatchObject({ secrets: 0 });
    expect((await ownership.owned(payments, troubled)).totalItems).toBe(0);
    later(2);
    await worker.drain();
    // Nothing was heard of the cluster since: it may have been.
    await expect(counts()).resolves.toMatchObject({ secrets: 0 });
    await report(needs, token, db);
    await worker.drain();
    await expect(counts()).resolves.toMatchObject({ secrets: 1 });
    const [stale] = (await ownership.owned(payments, troubled)).items;
    expect(stale.secretStates).toMatchObject([
      { name: 'token', state: 'stale', since: '2026-11-28T11:30:00.000Z' },
    ]);

    // It is refreshed.
    await report(
      needs,
      says('ExternalSecret', 'token', {
        name: 'token',
        state: 'ok',
        refreshedAt: now.toISOString(),
        refreshSeconds: 3_600,
      }),
      db,
    );
    await worker.drain();
    await expect(counts()).resolves.toMatchObject({ secrets: 0 });
  });
});
