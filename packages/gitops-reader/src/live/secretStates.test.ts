import { JsonObject, SecretState } from '../facts';
import { secretStatesOf } from './secretStates';

const at = '2026-11-23T01:00:00Z';
const object = (
  apiVersion: string,
  kind: string,
  spec: JsonObject,
  status: JsonObject,
): JsonObject => ({
  apiVersion,
  kind,
  metadata: { name: 'own', namespace: 'shop', generation: 2 },
  spec,
  status,
});
const condition = (type: string, status: string, reason?: string) => ({
  type,
  status,
  message: 'quotes hunter2',
  lastTransitionTime: at,
  ...(reason && { reason }),
});
const pod = (message: string, reason = 'CreateContainerConfigError') =>
  object(
    'v1',
    'Pod',
    {},
    { containerStatuses: [{ state: { waiting: { reason, message } } }] },
  );

describe('what objects say of Secrets', () => {
  it.each<[string, JsonObject, SecretState[] | undefined]>([
    [
      'an ExternalSecret that is bound',
      object(
        'external-secrets.io/v1',
        'ExternalSecret',
        { target: { name: 'wanted' }, refreshInterval: '30m' },
        {
          binding: { name: 'db' },
          refreshTime: at,
          syncedResourceVersion: '2-abc',
          conditions: [condition('Ready', 'True', 'SecretSynced')],
        },
      ),
      [
        {
          name: 'db',
          state: 'ok',
          reason: 'SecretSynced',
          since: at,
          refreshedAt: at,
          refreshSeconds: 1_800,
        },
      ],
    ],
    [
      'one that fails, its name by default',
      object(
        'external-secrets.io/v1beta1',
        'ExternalSecret',
        { refreshInterval: '0s' },
        { conditions: [condition('Ready', 'False', 'SecretSyncedError')] },
      ),
      [
        {
          name: 'own',
          state: 'failing',
          reason: 'SecretSyncedError',
          since: at,
        },
      ],
    ],
    [
      'one that synced an older spec',
      object(
        'external-secrets.io/v1',
        'ExternalSecret',
        { refreshPolicy: 'OnChange' },
        {
          syncedResourceVersion: '1-abc',
          conditions: [condition('Ready', 'True')],
        },
      ),
      [{ name: 'own', state: 'stale', since: at }],
    ],
    [
      'a SealedSecret',
      object(
        'bitnami.com/v1alpha1',
        'SealedSecret',
        {},
        { conditions: [condition('Synced', 'False', 'ErrUnsealFailed')] },
      ),
      [{ name: 'own', state: 'failing', reason: 'ErrUnsealFailed', since: at }],
    ],
    [
      'one without status',
      object('bitnami.com/v1alpha1', 'SealedSecret', {}, {}),
      [{ name: 'own', state: 'unknown' }],
    ],
    [
      'a Certificate',
      object(
        'cert-manager.io/v1',
        'Certificate',
        { secretName: 'tls' },
        { conditions: [condition('Ready', 'True', 'Ready')] },
      ),
      [{ name: 'tls', state: 'ok', reason: 'Ready', since: at }],
    ],
    [
      'a VaultStaticSecret',
      object(
        'secrets.hashicorp.com/v1beta1',
        'VaultStaticSecret',
        { destination: { name: 'db' } },
        {
          conditions: [
            condition('Ready', 'True'),
            condition('SecretSynced', 'False', 'VaultClientError'),
          ],
        },
      ),
      [{ name: 'db', state: 'failing', reason: 'VaultClientError', since: at }],
    ],
    [
      'a pod that waits for one',
      pod('secret "cart-db" not found'),
      [{ name: 'cart-db', state: 'missing' }],
    ],
    [
      'a pod that waits for a key of one',
      pod("couldn't find key password in Secret shop/cart-db"),
      [{ name: 'cart-db', state: 'missing-key', key: 'password' }],
    ],
    [
      'a pod that waits for something else',
      pod('secret "cart-db" not found', 'ErrImagePull'),
      undefined,
    ],
    ['a name that is none', pod('secret "hunter2 A!" not found'), undefined],
    [
      'a Secret of another namespace',
      pod("couldn't find key a in Secret other/b"),
      undefined,
    ],
    [
      'a name of a producer that is none',
      object('cert-manager.io/v1', 'Certificate', { secretName: 'A b' }, {}),
      undefined,
    ],
    ['anything else', object('v1', 'Service', {}, {}), undefined],
  ])('%s', (_, input, expected) => {
    const states = secretStatesOf(input);
    expect(states).toEqual(expected);
    expect(JSON.stringify(states) ?? '').not.toContain('hunter2');
  });

  it.each<[string | undefined, number | undefined]>([
    ['1h30m', 5_400],
    ['1.5h', 5_400],
    ['500ms', 1],
    ['0', undefined],
    ['0s', undefined],
    ['soon', undefined],
    [undefined, 3_600],
  ])(
    'reads that an ExternalSecret is refreshed every %s',
    (interval, expected) => {
      const [state] =
        secretStatesOf(
          object(
            'external-secrets.io/v1',
            'ExternalSecret',
            interval === undefined ? {} : { refreshInterval: interval },
            {},
          ),
        ) ?? [];
      expect(state.refreshSeconds).toBe(expected);
    },
  );
});
