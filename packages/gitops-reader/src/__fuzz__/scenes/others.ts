import { deployment, planted, Scene, secretDocuments } from './planted';

export const owners: Scene = {
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

export const secrets: Scene = {
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

export const pipelines: Scene = {
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
          make lint; task lint; just lint; pre-commit run
        env: { AWS_SECRET_ACCESS_KEY: '\${{ secrets.AWS }}' }
  call:
    uses: ./.github/workflows/deploy.yaml
    secrets: inherit
`,
    '.github/actions/setup/action.yml':
      'runs:\n  using: composite\n  steps:\n    - uses: azure/login@v2\n      with: { creds: "${{ inputs.creds }}" }\n    - uses: ./.github/actions/setup\n',
    '.gitlab-ci.yml':
      'include: [{ local: /.gitlab-ci.yml }]\n.base: &base { image: "$CI_REGISTRY/x:1" }\ndeploy:\n  <<: *base\n  extends: [deploy, .base]\n  id_tokens: { VAULT: { aud: https://vault.example } }\n  script:\n    - !reference [deploy, script]\n    - kyverno apply policies/ --resource x\n',
    Makefile:
      'lint: charts ## all\n\t-@helm lint $$x \\\n\t  --strict\ncharts:\n\tconftest test .\n',
    'Taskfile.yml':
      'tasks:\n  lint: { deps: [charts], cmds: [kubeconform ., { task: charts }] }\n  charts: [helm lint .]\n',
    justfile:
      "lint path='.': charts\n  helm lint {{path}}\ncharts:\n  conftest test\n",
    '.pre-commit-config.yaml':
      'repos:\n  - repo: local\n    hooks: [{ id: a, entry: kubeconform -strict, stages: [manual] }, { id: helmlint }]\n',
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
