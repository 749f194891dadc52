import { EngineState, linkTo, SecretState } from '@plumbline/gitops-reader';
import { MemoryIndex } from '../memory/MemoryIndex';
import { liveObject } from '../testUtils';
import { ownershipOfObjects } from './ownershipOfObjects';
import { Standing } from './standing';

const since = '2026-11-20T00:00:00Z';

function deployed(
  kind: 'Application' | 'Kustomization',
  state: EngineState | undefined,
) {
  return [
    liveObject('Deployment', 'shop/cart', 'prod', {
      deployedBy: { kind, namespace: 'ops', name: 'shop', mark: 'a mark' },
    }),
    liveObject(kind, 'ops/shop', 'prod', { state, engine: {} }),
  ];
}

async function standing(
  objects: ReturnType<typeof liveObject>[],
): Promise<Standing | undefined> {
  const index = new MemoryIndex();
  index.addCluster({ cluster: 'prod', objects, skipped: [] });
  const [found] = await ownershipOfObjects({ index }, [
    { kind: 'Deployment', namespace: 'shop', name: 'cart' },
  ]);
  return found.standing;
}

const resource = (kind: string, name: string, group = 'apps') => ({
  ...(group && { group }),
  kind,
  namespace: 'shop',
  name,
});
const engine = (kind: string) => ({
  kind,
  namespace: 'ops',
  name: 'shop',
  cluster: 'prod',
});

it.each<
  [
    string,
    'Application' | 'Kustomization',
    EngineState | undefined,
    Pick<Standing, 'sync' | 'drift'>,
  ]
>([
  ['says nothing', 'Application', undefined, { sync: 'unknown' }],
  ['is in sync', 'Application', { sync: 'synced' }, { sync: 'synced' }],
  ['cannot tell', 'Application', { sync: 'unknown' }, { sync: 'undecided' }],
  [
    'names the workload',
    'Application',
    {
      sync: 'out-of-sync',
      outOfSync: [
        resource('Deployment', 'cart'),
        resource('ConfigMap', 'a', ''),
      ],
    },
    {
      sync: 'drifted',
      drift: { engine: engine('Application'), state: 'out-of-sync' },
    },
  ],
  [
    'names another workload',
    'Application',
    {
      sync: 'out-of-sync',
      outOfSync: [resource('Deployment', 'web'), resource('Deployment', 'x')],
    },
    { sync: 'synced' },
  ],
  [
    'names so many that others may differ, too',
    'Application',
    {
      sync: 'out-of-sync',
      outOfSync: Array.from({ length: 100 }, (_, at) =>
        resource('Deployment', `d-${at}`),
      ),
    },
    { sync: 'undecided' },
  ],
  [
    'names no workload',
    'Application',
    { sync: 'out-of-sync', outOfSync: [resource('ConfigMap', 'a', '')] },
    {
      sync: 'drifted',
      drift: {
        engine: engine('Application'),
        state: 'out-of-sync',
        resources: [{ kind: 'ConfigMap', namespace: 'shop', name: 'a' }],
      },
    },
  ],
  [
    'fails',
    'Kustomization',
    {
      sync: 'failed',
      conditions: [
        { type: 'Healthy', status: 'False', reason: 'Other' },
        { type: 'Ready', status: 'False', reason: 'BuildFailed', since },
      ],
    },
    {
      sync: 'drifted',
      drift: {
        engine: engine('Kustomization'),
        state: 'failed',
        reason: 'BuildFailed',
        since,
      },
    },
  ],
  [
    'tries again',
    'Kustomization',
    { sync: 'progressing' },
    { sync: 'progressing' },
  ],
  [
    'is suspended',
    'Kustomization',
    { sync: 'synced', suspended: true },
    { sync: 'unknown' },
  ],
])('goes by what deploys it: it %s', async (_, kind, state, expected) => {
  const { sync, drift } = (await standing(deployed(kind, state))) ?? {};
  expect({ sync, ...(drift && { drift }) }).toEqual(expected);
});

it('knows nothing of what nothing deploys', async () => {
  await expect(
    standing([liveObject('Deployment', 'shop/cart', 'prod')]),
  ).resolves.toEqual({ sync: 'unknown', secrets: [], untoldSecrets: [] });
});

it('tells which Secrets are not as they should be, from when on, and of which nothing tells', async () => {
  const says = (kind: string, name: string, state: SecretState) =>
    liveObject(kind, `shop/${name}`, 'prod', {
      secretStates: [state],
      links: [linkTo.secret('shop', state.name)],
    });
  const refreshed = { refreshedAt: since, refreshSeconds: 3_600 };
  const found = await standing([
    liveObject('Deployment', 'shop/cart', 'prod', {
      secretRefs: ['db', 'tls', 'token', 'gone', 'forever', 'untold'],
    }),
    says('ExternalSecret', 'db', { name: 'db', state: 'failing', since }),
    says('Certificate', 'tls', { name: 'tls', state: 'ok' }),
    says('ExternalSecret', 'token', {
      name: 'token',
      state: 'ok',
      ...refreshed,
    }),
    says('ExternalSecret', 'forever', {
      name: 'forever',
      state: 'ok',
      ...refreshed,
      refreshSeconds: 1e18,
    }),
    ...['cart-1', 'cart-2'].map(pod =>
      says('Pod', pod, { name: 'gone', state: 'missing' }),
    ),
    // A pod of another workload that waits for a Secret that cart does not need.
    liveObject('Pod', 'shop/other', 'prod', {
      secretStates: [
        { name: 'gone', state: 'missing' },
        { name: 'of-others', state: 'missing' },
      ],
      links: [linkTo.secret('shop', 'gone')],
    }),
  ]);
  expect(
    found?.secrets.map(({ name, state, timed, by, ...rest }) => [
      ...[name, state, by.kind, rest.since ?? '-'],
      ...(timed ? ['timed'] : []),
    ]),
  ).toEqual([
    ['gone', 'missing', 'Pod', '-'],
    ['db', 'failing', 'ExternalSecret', since],
    ['token', 'stale', 'ExternalSecret', '2026-11-20T02:00:00.000Z', 'timed'],
  ]);
  expect(found?.untoldSecrets).toEqual(['untold']);
});
