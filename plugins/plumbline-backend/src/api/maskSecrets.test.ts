import { maskSecrets } from './maskSecrets';

// No value below is a secret of anything; each says `leak` so that one check finds it.
const cases: [name: string, path: string, text: string, kept: string[]][] = [
  [
    'a Secret',
    'a.yaml',
    `apiVersion: v1
kind: Secret
metadata:
  name: db
  labels:
    team: payments
stringData:
  password: leak-one
  block: |
    leak two
    leak three
type: Opaque
`,
    ['name: db', 'team: payments', 'password: ••••••', 'type: Opaque'],
  ],
  [
    'values in another document, comments, a repeated key, a repeated block',
    'a.yaml',
    `kind: ConfigMap
apiVersion: v1
metadata: { name: settings }
data:
  color: blue
---
kind: Secret
apiVersion: v1
metadata:
  name: db
data:
  # leak in a comment
  twice: bGVhaw-leak
  twice: bGVhaw
data:
  other: leak
---
kind: Service
apiVersion: v1
metadata:
  name: db
`,
    ['color: blue', 'kind: Service', 'name: settings'],
  ],
  [
    'JSON on one line, and over several',
    'a.json',
    `{"apiVersion":"v1","kind":"List","items":[
{"apiVersion":"v1","kind":"Secret","metadata":{"name":"x"},"data":{"a":"leak"}},
{
  "apiVersion": "v1",
  "kind": "Secret",
  "metadata": {
    "name": "second"
  },
  "data": {
    "a": "leak"
  }
},
{"apiVersion":"v1","kind":"Service","metadata":{"name":"shown"}}
]}
`,
    ['"name": "second"', '"shown"'],
  ],
  [
    'a Secret in a string, and the last applied configuration',
    'a.yaml',
    `apiVersion: v1
kind: ConfigMap
metadata:
  name: outer
  annotations:
    kubectl.kubernetes.io/last-applied-configuration: |
      {"apiVersion":"v1","kind":"Secret","data":{"a":"leak"}}
data:
  manifest.yaml: |
    apiVersion: v1
    kind: Secret
    stringData:
      a: leak
  shown: 'yes'
`,
    ['name: outer', "shown: 'yes'"],
  ],
  [
    'an anchor that a Secret refers to',
    'a.yaml',
    `x-shared: &pw leak
kind: Secret
apiVersion: v1
metadata: { name: a }
stringData:
  password: *pw
`,
    ['x-shared:'],
  ],
  [
    'a template that is not YAML',
    'templates/secret.yaml',
    `{{- if .Values.create }}
apiVersion: v1
kind: Secret
metadata:
  name: {{ .Release.Name }}
stringData:
  password: leak
  other: "leak"
{{- end }}
`,
    ['name: {{ .Release.Name }}', '{{- end }}'],
  ],
  [
    'literals of a secretGenerator and a patch',
    'kustomization.yaml',
    `secretGenerator:
  - name: a
    literals:
      - user=shown
      - x=leak
patches:
  - target: { kind: Secret, name: a }
    patch: |-
      - op: add
        path: /stringData/x
        value: leak
  - patch: '[{"op":"add","path":"/data/x","value":"leak"}]'
resources: [base]
`,
    ['resources: [base]', 'name: a', 'user=shown', 'path: /stringData/x'],
  ],
  [
    'Helm values with telling keys',
    'values.yaml',
    `image:
  tag: 1.2.3
db:
  password: leak
  existingSecret: db-credentials
  apiKey: "leak"
  token: |
    leak
    leak
  secret: {}
  passwordFrom:
    secretRef: x
`,
    ['tag: 1.2.3', 'existingSecret: db-credentials', 'secretRef: x'],
  ],
  [
    'settings and keys',
    'deploy/.env',
    `DB_HOST=db.example
DB_PASSWORD=leak
export API_TOKEN=leak
-----BEGIN RSA PRIVATE KEY-----
leak
-----END RSA PRIVATE KEY-----
LAST=line
`,
    ['DB_HOST=db.example', 'LAST=line'],
  ],
];

describe('maskSecrets', () => {
  it.each(cases)('hides %s', (_, path, text, kept) => {
    const result = maskSecrets(path, text);
    expect(result.text).not.toMatch(/leak/);
    for (const line of kept) {
      expect(result.text).toContain(line);
    }
    expect(result.text.split('\n')).toHaveLength(text.split('\n').length);
    const shown = result.text.split('\n');
    expect(result.masked).toEqual(
      text
        .split('\n')
        .map((line, index) => (line === shown[index] ? 0 : index + 1))
        .filter(Boolean),
    );
  });

  it('shows everything else as it is', () => {
    const text = `apiVersion: apps/v1
kind: Deployment
spec:
  template:
    spec:
      containers:
        - name: web
          env:
            - name: DB_PASSWORD
              valueFrom:
                secretKeyRef: { name: db, key: password }
      volumes:
        - name: tls
          secret:
            secretName: web-tls
`;
    expect(maskSecrets('a.yaml', text)).toEqual({ text, masked: [] });
  });
});
