// What is true of the things that alerts are about, by what acme's files and clusters declare (README.md tells the stories). Written
// by hand: an answer of Plumbline is never the source.

interface Place {
  repository: string;
  path: string;
}

/** What is true of a thing that an alert is about. */
export interface Truth {
  /** Names of the teams that answer for it. */
  owners?: string[];
  /** None, or one of these, or several of them. */
  anyOf?: string[];
  /** The alert fits several things: all of their owners have to be in sight, and none is the one. */
  possible?: string[];
  unowned?: 'nobody' | 'explicit' | null;
  contested?: boolean;
  /** `Kind/namespace/name`. */
  subject?: string;
  /** The cluster of the subject, for alerts without a label that names it. */
  cluster?: string;
  /** Instead of a subject: any object in there. */
  namespace?: string;
  /** The place, or places in this order, that have to be listed first; null: there is none in Git. */
  config?: Place | Place[] | null;
  /** About the alerting itself: counted, not listed. */
  plumbing?: boolean;
}

const app = (path: string) => ({ repository: 'acme/app-config', path });
const platform = (path: string) => ({
  repository: 'acme/platform-config',
  path,
});
const monolith = (path: string) => ({
  repository: 'acme/legacy-monolith',
  path,
});

/** A Deployment of app-config in a folder of its own. */
const service = (
  namespace: string,
  name: string,
  team: string,
  more: Truth = {},
): Truth => ({
  owners: [team],
  subject: `Deployment/${namespace}/${name}`,
  config: app(`apps/${name}/base/deployment.yaml`),
  ...more,
});

/** What Flux installs from a chart. */
const chart = (
  namespace: string,
  name: string,
  team: string,
  kind = 'Deployment',
): Truth => ({
  owners: [team],
  subject: `${kind}/${namespace}/${name}`,
  config: platform(`platform/${namespace}/release.yaml`),
});

// Production sets some of the chart's values anew.
const storefront = [
  monolith('chart/values.yaml'),
  monolith('chart/values-production-eu.yaml'),
];

export const truths: Record<string, Truth> = {
  cart: service('shop', 'cart', 'checkout'),
  cartCache: {
    owners: ['checkout'],
    subject: 'StatefulSet/shop/cart-cache',
    config: app('apps/cart/base/cache.yaml'),
  },
  checkoutWeb: service('shop', 'checkout-web', 'checkout', {
    config: app('apps/checkout-web/base/workload.yaml'),
  }),
  // The label says checkout, CODEOWNERS says payments: the label is nearer to the object.
  pricing: service('shop', 'pricing', 'checkout', { contested: true }),
  searchSuggest: service('shop', 'search-suggest', 'checkout'),
  promoWidget: service('shop', 'promo-widget', 'checkout'),
  bannerEu: service('shop', 'banner', 'checkout', { cluster: 'prod-eu' }),
  bannerUs: service('shop', 'banner', 'catalog-search', { cluster: 'prod-us' }),
  bannerAnywhere: { possible: ['checkout', 'catalog-search'] },
  featureFlags: service('shop', 'feature-flags', '', {
    owners: [],
    unowned: 'explicit',
  }),
  recommendations: service('labs', 'recommendations', '', {
    owners: [],
    unowned: 'nobody',
  }),
  loadTest: {
    owners: [],
    unowned: 'nobody',
    subject: 'Deployment/labs/load-test',
    config: null,
  },
  paymentsApi: service('payments', 'payments-api', 'payments'),
  ledger: {
    owners: ['payments'],
    subject: 'StatefulSet/payments/payments-ledger',
    config: app('apps/payments-ledger/base/statefulset.yaml'),
  },
  fraudScorer: service('payments', 'fraud-scorer', 'payments'),
  taxUs: service('payments', 'tax-us', 'payments', { cluster: 'prod-us' }),
  invoiceExport: {
    owners: ['payments'],
    subject: 'CronJob/payments/invoice-export',
    config: monolith('k8s/invoice-export.yaml'),
  },
  searchApi: service('catalog', 'search-api', 'catalog-search'),
  searchIndexer: {
    owners: ['catalog-search'],
    subject: 'CronJob/catalog/search-indexer',
    config: app('apps/search-indexer/base/cronjob.yaml'),
  },
  catalogApi: service('catalog', 'catalog-api', 'catalog-search'),
  authGateway: service('identity', 'auth-gateway', 'identity'),
  userProfile: service('identity', 'user-profile', 'identity'),
  eventsIngest: service('data', 'events-ingest', 'data-platform', {
    config: app('teams/data-platform/events-ingest/base/deployment.yaml'),
  }),
  nightlyReport: {
    owners: ['data-platform'],
    subject: 'CronJob/data/nightly-report',
    config: app('teams/data-platform/nightly-report/base/cronjob.yaml'),
  },
  // The operator makes the pods and the disks: Git holds its Cluster.
  warehouseDb: {
    owners: ['data-platform'],
    subject: 'Cluster/data/warehouse-db',
    config: app('teams/data-platform/warehouse-db/base/cluster.yaml'),
  },
  storefrontWeb: {
    owners: ['checkout'],
    subject: 'Deployment/storefront/storefront-web',
    config: storefront,
  },
  storefrontWorker: {
    owners: ['checkout'],
    subject: 'Deployment/storefront/storefront-worker',
    config: storefront,
  },
  ingress: chart('ingress-nginx', 'ingress-nginx-controller', 'platform'),
  certManager: chart('cert-manager', 'cert-manager', 'platform'),
  externalSecrets: chart('external-secrets', 'external-secrets', 'platform'),
  kubeStateMetrics: chart(
    'monitoring',
    'kube-prometheus-stack-kube-state-metrics',
    'sre',
  ),
  nodeExporter: chart(
    'monitoring',
    'kube-prometheus-stack-prometheus-node-exporter',
    'sre',
    'DaemonSet',
  ),
  // An operator makes it from an object of the chart: either is right.
  prometheus: { owners: ['sre'], namespace: 'monitoring' },
  monitoring: { owners: ['sre'], namespace: 'monitoring' },
  logShipper: {
    owners: ['platform'],
    subject: 'DaemonSet/kube-system/log-shipper',
    config: platform('platform/log-shipper/daemonset.yaml'),
  },
  argocd: {
    owners: ['platform'],
    subject: 'StatefulSet/argocd/argocd-application-controller',
    config: null,
  },
  warehouseApplication: {
    owners: ['data-platform'],
    subject: 'Application/argocd/warehouse-db-prod-eu',
    config: {
      repository: 'acme/argocd-apps',
      path: 'applications/prod-eu/warehouse-db.yaml',
    },
  },
  ingressRelease: {
    owners: ['platform'],
    subject: 'HelmRelease/ingress-nginx/ingress-nginx',
    config: platform('platform/ingress-nginx/release.yaml'),
  },
  platformKustomization: {
    owners: ['platform'],
    subject: 'Kustomization/flux-system/platform',
    config: platform('clusters/prod-eu/platform.yaml'),
  },
  node: {
    owners: ['platform'],
    subject: 'Node/ip-10-30-1-17.eu-west-1.compute.internal',
    config: null,
  },
  // Every node of the cluster is platform's, and so is the folder that the cluster is made from.
  cluster: { owners: ['platform'] },
  paymentsNamespace: {
    owners: ['payments'],
    subject: 'Namespace/payments',
    config: platform('platform/namespaces/namespaces.yaml'),
  },
  identityNamespace: {
    owners: ['identity'],
    subject: 'Namespace/identity',
    config: platform('platform/namespaces/namespaces.yaml'),
  },
  // A namespace for several teams: none answers for it as a whole; whoever keeps the list of namespaces may be named.
  shopNamespace: { subject: 'Namespace/shop', anyOf: ['platform'] },
  checkoutTeam: { owners: ['checkout'] },
  paymentsTeam: { owners: ['payments'] },
  nothing: { owners: [], unowned: null },
  plumbing: { plumbing: true },
};
