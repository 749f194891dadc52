import { AccessRule, everyResource, resourcesOf } from './rules';

/** @public */
export interface ClusterRoleOptions {
  /** What is read: see `selectResources`. */
  rules: AccessRule[];
  /** Of the ClusterRole, its binding and the ServiceAccount. */
  name: string;
  /** Where the ServiceAccount lives. */
  namespace: string;
  /** Also a Secret with a token that does not expire. */
  token?: boolean;
}

/** Namespaces that every cluster has. */
const builtIn = ['default', 'kube-system', 'kube-public'];

/**
 * What `kubectl apply` needs so that Plumbline may read a cluster, with a reason on each rule.
 *
 * @public
 */
export function renderClusterRole(options: ClusterRoleOptions): string {
  const { name, namespace } = options;
  const documents = [
    `apiVersion: v1
kind: ServiceAccount
metadata:
  name: ${name}
  namespace: ${namespace}
`,
    `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: ${name}
rules:
${options.rules.map(renderRule).join('\n')}`,
    `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: ${name}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: ${name}
subjects:
  - kind: ServiceAccount
    name: ${name}
    namespace: ${namespace}
`,
  ];
  if (!builtIn.includes(namespace)) {
    documents.unshift(`apiVersion: v1
kind: Namespace
metadata:
  name: ${namespace}
`);
  }
  if (options.token) {
    documents.push(`# A token that never expires: whoever reads it can read what the role above allows. It stands in
# \`kubectl -n ${namespace} get secret ${name}-token -o jsonpath='{.data.token}' | base64 -d\`
apiVersion: v1
kind: Secret
metadata:
  name: ${name}-token
  namespace: ${namespace}
  annotations:
    kubernetes.io/service-account.name: ${name}
type: kubernetes.io/service-account-token
`);
  }
  const open = options.rules
    .filter(rule => resourcesOf(rule).includes(everyResource))
    .map(({ group }) => group);
  return `# What Plumbline reads of a cluster. It changes nothing, and reads no Secrets, logs or data of ConfigMaps: there is
# no wildcard here${open.length > 0 ? ` but for the kinds that a cluster makes up in ${open.join(', ')}` : ''}, and nothing of exec, attach, proxy or
# impersonate. Groups that a cluster does not serve do no harm.
${documents.join('---\n')}${
    options.token
      ? ''
      : `# A token for the configuration of the portal: kubectl -n ${namespace} create token ${name} --duration=8760h
# Inside of this cluster none is needed: run the portal as this ServiceAccount, with \`inCluster: true\`.
`
  }`;
}

function renderRule(rule: AccessRule): string {
  const metadata = rule.metadata ?? [];
  const slim =
    metadata.length === 0
      ? ''
      : `  # Metadata alone is asked for: ${metadata.join(', ')}.\n`;
  return `  # ${rule.why}
${slim}  - apiGroups: ['${rule.group}']
    resources:
${resourcesOf(rule)
  .sort()
  .map(
    resource =>
      `      - ${resource === everyResource ? `'${resource}'` : resource}\n`,
  )
  .join('')}    verbs: [get, list, watch]
`;
}
