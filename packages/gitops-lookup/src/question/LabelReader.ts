/** Names that senders use for the same thing; the plain Prometheus name first. */
export const synonyms: Record<string, string[]> = {
  namespace: [
    'kubernetes_namespace',
    'kube_namespace',
    'k8s_namespace_name',
    'k8s.namespace.name',
    'Namespace',
    'namespace_name',
  ],
  pod: [
    'pod_name',
    'kubernetes_pod_name',
    'k8s_pod_name',
    'k8s.pod.name',
    'PodName',
    // Sentry's name for where an event happened, which is a pod's host name.
    'server_name',
  ],
  container: [
    'container_name',
    'kube_container_name',
    'k8s_container_name',
    'k8s.container.name',
    'ContainerName',
  ],
  deployment: [
    'kube_deployment',
    'k8s_deployment_name',
    'k8s.deployment.name',
    'deployment_name',
  ],
  statefulset: [
    'kube_stateful_set',
    'k8s_statefulset_name',
    'k8s.statefulset.name',
  ],
  daemonset: ['kube_daemon_set', 'k8s_daemonset_name', 'k8s.daemonset.name'],
  cronjob: ['kube_cronjob', 'cronjob_name', 'k8s.cronjob.name'],
  job_name: ['kube_job', 'kubernetes_job_name', 'k8s.job.name'],
  horizontalpodautoscaler: ['hpa'],
  persistentvolumeclaim: ['pvc'],
  persistentvolume: ['pv'],
  node: [
    'kube_node',
    'kubernetes_node',
    'k8s_node_name',
    'k8s.node.name',
    'nodename',
    'NodeName',
  ],
  service: ['kube_service', 'kubernetes_service', 'Service'],
  environment: ['env', 'deployment_environment', 'deployment.environment'],
};

/** A label set that answers to every name of a label. */
export class Labels {
  readonly #values: Record<string, string>;

  constructor(values: Record<string, string>) {
    this.#values = values;
  }

  /** The key under which a label was found. */
  key(label: string): string {
    const says = (key: string) =>
      Object.hasOwn(this.#values, key) && this.#values[key] !== '';
    return says(label) ? label : (synonyms[label]?.find(says) ?? label);
  }

  get(label: string): string | undefined {
    const key = this.key(label);
    return Object.hasOwn(this.#values, key)
      ? this.#values[key].trim() || undefined
      : undefined;
  }

  has(label: string): boolean {
    return this.get(label) !== undefined;
  }

  with(changes: Record<string, string | undefined>): Labels {
    const values = { ...this.#values };
    for (const [label, value] of Object.entries(changes)) {
      for (const key of [label, ...(synonyms[label] ?? [])]) {
        delete values[key];
      }
      if (value !== undefined) {
        values[label] = value;
      }
    }
    return new Labels(values);
  }
}
