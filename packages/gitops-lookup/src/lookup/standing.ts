import { linkTo, maxOutOfSync } from '@plumbline/gitops-reader';
import { SecretStateView } from '../answer';
import { runs } from '../names/kinds';
import { Context } from './Context';
import { Live } from './ObjectStore';
import { Reading } from './Reading';
import { secretRefsOf } from './compose';
import { refreshDue, saidOfSecrets, viewOf, worstFirst } from './liveViews';

/** Resources that an answer names. */
const maxResources = 5;

/** What deploys a workload says that the cluster is not as Git is. @public */
export interface Drift {
  /** What deploys it, in the cluster that holds the engine object. */
  engine: { kind: string; namespace?: string; name: string; cluster: string };
  /** It differs from Git, or what Git says cannot be applied. */
  state: 'out-of-sync' | 'failed';
  /** The word of a condition. */
  reason?: string;
  /** When that began, where the engine tells. RFC 3339. */
  since?: string;
  /** What differs, where that is something else that the engine deploys. */
  resources?: { kind: string; namespace?: string; name: string }[];
}

/** A Secret that is not as it should be, or will not be from `since` on. @public */
export interface SecretTrouble extends SecretStateView {
  /** `since` follows from how often it should be refreshed, and may lie ahead. */
  timed?: true;
}

/**
 * How something that runs stands, as its cluster says.
 *
 * @public
 */
export interface Standing {
  /**
   * `progressing`: it is being put right, or tried again. `undecided`: what deploys it is there, and cannot tell for now. `unknown`:
   * nothing that was read tells.
   */
  sync: 'synced' | 'drifted' | 'progressing' | 'undecided' | 'unknown';
  drift?: Drift;
  /** The worst first. */
  secrets: SecretTrouble[];
  /** Names of Secrets that it needs and that nothing tells of. */
  untoldSecrets: string[];
}

/**
 * How the subject of a reading stands. What is said of Secrets must have been loaded.
 *
 * @internal
 */
export function standingOf(context: Context, reading: Reading): Standing {
  return {
    ...syncOf(reading),
    ...secretsOf(context, reading),
  };
}

function syncOf(reading: Reading): Pick<Standing, 'sync' | 'drift'> {
  const deployer = reading.engine?.live;
  const state = deployer?.object.state;
  if (!reading.live || !deployer || deployer.goneSince || !state) {
    return { sync: 'unknown' };
  }
  switch (state.sync) {
    case 'out-of-sync':
    case 'failed':
      return driftOf(reading, deployer.object, state.sync);
    case 'unknown':
      return { sync: 'undecided' };
    default:
      // Nobody looks any more whether it is as Git says.
      return { sync: state.suspended ? 'unknown' : state.sync };
  }
}

function driftOf(
  { subject, chain }: Reading,
  deployer: Live['object'],
  state: Drift['state'],
): Pick<Standing, 'sync' | 'drift'> {
  const { outOfSync = [], conditions = [] } = deployer.state ?? {};
  const own = new Set(
    [subject, ...chain.map(({ object }) => object)].map(linkTo.listed),
  );
  const isOwn = (resource: (typeof outOfSync)[number]) =>
    own.has(linkTo.listed({ ...resource, group: resource.group ?? '' }));
  const others = outOfSync.filter(resource => !isOwn(resource));
  if (
    others.length === outOfSync.length &&
    others.some(({ kind }) => runs(kind) || kind === subject.kind)
  ) {
    // The engine names the workloads that differ, and this is none of them.
    return {
      sync: outOfSync.length < maxOutOfSync ? 'synced' : 'undecided',
    };
  }
  const decisive =
    conditions.find(
      ({ type, status }) =>
        (type === 'Stalled' || type === 'Drifted') && status === 'True',
    ) ??
    conditions.find(
      ({ type, status }) => type === 'Ready' && status === 'False',
    );
  const { kind, namespace, name, cluster } = deployer;
  return {
    sync: 'drifted',
    drift: {
      engine: { kind, ...(namespace && { namespace }), name, cluster },
      state,
      ...(decisive?.reason && { reason: decisive.reason }),
      ...(decisive?.since && { since: decisive.since }),
      ...(others.length === outOfSync.length &&
        others.length > 0 && {
          resources: others.slice(0, maxResources).map(resource => ({
            kind: resource.kind,
            ...(resource.namespace && { namespace: resource.namespace }),
            name: resource.name,
          })),
        }),
    },
  };
}

function secretsOf(
  context: Context,
  reading: Reading,
): Pick<Standing, 'secrets' | 'untoldSecrets'> {
  const said = reading.live ? saidOfSecrets(context, reading) : [];
  const told = new Set(
    said.flatMap(({ state }) => (state.state === 'unknown' ? [] : state.name)),
  );
  return {
    secrets: worstFirst(
      said.flatMap(({ object, state }): SecretTrouble[] => {
        const due = refreshDue(state);
        if (due !== undefined) {
          const since = new Date(due).toISOString();
          return [
            { ...viewOf(object, state), state: 'stale', since, timed: true },
          ];
        }
        return state.state === 'ok' || state.state === 'unknown'
          ? []
          : [viewOf(object, state)];
      }),
    ),
    untoldSecrets: secretRefsOf(reading).filter(name => !told.has(name)),
  };
}
