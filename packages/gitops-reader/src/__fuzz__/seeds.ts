/**
 * Small repositories, invented, of each kind of file that a reader knows. What a fuzz run damages.
 */
export interface Scene {
  name: string;
  files: Record<string, string>;
}

/** Every planted value holds this word, so that one search finds all. */
export const marker = 'plantedvalue';

const planted = (name: string) => `${marker}-${name}`;

const key = [
  '-----BEGIN RSA PRIVATE KEY-----',
  `MIIEpAIBAAKCAQEA${planted('pem')}`,
  '-----END RSA PRIVATE KEY-----',
];

/** Whole documents with values that nobody may ever see. As long as one stands unharmed in a file, none of it may leak. */
export const secretDocuments: readonly string[] = [
  `apiVersion: v1
kind: Secret
metadata:
  name: cart-db
data:
  password: ${planted('data')}
stringData:
  url: postgres://cart:${planted('string')}@db/cart
  other: "${planted('quoted')}"
`,
  `apiVersion: v1
kind: Secret
metadata: { name: tls, namespace: shop }
type: kubernetes.io/tls
stringData:
  tls.key: |
${key.map(line => `    ${line}`).join('\n')}
`,
  `apiVersion: v1
kind: List
items:
  - apiVersion: v1
    kind: Secret
    metadata:
      name: in-a-list
      annotations:
        kubectl.kubernetes.io/last-applied-configuration: '{"apiVersion":"v1","kind":"Secret","data":{"a":"${planted('applied')}"}}'
    data:
      token: ${planted('listed')}
`,
  `apiVersion: v1
kind: ConfigMap
metadata:
  name: with-a-key
data:
  key.pem: |
${key.map(line => `    ${line.replace('pem', 'map')}`).join('\n')}
`,
];

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: cart
  namespace: shop
  labels: &labels
    app.kubernetes.io/name: cart
    team: checkout
spec:
  replicas: 2
  selector:
    matchLabels:
      <<: *labels
  template:
    metadata:
      labels:
        <<: *labels
    spec:
      containers:
        - name: cart
          image: ghcr.io/acme/cart:1.4.2
          envFrom:
            - secretRef:
                name: cart-db
      initContainers:
        - name: migrate
          image: ghcr.io/acme/migrate@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
`;

const kustomize: Scene = {
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

const argocd: Scene = {
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

const flux: Scene = {
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

const helm: Scene = {
  name: 'helm',
  files: {
    'charts/cart/Chart.yaml': `apiVersion: v2
name: cart
version: 0.3.1
appVersion: "1.4"
maintainers: [{ name: checkout, email: checkout@acme.example }]
annotations: { team: checkout }
dependencies:
  - name: redis
    version: ^18
    repository: https://charts.example
    condition: redis.enabled
`,
    'charts/cart/values.yaml': `image: &image
  repository: ghcr.io/acme/cart
  tag: ""
worker:
  image:
    <<: *image
    tag: 2.0
env:
  DB_PASSWORD: ${planted('env')}
`,
    'charts/cart/values-production.yaml': 'image:\n  tag: 1.10\n',
    'charts/cart/templates/deployment.yaml': `{{- range $name, $app := .Values.apps }}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "cart.fullname" $ }}-{{ $name | quote }}
  labels: {{- include "cart.labels" . | nindent 4 }}
spec:
  template:
    spec:
      containers:
        - image: "{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}"
---
{{- end }}
{{ if .Values.secret }}
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: {{ .Release.Name }}-db
spec:
  secretStoreRef: { kind: ClusterSecretStore, name: vault }
{{ end }}
`,
    'charts/cart/templates/_helpers.tpl':
      '{{- define "cart.fullname" -}}{{ .Release.Name }}-{{ .Chart.Name | trunc 63 }}{{- end }}\n',
    'charts/cart/image-tags/production/cart': 'image_tag: v12\n',
    'helmfile.yaml': `environments:
  production:
    values: [env/production.yaml, env/{{ .Environment.Name }}.yaml.gotmpl]
---
repositories:
  - name: charts
    url: https://charts.example
releases:
  - name: redis
    namespace: shop
    chart: charts/redis
    version: 18.1.2
    values:
      - values/redis.yaml
      - image: { tag: 7.1 }
    set: [{ name: image.tag, value: "8" }]
  - name: {{ requiredEnv "NAME" }}
    chart: ./charts/cart
bases: [base.yaml]
helmfiles: [other/helmfile.yaml, helmfile.yaml]
`,
    'env/production.yaml': 'tag: 3\n',
  },
};

const owners: Scene = {
  name: 'owners',
  files: {
    CODEOWNERS: `# who
* @acme/platform
/apps/ @acme/checkout dev@acme.example
*.tf @acme/infra
apps/**/old/
[Payments][2] @acme/payments @@maintainer
^[Docs] @acme/docs
docs/
!docs/x.md
/a\\ b/* @acme/x
`,
    OWNERS: `approvers:
  - alice
  - platform-team
reviewers: [bob]
emeritus_approvers: [carol]
labels: [area/apps]
options: { no_parent_owners: true }
filters:
  ".*\\\\.go$":
    approvers: [dave]
  "(a+)+$":
    approvers: [mallory]
`,
    OWNERS_ALIASES: 'aliases:\n  platform-team: [alice, platform-team, erin]\n',
    'apps/OWNERS': 'approvers: [shop]\n',
    'apps/cart/deployment.yaml': deployment,
    'apps/cart/namespace.yaml':
      'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n  labels:\n    acme.example/team-name: Checkout\n',
    'apps/cart/rbac.yaml':
      'apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata:\n  name: edit\n  namespace: shop\nroleRef: { kind: ClusterRole, name: edit, apiGroup: rbac.authorization.k8s.io }\nsubjects:\n  - kind: Group\n    name: acme-checkout\n',
    'catalog-info.yaml':
      'apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: cart\nspec:\n  type: service\n  lifecycle: production\n  owner: group:default/checkout\n---\napiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata:\n  name: checkout\n  annotations: { github.com/team-slug: acme/checkout }\nspec:\n  type: team\n  profile: { email: checkout@acme.example }\n  children: []\n',
  },
};

const secrets: Scene = {
  name: 'secrets',
  files: {
    'shop/all.yaml': secretDocuments.join('---\n'),
    'shop/one.yaml': secretDocuments[1],
    'shop/list.yaml': secretDocuments[2],
    'shop/external.yaml':
      'apiVersion: external-secrets.io/v1beta1\nkind: ExternalSecret\nmetadata:\n  name: cart-db\nspec:\n  secretStoreRef: { name: vault, kind: ClusterSecretStore }\n  target: { name: cart-db, template: { data: { a: "{{ .b }}" } } }\n  data:\n    - secretKey: password\n      remoteRef: { key: shop/cart, property: password }\n',
    'shop/sealed.yaml':
      'apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata:\n  name: sealed\nspec:\n  encryptedData:\n    a: AgBy3i4OJSWK+PiTySYZZA9rO43cGDEq\n',
    'shop/sops.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: sopsed
stringData:
  a: ENC[AES256_GCM,data:abc=,iv:abc=,tag:abc==,type:str]
  left: ${planted('partial')}
sops:
  age:
    - recipient: age1xyz
      enc: |
        -----BEGIN AGE ENCRYPTED FILE-----
        abc
        -----END AGE ENCRYPTED FILE-----
  lastmodified: "2026-01-01T00:00:00Z"
  mac: ENC[AES256_GCM,data:abc=,type:str]
  encrypted_regex: ^(data|stringData)$
`,
    'shop/provider.yaml':
      'apiVersion: secrets-store.csi.x-k8s.io/v1\nkind: SecretProviderClass\nmetadata:\n  name: spc\nspec:\n  provider: vault\n  parameters:\n    objects: |\n      - objectName: a\n        secretPath: secret/data/a\n  secretObjects:\n    - secretName: made\n      type: Opaque\n      data: [{ objectName: a, key: a }]\n',
    'shop/vault.yaml':
      'apiVersion: secrets.hashicorp.com/v1beta1\nkind: VaultStaticSecret\nmetadata:\n  name: vso\nspec:\n  mount: kv\n  path: a\n  destination: { name: made, create: true }\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: injected\nspec:\n  template:\n    metadata:\n      annotations:\n        vault.hashicorp.com/agent-inject: "true"\n        vault.hashicorp.com/agent-inject-secret-a: kv/a\n    spec: { containers: [{ name: a, image: a:1 }] }\n',
    'shop/secrets.env':
      'sops_version=3.9\nsops_mac=ENC[AES256_GCM,data:a,type:str]\nPASSWORD=ENC[AES256_GCM,data:a,type:str]\n',
    '.sops.yaml':
      'creation_rules:\n  - path_regex: (a+)+\\.yaml$\n    encrypted_regex: ^(data)$\n    age: age1xyz\n',
  },
};

const pipelines: Scene = {
  name: 'pipelines',
  files: {
    '.github/workflows/deploy.yaml': `name: deploy
on: { push: { branches: [main] } }
permissions: { id-token: write, contents: read }
jobs:
  deploy:
    runs-on: ubuntu-latest
    environment: production
    steps:
      - uses: actions/checkout@v4
      - uses: aws-actions/configure-aws-credentials@v4
        with:
          role-to-assume: arn:aws:iam::1:role/deploy
          aws-region: eu-west-1
      - uses: google-github-actions/auth@v2
        with: { credentials_json: '\${{ secrets.GCP_KEY }}' }
      - uses: ./.github/actions/setup
      - run: |
          docker login -u x -p \${{ secrets.DOCKER }} ghcr.io
          kubectl apply -f . || true
        env: { AWS_SECRET_ACCESS_KEY: '\${{ secrets.AWS }}' }
  call:
    uses: ./.github/workflows/deploy.yaml
    secrets: inherit
`,
    '.github/actions/setup/action.yml':
      'runs:\n  using: composite\n  steps:\n    - uses: azure/login@v2\n      with: { creds: "${{ inputs.creds }}" }\n    - uses: ./.github/actions/setup\n',
    '.gitlab-ci.yml':
      'include: [{ local: /.gitlab-ci.yml }]\n.base: &base { image: "$CI_REGISTRY/x:1" }\ndeploy:\n  <<: *base\n  extends: [deploy, .base]\n  id_tokens: { VAULT: { aud: https://vault.example } }\n  script:\n    - !reference [deploy, script]\n    - kyverno apply policies/ --resource x\n',
    Jenkinsfile:
      "pipeline { agent any; stages { stage('x') { steps { withCredentials([string(credentialsId: 'aws', variable: 'AWS_SECRET_ACCESS_KEY')]) { sh 'aws s3 ls' } } } } }\n",
    'policies/labels.yaml':
      'apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata:\n  name: labels\nspec:\n  validationFailureAction: Enforce\n  rules:\n    - name: team\n      match: { any: [{ resources: { kinds: [Pod] } }] }\n      validate: { message: x, pattern: { metadata: { labels: { team: "?*" } } } }\n',
    'policies/template.yaml':
      'apiVersion: templates.gatekeeper.sh/v1\nkind: ConstraintTemplate\nmetadata: { name: k8slabels }\nspec:\n  crd: { spec: { names: { kind: K8sLabels } } }\n  targets: [{ target: admission.k8s.gatekeeper.sh, rego: "package x" }]\n---\napiVersion: constraints.gatekeeper.sh/v1beta1\nkind: K8sLabels\nmetadata: { name: must }\nspec: { enforcementAction: dryrun }\n---\napiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingAdmissionPolicy\nmetadata: { name: vap }\nspec: { validations: [{ expression: "true" }] }\n---\napiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingAdmissionPolicyBinding\nmetadata: { name: vap }\nspec: { policyName: vap, validationActions: [Deny, Audit] }\n',
    'policy/deny.rego':
      'package main\n\ndeny[msg] {\n  input.kind == "Deployment"\n  msg := "no"\n}\n\nwarn contains msg if { msg := `raw` }\n',
  },
};

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

export const scenes: readonly Scene[] = [
  kustomize,
  argocd,
  flux,
  helm,
  owners,
  secrets,
  pipelines,
];
