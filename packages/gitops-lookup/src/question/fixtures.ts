/** Payloads as their senders write them; names and values are invented. */

export const exporterAlert = {
  status: 'firing',
  labels: {
    alertname: 'KubeDeploymentReplicasMismatch',
    container: 'kube-state-metrics',
    deployment: 'web',
    endpoint: 'http',
    instance: '10.244.1.78:8080',
    job: 'kube-state-metrics',
    namespace: 'shop',
    pod: 'kps-kube-state-metrics-747b7b996-g92xn',
    service: 'kps-kube-state-metrics',
    prometheus: 'monitoring/k8s',
    severity: 'warning',
  },
  annotations: {
    description:
      'Deployment shop/web has not matched the expected number of replicas for longer than 15 minutes on cluster .',
    summary: 'Deployment has not matched the expected number of replicas.',
    runbook_url: 'https://runbooks.example/replicas',
  },
  startsAt: '2026-11-23T02:00:00Z',
  endsAt: '0001-01-01T00:00:00Z',
  generatorURL: 'http://prom.example/graph?g0.expr=x',
  fingerprint: '0f1e2d3c4b5a6978',
};

export const jobAlert = {
  labels: {
    alertname: 'KubeJobFailed',
    job: 'kube-state-metrics',
    job_name: 'backup-29923680',
    namespace: 'shop',
    condition: 'true',
    severity: 'warning',
  },
};

export const exportedAlert = {
  labels: {
    alertname: 'AppErrors',
    job: 'kube-state-metrics',
    namespace: 'monitoring',
    exported_namespace: 'shop',
    pod: 'ksm-6b9dd85456-s6dsg',
    exported_pod: 'cart-6f5c9799d8-mf6hp',
    cluster: 'prod-eu',
  },
};

export const webhook = {
  version: '4',
  groupKey: '{}/{severity="critical"}:{namespace="shop"}',
  truncatedAlerts: 0,
  status: 'firing',
  receiver: 'ownership',
  groupLabels: { namespace: 'shop' },
  commonLabels: { namespace: 'shop' },
  commonAnnotations: {},
  externalURL: 'https://am.prod-eu.example',
  alerts: [
    { ...exporterAlert, status: 'resolved' },
    {
      status: 'firing',
      labels: {
        alertname: 'KubePodCrashLooping',
        namespace: 'shop',
        pod: 'cart-6f5c9799d8-mf6hp',
        container: 'cart',
        uid: '5d9',
        job: 'kube-state-metrics',
      },
      annotations: {},
    },
  ],
};

export const apiAlerts = [
  {
    labels: { alertname: 'High', namespace: 'shop', deployment: 'cart' },
    annotations: {},
    generatorURL: '',
    receivers: [{ name: 'ownership' }],
    fingerprint: 'a1b2c3d4e5f60718',
    startsAt: '2026-11-23T02:00:00Z',
    status: { state: 'active', silencedBy: [], inhibitedBy: [] },
  },
];

export const pagerDutyWebhook = {
  event: {
    id: '01E',
    event_type: 'incident.triggered',
    resource_type: 'incident',
    data: {
      id: 'PGR0VU2',
      type: 'incident',
      html_url: 'https://acme.pagerduty.com/incidents/PGR0VU2',
      title: '[FIRING:1] shop',
      service: { id: 'PF9KMXH', type: 'service_reference', summary: 'Shop' },
      teams: [{ id: 'PFCVPS0', type: 'team_reference', summary: 'Payments' }],
      priority: null,
    },
  },
};

export const pagerDutyAlerts = {
  alerts: [
    {
      id: 'PT4KHLK',
      type: 'alert',
      status: 'triggered',
      service: { id: 'PF9KMXH', type: 'service_reference' },
      body: {
        type: 'alert_body',
        contexts: [],
        details: {
          firing:
            'Labels:\n - alertname = KubePodCrashLooping\n - namespace = shop\n - pod = cart-6f5c9799d8-mf6hp\nAnnotations:\n - summary = Pod is crash looping.\nSource: http://prom.example/graph\n',
          num_firing: '1',
          num_resolved: '0',
          resolved: '',
        },
      },
    },
  ],
  limit: 25,
  more: false,
};

export const pagerDutyJsonAlerts = {
  alerts: [
    {
      id: 'PT4KHLK',
      type: 'alert',
      body: {
        type: 'alert_body',
        details: {
          firing: JSON.stringify([webhook.alerts[1]]),
          num_firing: '1',
        },
      },
    },
  ],
};

export const grafana = {
  version: '1',
  orgId: 1,
  title: '[FIRING:1] High latency',
  state: 'alerting',
  alerts: [
    {
      status: 'firing',
      labels: {
        alertname: 'High latency',
        grafana_folder: 'team-payments',
        namespace: 'shop',
        service: 'cart',
      },
      annotations: { summary: 'p99 > 2s' },
      generatorURL: 'https://grafana.example/alerting/grafana/abc/view',
      fingerprint: 'c6eadffa33fcdf37',
      dashboardURL: 'https://grafana.example/d/abc',
      panelURL: '',
      values: { B: 2.4 },
      orgId: 1,
    },
  ],
};

export const sns = {
  Type: 'Notification',
  MessageId: 'm-1',
  TopicArn: 'arn:aws:sns:eu-west-1:123456789012:alerts',
  Subject: 'ALARM: "cart-5xx" in EU (Ireland)',
  Message: JSON.stringify({
    AlarmName: 'cart-5xx',
    NewStateValue: 'ALARM',
    Region: 'EU (Ireland)',
    Trigger: {
      MetricName: 'pod_number_of_container_restarts',
      Namespace: 'ContainerInsights',
      Dimensions: [
        { name: 'ClusterName', value: 'prod-eu' },
        { name: 'Namespace', value: 'shop' },
        { name: 'PodName', value: 'cart' },
      ],
    },
  }),
  SignatureVersion: '2',
};

export const opsgenie = {
  action: 'Create',
  alert: {
    alertId: '052652ac',
    tinyId: '23',
    alias: 'd3640fbd',
    message: '[FIRING:1] shop',
    entity: 'cart',
    source: 'alertmanager',
    tags: ['team:payments', 'cluster:prod-eu'],
    teams: ['t-1'],
    createdAt: 1763863200000,
    details: { namespace: 'shop', pod: 'cart-6f5c9799d8-mf6hp' },
  },
  source: { name: 'prom', type: 'API' },
  integrationName: 'out',
};

export const robusta = {
  title: 'Crashing pod cart in namespace shop',
  description: '',
  cluster_name: 'prod-eu',
  severity: 'HIGH',
  source: 'KUBERNETES_API_SERVER',
  aggregation_key: 'CrashLoopBackoff',
  failure: true,
  subject: {
    name: 'cart-6f5c9799d8-mf6hp',
    kind: 'pod',
    namespace: 'shop',
    node: 'n1',
    container: 'cart',
    labels: { app: 'cart', team: 'payments' },
    annotations: {},
  },
};

export const datadog = {
  title: 'Restarts',
  scope: 'kube_cluster_name:prod-eu,kube_namespace:shop,kube_deployment:cart',
  tags: 'team:payments,env:prod',
};
