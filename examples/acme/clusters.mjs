/**
 * The four clusters on the evening of 22 November 2026: what Git declares (declared/), what Helm made of the charts, and
 * what people did by hand.
 */
import { Cluster, keyOf, later, ready } from './lib/cluster.mjs';

const nodesOf = {
  dev: ['ip-10-10-1-21.eu-west-1.compute.internal'],
  staging: [
    'ip-10-20-1-12.eu-west-1.compute.internal',
    'ip-10-20-2-40.eu-west-1.compute.internal',
  ],
  'prod-eu': [
    'ip-10-30-1-17.eu-west-1.compute.internal',
    'ip-10-30-2-33.eu-west-1.compute.internal',
    'ip-10-30-3-58.eu-west-1.compute.internal',
  ],
  'prod-us': [
    'ip-10-40-1-9.us-east-1.compute.internal',
    'ip-10-40-2-26.us-east-1.compute.internal',
  ],
};

/** Names that runbooks, docs and alerts quote. */
const known = {
  'prod-eu': {
    hashes: { 'shop/cart@1.8.2-debug': '6f5c9799d8' },
    pods: {
      'shop/cart-6f5c9799d8': ['mf6hp'],
      'payments/invoice-export-29921880': ['zw7kq'],
      'kube-system/log-shipper': ['x7k2p'],
    },
  },
};

const image = name => `registry.acme.example/${name}`;

function container(name, from, more = {}) {
  return { image: image(from), name, ...more };
}

function workload(kind, namespace, name, containers, spec = {}, labels = {}) {
  const selector = { 'app.kubernetes.io/name': name };
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { labels: { ...selector, ...labels }, name, namespace },
    spec: {
      ...(kind !== 'DaemonSet' && { replicas: 1 }),
      ...spec,
      selector: { matchLabels: selector },
      template: { metadata: { labels: { ...selector } }, spec: { containers } },
    },
  };
}

function service(namespace, name, selector, port) {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { labels: { ...selector }, name, namespace },
    spec: { ports: [{ name: 'http', port }], selector },
  };
}

function managed(manager, operation, time, fieldsV1, more = {}) {
  return {
    apiVersion: 'apps/v1',
    fieldsType: 'FieldsV1',
    fieldsV1,
    manager,
    operation,
    ...(time && { time }),
    ...more,
  };
}

const fieldsOf = (containerName, field) => ({
  'f:spec': {
    'f:template': {
      'f:spec': {
        'f:containers': { [`k:{"name":"${containerName}"}`]: { [field]: {} } },
      },
    },
  },
});

/** Node objects and namespaces that come with the cluster. */
function foundation(cluster) {
  cluster.nodes.forEach((name, index) => {
    const [, ...numbers] = name.split('.')[0].split('-');
    cluster.add({
      apiVersion: 'v1',
      kind: 'Node',
      metadata: {
        labels: {
          'kubernetes.io/hostname': name,
          'node.kubernetes.io/instance-type': 'm7i.2xlarge',
          team: 'platform',
          'topology.kubernetes.io/zone': `${name.split('.')[1]}${'abc'[index]}`,
        },
        name,
      },
      spec: { providerID: `aws:///${name.split('.')[1]}/i-${index}` },
      status: {
        addresses: [
          { address: numbers.join('.'), type: 'InternalIP' },
          { address: name, type: 'Hostname' },
        ],
        conditions: [
          {
            lastTransitionTime: '2026-11-01T06:00:00Z',
            reason: 'KubeletReady',
            status: 'True',
            type: 'Ready',
          },
        ],
        nodeInfo: { kubeletVersion: 'v1.34.1' },
      },
    });
  });
  const namespaces = {
    'kube-system': {},
    'flux-system': { labels: { 'app.kubernetes.io/part-of': 'flux' } },
    ...(cluster.name !== 'dev' && {
      storefront: { annotations: { 'slack-channel': '#storefront' } },
    }),
    ...(['staging', 'prod-eu'].includes(cluster.name) && {
      argocd: { labels: { team: 'platform' } },
    }),
  };
  for (const [name, metadata] of Object.entries(namespaces)) {
    cluster.apply(
      { apiVersion: 'v1', kind: 'Namespace', metadata: { ...metadata, name } },
      { at: '2026-08-03T08:00:00Z' },
    );
  }
}

/** What the charts of the HelmReleases made. */
function charts(cluster) {
  const at = '2026-11-10T08:40:00Z';
  const put = (namespace, release, ...objects) =>
    objects.map(object => cluster.applyRelease(namespace, release, object, at));
  const nginx = { 'app.kubernetes.io/name': 'ingress-nginx-controller' };
  put(
    'ingress-nginx',
    'ingress-nginx',
    workload(
      'Deployment',
      'ingress-nginx',
      'ingress-nginx-controller',
      [container('controller', 'mirror/ingress-nginx-controller:v1.13.3')],
      {
        replicas: cluster.get('HelmRelease/ingress-nginx/ingress-nginx').spec
          .values.controller.replicaCount,
      },
    ),
    service('ingress-nginx', 'ingress-nginx-controller', nginx, 443),
  );
  put(
    'cert-manager',
    'cert-manager',
    workload('Deployment', 'cert-manager', 'cert-manager', [
      container('cert-manager-controller', 'mirror/cert-manager:v1.19.1'),
    ]),
  );
  put(
    'external-secrets',
    'external-secrets',
    workload('Deployment', 'external-secrets', 'external-secrets', [
      container('external-secrets', 'mirror/external-secrets:v2.9.0'),
    ]),
  );
  put(
    'kube-system',
    'sealed-secrets',
    workload('Deployment', 'kube-system', 'sealed-secrets-controller', [
      container('controller', 'mirror/sealed-secrets-controller:0.36.0'),
    ]),
  );
  const stack = 'kube-prometheus-stack';
  const [, , prometheus] = put(
    'monitoring',
    stack,
    workload('Deployment', 'monitoring', `${stack}-kube-state-metrics`, [
      container('kube-state-metrics', 'mirror/kube-state-metrics:v2.20.0'),
    ]),
    workload('DaemonSet', 'monitoring', `${stack}-prometheus-node-exporter`, [
      container('node-exporter', 'mirror/node-exporter:v1.10.0'),
    ]),
    {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'Prometheus',
      metadata: { name: stack, namespace: 'monitoring' },
      spec: { replicas: 1, retention: '15d' },
    },
  );
  const operated = cluster.apply(
    workload('StatefulSet', 'monitoring', `prometheus-${stack}`, [
      container('prometheus', 'mirror/prometheus:v3.8.0'),
    ]),
    { at },
  );
  operated.metadata.ownerReferences = [
    {
      apiVersion: prometheus.apiVersion,
      blockOwnerDeletion: true,
      controller: true,
      kind: 'Prometheus',
      name: stack,
      uid: prometheus.metadata.uid,
    },
  ];
}

/** What CloudNativePG makes of its Cluster. */
function databases(cluster) {
  const key = 'Cluster/data/warehouse-db';
  if (!cluster.objects.has(key)) {
    return;
  }
  const database = cluster.get(key);
  const { instances, imageName, storage } = database.spec;
  for (let number = 1; number <= instances; number += 1) {
    const name = `warehouse-db-${number}`;
    const labels = {
      'cnpg.io/cluster': 'warehouse-db',
      'cnpg.io/instanceName': name,
      'cnpg.io/instanceRole': number === 1 ? 'primary' : 'replica',
    };
    cluster.pod(
      database,
      name,
      {
        metadata: { labels },
        spec: {
          containers: [{ image: imageName, name: 'postgres' }],
          volumes: [
            { name: 'pgdata', persistentVolumeClaim: { claimName: name } },
          ],
        },
      },
      '2026-08-24T10:00:00Z',
    );
    cluster.claim(
      'data',
      name,
      {
        accessModes: ['ReadWriteOnce'],
        resources: { requests: { storage: storage.size } },
      },
      '2026-08-24T10:00:00Z',
      labels,
      database,
    );
  }
  database.status = {
    currentPrimary: 'warehouse-db-1',
    instances,
    phase: 'Cluster in healthy state',
    readyInstances: instances,
  };
}

/** The chart of the monolith, as Argo CD renders it. */
function storefront(cluster, values, by, at) {
  const objects = ['web', 'worker'].map(component => {
    const selector = {
      'app.kubernetes.io/instance': 'storefront',
      'app.kubernetes.io/component': component,
    };
    const object = workload(
      'Deployment',
      'storefront',
      `storefront-${component}`,
      [
        container(component, `storefront:${values.tag}`, {
          args: [component],
          envFrom: [{ secretRef: { name: 'storefront-db' } }],
        }),
      ],
    );
    object.metadata.labels = {
      'app.kubernetes.io/name': 'storefront',
      'app.kubernetes.io/managed-by': 'Helm',
      'helm.sh/chart': 'storefront-3.8.1',
      ...selector,
    };
    object.spec.replicas = component === 'web' ? values.web : values.worker;
    object.spec.selector.matchLabels = selector;
    object.spec.template.metadata.labels = { ...selector };
    return object;
  });
  objects.push(
    service(
      'storefront',
      'storefront-web',
      {
        'app.kubernetes.io/instance': 'storefront',
        'app.kubernetes.io/component': 'web',
      },
      80,
    ),
  );
  objects.forEach(object =>
    cluster.apply(object, { engine: 'argocd', by, at }),
  );
  return objects;
}

/** Scheduled work of the last days. */
function schedules(cluster) {
  const runs = {
    'CronJob/data/nightly-report': [
      ['2026-11-21T02:00:00Z'],
      [
        '2026-11-22T02:00:00Z',
        cluster.name === 'prod-eu' ? { succeeded: false, pods: 3 } : {},
      ],
    ],
    'CronJob/catalog/search-indexer': [
      ['2026-11-22T19:00:00Z'],
      ['2026-11-22T19:30:00Z'],
    ],
    'CronJob/payments/invoice-export': [['2026-11-22T02:00:00Z']],
  };
  for (const [key, scheduled] of Object.entries(runs)) {
    if (cluster.objects.has(key)) {
      scheduled.forEach(([at, outcome]) =>
        cluster.run(cluster.get(key), at, outcome),
      );
    }
  }
}

/** What Git does not say: hotfixes, leftovers, things that fail. */
const deviations = {
  staging: {
    after: cluster => {
      cluster.get('ClusterSecretStore/aws-secrets-manager').status.conditions =
        [
          ready(
            'False',
            'InvalidProviderConfig',
            'unable to create client',
            '2026-11-19T04:12:00Z',
          ),
        ];
      fail(cluster, 'ExternalSecret/shop/cart-db', '2026-11-19T04:32:00Z');
      fail(
        cluster,
        'ExternalSecret/shop/checkout-web-session',
        '2026-11-19T04:35:00Z',
      );
    },
  },
  'prod-eu': {
    before: {
      // Break-glass on Sunday night: another image, more pods, nothing written back.
      'Deployment/shop/cart': object => {
        object.spec.template.spec.containers[0].image =
          image('cart:1.8.2-debug');
        object.spec.replicas = 5;
      },
    },
    after: cluster => {
      const cart = cluster.get('Deployment/shop/cart');
      cart.metadata.generation = 14;
      cart.metadata.managedFields = [
        managed('argocd-controller', 'Apply', '2026-11-09T09:55:12Z', {
          ...fieldsOf('cart', 'f:resources'),
        }),
        managed(
          'kubectl-set',
          'Update',
          '2026-11-22T01:58:11Z',
          fieldsOf('cart', 'f:image'),
        ),
        managed(
          'kubectl',
          'Update',
          undefined,
          { 'f:spec': { 'f:replicas': {} } },
          { subresource: 'scale' },
        ),
        managed(
          'kube-controller-manager',
          'Update',
          '2026-11-22T19:41:03Z',
          { 'f:status': { 'f:conditions': {} } },
          { subresource: 'status' },
        ),
      ];
      cart.status = {
        ...cart.status,
        availableReplicas: 4,
        observedGeneration: 14,
        readyReplicas: 4,
        unavailableReplicas: 1,
      };
      cluster.replicaSet(cart, {
        image: image('cart:1.8.2'),
        at: '2026-11-09T09:55:12Z',
        replicas: 0,
      });
      crash(cluster.get('Pod/shop/cart-6f5c9799d8-mf6hp'), 41);
      outOfSync(cluster, 'cart-prod-eu', 'Deployment', 'cart', 'Degraded');

      // The release that was reverted on Wednesday: its ReplicaSet is still there, its pods are not.
      cluster.replicaSet(cluster.get('Deployment/identity/auth-gateway'), {
        image: image('auth-gateway:2.7.0'),
        at: '2026-11-17T10:09:00Z',
        replicas: 0,
      });

      // The controller stopped refreshing this one three weeks ago; it still says Ready.
      cluster.get('ExternalSecret/catalog/catalog-api-db').status.refreshTime =
        '2026-11-01T03:10:44Z';

      const payments = cluster.get('Deployment/payments/payments-api');
      payments.status.unavailableReplicas = 1;
      payments.status.availableReplicas -= 1;
      payments.status.readyReplicas -= 1;

      const loadTest = cluster.apply(
        workload(
          'Deployment',
          'labs',
          'load-test',
          [container('load-test', 'mirror/k6:1.3.0')],
          { replicas: 2 },
        ),
        { at: '2026-10-30T15:02:00Z' },
      );
      loadTest.metadata.managedFields = [
        managed('kubectl-create', 'Update', '2026-10-30T15:02:00Z', {
          'f:spec': { 'f:replicas': {}, 'f:template': {} },
        }),
      ];

      const release = cluster.get('HelmRelease/ingress-nginx/ingress-nginx');
      release.status.conditions.push({
        lastTransitionTime: '2026-11-21T22:10:00Z',
        message: 'Deployment/ingress-nginx/ingress-nginx-controller changed',
        reason: 'DriftDetected',
        status: 'True',
        type: 'Drifted',
      });
      cluster.get(
        'Node/ip-10-30-3-58.eu-west-1.compute.internal',
      ).status.conditions = [
        {
          lastTransitionTime: '2026-11-22T19:44:00Z',
          reason: 'NodeStatusUnknown',
          status: 'Unknown',
          type: 'Ready',
        },
      ];
    },
  },
  'prod-us': {
    before: {
      'Deployment/shop/search-suggest': object => {
        object.spec.replicas = 6;
      },
      // Switched to debug logging by hand and forgotten.
      'Deployment/catalog/catalog-api': object => {
        object.spec.template.spec.containers[0].env = [
          { name: 'LOG_LEVEL', value: 'debug' },
        ];
      },
    },
    after: cluster => {
      cluster.get('Deployment/catalog/catalog-api').metadata.managedFields = [
        managed(
          'argocd-controller',
          'Apply',
          '2026-10-02T10:25:00Z',
          fieldsOf('catalog-api', 'f:image'),
        ),
        managed(
          'kubectl-edit',
          'Update',
          '2026-11-12T20:37:19Z',
          fieldsOf('catalog-api', 'f:env'),
        ),
      ];
      const payments = cluster.get('Deployment/payments/payments-api');
      payments.metadata.managedFields = [
        managed(
          'argocd-controller',
          'Apply',
          '2026-11-06T08:30:00Z',
          fieldsOf('payments-api', 'f:image'),
        ),
        managed(
          'kube-controller-manager',
          'Update',
          undefined,
          { 'f:spec': { 'f:replicas': {} } },
          { subresource: 'scale' },
        ),
      ];
      const autoscaler = cluster.get(
        'HorizontalPodAutoscaler/shop/search-suggest-autoscaler',
      );
      autoscaler.status = {
        ...autoscaler.status,
        conditions: [
          { reason: 'TooManyReplicas', status: 'True', type: 'ScalingLimited' },
        ],
        currentReplicas: 6,
        desiredReplicas: 6,
        lastScaleTime: '2026-11-22T18:20:00Z',
      };
      fail(cluster, 'ExternalSecret/shop/cart-db', '2026-11-20T11:00:00Z');
      const policy = cluster.get('Kustomization/flux-system/policy');
      policy.status.conditions[0].lastTransitionTime = '2026-11-03T16:20:00Z';
    },
  },
};

function fail(cluster, key, at) {
  cluster.get(key).status.conditions = [
    ready(
      'False',
      'SecretSyncedError',
      'could not get secret data from provider',
      at,
    ),
  ];
  cluster.get(key).status.refreshTime = later(at, -60);
}

function crash(pod, restarts) {
  pod.status.conditions[0].status = 'False';
  pod.status.containerStatuses[0] = {
    ...pod.status.containerStatuses[0],
    ready: false,
    restartCount: restarts,
    started: false,
    state: {
      waiting: {
        message: 'back-off 5m0s restarting failed container',
        reason: 'CrashLoopBackOff',
      },
    },
  };
}

function outOfSync(cluster, application, kind, name, health) {
  const { status } = cluster.get(`Application/argocd/${application}`);
  status.sync.status = 'OutOfSync';
  status.health = {
    lastTransitionTime: '2026-11-22T02:03:00Z',
    status: health,
  };
  status.resources.find(
    resource => resource.kind === kind && resource.name === name,
  ).status = 'OutOfSync';
}

/** Replicas that an autoscaler has set, by the workload's key. */
function scaledByAutoscaler(lines) {
  return new Map(
    lines
      .map(line => line.object)
      .filter(({ kind }) => kind === 'HorizontalPodAutoscaler')
      .map(({ metadata, spec }) => [
        `${spec.scaleTargetRef.kind}/${metadata.namespace}/${spec.scaleTargetRef.name}`,
        spec.minReplicas,
      ]),
  );
}

/** Commits that touch a service's base or this overlay of it. */
function commitsFor(commits, path) {
  const base = path.replace(/overlays\/[^/]+$/, 'base');
  return commits.filter(commit =>
    commit.paths.some(
      changed =>
        changed.startsWith(`${path}/`) || changed.startsWith(`${base}/`),
    ),
  );
}

function readValues(text) {
  const [web, worker] = [...text.matchAll(/replicas: (\d+)/g)].map(match =>
    Number(match[1]),
  );
  return { tag: text.match(/tag: "([^"]+)"/)[1], web, worker };
}

/**
 * All four clusters.
 *
 * @param declared name of the cluster to the lines of its declared/ file
 * @param revisions repository to its commits, oldest first
 * @param files repository to its files
 */
export function buildClusters({ clusters, declared, revisions, files }) {
  const built = new Map(
    clusters.map(({ name }) => [
      name,
      new Cluster({ name, nodes: nodesOf[name], revisions, ...known[name] }),
    ]),
  );
  for (const { name, environment, engine } of clusters) {
    const cluster = built.get(name);
    const { before = {} } = deviations[name] ?? {};
    const scaled = scaledByAutoscaler(declared[name]);
    foundation(cluster);

    const overlays = Map.groupBy(declared[name], line => line.by);
    for (const lines of [...overlays.values()].reverse()) {
      for (const {
        repository,
        path,
        engine: by,
        by: engineObject,
        object,
      } of lines) {
        const copy = structuredClone(object);
        if (scaled.has(keyOf(object))) {
          copy.spec.replicas = scaled.get(keyOf(object));
        }
        before[keyOf(object)]?.(copy);
        const commits = commitsFor(revisions[repository], path);
        cluster.apply(copy, {
          engine: by,
          by: engineObject,
          at: later((commits.at(-1) ?? revisions[repository][0]).at, 9),
        });
      }
    }
    for (const [by, lines] of overlays) {
      if (lines[0].engine === 'flux') {
        cluster.reconciled(
          by,
          lines[0].repository,
          lines.map(line => line.object),
        );
      }
    }
    charts(cluster);
    databases(cluster);

    if (engine === 'argocd') {
      // Staging has an Argo CD of its own; the one in prod-eu deploys to both production clusters.
      const home = built.get(name === 'staging' ? 'staging' : 'prod-eu');
      const destination = home === cluster ? { name: 'in-cluster' } : { name };
      const selfHeal = name === 'staging';
      const set = home.add({
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'ApplicationSet',
        metadata: {
          annotations: {
            'argocd.argoproj.io/tracking-id': `root:argoproj.io/ApplicationSet:argocd/apps-${name}`,
          },
          name: `apps-${name}`,
          namespace: 'argocd',
        },
        spec: { goTemplate: true },
        status: { resourcesCount: 0 },
      });
      for (const [by, lines] of overlays) {
        const [{ engine: kind, path, repository }] = lines;
        if (kind !== 'argocd') {
          continue;
        }
        const generated = path.startsWith('apps/');
        set.status.resourcesCount += generated ? 1 : 0;
        home.application({
          name: by,
          owner: generated ? set : undefined,
          labels: by.startsWith('warehouse-db')
            ? { team: 'data-platform' }
            : undefined,
          path,
          repository,
          destination: generated
            ? destination
            : { ...destination, namespace: 'data' },
          selfHeal,
          objects: lines.map(line => line.object),
          commits: commitsFor(revisions[repository], path),
        });
      }
      const legacy = `storefront-${name}`;
      const valuesFile = `values-${environment}.yaml`;
      const commits = revisions['legacy-monolith'].filter(commit =>
        commit.paths.some(
          path => path === `chart/${valuesFile}` || path === 'chart/Chart.yaml',
        ),
      );
      const objects = storefront(
        cluster,
        readValues(files['legacy-monolith'].get(`chart/${valuesFile}`)),
        legacy,
        later(commits.at(-1).at, 30),
      );
      home.application({
        name: legacy,
        path: 'chart',
        repository: 'legacy-monolith',
        helm: {
          releaseName: 'storefront',
          valueFiles: ['values.yaml', valuesFile],
        },
        destination: { ...destination, namespace: 'storefront' },
        objects,
        commits,
      });
    }
    if (['staging', 'prod-eu'].includes(name)) {
      argocd(cluster);
    }
    if (name === 'prod-eu') {
      byHand(cluster);
    }
    schedules(cluster);
  }
  for (const [name, cluster] of built) {
    deviations[name]?.after?.(cluster);
  }
  return built;
}

/** Argo CD itself, installed once by hand: nothing in Git declares it. */
function argocd(cluster) {
  const at = '2026-08-04T07:30:00Z';
  for (const [kind, name] of [
    ['StatefulSet', 'argocd-application-controller'],
    ['Deployment', 'argocd-server'],
    ['Deployment', 'argocd-repo-server'],
  ]) {
    cluster.apply(
      workload(kind, 'argocd', name, [container(name, 'mirror/argocd:v3.5.0')]),
      { at },
    );
  }
}

/** The accounting export, applied by the monolith's deploy workflow. */
function byHand(cluster) {
  const cronJob = cluster.apply(
    {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'invoice-export', namespace: 'payments' },
      spec: {
        jobTemplate: {
          spec: {
            template: {
              spec: {
                containers: [
                  container('export', 'invoice-export:1.2.0', {
                    envFrom: [{ secretRef: { name: 'invoice-export-sftp' } }],
                  }),
                ],
                restartPolicy: 'OnFailure',
              },
            },
          },
        },
        schedule: '0 2 * * *',
      },
    },
    { at: '2026-08-02T18:30:00Z' },
  );
  cronJob.metadata.managedFields = [
    managed(
      'kubectl-client-side-apply',
      'Update',
      '2026-08-02T18:30:00Z',
      { 'f:spec': { 'f:jobTemplate': {} } },
      { apiVersion: 'batch/v1' },
    ),
  ];
}
