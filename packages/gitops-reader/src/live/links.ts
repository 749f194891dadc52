import { isApplication } from '../readers/argocd/application';
import { JsonObject, LiveObject, PromotionFact } from '../facts';
import {
  isFlux,
  parseInventoryId,
  releaseOf,
} from '../readers/flux/fluxObjects';
import { listAt, textAt } from '../lib/json';
import { podTemplate } from '../workloads/workload';
import { groupOf } from './marks';
import { pointsOf } from './points';

/** An object that declares more than these declares them in vain. */
const maxLinks = 20_000;
const maxLabels = 64;

/** Controllers that give their pods the labels of their own template, so that theirs say nothing new. */
const sameTemplate = new Set([
  'apps/Deployment',
  'apps/ReplicaSet',
  'apps/StatefulSet',
  'apps/DaemonSet',
  'batch/CronJob',
  'batch/Job',
  '/ReplicationController',
  'apps.openshift.io/DeploymentConfig',
]);

/**
 * Names of what an object declares a link to, so that whoever stands at the other end finds it by them.
 *
 * @public
 */
export const linkTo = {
  /** What an engine lists as its own. */
  listed: (ref: {
    apiVersion?: string;
    group?: string;
    kind: string;
    namespace?: string;
    name: string;
  }): string =>
    `listed ${ref.group ?? groupOf(ref.apiVersion ?? '')}/${ref.kind}/${ref.namespace ?? ''}/${ref.name}`,
  /** The Helm release that an engine makes. */
  release: (namespace: string | undefined, name: string): string =>
    `release ${namespace ?? ''}/${name}`,
  /** A volume claim that pods mount. */
  claim: (namespace: string | undefined, name: string): string =>
    `claim ${namespace ?? ''}/${name}`,
  /** A Secret that it makes, or waits for. */
  secret: (namespace: string | undefined, name: string): string =>
    `secret ${namespace ?? ''}/${name}`,
  /** Freight that holds an image, a chart or a commit. */
  freight: (kind: string, name: string): string => `freight ${kind} ${name}`,
  /** A project of Kargo that a stage or a promotion belongs to. */
  project: (namespace: string | undefined): string =>
    `kargo-project ${namespace ?? ''}`,
  /** A repository that GitOps Promoter describes. */
  promoted: (repository: string): string =>
    `promoted-repository ${repository.toLowerCase()}`,
  /** The description of a repository that GitOps Promoter goes by. */
  promotes: (namespace: string | undefined, name: string): string =>
    `promotes ${namespace ?? ''}/${name}`,
  /** A label that pods carry. */
  podLabel: (
    namespace: string | undefined,
    label: string,
    value: string,
  ): string => `pod-label ${namespace ?? ''}/${label}=${value}`,
  /** The cluster that a node is part of. */
  nodeOf: (cluster: string): string => `node-of ${cluster}`,
  /** An address at which a node is reached. */
  address: (address: string): string => `address ${address}`,
};

/** Every object that an engine lists: what Argo CD synced, what Flux applied. */
export function listedBy(object: JsonObject): string[] {
  if (isApplication(object)) {
    return listAt(object, 'status', 'resources').flatMap(resource => {
      const kind = textAt(resource, 'kind');
      const name = textAt(resource, 'name');
      return kind && name
        ? [
            linkTo.listed({
              group: textAt(resource, 'group') ?? '',
              kind,
              namespace: textAt(resource, 'namespace'),
              name,
            }),
          ]
        : [];
    });
  }
  if (isFlux(object, 'Kustomization') || isFlux(object, 'HelmRelease')) {
    return listAt(object, 'status', 'inventory', 'entries').flatMap(item => {
      const parsed = parseInventoryId(textAt(item, 'id') ?? '');
      return parsed ? [linkTo.listed(parsed)] : [];
    });
  }
  return [];
}

function promotionLinks(
  fact: PromotionFact,
  namespace: string | undefined,
): string[] {
  switch (fact.type) {
    case 'freight':
      return fact.artefacts.map(({ kind, name }) => linkTo.freight(kind, name));
    case 'stage':
    case 'promotion':
      return [linkTo.project(namespace)];
    case 'repository':
      return [linkTo.promoted(fact.name)];
    default:
      return [linkTo.promotes(namespace, fact.repository)];
  }
}

/** All links that an object declares by itself. */
export function linksOf(
  object: JsonObject,
  cluster: string,
  controller: LiveObject['controller'],
  {
    secrets = [],
    promotion,
  }: {
    secrets?: LiveObject['secretStates'];
    promotion?: PromotionFact;
  },
): string[] | undefined {
  const namespace = textAt(object, 'metadata', 'namespace');
  const links = [
    ...listedBy(object),
    ...secrets.map(({ name }) => linkTo.secret(namespace, name)),
    ...(promotion ? promotionLinks(promotion, namespace) : []),
  ];
  if (isFlux(object, 'HelmRelease')) {
    const release = releaseOf(object);
    if (release.name) {
      links.push(linkTo.release(release.namespace, release.name));
    }
  }
  if (object.kind === 'Node' && object.apiVersion === 'v1') {
    links.push(
      linkTo.nodeOf(cluster),
      ...(pointsOf(object)?.addresses ?? []).map(linkTo.address),
    );
  }
  const template = podTemplate(object);
  if (template) {
    for (const volume of listAt(template.spec, 'volumes')) {
      const claim = textAt(volume, 'persistentVolumeClaim', 'claimName');
      if (claim) {
        links.push(linkTo.claim(namespace, claim));
      }
    }
    const copied =
      controller &&
      sameTemplate.has(`${groupOf(controller.apiVersion)}/${controller.kind}`);
    if (!copied) {
      const labels = Object.entries(template.labels ?? {}).slice(0, maxLabels);
      links.push(
        ...labels.map(([label, value]) =>
          linkTo.podLabel(namespace, label, value),
        ),
      );
    }
  }
  return links.length > 0
    ? [...new Set(links)].slice(0, maxLinks).sort()
    : undefined;
}
