import { planted, Scene } from './planted';

export const helm: Scene = {
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
