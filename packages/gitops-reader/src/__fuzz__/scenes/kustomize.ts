import { deployment, planted, Scene, secretDocuments } from './planted';

export const kustomize: Scene = {
  name: 'kustomize',
  files: {
    'apps/cart/base/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
  - deployment.yaml
  - secret.yaml
  - https://github.com/acme/shared//config/crd?ref=v1.2.3
components:
  - ../component
configMapGenerator:
  - name: cart-config
    literals: [MODE=fast]
    envs: [cart.env]
secretGenerator:
  - name: cart-key
    literals:
      - KEY=${planted('literal')}
commonAnnotations:
  contact: '#checkout'
`,
    'apps/cart/base/deployment.yaml': deployment,
    'apps/cart/base/secret.yaml': secretDocuments[0],
    'apps/cart/base/cart.env': 'A=1\n',
    'apps/cart/component/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
patches:
  - target:
      kind: Deployment
      name: c.*
      labelSelector: team in (checkout, payments)
    patch: |-
      - op: replace
        path: /spec/replicas
        value: 3
      - op: add
        path: /metadata/labels/tier
        value: web
`,
    'apps/cart/overlays/production/kustomization.yaml': `namespace: shop-production
namePrefix: eu-
nameSuffix: -v2
resources:
  - ../../base
labels:
  - pairs:
      team: payments
    includeSelectors: true
    includeTemplates: true
images:
  - name: ghcr.io/acme/cart
    newName: registry.example/cart
    newTag: 1.5.0
  - name: nothing
    digest: sha256:0123
replicas:
  - name: cart
    count: 5
patchesStrategicMerge:
  - patch.yaml
patchesJson6902:
  - target: { version: v1, kind: Deployment, name: cart }
    path: patch.json
replacements:
  - source: { kind: ConfigMap, name: cart-config, fieldPath: data.MODE }
    targets:
      - select: { kind: Deployment }
        fieldPaths: [spec.template.spec.containers.0.image]
helmCharts:
  - name: redis
    repo: https://charts.example
    version: 1.2.3
    valuesFile: values.yaml
buildMetadata: [originAnnotations]
`,
    'apps/cart/overlays/production/patch.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: cart
spec:
  template:
    spec:
      containers:
        - name: cart
          $patch: delete
        - name: sidecar
          image: ghcr.io/acme/sidecar:2
`,
    'apps/cart/overlays/production/patch.json':
      '[{"op":"replace","path":"/spec/template/spec/containers/0/image","value":"ghcr.io/acme/cart:9"},{"op":"remove","path":"/spec/replicas"}]',
  },
};
