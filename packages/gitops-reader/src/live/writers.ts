import { FieldWriter, JsonObject, JsonValue } from '../facts';
import { compact, isObject, listAt, textAt } from '../lib/json';
import { isMomentary } from './momentary';

const maxWriters = 20;
const maxFields = 50;
const maxSteps = 5_000;
const maxDepth = 32;
const maxPath = 300;

/** Made by a controller from a template: nobody edits them, and there are many. */
const generated = new Set([
  'Pod',
  'ReplicaSet',
  'ReplicationController',
  'ControllerRevision',
  'Endpoints',
  'EndpointSlice',
  'Event',
  'Lease',
  'Node',
]);

/** Names that managers go by. A name is what its client calls itself: anybody may take any. */
const classes: [FieldWriter['by'], RegExp][] = [
  [
    'gitops',
    /^(?:argocd-controller|argocd-application-controller|kustomize-controller|helm-controller|flux|flux-client-side-apply)$/,
  ],
  [
    'controller',
    /^(?:kube-controller-manager|kube-scheduler|kubelet|cluster-autoscaler|karpenter|keda|rollouts-controller|cert-manager-.*|external-secrets|before-first-apply|ancient-changes)$/,
  ],
  [
    'ci',
    /^(?:helm|Helm|Terraform|HashiCorp|pulumi-kubernetes.*|ansible|OpenAPI-Generator|Go-http-client|curl)$/,
  ],
  [
    // Through the web pages and the terminal of Argo CD, people write as argocd-server.
    'human',
    /^(?:kubectl(?:-.*)?|Mozilla|k9s|node-fetch|Headlamp(?:\b.*)?|rancher|oc|argocd-server)$/,
  ],
];

const status = /^status(?:\.|$)/;

/** Fields that are written in passing. */
const noise = [
  status,
  /^metadata\.(?:managedFields|resourceVersion|generation|finalizers)\b/,
  /(?:^|\.)annotations\.(?:kubectl\.kubernetes\.io\/(?:restartedAt|last-applied-configuration)|deployment\.kubernetes\.io\/revision)$/,
];

const annotation = 'metadata.annotations.';

function isNoise(path: string): boolean {
  return (
    noise.some(pattern => pattern.test(path)) ||
    (path.startsWith(annotation) && isMomentary(path.slice(annotation.length)))
  );
}

/** Keys that identify an item of a list by a name or a port, and by nothing that could be a value. */
const identifying = new Set([
  'name',
  'containerPort',
  'port',
  'protocol',
  'mountPath',
  'devicePath',
  'topologyKey',
  'type',
]);

/** Who a manager is, by the name that it goes by. */
export function classOfManager(manager: string): FieldWriter['by'] {
  return classes.find(([, names]) => names.test(manager))?.[0] ?? 'unknown';
}

/** `k:{"name":"cart"}` → `[name=cart]`: what identifies an item, without what else stands in it. */
function itemKey(key: string): string {
  let identity: JsonValue;
  try {
    identity = JSON.parse(key.slice(2));
  } catch {
    return '[]';
  }
  if (!isObject(identity)) {
    return '[]';
  }
  const parts = Object.entries(identity)
    .slice(0, 4)
    .map(([name, value]) =>
      identifying.has(name) && /^[\w./:-]{1,100}$/.test(String(value))
        ? `${name}=${value}`
        : name.slice(0, 60),
    );
  return `[${parts.join(',')}]`;
}

/** Paths of the fields that an entry owns, without values: items of sets are values, and end at their list. */
function fieldPaths(fields: JsonValue | undefined): string[] {
  const found = new Set<string>();
  let steps = 0;
  const walk = (at: JsonObject, path: string, depth: number) => {
    let deeper = false;
    for (const key of Object.keys(at)) {
      steps += 1;
      if (steps > maxSteps || depth > maxDepth) {
        return;
      }
      let next: string | undefined;
      if (key.startsWith('f:')) {
        next = path ? `${path}.${key.slice(2)}` : key.slice(2);
      } else if (key.startsWith('k:')) {
        next = `${path}${itemKey(key)}`;
      } else if (/^i:\d+$/.test(key)) {
        next = `${path}[${key.slice(2)}]`;
      }
      const child = at[key];
      if (next !== undefined && isObject(child)) {
        deeper = true;
        walk(child, next, depth + 1);
      }
    }
    if (!deeper && path) {
      found.add(path.slice(0, maxPath));
    }
  };
  if (isObject(fields)) {
    walk(fields, '', 0);
  }
  return [...found];
}

/**
 * Who wrote which fields of an object: its `managedFields` without values, without what controllers write in passing.
 * Kinds that controllers make are left out.
 */
export function writersOf(object: JsonObject): FieldWriter[] | undefined {
  const kind = textAt(object, 'kind') ?? '';
  const isMade =
    generated.has(kind) ||
    (kind === 'Job' &&
      listAt(object, 'metadata', 'ownerReferences').length > 0);
  if (isMade) {
    return undefined;
  }
  const writers = listAt(object, 'metadata', 'managedFields').flatMap(entry => {
    const manager = (textAt(entry, 'manager') ?? 'unknown').slice(0, 128);
    const subresource = textAt(entry, 'subresource')?.slice(0, 60);
    const paths = fieldPaths(isObject(entry) ? entry.fieldsV1 : undefined);
    const fields = paths.filter(path => !isNoise(path)).sort();
    // Where the status is no part by itself, it is written with the rest, all the time.
    const isOfStatus = paths.some(path => status.test(path));
    if (subresource === 'status' || fields.length === 0) {
      return [];
    }
    return [
      compact<FieldWriter>({
        manager,
        by: classOfManager(manager),
        operation: textAt(entry, 'operation') === 'Apply' ? 'Apply' : 'Update',
        subresource,
        at: isOfStatus ? undefined : timeOf(textAt(entry, 'time')),
        fields: fields.slice(0, maxFields),
        more: fields.length > maxFields ? fields.length - maxFields : undefined,
      }),
    ];
  });
  return writers.length > 0 ? writers.slice(0, maxWriters) : undefined;
}

/** Only what is a time. */
export function timeOf(text: string | undefined): string | undefined {
  return text && /^\d{4}-\d\d-\d\dT[\d:.]{5,18}(?:Z|[+-]\d\d:\d\d)$/.test(text)
    ? text
    : undefined;
}
