import { JsonValue } from '../../facts';
import { textAt } from '../../lib/json';

/** Whether an object tells a hub of a cluster: a list of all clusters is about all environments. */
export function isOfHub(value: JsonValue): boolean {
  return /^((cluster|agent)\.open-cluster-management\.io|cluster\.x-k8s\.io|hive\.openshift\.io)\//.test(
    textAt(value, 'apiVersion') ?? '',
  );
}

/** Whether Argo CD or Flux has this object for itself, or it is no object at all: then it says nothing about what runs. */
export function isOfEngine(value: JsonValue): boolean {
  const apiVersion = textAt(value, 'apiVersion');
  return (
    apiVersion === undefined ||
    /^(argoproj\.io|[a-z]+\.toolkit\.fluxcd\.io)\//.test(apiVersion)
  );
}
