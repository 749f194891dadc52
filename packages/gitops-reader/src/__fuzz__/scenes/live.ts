import { planted } from './planted';

/** What `kubectl get -o yaml` prints of a cluster. */
export const liveText = `apiVersion: v1
kind: List
items:
- apiVersion: apps/v1
  kind: Deployment
  metadata:
    name: cart
    namespace: shop
    uid: u1
    creationTimestamp: "2026-01-01T00:00:00Z"
    labels: { team: checkout, app.kubernetes.io/instance: cart }
    annotations:
      argocd.argoproj.io/tracking-id: cart:apps/Deployment:shop/cart
  spec:
    template: { spec: { containers: [{ name: cart, image: "ghcr.io/acme/cart:1" }] } }
  status: { replicas: 3, readyReplicas: 2, conditions: [{ type: Available, status: "False" }] }
- apiVersion: apps/v1
  kind: ReplicaSet
  metadata:
    name: cart-1
    namespace: shop
    uid: u2
    ownerReferences: [{ apiVersion: apps/v1, kind: Deployment, name: cart, uid: u1, controller: true }]
- apiVersion: v1
  kind: Pod
  metadata:
    name: cart-1-x
    namespace: shop
    uid: u3
    ownerReferences: [{ apiVersion: apps/v1, kind: ReplicaSet, name: cart-1, uid: u2, controller: true }]
  status: { containerStatuses: [{ name: cart, state: { waiting: { reason: CrashLoopBackOff } } }] }
- apiVersion: v1
  kind: Secret
  metadata:
    name: live
    namespace: shop
  data:
    password: ${planted('live')}
- apiVersion: argoproj.io/v1alpha1
  kind: Application
  metadata: { name: cart, namespace: argocd }
  spec: { source: { repoURL: "https://github.com/acme/app-config", path: apps/cart }, destination: { namespace: shop } }
  status: { resources: [{ group: apps, kind: Deployment, namespace: shop, name: cart }] }
- apiVersion: kustomize.toolkit.fluxcd.io/v1
  kind: Kustomization
  metadata: { name: apps, namespace: flux-system }
  spec: { path: ./apps, sourceRef: { kind: GitRepository, name: flux-system } }
  status: { inventory: { entries: [{ id: shop_cart_apps_Deployment, v: v1 }] } }
- apiVersion: v1
  kind: Node
  metadata: { name: node-1 }
  status: { addresses: [{ type: InternalIP, address: 10.0.0.1 }] }
- apiVersion: autoscaling/v2
  kind: HorizontalPodAutoscaler
  metadata: { name: cart, namespace: shop }
  spec: { scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: cart } }
`;
