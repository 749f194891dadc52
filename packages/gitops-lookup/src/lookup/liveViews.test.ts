import { linkTo, SecretState } from '@plumbline/gitops-reader';
import { MemoryIndex } from '../memory/MemoryIndex';
import { liveObject } from '../testUtils';
import { renderText } from '../text/renderText';
import { createLookup } from './createLookup';

const now = () => new Date('2026-11-23T02:05:00Z');
const at = '2026-11-23T01:00:00Z';

function maker(kind: string, state: SecretState, cluster = 'prod') {
  return liveObject(kind, `shop/${state.name}`, cluster, {
    secretStates: [state],
    links: [linkTo.secret('shop', state.name)],
  });
}

function indexOf(
  objects: ReturnType<typeof liveObject>[],
  info: Parameters<MemoryIndex['addCluster']>[1] = {},
): MemoryIndex {
  const index = new MemoryIndex();
  index.addCluster(
    { cluster: 'prod', environment: 'production', objects, skipped: [] },
    { lastSuccess: now().toISOString(), ...info },
  );
  return index;
}

const ask = (index: MemoryIndex, question = 'Deployment/shop/cart') =>
  createLookup({ index, now }).answer(question);

const cart = liveObject('Deployment', 'shop/cart', 'prod', {
  secretRefs: ['db', 'old', 'tls', 'untold'],
  writers: [
    {
      manager: 'argocd-controller',
      by: 'gitops',
      operation: 'Apply',
      at: '2026-11-23T02:00:00Z',
      fields: ['spec'],
    },
    { manager: 'kubectl', by: 'human', operation: 'Update', fields: ['a'] },
    {
      manager: 'kubectl-edit',
      by: 'human',
      operation: 'Update',
      at,
      fields: Array.from({ length: 12 }, (_, i) => `f${i}`),
      more: 3,
    },
  ],
});

it('tells of each Secret whether it is there, the worst first', async () => {
  const index = indexOf([
    cart,
    maker('ExternalSecret', {
      name: 'db',
      state: 'failing',
      reason: 'SecretSyncedError',
      since: at,
    }),
    maker('Certificate', { name: 'tls', state: 'ok', since: at }),
    // It says that all is well, but nothing has refreshed it for days.
    maker('ExternalSecret', {
      name: 'old',
      state: 'ok',
      refreshedAt: '2026-11-20T00:00:00Z',
      refreshSeconds: 3_600,
    }),
    maker('SealedSecret', { name: 'of-others', state: 'failing' }),
    ...['x', 'y'].map(pod =>
      liveObject('Pod', `shop/cart-${pod}`, 'prod', {
        secretStates: [{ name: 'db', state: 'missing' }],
        links: [linkTo.secret('shop', 'db')],
      }),
    ),
  ]);
  index.addCluster({
    cluster: 'other',
    objects: [maker('Certificate', { name: 'db', state: 'ok' }, 'other')],
    skipped: [],
  });
  const answer = await ask(index);
  expect(
    answer.secretStates?.map(({ name, state, by }) => [name, state, by.kind]),
  ).toEqual([
    ['db', 'missing', 'Pod'],
    ['db', 'failing', 'ExternalSecret'],
    ['old', 'stale', 'ExternalSecret'],
    ['tls', 'ok', 'Certificate'],
  ]);
  const text = renderText(answer, { now });
  expect(text).toContain('db is missing, says Pod shop/cart-x');
  expect(text).toContain(
    'db fails (SecretSyncedError), says ExternalSecret shop/db, 65 min ago',
  );
});

it('tells who wrote it by hand last, and the text shows it', async () => {
  const answer = await ask(indexOf([cart]));
  expect(answer.handWritten).toEqual({
    manager: 'kubectl-edit',
    operation: 'Update',
    at,
    fields: Array.from({ length: 10 }, (_, i) => `f${i}`),
    more: 5,
  });
  expect(answer.secretStates).toBeUndefined();
  expect(renderText(answer, { now })).toMatch(
    /By hand +kubectl-edit 65 min ago: f0, .* and 5 more/,
  );
});

it.each([
  [
    'what may not be read, where it matters',
    'Deployment/shop/cart',
    {
      unread: [
        {
          group: 'apps',
          kind: 'Deployment',
          state: 'forbidden' as const,
          reason: 'not allowed',
        },
        { group: '', kind: 'Node', state: 'failed' as const, reason: 'hangs' },
      ],
    },
    ['Deployment may not be read: not allowed'],
  ],
  [
    'what may not be read, where nothing else answers',
    'Pod/shop/cart-1 cluster=prod',
    {
      unread: [
        { group: '', kind: 'Pod', state: 'forbidden' as const, reason: 'no' },
      ],
    },
    ['Pod may not be read: no'],
  ],
  [
    'a cluster that has fallen silent',
    'Deployment/shop/cart',
    { followed: true, lastSuccess: '2026-11-23T01:58:00Z' },
    ['nothing was heard of it for 7 minutes'],
  ],
  [
    'nothing of one that spoke a moment ago',
    'Deployment/shop/cart',
    { followed: true, lastSuccess: '2026-11-23T02:03:00Z' },
    [],
  ],
])('says %s', async (_, question, info, reasons) => {
  const { stale } = await ask(indexOf([cart], info), question);
  expect(stale.map(({ reason }) => reason)).toEqual(reasons);
});
