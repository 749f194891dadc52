import { deployment, planted, Scene } from './planted';

export const flux: Scene = {
  name: 'flux',
  files: {
    'clusters/prod/flux-system/gotk-sync.yaml': `apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata:
  name: flux-system
  namespace: flux-system
spec:
  url: ssh://git@github.com/acme/app-config
  ref: { branch: main }
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: flux-system
  namespace: flux-system
spec:
  path: ./clusters/prod
  sourceRef: { kind: GitRepository, name: flux-system }
`,
    'clusters/prod/apps.yaml': `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: apps
  namespace: flux-system
spec:
  path: ./apps
  targetNamespace: shop
  dependsOn: [{ name: flux-system }]
  sourceRef: { kind: GitRepository, name: flux-system }
  postBuild:
    substitute:
      CART_VERSION: 1.2.3 # {"$imagepolicy": "flux-system:cart:tag"}
      empty: ""
    substituteFrom:
      - kind: ConfigMap
        name: vars
        optional: true
  images:
    - name: ghcr.io/acme/cart
      newTag: "9"
  patches:
    - patch: |
        - op: add
          path: /metadata/labels/x
          value: y
      target: { kind: Deployment }
`,
    'apps/vars.yaml':
      'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: vars\n  namespace: flux-system\ndata:\n  DOMAIN: example.com\n  LOOP: ${LOOP}${DOMAIN}\n',
    'apps/old.yaml': `apiVersion: helm.fluxcd.io/v1
kind: HelmRelease
metadata:
  name: old
  namespace: shop
  annotations: { fluxcd.io/automated: 'true', filter.fluxcd.io/chart-image: semver:~1 }
spec:
  chart: { git: "https://github.com/acme/app-config", path: apps, ref: main }
  valuesFrom: [{ configMapKeyRef: { name: vars, key: DOMAIN } }]
  values: { image: { repository: ghcr.io/acme/old, tag: 7 }, password: ${planted('old values')} }
`,
    'apps/release.yaml': `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: redis
  namespace: shop
spec:
  chart:
    spec:
      chart: redis
      version: "\${CART_VERSION:=1.0.0}"
      sourceRef: { kind: HelmRepository, name: charts }
  valuesFrom:
    - kind: Secret
      name: redis-values
  values:
    image:
      repository: ghcr.io/acme/redis
      tag: 7
    auth:
      password: ${planted('values')}
---
apiVersion: source.toolkit.fluxcd.io/v1
kind: HelmRepository
metadata: { name: charts, namespace: shop }
spec: { url: oci://charts.example }
---
apiVersion: image.toolkit.fluxcd.io/v1beta2
kind: ImagePolicy
metadata: { name: cart, namespace: flux-system }
spec: { policy: { semver: { range: '>=1.0.0' } } }
`,
    'apps/deployment.yaml': deployment.replace('1.4.2', '${CART_VERSION}'),
  },
};
