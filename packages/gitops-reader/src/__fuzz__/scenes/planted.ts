/**
 * Small repositories, invented, of each kind of file that a reader knows. What a fuzz run damages.
 */
export interface Scene {
  name: string;
  files: Record<string, string>;
}

/** Every planted value holds this word, so that one search finds all. */
export const marker = 'plantedvalue';

/** A value that nobody may see. */
export const planted = (name: string) => `${marker}-${name}`;

/** Lines of a private key. */
export const key = [
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

/** A workload that most scenes hold. */
export const deployment = `apiVersion: apps/v1
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
