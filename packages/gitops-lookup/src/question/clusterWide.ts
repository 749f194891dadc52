/** Stock rules about a control plane, or about how much room all nodes have together. */
const rules =
  /^(?:Kube(?:CPU|Memory)Overcommit|KubeAPI\w+|KubeAggregatedAPI\w+|KubeClientCertificateExpiration|KubeClientErrors|KubeVersionMismatch|(?:Kubelet|KubeScheduler|KubeControllerManager|KubeProxy)Down)$/;

/**
 * Scrape jobs of what runs a cluster. Neither the kubelet, which also tells of each container, nor etcd, of which anybody may have
 * one.
 */
const jobs: ReadonlySet<string> = new Set([
  'apiserver',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-etcd',
  'kube-proxy',
  'kube-scheduler',
]);

/** Whether an alert is about a cluster as a whole. That it names nothing else does not say so: its rule may have left it out. */
export function isClusterWide(alertname = '', job = ''): boolean {
  return rules.test(alertname) || jobs.has(job);
}
