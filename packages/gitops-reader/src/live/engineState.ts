import { isApplication } from '../readers/argocd/application';
import { EngineState, JsonObject, JsonValue } from '../facts';
import { isFlux, isSuspended } from '../readers/flux/fluxObjects';
import { compact, listAt, numberAt, objectAt, textAt } from '../lib/json';
import { timeOf } from './writers';

const maxConditions = 20;
/** Resources that differ from Git of which an engine object is remembered: among as many, others may differ as well. @public */
export const maxOutOfSync = 100;
const maxText = 200;

/** A word of a status, as programs write it: never a sentence, which may quote anything. */
export function wordOf(text: string | undefined): string | undefined {
  return text && /^[A-Za-z][\w.-]{0,99}$/.test(text) ? text : undefined;
}

function short(text: string | undefined): string | undefined {
  return text?.slice(0, maxText);
}

/** `revision`, or `revisions` where there are several sources. */
function revisionsAt(value: JsonValue | undefined): string[] | undefined {
  const many = listAt(value, 'revisions').flatMap(revision =>
    typeof revision === 'string' && revision ? [revision] : [],
  );
  const one = textAt(value, 'revision');
  const found = many.length > 0 ? many : [one ?? ''].filter(Boolean);
  return found.length > 0
    ? found.slice(0, 20).map(revision => revision.slice(0, maxText))
    : undefined;
}

function conditionsOf(object: JsonObject): EngineState['conditions'] {
  const conditions = listAt(object, 'status', 'conditions').flatMap(entry => {
    const type = wordOf(textAt(entry, 'type'));
    return type
      ? [
          compact({
            type,
            status: wordOf(textAt(entry, 'status')),
            reason: wordOf(textAt(entry, 'reason')),
            since: timeOf(textAt(entry, 'lastTransitionTime')),
          }),
        ]
      : [];
  });
  return conditions.length > 0 ? conditions.slice(0, maxConditions) : undefined;
}

const syncs: Record<string, EngineState['sync']> = {
  Synced: 'synced',
  OutOfSync: 'out-of-sync',
};

function applicationState(object: JsonObject): EngineState {
  const status = objectAt(object, 'status');
  const automated = objectAt(object, 'spec', 'syncPolicy', 'automated');
  const operation = objectAt(status, 'operationState');
  const by = objectAt(operation, 'operation', 'initiatedBy');
  const history = listAt(status, 'history').at(-1);
  const outOfSync = listAt(status, 'resources').flatMap(resource => {
    const kind = textAt(resource, 'kind');
    const name = textAt(resource, 'name');
    return kind && name && textAt(resource, 'status') === 'OutOfSync'
      ? [
          compact({
            group: textAt(resource, 'group'),
            kind,
            namespace: textAt(resource, 'namespace'),
            name,
            prune:
              textAt(resource, 'requiresPruning') === 'true' ? true : undefined,
          }),
        ]
      : [];
  });
  return compact<EngineState>({
    sync: syncs[textAt(status, 'sync', 'status') ?? ''] ?? 'unknown',
    health: wordOf(textAt(status, 'health', 'status')),
    applied: revisionsAt(history),
    attempted: revisionsAt(objectAt(operation, 'syncResult')),
    compared: revisionsAt(objectAt(status, 'sync')),
    autoSync:
      automated !== undefined && textAt(automated, 'enabled') !== 'false',
    selfHeal: textAt(automated, 'selfHeal') === 'true',
    lastOperation:
      operation &&
      compact({
        phase: wordOf(textAt(operation, 'phase')),
        startedAt: timeOf(textAt(operation, 'startedAt')),
        finishedAt: timeOf(textAt(operation, 'finishedAt')),
        automated: textAt(by, 'automated') === 'true',
        by: short(textAt(by, 'username')),
      }),
    conditions: conditionsOf(object),
    outOfSync:
      outOfSync.length > 0 ? outOfSync.slice(0, maxOutOfSync) : undefined,
  });
}

function fluxSync(
  object: JsonObject,
  conditions: EngineState['conditions'] = [],
): EngineState['sync'] {
  const statusOf = (type: string) =>
    conditions.find(condition => condition.type === type)?.status;
  const observed = numberAt(object, 'status', 'observedGeneration');
  const generation = numberAt(object, 'metadata', 'generation');
  const isBehind =
    observed !== undefined && generation !== undefined && observed < generation;
  if (statusOf('Stalled') === 'True') {
    return 'failed';
  }
  if (isBehind || statusOf('Reconciling') === 'True') {
    return 'progressing';
  }
  if (statusOf('Drifted') === 'True') {
    return 'out-of-sync';
  }
  switch (statusOf('Ready')) {
    case 'True':
      return 'synced';
    case 'False':
      return 'failed';
    default:
      return 'unknown';
  }
}

function fluxState(object: JsonObject): EngineState {
  const status = objectAt(object, 'status');
  const conditions = conditionsOf(object);
  const isRelease = object.kind === 'HelmRelease';
  const list = (text: string | undefined) => (text ? [text] : undefined);
  // A chart from a repository of charts is tried as `<version>+<start of its digest>`.
  const attempted = textAt(status, 'lastAttemptedRevision')?.replace(
    isRelease ? /\+[0-9a-f]{12}$/ : /$^/,
    '',
  );
  return compact<EngineState>({
    sync: fluxSync(object, conditions),
    health: wordOf(conditions?.find(({ type }) => type === 'Healthy')?.reason),
    applied: list(
      short(
        isRelease
          ? textAt(status, 'history', 0, 'chartVersion')
          : textAt(status, 'lastAppliedRevision'),
      ),
    ),
    attempted: list(short(attempted)),
    suspended: isSuspended(object) ? true : undefined,
    autoSync: !isSuspended(object),
    // Flux puts back what a Kustomization applied; of a release only where it is told to.
    selfHeal: isRelease
      ? textAt(object, 'spec', 'driftDetection', 'mode') === 'enabled'
      : !isSuspended(object),
    lastOperation: isRelease
      ? compact({
          phase: wordOf(textAt(status, 'history', 0, 'status')),
          finishedAt: timeOf(textAt(status, 'history', 0, 'lastDeployed')),
          automated: true,
        })
      : undefined,
    conditions,
  });
}

/** Where an engine object stands, in one model for Argo CD and Flux. Words alone: messages may quote anything. */
export function engineStateOf(object: JsonObject): EngineState | undefined {
  if (isApplication(object)) {
    return applicationState(object);
  }
  return isFlux(object, 'Kustomization') || isFlux(object, 'HelmRelease')
    ? fluxState(object)
    : undefined;
}
