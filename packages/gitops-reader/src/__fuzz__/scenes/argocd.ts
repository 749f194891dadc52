import { deployment, planted, Scene } from './planted';

export const argocd: Scene = {
  name: 'argocd',
  files: {
    'argocd/application.yaml': `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: cart
  namespace: argocd
spec:
  project: shop
  sources:
    - repoURL: https://github.com/acme/app-config.git
      targetRevision: HEAD
      path: apps/cart
      kustomize:
        images: [ghcr.io/acme/cart=ghcr.io/acme/cart:3]
        namePrefix: a-
    - repoURL: https://charts.example
      chart: redis
      targetRevision: 18.*
      helm:
        valueFiles: [$values/redis/values.yaml]
        parameters: [{ name: image.tag, value: "7" }]
        valuesObject:
          image: { tag: 7.2 }
    - repoURL: https://github.com/acme/app-config.git
      ref: values
  destination:
    name: prod-eu
    namespace: shop
`,
    'argocd/set.yaml': `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata:
  name: all
spec:
  goTemplate: true
  goTemplateOptions: [missingkey=error]
  generators:
    - matrix:
        generators:
          - git:
              repoURL: https://github.com/acme/app-config.git
              revision: HEAD
              directories:
                - path: apps/*
                - path: apps/old
                  exclude: true
          - list:
              elements:
                - cluster: dev
                  url: https://dev.example
                - cluster: prod
                  url: https://prod.example
    - merge:
        mergeKeys: [server]
        generators:
          - clusters:
              selector: { matchLabels: { env: production } }
              values: { rev: main }
          - git:
              repoURL: https://github.com/acme/app-config.git
              files:
                - path: clusters/**/config.json
  template:
    metadata:
      name: '{{.path.basename}}-{{ index .path.segments 1 | upper | trunc 5 }}'
    spec:
      project: default
      source:
        repoURL: https://github.com/acme/app-config.git
        targetRevision: '{{ default "HEAD" .rev }}'
        path: '{{.path.path}}/overlays/{{.cluster}}'
      destination:
        server: '{{.url}}'
        namespace: '{{ if eq .cluster "prod" }}shop{{ else }}shop-{{.cluster}}{{ end }}'
`,
    'argocd/fasttemplate.yaml': `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata:
  name: simple
spec:
  generators:
    - list:
        elements:
          - name: cart
            env: staging
  template:
    metadata:
      name: '{{name}}-{{env}}'
    spec:
      source:
        repoURL: https://github.com/acme/app-config.git
        path: 'apps/{{name}}/overlays/{{env}}'
      destination:
        namespace: '{{name}}'
`,
    'argocd/project.yaml': `apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata:
  name: shop
spec:
  destinations: [{ namespace: shop-*, server: '*' }]
  roles: [{ name: admin, groups: ['acme:checkout'] }]
`,
    'argocd/cluster.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: prod
  labels:
    argocd.argoproj.io/secret-type: cluster
    env: production
stringData:
  name: prod-eu
  server: https://prod.example
  config: '{"bearerToken":"${planted('bearer')}"}'
`,
    'apps/cart/deployment.yaml': deployment,
    'apps/cart/.argocd-source-cart.yaml':
      'kustomize:\n  images:\n    - ghcr.io/acme/cart:4\n',
    'clusters/eu/config.json':
      '{"cluster":"eu","server":"https://prod.example"}',
  },
};
