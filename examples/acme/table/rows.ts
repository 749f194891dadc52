// The alerts of the table: every stock rule of kube-prometheus with the labels that it carries, every trap of reading labels, and
// every sender. `truth` is a name in truths.ts; `cluster` is the one that a person would open.

/** One alert of the table, and what is true of it. */
export interface Row {
  id: string;
  /** Which receiver it comes in at. */
  receiver: string;
  rule: string;
  /** A name in `truths`. */
  truth: string;
  labels: Record<string, string>;
  annotations?: Record<string, string>;
  generatorURL?: string;
  /** Of the address that it is sent to. */
  query?: string;
  /** Which of the forms that the sender has. */
  form?: 'json' | 'nested';
  /** The object that the alert names leads on to another: either is the right one. */
  leadsTo?: boolean;
}

/** What kube-state-metrics leaves in the labels of its metrics, where the scrape does not drop it: the exporter's own. */
const exporter = {
  container: 'kube-state-metrics',
  endpoint: 'http',
  instance: '10.244.1.78:8080',
  job: 'kube-state-metrics',
  service: 'kube-prometheus-stack-kube-state-metrics',
  prometheus: 'monitoring/kube-prometheus-stack',
};
const exporterPod = 'kube-prometheus-stack-kube-state-metrics-7d7bb56c6d-v87gx';
const kubelet = {
  job: 'kubelet',
  endpoint: 'https-metrics',
  metrics_path: '/metrics/cadvisor',
  service: 'kube-prometheus-stack-kubelet',
};
const node = 'ip-10-30-1-17.eu-west-1.compute.internal';
const eu = { cluster: 'prod-eu' };
const us = { cluster: 'prod-us' };

export const rows: Row[] = [];
const add = (
  rule: string,
  truth: string,
  labels: Record<string, string>,
  more: Partial<Row> = {},
) =>
  rows.push({
    id: `row-${String(rows.length + 1).padStart(3, '0')}`,
    receiver: 'alertmanager',
    rule,
    truth,
    labels,
    ...more,
  });

type Place = { cluster: string };
type Named<Names extends string[]> = [...names: Names, place: Place];
const placed = <Names extends string[]>(...items: Named<Names>[]) => items;
const labelled = (...items: [rule: string, labels: Record<string, string>][]) =>
  items;

/** Pod metrics of kube-state-metrics: the pod is the one that the metric is about. */
const pods: [
  truth: string,
  namespace: string,
  pod: string,
  container: string,
  place: Place,
][] = [
  ['cart', 'shop', 'cart-6f5c9799d8-mf6hp', 'cart', eu],
  ['checkoutWeb', 'shop', 'checkout-web-f75c5457c-bjnhq', 'checkout-web', eu],
  ['pricing', 'shop', 'pricing-6b84bfbc6-fhfp6', 'pricing', eu],
  ['ledger', 'payments', 'payments-ledger-1', 'ledger', us],
  ['invoiceExport', 'payments', 'invoice-export-29921880-zw7kq', 'export', eu],
  ['warehouseDb', 'data', 'warehouse-db-2', 'postgres', eu],
  ['authGateway', 'identity', 'auth-gateway-569954856c-vwtgm', 'auth', eu],
  ['logShipper', 'kube-system', 'log-shipper-x7k2p', 'log-shipper', eu],
  [
    'storefrontWorker',
    'storefront',
    'storefront-worker-55b8744848-8dx8g',
    'worker',
    eu,
  ],
  [
    'recommendations',
    'labs',
    'recommendations-64bb59b99b-vkvbw',
    'recommendations',
    eu,
  ],
];
for (const [truth, namespace, pod, container, place] of pods) {
  add('KubePodCrashLooping', truth, {
    ...exporter,
    ...place,
    namespace,
    pod,
    container,
    uid: '7f0c',
    reason: 'CrashLoopBackOff',
  });
}
for (const [truth, namespace, pod, , place] of pods.slice(0, 6)) {
  add('KubePodNotReady', truth, {
    namespace,
    pod,
    job: 'kube-state-metrics',
    ...place,
  });
}
add('KubeContainerWaiting', 'taxUs', {
  ...exporter,
  ...us,
  namespace: 'payments',
  pod: 'tax-us-65df75f8b7-9qhb6',
  container: 'tax-us',
  reason: 'ImagePullBackOff',
  uid: '1',
});
add('KubeContainerWaiting', 'featureFlags', {
  ...exporter,
  ...us,
  namespace: 'shop',
  pod: 'feature-flags-55b58d6c46-hqvm2',
  container: 'feature-flags',
  reason: 'CreateContainerConfigError',
  uid: '2',
});

const deployments: [
  rule: string,
  truth: string,
  namespace: string,
  deployment: string,
  place: Place,
][] = [
  [
    'KubeDeploymentReplicasMismatch',
    'paymentsApi',
    'payments',
    'payments-api',
    eu,
  ],
  ['KubeDeploymentReplicasMismatch', 'bannerUs', 'shop', 'banner', us],
  ['KubeDeploymentReplicasMismatch', 'bannerEu', 'shop', 'banner', eu],
  [
    'KubeDeploymentGenerationMismatch',
    'fraudScorer',
    'payments',
    'fraud-scorer',
    eu,
  ],
  [
    'KubeDeploymentGenerationMismatch',
    'catalogApi',
    'catalog',
    'catalog-api',
    us,
  ],
  [
    'KubeDeploymentGenerationMismatch',
    'certManager',
    'cert-manager',
    'cert-manager',
    eu,
  ],
  [
    'KubeDeploymentReplicasMismatch',
    'externalSecrets',
    'external-secrets',
    'external-secrets',
    us,
  ],
  [
    'KubeDeploymentReplicasMismatch',
    'eventsIngest',
    'data',
    'events-ingest',
    eu,
  ],
  ['KubeDeploymentReplicasMismatch', 'promoWidget', 'shop', 'promo-widget', eu],
  ['KubeDeploymentReplicasMismatch', 'loadTest', 'labs', 'load-test', eu],
];
for (const [rule, truth, namespace, deployment, place] of deployments) {
  add(rule, truth, {
    ...exporter,
    pod: exporterPod,
    ...place,
    namespace,
    deployment,
  });
}
add('KubeDeploymentRolloutStuck', 'searchApi', {
  ...exporter,
  pod: exporterPod,
  ...eu,
  namespace: 'catalog',
  deployment: 'search-api',
  condition: 'Progressing',
  status: 'false',
  reason: 'ProgressDeadlineExceeded',
});
add('KubeDeploymentRolloutStuck', 'kubeStateMetrics', {
  ...exporter,
  pod: exporterPod,
  ...eu,
  namespace: 'monitoring',
  deployment: 'kube-prometheus-stack-kube-state-metrics',
  condition: 'Progressing',
  status: 'false',
});

add('KubeStatefulSetReplicasMismatch', 'ledger', {
  ...exporter,
  pod: exporterPod,
  ...us,
  namespace: 'payments',
  statefulset: 'payments-ledger',
});
add('KubeStatefulSetGenerationMismatch', 'cartCache', {
  ...exporter,
  pod: exporterPod,
  ...eu,
  namespace: 'shop',
  statefulset: 'cart-cache',
});
add('KubeStatefulSetGenerationMismatch', 'argocd', {
  ...exporter,
  pod: exporterPod,
  ...eu,
  namespace: 'argocd',
  statefulset: 'argocd-application-controller',
});
add('KubeStatefulSetUpdateNotRolledOut', 'cartCache', {
  ...us,
  namespace: 'shop',
  statefulset: 'cart-cache',
  job: 'kube-state-metrics',
});
for (const [rule, truth, namespace, daemonset] of [
  ['KubeDaemonSetRolloutStuck', 'logShipper', 'kube-system', 'log-shipper'],
  ['KubeDaemonSetNotScheduled', 'logShipper', 'kube-system', 'log-shipper'],
  [
    'KubeDaemonSetMisScheduled',
    'nodeExporter',
    'monitoring',
    'kube-prometheus-stack-prometheus-node-exporter',
  ],
]) {
  add(rule, truth, {
    ...exporter,
    pod: exporterPod,
    ...eu,
    namespace,
    daemonset,
  });
}

add('KubeJobNotCompleted', 'searchIndexer', {
  namespace: 'catalog',
  job_name: 'search-indexer-29922930',
  ...eu,
});
add('KubeJobNotCompleted', 'nightlyReport', {
  namespace: 'data',
  job_name: 'nightly-report-29921880',
  ...eu,
});
add('KubeJobFailed', 'nightlyReport', {
  ...exporter,
  pod: exporterPod,
  ...eu,
  namespace: 'data',
  job_name: 'nightly-report-29921880',
  condition: 'true',
});
add('KubeJobFailed', 'invoiceExport', {
  ...exporter,
  pod: exporterPod,
  ...eu,
  namespace: 'payments',
  // Its run is gone: the number is that of an hour that no history holds any more.
  job_name: 'invoice-export-29900280',
  condition: 'true',
});

for (const [rule, truth, namespace, horizontalpodautoscaler, place] of placed<
  [string, string, string, string]
>(
  ['KubeHpaReplicasMismatch', 'paymentsApi', 'payments', 'payments-api', eu],
  ['KubeHpaReplicasMismatch', 'checkoutWeb', 'shop', 'checkout-web', us],
  ['KubeHpaMaxedOut', 'searchSuggest', 'shop', 'search-suggest-autoscaler', us],
  ['KubeHpaMaxedOut', 'searchSuggest', 'shop', 'search-suggest-autoscaler', eu],
)) {
  add(
    rule,
    truth,
    {
      ...exporter,
      pod: exporterPod,
      ...place,
      namespace,
      horizontalpodautoscaler,
    },
    { leadsTo: true },
  );
}
add(
  'KubePdbNotEnoughHealthyPods',
  'paymentsApi',
  {
    ...exporter,
    pod: exporterPod,
    ...eu,
    namespace: 'payments',
    poddisruptionbudget: 'payments-api',
  },
  { leadsTo: true },
);

for (const [truth, namespace, pod, container, place] of placed<
  [string, string, string, string]
>(
  ['cart', 'shop', 'cart-8b5dfc899-q5tcq', 'cart', us],
  [
    'ingress',
    'ingress-nginx',
    'ingress-nginx-controller-755854d6d4-j9z7k',
    'controller',
    eu,
  ],
  ['storefrontWeb', 'storefront', 'storefront-web-96668df68-z4hn5', 'web', eu],
  ['userProfile', 'identity', 'user-profile-5499c86cd5-pb5db', 'profile', eu],
)) {
  add('CPUThrottlingHigh', truth, {
    ...kubelet,
    ...place,
    namespace,
    pod,
    container,
    instance: '10.30.1.17:10250',
  });
}

for (const [rule, truth, namespace, persistentvolumeclaim] of [
  ['KubePersistentVolumeFillingUp', 'cartCache', 'shop', 'data-cart-cache-0'],
  [
    'KubePersistentVolumeFillingUp',
    'ledger',
    'payments',
    'journal-payments-ledger-2',
  ],
  ['KubePersistentVolumeFillingUp', 'warehouseDb', 'data', 'warehouse-db-3'],
  [
    'KubePersistentVolumeInodesFillingUp',
    'ledger',
    'payments',
    'journal-payments-ledger-0',
  ],
]) {
  add(rule, truth, {
    ...kubelet,
    metrics_path: '/metrics',
    ...eu,
    namespace,
    persistentvolumeclaim,
    node,
    instance: '10.30.1.17:10250',
  });
}
for (const [truth, persistentvolume] of [
  ['ledger', 'pvc-f9327c0e-c5e9-4d8a-a666-000a6e7d1b69'],
  ['cartCache', 'pvc-20ab04f9-9ed1-4ff0-ac10-bf146454e17d'],
  ['warehouseDb', 'pvc-5d8430c4-b08d-4eb7-a0b5-e81184479495'],
]) {
  add('KubePersistentVolumeErrors', truth, {
    ...exporter,
    namespace: 'monitoring',
    pod: exporterPod,
    ...eu,
    persistentvolume,
    phase: 'Failed',
  });
}

for (const rule of [
  'KubeQuotaAlmostFull',
  'KubeQuotaFullyUsed',
  'KubeQuotaExceeded',
]) {
  add(rule, 'paymentsNamespace', {
    ...exporter,
    pod: exporterPod,
    ...eu,
    namespace: 'payments',
    resourcequota: 'compute',
    resource: 'requests.cpu',
  });
}
add('KubeQuotaAlmostFull', 'shopNamespace', {
  ...exporter,
  pod: exporterPod,
  ...us,
  namespace: 'shop',
  resourcequota: 'compute',
  resource: 'requests.memory',
});

for (const [rule, more] of labelled(
  ['KubeNodeNotReady', { condition: 'Ready', status: 'true' }],
  ['KubeNodePressure', { condition: 'MemoryPressure', status: 'true' }],
  [
    'KubeNodeUnreachable',
    { key: 'node.kubernetes.io/unreachable', effect: 'NoSchedule' },
  ],
  ['KubeNodeReadinessFlapping', {}],
)) {
  add(rule, 'node', {
    ...exporter,
    namespace: 'monitoring',
    pod: exporterPod,
    ...eu,
    node,
    ...more,
  });
}
add('KubeNodeEviction', 'node', {
  ...eu,
  node,
  eviction_signal: 'memory.available',
});
add('KubeletTooManyPods', 'node', { ...eu, node });

for (const [truth, namespace, service, place] of placed<
  [string, string, string]
>(
  ['searchApi', 'catalog', 'search-api-metrics', us],
  ['searchApi', 'catalog', 'search-api', eu],
  ['cart', 'shop', 'cart', eu],
  ['storefrontWeb', 'storefront', 'storefront-web', eu],
  ['ledger', 'payments', 'payments-ledger', eu],
  ['paymentsApi', 'payments', 'payments-api', us],
)) {
  add('TargetDown', truth, { job: service, namespace, service, ...place });
}

for (const [rule, more] of labelled(
  ['KubeCPUOvercommit', {}],
  ['KubeMemoryOvercommit', {}],
  ['KubeAPIErrorBudgetBurn', { long: '1h', short: '5m' }],
  ['KubeletDown', { job: 'kubelet' }],
  ['KubeSchedulerDown', { job: 'kube-scheduler' }],
  ['KubeControllerManagerDown', { job: 'kube-controller-manager' }],
  ['KubeProxyDown', { job: 'kube-proxy' }],
)) {
  add(rule, 'cluster', { ...eu, ...more });
}

for (const [rule, more] of labelled(
  [
    'NodeFilesystemSpaceFillingUp',
    { device: '/dev/nvme0n1p1', mountpoint: '/', fstype: 'ext4' },
  ],
  [
    'NodeFilesystemAlmostOutOfFiles',
    { device: '/dev/nvme0n1p1', mountpoint: '/var', fstype: 'xfs' },
  ],
  ['NodeNetworkReceiveErrs', { device: 'eth0' }],
  ['NodeClockNotSynchronising', {}],
  ['NodeRAIDDegraded', { device: 'md0' }],
  ['NodeSystemSaturation', {}],
)) {
  // Plain kube-prometheus writes the name of the node; the exporter's pod stays beside it.
  add(rule, 'node', {
    ...eu,
    job: 'node-exporter',
    instance: node,
    namespace: 'monitoring',
    pod: 'kube-prometheus-stack-prometheus-node-exporter-z8ch9',
    container: 'kube-rbac-proxy',
    endpoint: 'https',
    ...more,
  });
}
add('NodeFilesystemAlmostOutOfSpace', 'node', {
  ...eu,
  job: 'node-exporter',
  instance: '10.30.1.17:9100',
  namespace: 'monitoring',
  pod: 'kube-prometheus-stack-prometheus-node-exporter-z8ch9',
  container: 'node-exporter',
  service: 'kube-prometheus-stack-prometheus-node-exporter',
  endpoint: 'http-metrics',
  device: '/dev/nvme0n1p1',
  mountpoint: '/',
  fstype: 'ext4',
});

for (const [rule, labels] of labelled(
  [
    'PrometheusBadConfig',
    {
      pod: 'prometheus-kube-prometheus-stack-0',
      container: 'prometheus',
      job: 'kube-prometheus-stack-prometheus',
      service: 'kube-prometheus-stack-prometheus',
      instance: '10.244.2.9:9090',
      endpoint: 'web',
    },
  ],
  [
    'PrometheusRuleFailures',
    {
      pod: 'prometheus-kube-prometheus-stack-0',
      container: 'prometheus',
      job: 'kube-prometheus-stack-prometheus',
      instance: '10.244.2.9:9090',
      rule_group: 'kubernetes-apps',
    },
  ],
  [
    'ConfigReloaderSidecarErrors',
    {
      pod: 'prometheus-kube-prometheus-stack-0',
      container: 'config-reloader',
      job: 'kube-prometheus-stack-prometheus',
      instance: '10.244.2.9:8080',
    },
  ],
)) {
  add(rule, 'prometheus', { ...eu, namespace: 'monitoring', ...labels });
}
for (const [rule, labels] of labelled(
  [
    'AlertmanagerFailedReload',
    {
      pod: 'alertmanager-kube-prometheus-stack-0',
      container: 'alertmanager',
      job: 'kube-prometheus-stack-alertmanager',
    },
  ],
  [
    'PrometheusOperatorListErrors',
    { controller: 'prometheus', job: 'kube-prometheus-stack-operator' },
  ],
)) {
  add(rule, 'monitoring', { ...eu, namespace: 'monitoring', ...labels });
}
add('Watchdog', 'plumbing', {});
add('InfoInhibitor', 'plumbing', { namespace: 'shop' });

// GitOps tools: the plain namespace and name are those of the tool's own object, or of the exporter.
add('ArgoCdAppOutOfSync', 'warehouseApplication', {
  ...eu,
  namespace: 'argocd',
  name: 'warehouse-db-prod-eu',
  project: 'applications',
  autosync_enabled: 'true',
  dest_namespace: 'data',
  sync_status: 'OutOfSync',
  health_status: 'Healthy',
  job: 'argocd-metrics',
  pod: 'argocd-application-controller-0',
  container: 'argocd-application-controller',
  service: 'argocd-metrics',
  instance: '10.244.0.4:8082',
});
add('FluxResourceNotReady', 'ingressRelease', {
  ...exporter,
  pod: exporterPod,
  ...eu,
  namespace: 'monitoring',
  customresource_group: 'helm.toolkit.fluxcd.io',
  customresource_kind: 'HelmRelease',
  customresource_version: 'v2',
  exported_namespace: 'ingress-nginx',
  name: 'ingress-nginx',
  ready: 'False',
});
add('FluxResourceSuspended', 'platformKustomization', {
  ...eu,
  namespace: 'flux-system',
  kind: 'Kustomization',
  name: 'platform',
  exported_namespace: 'flux-system',
  suspended: 'True',
  job: 'flux-operator',
});

// Trap: no honorLabels, the real values are in exported_*.
add('AppErrors', 'cart', {
  job: 'kube-state-metrics',
  namespace: 'monitoring',
  pod: exporterPod,
  exported_namespace: 'shop',
  exported_pod: 'cart-6f5c9799d8-mf6hp',
  ...eu,
});
add('QueueTooLong', 'searchIndexer', {
  job: 'pushgateway',
  namespace: 'monitoring',
  exported_namespace: 'catalog',
  exported_job: 'search-indexer',
  exported_service: 'search-indexer',
  ...eu,
});
add('HighMemory', 'warehouseDb', {
  ...eu,
  namespace: 'monitoring',
  pod: 'kube-prometheus-stack-prometheus-node-exporter-z8ch9',
  exported_namespace: 'data',
  exported_pod: 'warehouse-db-1',
  exported_container: 'postgres',
});

// Trap: the cluster is called something else, comes with the address, or is not told.
for (const label of [
  'cluster_name',
  'k8s_cluster_name',
  'kubernetes_cluster',
]) {
  add('LatencyBudgetBurn', 'bannerUs', {
    namespace: 'shop',
    deployment: 'banner',
    [label]: 'prod-us',
  });
}
add(
  'LatencyBudgetBurn',
  'bannerUs',
  { namespace: 'shop', deployment: 'banner' },
  { query: '?cluster=prod-us' },
);
add(
  'LatencyBudgetBurn',
  'bannerEu',
  { namespace: 'shop', pod: 'banner-5b59f89b95-f7lnq' },
  {},
);
add(
  'LatencyBudgetBurn',
  'bannerUs',
  { namespace: 'shop', deployment: 'banner' },
  { generatorURL: 'https://prometheus.prod-us.acme.example/graph?g0.expr=x' },
);
add('LatencyBudgetBurn', 'bannerAnywhere', {
  namespace: 'shop',
  deployment: 'banner',
  environment: 'production',
});
add('LatencyBudgetBurn', 'taxUs', {
  namespace: 'payments',
  deployment: 'tax-us',
});

// Trap: `instance` of kube-state-metrics is no node; that of the kubelet is.
add('KubeletPlegDurationHigh', 'node', {
  ...eu,
  job: 'kubelet',
  instance: '10.30.1.17:10250',
});

// Trap: an aggregation dropped the namespace; the text still has it.
add(
  'PodMemoryHigh',
  'cart',
  { ...eu, pod: 'cart-6f5c9799d8-hqzcm' },
  {
    annotations: {
      description:
        'Pod shop/cart-6f5c9799d8-hqzcm (cart) uses 93 % of its memory.',
    },
  },
);
add(
  'ErrorRateHigh',
  'catalogApi',
  { ...eu },
  {
    annotations: {
      summary: 'Deployment catalog/catalog-api answers 5 % with errors.',
    },
  },
);
add(
  'BatchLate',
  'nightlyReport',
  { ...eu },
  {
    annotations: {
      description:
        'Job data/nightly-report-29921880 is taking more than 6 hours.',
    },
  },
);

// Trap: the rule itself names the team.
add('CheckoutErrorBudgetBurn', 'checkoutTeam', { team: 'checkout' });
add('LedgerLag', 'paymentsTeam', { squad: 'team-payments' });
add('Whatever', 'paymentsTeam', { owner: '@acme/payments' });

// Trap: the pod is gone. Its ReplicaSet is not; its run is; nobody ever knew it.
add('KubePodCrashLooping', 'authGateway', {
  ...eu,
  namespace: 'identity',
  pod: 'auth-gateway-d6bf9bd5f-qz2nl',
  container: 'auth-gateway',
});
add('KubePodNotReady', 'invoiceExport', {
  ...eu,
  namespace: 'payments',
  pod: 'invoice-export-29920440-h9xbd',
});
add('KubeContainerWaiting', 'identityNamespace', {
  ...eu,
  namespace: 'identity',
  pod: 'debug-shell',
});
add('KubePodCrashLooping', 'nothing', {
  namespace: 'warehouse-robots',
  pod: 'arm-7',
  cluster: 'factory',
});

// Markup in labels and texts.
add(
  'PromoWidgetDown',
  'promoWidget',
  {
    ...eu,
    namespace: 'shop',
    deployment: 'promo-widget',
    note: '<!channel> <script>x</script>',
  },
  { annotations: { summary: '[click](https://evil.example) <b>promo</b>' } },
);

// Every other sender.
for (const receiver of [
  ...['grafana', 'pagerduty', 'opsgenie', 'datadog', 'incident-io'],
  ...['sentry', 'sns', 'robusta', 'zabbix'],
]) {
  add(
    'CartDown',
    'cart',
    { ...eu, namespace: 'shop', pod: 'cart-6f5c9799d8-228tt' },
    { receiver },
  );
  add(
    'FraudScorerSlow',
    'fraudScorer',
    { ...eu, namespace: 'payments', pod: 'fraud-scorer-65ff8cc548-s45sl' },
    { receiver },
  );
}
add(
  'High latency',
  'paymentsApi',
  {
    grafana_folder: 'team-payments',
    namespace: 'payments',
    service: 'payments-api',
    ...eu,
  },
  { receiver: 'grafana' },
);
add(
  'KubeDeploymentReplicasMismatch',
  'eventsIngest',
  {
    ...exporter,
    pod: exporterPod,
    ...eu,
    namespace: 'data',
    deployment: 'events-ingest',
  },
  { receiver: 'pagerduty', form: 'json' },
);
add(
  'WarehouseLag',
  'warehouseDb',
  { ...eu, namespace: 'data', pod: 'warehouse-db-1' },
  { receiver: 'pagerduty', form: 'nested' },
);

add('TargetDown', 'cluster', { ...us, job: 'kube-controller-manager' });

// Trap: the rule names the cluster and has left out what it is about: that is not the cluster.
add('KafkaConsumerLag', 'nothing', { ...eu, topic: 'orders' });
add('CertificateExpiresSoon', 'nothing', { ...eu, cn: 'shop.acme.example' });
add('ContainerMemoryHigh', 'nothing', { ...us, job: 'kubelet' });
