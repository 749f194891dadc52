import { JsonObject } from '../facts';
import { readLiveObject } from './readLiveObject';

/** As Kubernetes, Argo CD and Flux write objects while nothing is done to them, at a minute. */
function at(minute: number): JsonObject[] {
  const time = `2026-11-23T02:${String(minute).padStart(2, '0')}:00Z`;
  const metadata = (
    name: string,
    annotations: JsonObject,
    managedFields: JsonObject[] = [],
  ): JsonObject => ({
    name,
    namespace: 'shop',
    uid: name,
    resourceVersion: String(1_000 + minute),
    annotations: { 'acme.example/team': 'payments', ...annotations },
    managedFields,
  });
  const written = (
    manager: string,
    fieldsV1: JsonObject,
    rest: JsonObject = {},
  ): JsonObject => ({ manager, operation: 'Update', time, fieldsV1, ...rest });
  const status = { 'f:status': { 'f:reconciledAt': {} } };
  return [
    {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: metadata(
        'cart',
        minute === 0 ? {} : { 'argocd.argoproj.io/refresh': 'normal' },
        [
          written('argocd-application-controller', status),
          // The status of an Application is no part by itself.
          written('argocd-server', {
            ...status,
            'f:spec': { 'f:project': {} },
          }),
        ],
      ),
      spec: { project: 'shop', destination: { namespace: 'shop' } },
      status: {
        sync: { status: 'Synced', revision: 'a'.repeat(40) },
        health: { status: 'Healthy' },
        reconciledAt: time,
        observedAt: time,
        controllerNamespace: 'argocd',
      },
    },
    {
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: metadata('cart', { 'reconcile.fluxcd.io/requestedAt': time }, [
        written('notification-controller', {
          'f:metadata': {
            'f:annotations': { 'f:reconcile.fluxcd.io/requestedAt': {} },
          },
        }),
      ]),
      spec: { path: './cart' },
      status: {
        lastHandledReconcileAt: time,
        lastAppliedRevision: `main@sha1:${'a'.repeat(40)}`,
        conditions: [
          {
            type: 'Ready',
            status: 'True',
            lastTransitionTime: '2026-11-20T00:00:00Z',
          },
        ],
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: metadata('node-1', {
        'management.cattle.io/pod-requests': `{"cpu":"${minute}m"}`,
      }),
      status: {
        conditions: [
          { type: 'Ready', status: 'True', lastHeartbeatTime: time },
        ],
        images: [{ names: [`image-${minute}`] }],
      },
    },
    {
      apiVersion: 'autoscaling/v1',
      kind: 'HorizontalPodAutoscaler',
      metadata: metadata('cart', {
        'autoscaling.alpha.kubernetes.io/current-metrics': `[${minute}]`,
      }),
      spec: { maxReplicas: 5, scaleTargetRef: { kind: 'Deployment' } },
      status: {
        currentReplicas: 2,
        currentCPUUtilizationPercentage: minute,
        lastScaleTime: '2026-11-20T00:00:00Z',
      },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: metadata('cart', {}, [
        written('kube-controller-manager', status, { subresource: 'status' }),
      ]),
      spec: { replicas: 2 },
      status: {
        observedGeneration: minute,
        readyReplicas: 2,
        conditions: [{ type: 'Progressing', lastUpdateTime: time }],
      },
    },
  ];
}

it('reads the same facts from objects that were refreshed and that nothing happened to', () => {
  const read = (minute: number) =>
    at(minute).map(object => readLiveObject(object, 'prod'));
  expect(read(1)).toEqual(read(0));
  expect(read(0)).toContainEqual(
    expect.objectContaining({
      kind: 'Application',
      annotations: { 'acme.example/team': 'payments' },
      writers: [expect.objectContaining({ fields: ['spec.project'] })],
    }),
  );
});
