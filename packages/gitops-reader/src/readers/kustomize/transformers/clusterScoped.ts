/**
 * Kinds that kustomize itself knows to be outside of any namespace. It takes every kind that it does not
 * know for a namespaced one, custom resources among them, and so do we: what it builds is what is applied.
 */
const clusterScoped = new Set([
  '/ComponentStatus',
  '/Namespace',
  '/Node',
  '/PersistentVolume',
  'admissionregistration.k8s.io/MutatingWebhookConfiguration',
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration',
  'apiextensions.k8s.io/CustomResourceDefinition',
  'apiregistration.k8s.io/APIService',
  'certificates.k8s.io/CertificateSigningRequest',
  'flowcontrol.apiserver.k8s.io/FlowSchema',
  'flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration',
  'internal.apiserver.k8s.io/StorageVersion',
  'networking.k8s.io/IngressClass',
  'node.k8s.io/RuntimeClass',
  'policy/PodSecurityPolicy',
  'rbac.authorization.k8s.io/ClusterRole',
  'rbac.authorization.k8s.io/ClusterRoleBinding',
  'scheduling.k8s.io/PriorityClass',
  'storage.k8s.io/CSIDriver',
  'storage.k8s.io/CSINode',
  'storage.k8s.io/StorageClass',
  'storage.k8s.io/VolumeAttachment',
]);

/** Whether kustomize leaves the namespace of this kind alone. */
export function isClusterScoped(group: string, kind: string): boolean {
  return clusterScoped.has(`${group}/${kind}`);
}

/** Kinds of others that live outside of any namespace, which kustomize knows nothing of. */
const ofOthers =
  /^((kyverno|cert-manager|external-secrets)\.io\/Cluster[A-Z]|policies\.kyverno\.io\/(?!Namespaced|PolicyException)|(constraints|templates)\.gatekeeper\.sh\/|(pkg|apiextensions)\.crossplane\.io\/)/;

/** Whether an object of this kind is in no namespace, whoever applies it. */
export function isOutsideNamespaces(group: string, kind: string): boolean {
  return isClusterScoped(group, kind) || ofOthers.test(`${group}/${kind}`);
}
