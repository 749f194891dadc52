import { JsonObject } from '../facts';
import { listAt, numberAt, textAt } from '../lib/json';
import { policyResults } from './policyResults';

/** One line on the health of an object, where its status tells. Reasons only, never messages: those may quote anything. */
export function statusLine(object: JsonObject): string | undefined {
  const kind = textAt(object, 'kind') ?? '';
  if (textAt(object, 'metadata', 'deletionTimestamp')) {
    return 'being deleted';
  }
  const results = policyResults(object);
  if (results) {
    return results;
  }
  switch (kind) {
    case 'Pod':
      return podStatus(object);
    case 'Deployment':
    case 'StatefulSet':
    case 'ReplicaSet':
    case 'ReplicationController':
    case 'DeploymentConfig':
    case 'Rollout':
      return object.status === undefined
        ? undefined
        : ready(
            numberAt(object, 'status', 'readyReplicas') ?? 0,
            numberAt(object, 'spec', 'replicas') ?? 1,
          );
    case 'DaemonSet':
      return object.status === undefined
        ? undefined
        : ready(
            numberAt(object, 'status', 'numberReady') ?? 0,
            numberAt(object, 'status', 'desiredNumberScheduled') ?? 0,
          );
    case 'Job':
      return jobStatus(object);
    case 'CronJob':
      return textAt(object, 'spec', 'suspend') === 'true'
        ? 'suspended'
        : undefined;
    case 'Node':
      return nodeStatus(object);
    case 'HorizontalPodAutoscaler':
      return scalerStatus(object);
    case 'PersistentVolume':
    case 'PersistentVolumeClaim':
      return textAt(object, 'status', 'phase');
    case 'Namespace':
      return textAt(object, 'status', 'phase') === 'Terminating'
        ? 'Terminating'
        : undefined;
    case 'Application':
      return words([
        textAt(object, 'status', 'sync', 'status'),
        textAt(object, 'status', 'health', 'status'),
      ]);
    default:
      return conditionStatus(object);
  }
}

function ready(count: number, wanted: number): string {
  return wanted === 0 ? 'scaled to 0' : `${count} of ${wanted} ready`;
}

function words(parts: (string | undefined)[]): string | undefined {
  const said = parts.filter(part => part !== undefined);
  return said.length > 0 ? said.join(', ') : undefined;
}

function condition(
  object: JsonObject,
  type: string,
): { status?: string; reason?: string } | undefined {
  const found = listAt(object, 'status', 'conditions').find(
    entry => textAt(entry, 'type') === type,
  );
  return found
    ? { status: textAt(found, 'status'), reason: textAt(found, 'reason') }
    : undefined;
}

function podStatus(object: JsonObject): string | undefined {
  const phase = textAt(object, 'status', 'phase');
  const states = [
    ...listAt(object, 'status', 'initContainerStatuses'),
    ...listAt(object, 'status', 'containerStatuses'),
  ];
  for (const state of states) {
    const waiting = textAt(state, 'state', 'waiting', 'reason');
    if (waiting && waiting !== 'PodInitializing') {
      const last = textAt(state, 'lastState', 'terminated', 'reason');
      const restarts = numberAt(state, 'restartCount') ?? 0;
      return words([
        waiting,
        last && last !== 'Error' && last !== 'Completed'
          ? `last ${last}`
          : undefined,
        restarts > 0 ? `${restarts} restarts` : undefined,
      ]);
    }
  }
  if (phase === 'Failed') {
    return textAt(object, 'status', 'reason') ?? 'Failed';
  }
  if (phase === 'Pending') {
    const scheduled = condition(object, 'PodScheduled');
    return scheduled?.status === 'False'
      ? (scheduled.reason ?? 'Pending')
      : 'Pending';
  }
  if (phase === 'Running') {
    const containers = listAt(object, 'status', 'containerStatuses');
    const up = containers.filter(state => textAt(state, 'ready') === 'true');
    return up.length < containers.length
      ? ready(up.length, containers.length)
      : 'Running';
  }
  return phase;
}

function jobStatus(object: JsonObject): string | undefined {
  const failed = condition(object, 'Failed');
  if (failed?.status === 'True') {
    return words(['Failed', failed.reason]);
  }
  if (condition(object, 'Complete')?.status === 'True') {
    return 'Complete';
  }
  const active = numberAt(object, 'status', 'active');
  return active ? `${active} active` : undefined;
}

function nodeStatus(object: JsonObject): string | undefined {
  const state = condition(object, 'Ready');
  const pressures = listAt(object, 'status', 'conditions')
    .filter(
      entry =>
        textAt(entry, 'type') !== 'Ready' && textAt(entry, 'status') === 'True',
    )
    .map(entry => textAt(entry, 'type'));
  return words([
    state && (state.status === 'True' ? 'Ready' : 'NotReady'),
    ...pressures,
    textAt(object, 'spec', 'unschedulable') === 'true' ? 'cordoned' : undefined,
  ]);
}

function scalerStatus(object: JsonObject): string | undefined {
  const current = numberAt(object, 'status', 'currentReplicas');
  const max = numberAt(object, 'spec', 'maxReplicas');
  return current !== undefined && max !== undefined
    ? `${current} of at most ${max} replicas`
    : undefined;
}

function conditionStatus(object: JsonObject): string | undefined {
  const suspended =
    textAt(object, 'spec', 'suspend') === 'true' ? 'suspended' : undefined;
  const state = condition(object, 'Ready');
  if (!state) {
    return suspended;
  }
  return words([
    suspended,
    state.status === 'True'
      ? 'Ready'
      : `not ready${state.reason ? `: ${state.reason}` : ''}`,
  ]);
}
