import { JsonObject, SecretState } from '../facts';
import { compact, listAt, numberAt, objectAt, textAt } from '../lib/json';
import { wordOf } from './engineState';
import { groupOf } from './marks';
import { timeOf } from './writers';

const maxStates = 20;
const secretName = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;
const keyName = /^[-._a-zA-Z0-9]{1,253}$/;

interface Producer {
  /** Of the Secret that comes out, where it is told. */
  name: (object: JsonObject) => string | undefined;
  /** Conditions that say whether it does. */
  conditions: string[];
}

const named = (object: JsonObject) => textAt(object, 'metadata', 'name');
const destination = (object: JsonObject) =>
  textAt(object, 'spec', 'destination', 'name');
const vault: Producer = {
  name: destination,
  conditions: ['Ready', 'SecretSynced', 'Healthy', 'LeaseRenewal'],
};

const producers: Record<string, Producer> = {
  'external-secrets.io/ExternalSecret': {
    name: object =>
      textAt(object, 'status', 'binding', 'name') ??
      textAt(object, 'spec', 'target', 'name') ??
      named(object),
    conditions: ['Ready'],
  },
  'bitnami.com/SealedSecret': { name: named, conditions: ['Synced'] },
  'cert-manager.io/Certificate': {
    name: object => textAt(object, 'spec', 'secretName'),
    conditions: ['Ready'],
  },
  'secrets.hashicorp.com/VaultStaticSecret': vault,
  'secrets.hashicorp.com/VaultDynamicSecret': vault,
  'secrets.hashicorp.com/VaultPKISecret': vault,
};

const units: Record<string, number> = {
  h: 3_600,
  m: 60,
  s: 1,
  ms: 1e-3,
  us: 1e-6,
  µs: 1e-6,
  ns: 1e-9,
};

/** Seconds of a duration as Go writes it: `1h0m0s`, `1.5h`, `0`. Undefined for what is none. */
function secondsOf(duration: string): number | undefined {
  if (duration === '0') {
    return 0;
  }
  if (!/^(\d+(\.\d+)?(h|ms|m|s|us|µs|ns))+$/.test(duration)) {
    return undefined;
  }
  let seconds = 0;
  for (const [, number, unit] of duration.matchAll(/([\d.]+)([a-zµ]+)/g)) {
    seconds += Number(number) * units[unit];
  }
  return Math.ceil(seconds);
}

/** Without an interval of its own, one has that of the operator. */
const usualSeconds = 3_600;

/** How often an ExternalSecret is refreshed; undefined where it is not, or nobody can tell. */
function refreshSecondsOf(object: JsonObject): number | undefined {
  const policy = textAt(object, 'spec', 'refreshPolicy') ?? 'Periodic';
  const interval = textAt(object, 'spec', 'refreshInterval');
  if (policy !== 'Periodic') {
    return undefined;
  }
  // One of none is refreshed once.
  return interval === undefined
    ? usualSeconds
    : secondsOf(interval) || undefined;
}

function produced(object: JsonObject): SecretState[] {
  const group = groupOf(textAt(object, 'apiVersion') ?? '');
  const producer = producers[`${group}/${textAt(object, 'kind') ?? ''}`];
  const name = producer?.name(object);
  if (!producer || !name || !secretName.test(name)) {
    return [];
  }
  const conditions = listAt(object, 'status', 'conditions').filter(entry =>
    producer.conditions.includes(textAt(entry, 'type') ?? ''),
  );
  const broken = conditions.find(entry => textAt(entry, 'status') === 'False');
  const decisive = broken ?? conditions[0];
  const isOk = conditions.some(entry => textAt(entry, 'status') === 'True');
  // What was synced belongs to an older spec.
  const synced = textAt(object, 'status', 'syncedResourceVersion');
  const generation = numberAt(object, 'metadata', 'generation');
  const isOld =
    synced !== undefined &&
    generation !== undefined &&
    synced.split('-')[0] !== String(generation);
  let state: SecretState['state'] = 'unknown';
  if (broken) {
    state = 'failing';
  } else if (isOk) {
    state = isOld ? 'stale' : 'ok';
  }
  return [
    compact<SecretState>({
      name,
      state,
      reason: wordOf(textAt(decisive, 'reason')),
      since: timeOf(textAt(decisive, 'lastTransitionTime')),
      refreshedAt: timeOf(textAt(object, 'status', 'refreshTime')),
      refreshSeconds:
        group === 'external-secrets.io' ? refreshSecondsOf(object) : undefined,
    }),
  ];
}

/** What the kubelet says of a Secret that a container waits for. Names alone are taken out of the message. */
function missed(object: JsonObject): SecretState[] {
  if (object.kind !== 'Pod') {
    return [];
  }
  const status = objectAt(object, 'status');
  const own = textAt(object, 'metadata', 'namespace');
  return ['initContainerStatuses', 'containerStatuses'].flatMap(list =>
    listAt(status, list).flatMap((container): SecretState[] => {
      const waiting = objectAt(container, 'state', 'waiting');
      if (textAt(waiting, 'reason') !== 'CreateContainerConfigError') {
        return [];
      }
      const message = (textAt(waiting, 'message') ?? '').slice(0, 2_000);
      const absent = /\bsecrets? "([^"]+)" not found/.exec(message)?.[1];
      if (absent && secretName.test(absent)) {
        return [{ name: absent, state: 'missing' }];
      }
      const [, key, namespace, name] =
        /couldn't find key (\S+) in Secret ([^/\s]+)\/(\S+)/.exec(message) ??
        [];
      return key &&
        keyName.test(key) &&
        name &&
        secretName.test(name) &&
        namespace === own
        ? [{ name, state: 'missing-key', key }]
        : [];
    }),
  );
}

/**
 * What an object says of the existence of Secrets, so that none has to be read: what makes them, and whether that works;
 * what waits for them.
 */
export function secretStatesOf(object: JsonObject): SecretState[] | undefined {
  const states = new Map(
    [...produced(object), ...missed(object)].map(state => [
      `${state.name} ${state.key ?? ''}`,
      state,
    ]),
  );
  return states.size > 0 ? [...states.values()].slice(0, maxStates) : undefined;
}
