import { EngineState, JsonObject } from '../facts';
import { engineStateOf } from './engineState';

const at = '2026-11-23T01:00:00Z';
const hex = '363a6a'.repeat(7).slice(0, 40);
const application = (status: JsonObject, spec: JsonObject = {}) => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: { name: 'cart', namespace: 'argocd' },
  spec,
  status,
});
const flux = (
  kind: 'Kustomization' | 'HelmRelease',
  status: JsonObject,
  spec: JsonObject = {},
) => ({
  apiVersion:
    kind === 'Kustomization'
      ? 'kustomize.toolkit.fluxcd.io/v1'
      : 'helm.toolkit.fluxcd.io/v2',
  kind,
  metadata: { name: 'cart', namespace: 'shop', generation: 3 },
  spec,
  status,
});
const ready = (status: string, reason: string): JsonObject => ({
  type: 'Ready',
  status,
  reason,
  message: 'quotes hunter2',
  lastTransitionTime: at,
});

describe('where an engine object stands', () => {
  it.each<[string, JsonObject, EngineState | undefined]>([
    [
      'an Application that a person synced, edited since',
      application(
        {
          sync: { status: 'OutOfSync', revision: hex },
          health: { status: 'Degraded', message: 'quotes hunter2' },
          history: [{ revision: 'old' }, { revision: hex }],
          operationState: {
            phase: 'Succeeded',
            message: 'quotes hunter2',
            startedAt: at,
            finishedAt: at,
            operation: { initiatedBy: { username: 'jane@acme.example' } },
            syncResult: { revision: hex },
          },
          resources: [
            {
              group: 'apps',
              kind: 'Deployment',
              namespace: 'shop',
              name: 'cart',
              status: 'OutOfSync',
            },
            { kind: 'Service', name: 'x', status: 'Synced' },
            {
              kind: 'ConfigMap',
              name: 'y',
              status: 'OutOfSync',
              requiresPruning: true,
            },
          ],
          conditions: [
            {
              type: 'SharedResourceWarning',
              message: 'quotes hunter2',
              lastTransitionTime: at,
            },
            { type: 'a sentence, no word' },
          ],
          reconciledAt: at,
        },
        { syncPolicy: { automated: { selfHeal: false } } },
      ),
      {
        sync: 'out-of-sync',
        health: 'Degraded',
        applied: [hex],
        attempted: [hex],
        compared: [hex],
        autoSync: true,
        selfHeal: false,
        lastOperation: {
          phase: 'Succeeded',
          startedAt: at,
          finishedAt: at,
          automated: false,
          by: 'jane@acme.example',
        },
        conditions: [{ type: 'SharedResourceWarning', since: at }],
        outOfSync: [
          {
            group: 'apps',
            kind: 'Deployment',
            namespace: 'shop',
            name: 'cart',
          },
          { kind: 'ConfigMap', name: 'y', prune: true },
        ],
      },
    ],
    [
      'several sources, without per-resource health, automated',
      application(
        {
          sync: { status: 'Synced', revisions: ['1.2.3', hex] },
          resources: [{ kind: 'Service', name: 'x', status: 'Synced' }],
          operationState: {
            phase: 'Running',
            operation: { initiatedBy: { automated: true } },
          },
        },
        { syncPolicy: { automated: { selfHeal: true, enabled: true } } },
      ),
      {
        sync: 'synced',
        compared: ['1.2.3', hex],
        autoSync: true,
        selfHeal: true,
        lastOperation: { phase: 'Running', automated: true },
      },
    ],
    [
      'automation that is switched off',
      application({}, { syncPolicy: { automated: { enabled: false } } }),
      { sync: 'unknown', autoSync: false, selfHeal: false },
    ],
    [
      'a Kustomization that failed',
      flux('Kustomization', {
        observedGeneration: 3,
        lastAppliedRevision: `main@sha1:${hex}`,
        lastAttemptedRevision: 'main@sha1:0123456',
        conditions: [ready('False', 'BuildFailed')],
      }),
      {
        sync: 'failed',
        applied: [`main@sha1:${hex}`],
        attempted: ['main@sha1:0123456'],
        autoSync: true,
        selfHeal: true,
        conditions: [
          { type: 'Ready', status: 'False', reason: 'BuildFailed', since: at },
        ],
      },
    ],
    [
      'one that is suspended, as it was',
      flux(
        'Kustomization',
        { conditions: [ready('True', 'ReconciliationSucceeded')] },
        { suspend: true },
      ),
      {
        sync: 'synced',
        suspended: true,
        autoSync: false,
        selfHeal: false,
        conditions: [
          {
            type: 'Ready',
            status: 'True',
            reason: 'ReconciliationSucceeded',
            since: at,
          },
        ],
      },
    ],
    [
      'one that has not seen its last change',
      flux('Kustomization', { observedGeneration: 2 }),
      { sync: 'progressing', autoSync: true, selfHeal: true },
    ],
    [
      'a HelmRelease that drifted',
      flux(
        'HelmRelease',
        {
          lastAttemptedRevision: '1.2.3+0123456789ab',
          history: [
            { chartVersion: '1.2.2', status: 'deployed', lastDeployed: at },
          ],
          conditions: [
            { type: 'Drifted', status: 'True', reason: 'DriftDetected' },
          ],
        },
        { driftDetection: { mode: 'warn' } },
      ),
      {
        sync: 'out-of-sync',
        applied: ['1.2.2'],
        attempted: ['1.2.3'],
        autoSync: true,
        selfHeal: false,
        lastOperation: { phase: 'deployed', finishedAt: at, automated: true },
        conditions: [
          { type: 'Drifted', status: 'True', reason: 'DriftDetected' },
        ],
      },
    ],
    [
      'a Kustomization of kustomize itself',
      { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization' },
      undefined,
    ],
  ])('%s', (_, object, expected) => {
    expect(engineStateOf(object)).toEqual(expected);
    expect(JSON.stringify(engineStateOf(object)) ?? '').not.toContain(
      'hunter2',
    );
  });
});
