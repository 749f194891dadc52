import { JsonObject } from '@plumbline/gitops-reader';
import {
  AccessRule,
  everyResource,
  isSecretResource,
  resourcesOf,
} from '@plumbline/kubernetes-access';
import { isObject, objectsOf, textOf } from '../connect/json';
import { KubernetesClient } from '../connect/KubernetesClient';
import { KubernetesError } from '../connect/KubernetesError';
import { ServedResource } from './served';

const MAX_DISCOVERY_BYTES = 16 * 1024 * 1024;
const GROUPS_AT_A_TIME = 4;

export interface Discovered {
  served: ServedResource[];
  /** Groups of which it is not known what they serve, with the reason: what is known of them stays. */
  unknown: Map<string, string>;
}

/** What a cluster serves of what is wanted. One group that fails, such as an aggregated API that is down, harms no other. */
export async function discover(
  client: KubernetesClient,
  rules: AccessRule[],
  signal: AbortSignal,
): Promise<Discovered> {
  const ask = (path: string) =>
    client.object(path, { signal, maxBytes: MAX_DISCOVERY_BYTES });
  const versions = versionsOf(await ask('/apis'));
  versions.set('', ['v1']);
  const served: ServedResource[] = [];
  const unknown = new Map<string, string>();
  const queue = rules.filter(({ group }) => versions.has(group));
  const work = async () => {
    for (let rule = queue.shift(); rule; rule = queue.shift()) {
      try {
        served.push(
          ...(await discoverGroup(rule, versions.get(rule.group) ?? [], ask)),
        );
      } catch (error) {
        if (!isOfGroup(error)) {
          throw error;
        }
        unknown.set(rule.group, error.message);
      }
    }
  };
  await Promise.all(Array.from({ length: GROUPS_AT_A_TIME }, work));
  // In the order of the rules, whichever group answered first.
  const order = rules.map(({ group }) => group);
  served.sort((a, b) => order.indexOf(a.group) - order.indexOf(b.group));
  return { served, unknown };
}

/** Whether a failure may be one of this group alone. */
function isOfGroup(error: unknown): error is KubernetesError {
  return (
    error instanceof KubernetesError &&
    error.code !== 'unreachable' &&
    error.code !== 'unauthorized'
  );
}

/** Versions of each group, the preferred one first. */
function versionsOf(groups: JsonObject): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const entry of objectsOf(groups.groups)) {
    const preferred = isObject(entry.preferredVersion)
      ? textOf(entry.preferredVersion.version)
      : undefined;
    const all = objectsOf(entry.versions).flatMap(
      ({ version }) => textOf(version) ?? [],
    );
    found.set(textOf(entry.name) ?? '', [
      ...new Set([...(preferred ? [preferred] : []), ...all]),
    ]);
  }
  return found;
}

async function discoverGroup(
  rule: AccessRule,
  versions: string[],
  ask: (path: string) => Promise<JsonObject>,
): Promise<ServedResource[]> {
  const missing = new Set(resourcesOf(rule));
  const every = missing.delete(everyResource);
  const found = new Set<string>();
  const served: ServedResource[] = [];
  for (const version of versions) {
    const path = rule.group
      ? `/apis/${encodeURIComponent(rule.group)}/${encodeURIComponent(version)}`
      : `/api/${encodeURIComponent(version)}`;
    for (const entry of objectsOf((await ask(path)).resources)) {
      const resource = textOf(entry.name);
      const kind = textOf(entry.kind);
      const verbs = Array.isArray(entry.verbs) ? entry.verbs : [];
      if (
        resource &&
        kind &&
        (missing.has(resource) || (every && !resource.includes('/'))) &&
        !found.has(resource) &&
        verbs.includes('list') &&
        // Whatever a server calls a Secret stays unread, whoever asked for it.
        !isSecretResource({ resource, kind })
      ) {
        missing.delete(resource);
        found.add(resource);
        served.push({
          group: rule.group,
          version,
          kind,
          resource,
          read: rule.metadata?.some(name =>
            [resource, everyResource].includes(name),
          )
            ? 'metadata'
            : 'whole',
          path: `${path}/${resource}`,
          watchable: verbs.includes('watch'),
        });
      }
    }
    if (missing.size === 0 && !every) {
      break;
    }
  }
  return served;
}
