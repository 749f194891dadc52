import { JsonObject } from '@plumbline/gitops-reader';

/** A kind as its project defines it: names and versions are the real ones, the schema takes anything. */
interface Definition {
  group: string;
  version: string;
  kind: string;
  plural: string;
  scope?: 'Cluster';
}

/** Kinds of Argo CD, Flux, Kargo, GitOps Promoter, External Secrets, Sealed Secrets, Kyverno, Gatekeeper, and their reports. */
export const definitions: Definition[] = [
  {
    group: 'argoproj.io',
    version: 'v1alpha1',
    kind: 'Application',
    plural: 'applications',
  },
  {
    group: 'argoproj.io',
    version: 'v1alpha1',
    kind: 'ApplicationSet',
    plural: 'applicationsets',
  },
  {
    group: 'argoproj.io',
    version: 'v1alpha1',
    kind: 'AppProject',
    plural: 'appprojects',
  },
  {
    group: 'kustomize.toolkit.fluxcd.io',
    version: 'v1',
    kind: 'Kustomization',
    plural: 'kustomizations',
  },
  {
    group: 'helm.toolkit.fluxcd.io',
    version: 'v2',
    kind: 'HelmRelease',
    plural: 'helmreleases',
  },
  {
    group: 'source.toolkit.fluxcd.io',
    version: 'v1',
    kind: 'GitRepository',
    plural: 'gitrepositories',
  },
  {
    group: 'source.toolkit.fluxcd.io',
    version: 'v1',
    kind: 'OCIRepository',
    plural: 'ocirepositories',
  },
  {
    group: 'kargo.akuity.io',
    version: 'v1alpha1',
    kind: 'Stage',
    plural: 'stages',
  },
  {
    group: 'promoter.argoproj.io',
    version: 'v1alpha1',
    kind: 'PromotionStrategy',
    plural: 'promotionstrategies',
  },
  {
    group: 'external-secrets.io',
    version: 'v1',
    kind: 'ExternalSecret',
    plural: 'externalsecrets',
  },
  {
    group: 'external-secrets.io',
    version: 'v1',
    kind: 'ClusterSecretStore',
    plural: 'clustersecretstores',
    scope: 'Cluster',
  },
  {
    group: 'bitnami.com',
    version: 'v1alpha1',
    kind: 'SealedSecret',
    plural: 'sealedsecrets',
  },
  {
    group: 'kyverno.io',
    version: 'v1',
    kind: 'ClusterPolicy',
    plural: 'clusterpolicies',
    scope: 'Cluster',
  },
  {
    group: 'wgpolicyk8s.io',
    version: 'v1alpha2',
    kind: 'PolicyReport',
    plural: 'policyreports',
  },
  {
    // Made by Gatekeeper for a ConstraintTemplate.
    group: 'constraints.gatekeeper.sh',
    version: 'v1beta1',
    kind: 'K8sRequiredLabels',
    plural: 'k8srequiredlabels',
    scope: 'Cluster',
  },
];

/** Its CustomResourceDefinition, with a status of its own as the real ones have. */
export function definitionOf(definition: Definition): JsonObject {
  const { group, version, kind, plural, scope = 'Namespaced' } = definition;
  const anything = {
    type: 'object',
    'x-kubernetes-preserve-unknown-fields': true,
  };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope,
      names: {
        kind,
        plural,
        singular: kind.toLowerCase(),
        listKind: `${kind}List`,
      },
      versions: [
        {
          name: version,
          served: true,
          storage: true,
          // Applications keep their status in the object itself, all others apart from it.
          ...(kind !== 'Application' && { subresources: { status: {} } }),
          schema: {
            openAPIV3Schema: {
              type: 'object',
              properties: { spec: anything, status: anything },
            },
          },
        },
      ],
    },
  };
}
