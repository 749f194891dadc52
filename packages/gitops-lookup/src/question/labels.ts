import { classifyEnvironment } from '@plumbline/gitops-reader';
import { kindOf } from '../names/kinds';
import { isClusterWide } from './clusterWide';
import { Labels, synonyms } from './LabelReader';
import { ClusterHint, emptyQuestion, Question, Target } from './types';

/** Labels and what came with them: an alert, whoever sent it. @public */
export interface LabelledQuestion {
  text: string;
  form: 'alert' | 'labels';
  labels: Record<string, string>;
  annotations: Record<string, string>;
  /** Objects that the payload names in full. */
  objects: { kind: string; namespace?: string; name: string; reason: string }[];
  urls: { generatorURL?: string; externalURL?: string };
  links: { title: string; url: string }[];
  /** Team marks outside of the labels. */
  teams: Question['teams'];
}

const clusterKeys = [
  'cluster',
  'cluster_name',
  'k8s_cluster_name',
  'kubernetes_cluster',
  'kube_cluster_name',
  'k8s.cluster.name',
  'clusterName',
  'ClusterName',
];

const teamKeys = [
  'team',
  'owner',
  'squad',
  'owning_team',
  'label_team',
  'label_owner',
  'label_squad',
];

/** Labels that name an object of exactly one kind, most specific first. */
const specific: [label: string, kind: string][] = [
  ['deployment', 'Deployment'],
  ['statefulset', 'StatefulSet'],
  ['daemonset', 'DaemonSet'],
  ['rollout', 'Rollout'],
  ['cronjob', 'CronJob'],
  ['job_name', 'Job'],
  ['horizontalpodautoscaler', 'HorizontalPodAutoscaler'],
  ['poddisruptionbudget', 'PodDisruptionBudget'],
  ['persistentvolumeclaim', 'PersistentVolumeClaim'],
  ['persistentvolume', 'PersistentVolume'],
  ['replicaset', 'ReplicaSet'],
  ['pod', 'Pod'],
  ['node', 'Node'],
  ['resourcequota', 'ResourceQuota'],
];

/** Labels that tell of the scraped thing, or by convention name the application. */
const conventional: [label: string, kind: string | undefined][] = [
  ['service', 'Service'],
  ['ingress', 'Ingress'],
  ['exported_job', undefined],
  ['app_kubernetes_io_name', undefined],
  ['app.kubernetes.io/name', undefined],
  ['label_app_kubernetes_io_name', undefined],
  ['app', undefined],
  ['label_app', undefined],
  ['service_name', undefined],
  ['app_kubernetes_io_instance', undefined],
  ['app.kubernetes.io/instance', undefined],
  ['container', undefined],
  ['entity', undefined],
];

/** Labels that tell a label set from any other list of pairs. */
export const knownLabels: ReadonlySet<string> = new Set([
  'alertname',
  'severity',
  'job',
  'instance',
  'prometheus',
  'kind',
  'name',
  ...specific.map(([label]) => label),
  ...conventional.map(([label]) => label),
  ...Object.keys(synonyms),
  ...Object.values(synonyms).flat(),
  ...clusterKeys,
  ...teamKeys,
  ...['namespace', 'pod', 'container', 'service'].map(key => `exported_${key}`),
]);

const exporterContainers = ['kube-rbac-proxy-main', 'kube-rbac-proxy-self'];
const plumbing = ['Watchdog', 'InfoInhibitor'];

/** What a label set is about, by the rules that keep an exporter's own labels apart from those of its metrics. */
export function questionFromLabels(input: LabelledQuestion): Question {
  const question = emptyQuestion(input.text, input.form);
  const labels = new Labels(input.labels);
  question.alertname = labels.get('alertname');
  question.plumbing = plumbing.includes(question.alertname ?? '');
  if (isClusterWide(question.alertname, labels.get('job'))) {
    question.clusterWide = true;
  }
  question.links = input.links;
  question.teams = [
    ...teamKeys.flatMap(key => {
      const raw = labels.get(key);
      return raw ? [{ raw, field: `labels.${key}` }] : [];
    }),
    ...input.teams,
  ];
  question.clusters = clusterHints(labels, input.urls);
  const cluster = question.clusters.find(({ weak }) => !weak)?.value;
  question.environmentLabel = labels.get('environment');
  question.environment =
    environmentOf(question.environmentLabel) ?? environmentOf(cluster);

  const identity = identityOf(labels, input.urls.generatorURL, question.notes);
  const namespace = identity.get('namespace');
  question.namespace = namespace;
  const add = (target: Target) => {
    const known = question.targets.some(
      other =>
        other.name === target.name &&
        other.kind === target.kind &&
        (other.namespace ?? undefined) === (target.namespace ?? undefined),
    );
    if (!known) {
      question.targets.push(target);
    }
  };

  for (const { kind, name, reason, ...rest } of input.objects) {
    add({
      kind: kindOf(kind) ?? kind,
      name,
      namespace: rest.namespace ?? namespace,
      confidence: 'certain',
      reason,
    });
  }
  for (const target of engineTargets(labels, namespace)) {
    add(target);
  }
  for (const [label, kind] of ordered(identity, question.alertname)) {
    const name = identity.get(label);
    if (name) {
      add({
        kind,
        name,
        namespace:
          kind === 'Node' || kind === 'PersistentVolume' ? null : namespace,
        confidence: 'certain',
        reason: `label ${identity.key(label)}`,
      });
    }
  }
  for (const node of nodesOfInstance(labels, question.targets)) {
    add(node);
  }
  for (const [label, kind] of conventional) {
    const name = identity.get(label);
    if (name) {
      add({
        kind,
        name,
        namespace,
        confidence: kind ? 'likely' : 'guess',
        reason: `label ${identity.key(label)}`,
      });
    }
  }
  if (
    !namespace ||
    question.targets.every(target => target.confidence === 'guess')
  ) {
    for (const target of namedInText(input.annotations)) {
      add(target);
    }
  }
  const job = labels.get('job');
  if (
    namespace &&
    job &&
    /^[a-z0-9.-]+$/.test(job) &&
    !isExporter(labels) &&
    !labels.has('exported_namespace')
  ) {
    add({
      name: job,
      namespace,
      confidence: 'guess',
      reason: 'label job (the name of a scrape job, often that of a Service)',
    });
  }
  const clusterWide = question.targets.some(
    ({ kind }) => kind === 'Node' || kind === 'PersistentVolume',
  );
  if (namespace && !(clusterWide && isExporter(labels))) {
    const alone = question.targets.length === 0;
    add({
      kind: 'Namespace',
      name: namespace,
      namespace: null,
      confidence: alone ? 'certain' : 'guess',
      reason: `label ${identity.key('namespace')}`,
    });
  }
  return question;
}

/** kube-state-metrics, or the proxy in front of it: the plain labels may be those of the exporter itself. */
function isExporter(labels: Labels): boolean {
  return (
    ['job', 'pod', 'service', 'container'].some(label =>
      labels.get(label)?.includes('kube-state-metrics'),
    ) || exporterContainers.includes(labels.get('container') ?? '')
  );
}

/** The labels that describe the object, without those that describe the exporter. */
function identityOf(
  labels: Labels,
  generatorURL: string | undefined,
  notes: string[],
): Labels {
  const exported = ['namespace', 'pod', 'container', 'service'].filter(label =>
    labels.has(`exported_${label}`),
  );
  if (exported.length > 0) {
    notes.push(
      'The plain namespace, pod, container and service labels describe the exporter; their exported_ forms were used.',
    );
    return labels.with({
      namespace: labels.get('exported_namespace'),
      pod: labels.get('exported_pod'),
      container: labels.get('exported_container'),
      service: labels.get('exported_service'),
    });
  }
  if (labels.has('exported_job')) {
    // The metric brought its own job label, so the others may be those of a gateway.
    return labels.with({
      pod: undefined,
      container: undefined,
      service: undefined,
    });
  }
  if (!isExporter(labels)) {
    return isNodeExporter(labels) ? ofNode(labels, notes) : labels;
  }
  const pod = labels.get('pod');
  const expression = generatorURL && expressionOf(generatorURL);
  const aboutPods =
    !expression ||
    !/\bkube_/.test(expression) ||
    /\bkube_pod_/.test(expression);
  const named = specific.some(
    ([label]) => label !== 'pod' && label !== 'node' && labels.has(label),
  );
  const podIsReal =
    pod !== undefined &&
    !named &&
    aboutPods &&
    !pod.includes('kube-state-metrics');
  if (pod && !podIsReal) {
    notes.push(
      `The labels pod, container, service and instance describe the exporter (${pod}), not what the alert is about.`,
    );
  }
  return labels.with({
    service: undefined,
    ingress: labels.get('ingress'),
    pod: podIsReal ? pod : undefined,
    container:
      podIsReal &&
      !exporterContainers.includes(labels.get('container') ?? '') &&
      !labels.get('container')?.includes('kube-state-metrics')
        ? labels.get('container')
        : undefined,
  });
}

/** node-exporter runs on the node that it tells of: whatever else its labels name is the exporter. */
function isNodeExporter(labels: Labels): boolean {
  return (
    /node[-_]exporter/.test(labels.get('job') ?? '') && labels.has('instance')
  );
}

function ofNode(labels: Labels, notes: string[]): Labels {
  if (labels.has('pod')) {
    notes.push(
      `The labels namespace, pod, container and service describe the exporter (${labels.get('pod')}), not the node that the alert is about.`,
    );
  }
  return labels.with({
    namespace: undefined,
    pod: undefined,
    container: undefined,
    service: undefined,
  });
}

function expressionOf(generatorURL: string): string | undefined {
  try {
    return new URL(generatorURL).searchParams.get('g0.expr') ?? undefined;
  } catch {
    return undefined;
  }
}

/** A node's alert that came through kube-state-metrics may carry some pod: the node goes first there. */
function ordered(labels: Labels, alertname = ''): typeof specific {
  const nodeFirst =
    isExporter(labels) &&
    labels.has('node') &&
    (labels.has('condition') ||
      (/node|kubelet/i.test(alertname) && !/pod/i.test(alertname)));
  if (!nodeFirst) {
    return specific;
  }
  return [
    ...specific.filter(([label]) => label === 'node'),
    ...specific.filter(([label]) => label !== 'node' && label !== 'pod'),
  ];
}

/** Argo CD's and Flux's own metrics name their object in `name`, and the thing that has a kind in pairs of labels. */
function engineTargets(
  labels: Labels,
  namespace: string | undefined,
): Target[] {
  const name = labels.get('name');
  const targets: Target[] = [];
  const kind = labels.get('customresource_kind') ?? labels.get('kind');
  if (name && kind) {
    targets.push({
      kind: kindOf(kind) ?? kind,
      name,
      namespace,
      confidence: 'certain',
      reason: 'labels kind and name',
    });
  } else if (name && (labels.has('dest_server') || labels.has('sync_status'))) {
    targets.push({
      kind: 'Application',
      name,
      namespace,
      confidence: 'certain',
      reason: "label name of Argo CD's own metric",
    });
  }
  for (const [kindLabel, nameLabel] of [
    ['workload_type', 'workload'],
    ['owner_kind', 'owner_name'],
    ['created_by_kind', 'created_by_name'],
  ]) {
    const owner = labels.get(nameLabel);
    if (owner && !owner.startsWith('<')) {
      const ownerKind = labels.get(kindLabel);
      targets.push({
        kind: ownerKind && (kindOf(ownerKind) ?? ownerKind),
        name: owner,
        namespace,
        confidence: ownerKind ? 'certain' : 'likely',
        reason: `label ${nameLabel}`,
      });
    }
  }
  return targets;
}

/** `instance` is a node's name or address for node-exporter and the kubelet, and an exporter's address otherwise. */
function nodesOfInstance(labels: Labels, found: Target[]): Target[] {
  const instance = labels.get('instance');
  const job = labels.get('job') ?? '';
  if (!instance || isExporter(labels) || instance.includes('/')) {
    return [];
  }
  const ofNodes = /node|kubelet|cadvisor/.test(job);
  if (found.length > 0 || (!ofNodes && labels.has('namespace'))) {
    return [];
  }
  return [
    {
      kind: 'Node',
      name: instance
        .replace(/^\[(.+)\](:\d+)?$/, '$1')
        .replace(/^([^:]+):\d+$/, '$1'),
      namespace: null,
      confidence: ofNodes ? 'certain' : 'guess',
      reason: 'label instance',
    },
  ];
}

const inText =
  /(?:\b(pod|deployment|statefulset|daemonset|job|cronjob|hpa|horizontalpodautoscaler|replicaset|service|rollout)\s+)?(?<![\w/:.-])([a-z0-9][a-z0-9-]{0,62})\/([a-z0-9][a-z0-9.-]{0,252})(?![\w/:-])/gi;

/** The last resort: texts of stock rules say `Pod <namespace>/<pod>`. */
function namedInText(annotations: Record<string, string>): Target[] {
  const targets: Target[] = [];
  for (const key of ['description', 'summary', 'message', 'title']) {
    for (const match of (annotations[key] ?? '')
      .slice(0, 2_000)
      .matchAll(inText)) {
      const [, kind, namespace, name] = match;
      targets.push({
        kind: kind && kindOf(kind),
        namespace: namespace.toLowerCase(),
        name: name.toLowerCase().replace(/\.+$/, ''),
        confidence: 'guess',
        reason: `the text of annotation ${key}`,
      });
    }
  }
  return targets.slice(0, 3);
}

function clusterHints(
  labels: Labels,
  urls: LabelledQuestion['urls'],
): ClusterHint[] {
  const hints: ClusterHint[] = [];
  for (const key of clusterKeys) {
    const value = labels.get(key);
    if (value) {
      hints.push({ value, reason: `label ${key}` });
    }
  }
  const prometheus = labels.get('prometheus');
  if (prometheus) {
    hints.push({ value: prometheus, reason: 'label prometheus', weak: true });
  }
  for (const [key, url] of Object.entries(urls)) {
    for (const value of url ? hostParts(url) : []) {
      hints.push({ value, reason: `host of ${key}`, weak: true });
    }
  }
  return hints;
}

/** `prometheus.prod-eu.example` → the host and each of its labels. */
function hostParts(url: string): string[] {
  try {
    const { hostname } = new URL(url);
    return [...new Set([hostname, ...hostname.split('.')])].slice(0, 6);
  } catch {
    return [];
  }
}

/** The environment that a word names, if it is one. */
export function environmentOf(word: string | undefined): string | undefined {
  return word ? classifyEnvironment(word) : undefined;
}
