import { Claim, ObjectRef } from '../../facts';
import { addTo } from '../../lib/groups';
import { textAt } from '../../lib/json';
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
      ? workloadsOf(entity).map(workloads => workloadOwner(workloads, claim))
      : [];
  });
}

/**
 * The owner of what looks like this. Software of others may carry a label of one word just as well.
 *
 * @public
 */
export function workloadOwner(
  workloads: Omit<WorkloadOwner, 'claim'>,
  claim: Claim,
): WorkloadOwner {
  return {
    ...workloads,
    claim: isNarrow(workloads) ? claim : { ...claim, doubtful: true },
  };
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
  return [
    ...(id === undefined ? [] : [[[workloadId, id]] as [string, string][]]),
    ...(selector ? [selector] : []),
  ].map(labels => ({ labels, ...(namespace ? { namespace } : {}) }));
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

/** Labels of one name that half of all software carries. */
const common = /^(app|name|k8s-app|app\.kubernetes\.io\/(name|instance))$/;

/** Whether what looks like this is likely to be one thing. */
function isNarrow({
  labels,
  namespace,
}: Omit<WorkloadOwner, 'claim'>): boolean {
  return (
    namespace !== undefined || labels.length > 1 || !common.test(labels[0][0])
  );
}

/** A name alone is that of a group in the default namespace. */
function groupOf(owner: string): string {
  return owner
    .toLowerCase()
    .replace(/^group:/, '')
    .replace(/^default\//, '');
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
    return claims.every(({ raw }) => groupOf(raw) === groupOf(claims[0].raw))
      ? claims.slice(0, 1)
      : [];
  };
}
