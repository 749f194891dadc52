import { Claim, ObjectRef } from '../facts';
import { addTo } from '../groups';
import { textAt } from '../json';
import { CatalogEntity } from './entities';
import { ownerOf } from './owners';

/** Annotation of a component and label of its workloads. */
const workloadId = 'backstage.io/kubernetes-id';

/** What a component says its workloads look like. @public */
export interface WorkloadOwner {
  labels: [key: string, value: string][];
  namespace?: string;
  claim: Claim;
}

/** Owners of the workloads that components describe, whatever file declares them. */
export function workloadOwners(
  entities: readonly CatalogEntity[],
): WorkloadOwner[] {
  return entities.flatMap(entity => {
    const claim = ownerOf(entity, entities);
    return claim
      ? workloadsOf(entity).map(workloads => ({ ...workloads, claim }))
      : [];
  });
}

/** Which labels an entity says that its workloads carry. */
export function workloadsOf({
  value,
}: Pick<CatalogEntity, 'value'>): Omit<WorkloadOwner, 'claim'>[] {
  const annotation = (name: string) =>
    textAt(value, 'metadata', 'annotations', name);
  const namespace = annotation('backstage.io/kubernetes-namespace');
  const id = annotation(workloadId);
  const selector = labelsOf(
    annotation('backstage.io/kubernetes-label-selector') ?? '',
  );
  const workloads: Omit<WorkloadOwner, 'claim'>[] = [];
  if (id !== undefined) {
    workloads.push({ labels: [[workloadId, id]] });
  }
  if (selector) {
    workloads.push({ labels: selector, ...(namespace ? { namespace } : {}) });
  }
  return workloads;
}

/** Keys of labels that all of a cluster or environment carries. */
const wide =
  /(^|[./-])(env|environment|stage|tier|region|zone|cluster|tenant|managed-by|part-of|component)$/i;

/**
 * `app=cart,tier==web` as labels, what tells least last: workloads are looked for by the first. None where it asks for more than
 * equality.
 */
function labelsOf(selector: string): [string, string][] | undefined {
  const labels: [string, string][] = [];
  for (const part of selector.split(',')) {
    const equal = /^\s*([\w./-]+)\s*==?\s*([\w.-]+)\s*$/.exec(part);
    if (!equal) {
      return undefined;
    }
    labels.push([equal[1], equal[2]]);
  }
  return [
    ...labels.filter(([key]) => !wide.test(key)),
    ...labels.filter(([key]) => wide.test(key)),
  ];
}

/** Finds the claims on an object by the labels that it carries. @public */
export function workloadClaims(
  owners: readonly WorkloadOwner[],
): (object: ObjectRef & { labels?: Record<string, string> }) => Claim[] {
  const byLabel = new Map<string, WorkloadOwner[]>();
  for (const owner of owners) {
    addTo(byLabel, owner.labels[0].join('='), owner);
  }
  return ({ labels = {}, namespace }) => {
    if (byLabel.size === 0) {
      return [];
    }
    const claims = Object.entries(labels)
      .flatMap(([key, value]) => byLabel.get(`${key}=${value}`) ?? [])
      .filter(
        owner =>
          owner.labels.every(([key, value]) => labels[key] === value) &&
          (owner.namespace === undefined || owner.namespace === namespace),
      )
      .map(({ claim }) => claim);
    // Two components with different owners: whose it is cannot be told.
    return claims.every(({ raw }) => raw === claims[0].raw)
      ? claims.slice(0, 1)
      : [];
  };
}
