import { ClusterResource } from '@plumbline/plugin-plumbline-node';

/** A resource that a cluster serves and that is wanted. */
export interface ServedResource extends ClusterResource {
  /** Plural, as in paths. */
  resource: string;
  read: 'whole' | 'metadata';
  /** Where it is listed: `/apis/apps/v1/deployments`. */
  path: string;
  /** Whether the server can report changes of it. */
  watchable: boolean;
}

/** What identifies a resource: versions of one API are the same objects. */
export function keyOf({ group, kind }: ClusterResource): string {
  return `${group}/${kind}`;
}

/** As the index knows it. */
export function resourceOf({
  group,
  version,
  kind,
}: ServedResource): ClusterResource {
  return { group, version, kind };
}

/** For messages: `deployments.apps`. */
export function nameOf({ group, resource }: ServedResource): string {
  return group ? `${resource}.${group}` : resource;
}
